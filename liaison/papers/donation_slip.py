"""登记回执: one page for a gift, above the stub that the office keeps, below the slip for the donor.

It is no receipt: only public bodies at county level and above and charities may issue one (公益事业捐赠法 16), and
the slip says so in words of its own.
"""

from __future__ import annotations

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
    Document,
    Paragraph,
    Properties,
    Row,
    Spacer,
    Table,
    Title,
    cell_of,
    plain,
)
from liaison.settings import OfficeSettings

SIGNING_HEIGHT = 10.0
"""The least height in millimetres of a cell to sign in."""

ROW_HEIGHT = 8.5
"""The least height in millimetres of the other rows, where the page has room for it."""

TEXT_SIZE, SMALL_SIZE, MUCH_TEXT = 12.0, 10.5, 26
"""The largest text in points; smaller where one text is longer than so many characters: a slip is one page."""

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
    facts = _facts(gift, gift.texts["handled_by"] or settings.director)
    today = day(desk.today, "form")
    stub: Row = ("捐赠人签字", Cell(height=SIGNING_HEIGHT), "经手人签字", Cell())
    signed: Row = ("经手人签字", Cell(height=SIGNING_HEIGHT), "日期", today)
    stated: Row = ("说明", Cell(_statement(gift), span=3))
    longest = max(len(plain(cell_of(cell).text)) for row in facts for cell in row)
    tight = longest > MUCH_TEXT
    air = () if tight else (Spacer(),)
    blocks: tuple[Block, ...] = (
        Title(words["stub"]),
        _table((*facts, stub), tight=tight),
        *air,
        CutLine(words["cut"]),
        *air,
        Title(words["slip"]),
        _table((*facts, signed, stated), tight=tight),
        *air,
        Paragraph(words["seal"].format(office=settings.name), indent=0, align="right"),
    )
    title = f"登记回执 {gift.texts['entry']} {gift.texts['donor']}"
    about = Properties(author=settings.name, subject=title)
    return Document(title, blocks, about, page_numbers=False, numbering="none", plain=True)


def _table(rows: tuple[Row, ...], *, tight: bool) -> Table:
    """One of the two parts; with much to say its rows are low and its text is small."""
    if tight:
        return Table(_COLUMNS, rows, size=SMALL_SIZE)
    return Table(_COLUMNS, rows, size=TEXT_SIZE, row_height_mm=ROW_HEIGHT)


def _facts(gift: Record, handler: str) -> tuple[Row, ...]:
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
    return (*rows, ("用途", Cell(texts["purpose"], span=3)), ("经手人", Cell(handler, span=3)))


def _statement(gift: Record) -> str:
    """Thanks, and what the slip is not."""
    words = phrases(_SAID)
    official = gift.values["official_receipt"]
    return words["thanks"] + words["no_tax"] + (words["official"].format(number=official) if official else "")
