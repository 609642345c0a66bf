"""One thing the books say, with the records that were counted for it; and all that they say of a period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from liaison.chinese.dates import Period
from liaison.chinese.numbers import measured, money, money_in_capitals

Form: TypeAlias = Literal["count", "money", "capitals", "quantity", "rate"]
Json: TypeAlias = "str | int | float | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    Attributes:
        key: its name, `attendance.present`, or with one dimension `attendance.present:person=韩堃`.
        label: what it is, in plain Chinese.
        value: a count; whole fen (form "money" and "capitals"); whole thousandths (form "quantity");
            percent to a tenth (form "rate"); None for a rate without a base.
        unit: 次, 人次, 元, 个, % …
        base: what a part is a part of, “46/52，公假 2”; "" where there is nothing to say.
        book: the book of the records; `records`: the numbers of those that were counted, ascending.
        text: as it stands in a sentence: “5次”, “6,007.14元”, “46/52人次”.
        detail: names, where the figure counts people or other things with names.
        others: the counted records of further books (a balance has two sides).
        form: how `value` is meant.
    """

    key: str
    label: str
    value: int | float | None
    unit: str
    base: str
    book: str
    records: tuple[int, ...]
    text: str
    detail: tuple[str, ...] = ()
    others: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    form: Form = "count"

    @property
    def family(self) -> str:
        """The key without its dimension."""
        return self.key.partition(":")[0]

    @property
    def dimension(self) -> tuple[str, str]:
        """("kind", "集中学习") for `activities.count:kind=集中学习`, else two empty texts."""
        name, _, value = self.key.partition(":")[2].partition("=")
        return name, value

    def as_json(self) -> dict[str, Json]:
        """For the command line and for a frozen report: money in yuan with `fen` beside it."""
        found: dict[str, Json] = {
            "key": self.key, "label": self.label, "value": self.value, "base": self.base, "unit": self.unit,
            "book": self.book, "records": list(self.records), "text": self.text, "form": self.form,
        }
        if self.form in ("money", "capitals") and isinstance(self.value, int):
            found["value"], found["fen"] = self.value / 100, self.value
        elif self.form == "quantity" and isinstance(self.value, int):
            whole, rest = divmod(self.value, 1000)
            found["value"], found["thousandths"] = (self.value / 1000 if rest else whole), self.value
        if self.detail:
            found["detail"] = list(self.detail)
        if self.others:
            found["others"] = {book: list(numbers) for book, numbers in self.others.items()}
        return found

    @classmethod
    def from_json(cls, given: Mapping[str, object]) -> Figure:
        """What `as_json` wrote."""
        value = given.get("fen", given.get("thousandths", given["value"]))
        others = given.get("others") or {}
        assert isinstance(others, dict)
        return cls(
            key=str(given["key"]), label=str(given["label"]),
            value=value if isinstance(value, (int, float)) else None,
            unit=str(given["unit"]), base=str(given["base"]), book=str(given["book"]),
            records=_numbers(given["records"]), text=str(given["text"]),
            detail=tuple(map(str, _list(given.get("detail")))),
            others={str(book): _numbers(numbers) for book, numbers in others.items()},
            form=given.get("form", "count"),  # type: ignore[arg-type]
        )


def _list(given: object) -> list[object]:
    return given if isinstance(given, list) else []


def _numbers(given: object) -> tuple[int, ...]:
    return tuple(int(str(n)) for n in _list(given))


