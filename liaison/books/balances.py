"""What came in, what went out and what is left of the gifts; money and goods apart, goods per unit.

Only entered, valid entries count: a voided one and its reversal are both left out, and their sum is nought.
A correction of an earlier year's entry changes the sums of the year it is dated in, but is no gift of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from liaison.chinese.numbers import money, money_in_capitals, quantity
from liaison.kit.desk import Desk
from liaison.kit.query import Query


def valid(book: str, alias: str = "t") -> str:
    """The SQL condition for an entry that adds to the sums; `OWN` tells which of them are gifts of their own."""
    return (
        f"{alias}.serial IS NOT NULL AND {alias}.deleted = 0 AND {alias}.reverses IS NULL"
        f" AND NOT EXISTS (SELECT 1 FROM {book} r WHERE r.reverses = {alias}.id)"
    )


OWN = "t.corrects IS NULL"
"""The SQL condition, beside `valid`, for an entry that counts as one gift or handout; corrections do not."""


@dataclass(frozen=True, slots=True)
class Goods:
    """An item in its unit; quantities in whole thousandths."""

    item: str
    unit: str
    quantity: int


@dataclass(frozen=True, slots=True)
class GiftTotals:
    """The total line of the ledger; money in fen. The sums include the corrections, the counts do not."""

    money_count: int
    money: int
    goods_count: int
    goods: tuple[Goods, ...]
    estimate: int
    voided: int
    drafts: int
    corrections: int = 0

    @property
    def capitals(self) -> str:
        """人民币…整."""
        return money_in_capitals(self.money)


@dataclass(frozen=True, slots=True)
class GoodsBalance:
    """One item of one purpose: in, out and left, in whole thousandths of the unit."""

    item: str
    unit: str
    came: int
    went: int

    @property
    def left(self) -> int:
        """What is still there."""
        return self.came - self.went


@dataclass(frozen=True, slots=True)
class Balance:
    """One purpose; money in fen."""

    purpose: str
    came: int
    went: int
    goods: tuple[GoodsBalance, ...]

    @property
    def left(self) -> int:
        """The money still there, in fen."""
        return self.came - self.went


class Gifts:
    """Totals and balances of the donation ledger and the handouts."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def totals(self, book: str = "donations", query: Query | None = None) -> GiftTotals:
        """The totals of the valid entries among what a query finds."""
        numbers = self.desk.ids(book, query)
        among = ", ".join(map(str, numbers)) or "0"
        rows = self.desk.database.rows
        estimate = "coalesce(sum(t.estimate), 0)" if book == "donations" else "0"
        money = rows(
            f"SELECT coalesce(sum({OWN}), 0), coalesce(sum(t.amount), 0), count(*) FROM {book} t"
            f" WHERE t.id IN ({among}) AND t.kind = '款' AND {valid(book)}"
        )[0]
        goods = rows(
            f"SELECT t.item, t.unit, coalesce(sum(t.quantity), 0), sum({OWN}), {estimate}, count(*) FROM {book} t"
            f" WHERE t.id IN ({among}) AND t.kind = '物' AND {valid(book)} GROUP BY t.item, t.unit ORDER BY min(t.id)"
        )
        voided = rows(f"SELECT count(*) FROM {book} t WHERE t.id IN ({among}) AND t.reverses IS NOT NULL")[0][0]
        drafts = rows(f"SELECT count(*) FROM {book} t WHERE t.id IN ({among}) AND t.serial IS NULL")[0][0]
        return GiftTotals(
            money_count=money[0],
            money=money[1],
            goods_count=sum(g[3] for g in goods),
            goods=tuple(Goods(*g[:3]) for g in goods if g[2]),
            estimate=sum(g[4] for g in goods),
            voided=voided,
            drafts=drafts,
            corrections=money[2] - money[0] + sum(g[5] - g[3] for g in goods),
        )

    def page_sums(self, book: str, numbers: list[int]) -> tuple[int, tuple[Goods, ...]]:
        """A page's own sum of money in fen, voids and reversals included as printed, and its goods."""
        among = ", ".join(map(str, numbers)) or "0"
        money = self.desk.database.value(
            f"SELECT coalesce(sum(amount), 0) FROM {book} WHERE id IN ({among}) AND serial IS NOT NULL"
        )
        goods = self.desk.database.rows(
            f"SELECT item, unit, sum(quantity) FROM {book} WHERE id IN ({among}) AND kind = '物'"
            " AND serial IS NOT NULL GROUP BY item, unit HAVING coalesce(sum(quantity), 0) <> 0 ORDER BY min(id)"
        )
        return int(money), tuple(Goods(*g) for g in goods)

    def balances(self) -> list[Balance]:
        """Every purpose that ever had anything, most money first."""
        money: dict[str, list[int]] = {}
        goods: dict[tuple[str, str, str], list[int]] = {}
        for side, book in enumerate(("donations", "handouts")):
            for purpose, kind, item, unit, fen, thousandths in self.desk.database.rows(
                f"SELECT t.purpose, t.kind, t.item, t.unit, sum(t.amount), sum(t.quantity) FROM {book} t"
                f" WHERE {valid(book)} GROUP BY t.purpose, t.kind, t.item, t.unit"
            ):
                money.setdefault(purpose, [0, 0])
                if kind == "款":
                    money[purpose][side] += fen or 0
                else:
                    goods.setdefault((purpose, item, unit), [0, 0])[side] += thousandths or 0
        found = [
            Balance(
                purpose, came, went,
                tuple(GoodsBalance(i, u, *sides) for (p, i, u), sides in sorted(goods.items()) if p == purpose),
            )
            for purpose, (came, went) in money.items()
        ]
        return sorted(found, key=lambda b: (-b.came, b.purpose))

    def overdrawn(self) -> list[str]:
        """A sentence for every purpose of which more was handed out than came in, money and goods apart."""
        found = []
        for balance in self.balances():
            if balance.left < 0:
                found.append(f"“{balance.purpose}”发出的比收到的多 {money(-balance.left)} 元，请核对")
            found += [
                f"“{balance.purpose}”的{g.item}发出的比收到的多 {quantity(-g.left)} {g.unit}，请核对"
                for g in balance.goods if g.left < 0
            ]
        return found

    def shortfall(self, values: Mapping[str, object]) -> str:
        """What a handout would overdraw, as a sentence, or "". `values` are the handout's stored values."""
        left, wanted = self._left_and_moved(values)
        if wanted <= left:
            return ""
        what, words = _said(values)
        return f"“{values.get('purpose')}”{what}只剩 {words(left)}，这次要发 {words(wanted)}"

    def shortfall_after(self, book: str, entries: Sequence[Mapping[str, object]]) -> str:
        """What a correction would overdraw, as a sentence, or "". `entries` as kit.correcting plans them."""
        moved: dict[tuple[object, ...], int] = {}
        last: dict[tuple[object, ...], tuple[int, Mapping[str, object]]] = {}
        for values in entries:
            left, amount = self._left_and_moved(values)
            key = tuple(values.get(name) for name in ("purpose", "kind", "item", "unit"))
            moved[key] = moved.get(key, 0) + (amount if book == "donations" else -amount)
            last[key] = left, values
        for key, (left, values) in last.items():
            if left + moved[key] < 0 and moved[key] < 0:
                what, words = _said(values)
                return f"更正以后“{values.get('purpose')}”{what}会少 {words(-left - moved[key])}，发出的比收到的多"
        return ""

    def _left_and_moved(self, values: Mapping[str, object]) -> tuple[int, int]:
        """What is left of the money or goods that an entry is about, and what the entry moves of it."""
        purpose = values.get("purpose")
        balance = next((b for b in self.balances() if b.purpose == purpose), Balance(str(purpose), 0, 0, ()))
        if values.get("kind") == "款":
            return balance.left, int(str(values.get("amount") or 0))
        item, unit = values.get("item"), values.get("unit")
        left = next((g.left for g in balance.goods if (g.item, g.unit) == (item, unit)), 0)
        return left, int(str(values.get("quantity") or 0))


def _said(values: Mapping[str, object]) -> tuple[str, Callable[[int], str]]:
    """The goods an entry is about ("" for money), and how an amount of them is said."""
    if values.get("kind") == "款":
        return "", lambda fen: f"{money(fen)} 元"
    return f"的{values.get('item')}", lambda thousandths: f"{quantity(thousandths)} {values.get('unit')}"
