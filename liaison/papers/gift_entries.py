"""The entered records of the two ledgers of gifts, as papers print them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from liaison.chinese.dates import Period, day
from liaison.errors import UserError
from liaison.kit.book import ENTERED
from liaison.kit.correcting import as_corrected
from liaison.kit.desk import Desk
from liaison.kit.desk import Row as Record
from liaison.kit.ledger import label
from liaison.kit.query import Query
from liaison.papers.bound_book import Annex, span_of, windows
from liaison.papers.paper import Request
from liaison.papers.phrases import phrases
from liaison.press.blocks import Row, cell_of

GOODS = "goods:"
"""Begins the keys of sums of goods; the unit follows."""

_SAID = "donation_book"


@dataclass
class Part:
    """One of the two ledgers over the span, its rows ready to print.

    Attributes:
        book: its name.
        rows: the table's rows; `amounts`: what each adds to the sums; `totals`: the sums of all.
        serials: the numbers printed, by year.
        annex: the long notes.
        drafts: how many drafts the span has.
        voided, reversals, corrections: how many of the rows are so.
        later: numbers voided by an entry after the span; `earlier`: reversals of an entry before it.
        corrected: numbers that a later year corrects.
    """

    book: str
    rows: list[Row] = field(default_factory=list)
    amounts: list[Mapping[str, int]] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)
    serials: list[tuple[int, int]] = field(default_factory=list)
    annex: Annex = field(default_factory=Annex)
    drafts: int = 0
    voided: int = 0
    reversals: int = 0
    corrections: int = 0
    later: list[str] = field(default_factory=list)
    earlier: list[str] = field(default_factory=list)
    corrected: list[str] = field(default_factory=list)

    def add(self, amounts: Mapping[str, int]) -> None:
        """Count a row's amounts."""
        self.amounts.append(amounts)
        for key, amount in amounts.items():
            self.totals[key] = self.totals.get(key, 0) + amount


def read_part(desk: Desk, book: str, span: Period) -> Part:
    """Every entered record of the span in the order of its number; drafts are only counted."""
    part = Part(book)
    numbers = desk.ids(book, Query(period=span))
    for record in windows(desk, book, numbers):
        if record.values["serial"] is None:
            part.drafts += 1
            continue
        part.serials.append((int(record.values["year"] or 0), int(record.values["serial"] or 0)))
        standing = _standing(desk, part, record, span)
        row = _came_row if book == "donations" else _went_row
        cells = row(desk, record, _noted(part, record, standing))
        # 会计基础工作规范 51: a reversing entry is written in red; a correcting one (蓝字) in the ink of all others
        red = record.mark == "reversal"
        part.rows.append(tuple(replace(cell_of(cell), red=True) for cell in cells) if red else cells)
        part.add(_amounts(record))
    return part


def _standing(desk: Desk, part: Part, record: Record, span: Period) -> list[str]:
    """What is said of an entry that was voided or corrected, or that does so, with the other one's number."""
    said, mark = phrases(_SAID), record.mark
    if mark == "reversal":
        part.reversals += 1
        other = desk.get(part.book, int(record.values["reverses"] or 0))
        if not span.contains(str(other["date"])):
            part.earlier.append(short_number(record.values))
        return [said["reversal"].format(other=_beside(other, record)), str(record.values["reason"] or "")]
    if mark == "void":
        part.voided += 1
        (number,) = desk.ids(part.book, Query(equals={"reverses": record.id}))
        other = desk.get(part.book, number)
        if not span.contains(str(other["date"])):
            part.later.append(short_number(record.values))
        return [said["voided"].format(other=_beside(other, record))]
    if mark == "correction":
        part.corrections += 1
        other = desk.get(part.book, int(record.values["corrects"] or 0))
        return [said["correction"].format(other=label(dict(other))), str(record.values["reason"] or "")]
    if record.texts["standing"] != ENTERED:  # 已更正，见 2026-004 号
        part.corrected.append(short_number(record.values))
        return [record.texts["standing"]]
    return []


def short_number(values: Mapping[str, object]) -> str:
    """An entry's number within its year: 024."""
    return f"{int(str(values['serial'] or 0)):03d}"