class Figures(Mapping[str, Figure]):
    """Everything the books say about a period, by key, in the order papers list it.

    A key with a dimension is there only where something was counted; `find` gives the nought of the others.
    """

    def __init__(self, period: Period, figures: Iterable[Figure]) -> None:
        self.period = period
        self._by_key = {figure.key: figure for figure in figures}

    def __getitem__(self, key: str) -> Figure:
        return self._by_key[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_key)

    def __len__(self) -> int:
        return len(self._by_key)

    def find(self, key: str) -> Figure | None:
        """The figure of a key; nought where nothing (any more) is counted under a dimension that may be.

        None for a key that no version of the books knows.
        """
        found = self._by_key.get(key)
        if found is not None:
            return found
        family, _, dimension = key.partition(":")
        name, _, value = dimension.partition("=")
        if not value:
            return None
        if family in GOODS and name == "item":
            item, _, unit = value.rpartition("/")
            return goods(key, f"{GOODS[family][0]}{item}", 0, unit, GOODS[family][1], ())
        parent = self._by_key.get(family)
        if parent is None or name not in DIMENSIONS:
            return None
        nought = None if parent.form == "rate" else 0
        return replace(
            parent, key=key, label=f"{parent.label}（{value}）", value=nought, base="", records=(), detail=(),
            others={}, text=_nought_text(parent),
        )

    def of(self, family: str, dimension: str) -> dict[str, Figure]:
        """The figures of a family split along a dimension, by its values, in their order."""
        start = f"{family}:{dimension}="
        return {key[len(start) :]: figure for key, figure in self._by_key.items() if key.startswith(start)}

    def number(self, key: str) -> int:
        """The value of a count, an amount or a quantity; 0 where nothing was counted."""
        figure = self._by_key.get(key)
        return int(figure.value or 0) if figure else 0

    def as_json(self) -> list[dict[str, Json]]:
        """Every figure as plain data, in order."""
        return [figure.as_json() for figure in self._by_key.values()]

    @classmethod
    def from_json(cls, period: Period, given: Iterable[Mapping[str, object]]) -> Figures:
        """What `as_json` wrote."""
        return cls(period, (Figure.from_json(one) for one in given))


DIMENSIONS = ("kind", "host", "person", "purpose", "donor_kind", "item", "level", "holder", "status", "group")
GOODS = {"donations.goods": ("收到", "donations"), "handouts.goods": ("发放", "handouts"),
         "balance.goods": ("结存", "donations")}  # fmt: skip


def count(
    key: str, label: str, unit: str, book: str, records: Iterable[int], *, value: int | None = None,
    base: str = "", text: str = "", detail: Iterable[str] = (),
) -> Figure:  # fmt: skip
    """A number of records; `value` only where a record stands for several (人次)."""
    numbers = tuple(sorted(records))
    number = len(numbers) if value is None else value
    return Figure(key, label, number, unit, base, book, numbers, text or f"{number}{unit}", tuple(detail))


def amount(key: str, label: str, fen: int, book: str, records: Iterable[int]) -> Figure:
    """Money in fen, shown to the fen."""
    return Figure(key, label, fen, "元", "", book, tuple(sorted(records)), f"{money(fen)}元", form="money")


def capitals(key: str, label: str, fen: int, book: str, records: Iterable[int]) -> Figure:
    """The same money in capitals, 人民币…元整."""
    return Figure(key, label, fen, "元", "", book, tuple(sorted(records)), money_in_capitals(fen), form="capitals")


def goods(key: str, label: str, thousandths: int, unit: str, book: str, records: Iterable[int]) -> Figure:
    """A quantity of one item in one unit."""
    text = measured(thousandths, unit)
    return Figure(key, label, thousandths, unit, "", book, tuple(sorted(records)), text, form="quantity")


def rate(key: str, label: str, part: int, whole: int, base: str, book: str, records: Iterable[int]) -> Figure:
    """A part in percent, half up to a tenth, with its base; without a base there is no rate."""
    tenths = (2000 * part + whole) // (2 * whole) if whole else None
    value = None if tenths is None else tenths / 10
    text = "" if tenths is None else f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"
    return Figure(key, label, value, "%", base if whole else "", book, tuple(sorted(records)), text, form="rate")


def with_others(figure: Figure, **others: Iterable[int]) -> Figure:
    """The figure with the counted records of further books."""
    return replace(figure, others={book: tuple(sorted(numbers)) for book, numbers in others.items()})


def _nought_text(parent: Figure) -> str:
    if parent.form == "money":
        return f"{money(0)}元"
    if parent.form == "capitals":
        return money_in_capitals(0)
    return "" if parent.form == "rate" else f"0{parent.unit}"
