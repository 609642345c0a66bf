"""登记回执: one page for a gift, above the stub that the office keeps, below the slip for the donor.

It is no receipt: only public bodies at county level and above and charities may issue one (公益事业捐赠法 16), and
the slip says so in words of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from liaison.books.donations import MONEY
from liaison.chinese.dates import day
from liaison.chinese.numbers import money_in_capitals
from liaison.kit.desk import Desk
from liaison.kit.desk import Row as Record
from liaison.papers.gift_entries import chosen_gifts, thing
from liaison.papers.paper import Request
from liaison.papers.phrases import phrases
from liaison.press.blocks import (
    Block,
    Cell,
    Column,
    CutLine,
    Display,
    Document,
    Paragraph,
    Properties,
    Row,
    SignOff,
    Spacer,
    Table,
)
from liaison.settings import OfficeSettings

HEADING_SIZE = 22.0

_SAID = "donation_slip"
_COLUMNS = (
    Column("", width_mm=28, align="center"),
    Column(""),
    Column("", width_mm=28, align="center"),
    Column(""),
)


def make(desk: Desk, settings: OfficeSettings, request: Request) -> tuple[Document, ...]:
    """A page for every gift chosen, or for every gift of the period that counts.

    Raises:
        UserError: there is none, or a chosen one is a draft, voided, or a reversal.
    """
    return tuple(_slip(desk, settings, gift) for gift in chosen_gifts(desk, request, "回执"))


def _slip(desk: Desk, settings: OfficeSettings, gift: Record) -> Document:
    words = phrases(_SAID)
    handler = gift.texts["handled_by"] or settings.director
    blocks: tuple[Block, ...] = (
        Display(words["stub"], HEADING_SIZE),
        _facts(gift, handler),
        SignOff(("捐赠人", "经手人", "日期")),
        Spacer(),
        CutLine(words["cut"]),
        Spacer(),
        Display(words["slip"], HEADING_SIZE),
        _facts(gift, handler),
        *_statement(gift),
        SignOff(("经手人",)),
        Paragraph(
            f"{words['seal'].format(office=settings.name)}　　{day(desk.today, 'form')}", indent=0, align="right"
        ),
    )
    title = f"登记回执 {gift.texts['entry']} {gift.texts['donor']}"
    about = Properties(author=settings.name, subject=title)
    return Document(title, blocks, about, page_numbers=False, numbering="none", plain=True)


def _facts(gift: Record, handler: str) -> Table:
    """What was given by whom, when and for what; money also in capitals."""
    values, texts, words = gift.values, gift.texts, phrases(_SAID)
    rows: list[Row] = [
        ("编号", texts["entry"], "捐赠日期", day(str(values["date"]), "form")),
        ("捐赠人", Cell(texts["donor"], span=3)),
    ]
    if values["kind"] == MONEY:
        rows += [
            ("捐款金额", Cell(words["yuan"].format(money=texts["amount"]), span=3)),
            ("大写", Cell(money_in_capitals(int(values["amount"] or 0)), span=3)),
        ]
    else:
        estimate = words["yuan"].format(money=texts["estimate"]) if texts["estimate"] else ""
        rows += [
            ("品名、规格", Cell(thing(values), span=3)),
            ("数量", f"{texts['quantity']} {texts['unit']}", "估值", estimate),
        ]
    rows += [("用途", texts["purpose"], "经手人", handler)]
    return Table(_COLUMNS, tuple(rows))


def _statement(gift: Record) -> Iterator[Paragraph]:
    """Thanks, and what the slip is not."""
    words = phrases(_SAID)
    official = gift.values["official_receipt"]
    yield Paragraph(
        words["thanks"] + words["no_tax"] + (words["official"].format(number=official) if official else "")
    )