def _beside(other: Mapping[str, object], record: Record) -> str:
    """Another entry's number; with its year where that is another one."""
    same = other["year"] == record.values["year"]
    return short_number(other) if same else label(dict(other))  # type: ignore[arg-type]


def _noted(part: Part, record: Record, standing: Sequence[str]) -> str:
    """What stands under 备注: how the entry stands, whom it is for, the note; a long one goes to the annex."""
    said, values = phrases(_SAID), record.values
    rest = []
    if values.get("beneficiary"):
        rest.append(said["beneficiary"].format(who=values["beneficiary"]))
    if values.get("official_receipt"):
        rest.append(said["receipt"].format(number=values["official_receipt"]))
    rest.append(" ".join(str(values.get("notes") or "").split()))
    text = "；".join(filter(None, [*standing[1:], *rest]))
    text = part.annex.short(f"{short_number(values)} 号", text)
    return "；".join(filter(None, [*standing[:1], text]))


def _amounts(record: Record) -> dict[str, int]:
    """What a record adds to the sums: fen, and thousandths of its unit."""
    values, found = record.values, {}
    for name, key in (("amount", "money"), ("estimate", "estimate"), ("quantity", f"{GOODS}{values['unit']}")):
        if values.get(name):
            found[key] = int(values[name] or 0)
    return found


def _came_row(_desk: Desk, record: Record, note: str) -> Row:
    values, texts = record.values, record.texts
    return (
        short_number(values), day(str(values["date"])), texts["donor"], texts["amount"], thing(values),
        texts["quantity"], texts["unit"], texts["estimate"], texts["purpose"], texts["handled_by"],
        texts["accepted_by"], texts["voucher"], note,
    )  # fmt: skip


def _went_row(desk: Desk, record: Record, note: str) -> Row:
    values, texts = record.values, record.texts
    gift = desk.get("donations", int(values["donation"] or 0)) if values["donation"] else None
    return (
        short_number(values), day(str(values["date"])), texts["recipient"], texts["amount"], thing(values),
        texts["quantity"], texts["unit"], texts["purpose"], label(dict(gift)) if gift else "", texts["received_by"],
        texts["handled_by"], texts["voucher"], note,
    )  # fmt: skip


# -- single gifts -----------------------------------------------------------------------------------


def valid_gifts(desk: Desk, span: Period) -> list[Record]:
    """The gifts of a span: entered, not voided, no reversal and no correction, in the order of their number."""
    found = windows(desk, "donations", desk.ids("donations", Query(period=span)))
    return [record for record in found if not record.mark]


def chosen_gifts(desk: Desk, request: Request, what: str) -> list[Record]:
    """The gifts that a slip or a letter is made for: those chosen, or all of the period that count.

    Args:
        desk, request: whose, and which.
        what: is made, 回执 or 感谢状.

    Raises:
        UserError: there is none, or a chosen one is a draft, voided, taken back, a reversal or a correction.
    """
    if not request.records:
        span = span_of(desk, request)
        stand = (as_corrected(desk, "donations", record.id) for record in valid_gifts(desk, span))
        found = [gift for gift in stand if gift is not None]
        if not found:
            raise UserError(f"{span.label}没有入账的捐赠，没有可以打印的{what}")
        return found
    found = []
    for record in desk.rows("donations", request.records):
        if record.mark == "draft":
            raise UserError(f"{record.texts['donor']}的捐赠还没有入账，请先入账，再打印{what}")
        if record.mark:
            raise UserError(f"{label(dict(record.values))} 号{record.values['standing']}，不打印{what}")
        gift = as_corrected(desk, "donations", record.id)
        if gift is None:
            raise UserError(f"{label(dict(record.values))} 号已经全部冲回，不打印{what}")
        found.append(gift)
    if not found:
        raise UserError(f"选中的捐赠已经删除，没有可以打印的{what}")
    return found


def thing(values: Mapping[str, object]) -> str:
    """Goods with their specification."""
    return " ".join(str(values[name]) for name in ("item", "spec") if values.get(name))
