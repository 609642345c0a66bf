"""感谢状: one landscape sheet for a donor, with all that was given in the period or in the records chosen."""

from __future__ import annotations

import math
from collections.abc import Sequence

from liaison.books.donations import GOODS, MONEY
from liaison.chinese.dates import Period, day
from liaison.chinese.numbers import before_number, measured, money, money_in_capitals
from liaison.kit.desk import Desk
from liaison.kit.desk import Row as Record
from liaison.papers.gift_entries import chosen_gifts
from liaison.papers.paper import Request
from liaison.papers.phrases import phrases
from liaison.press.blocks import Block, Display, Document, Properties, Signature, Spacer
from liaison.press.linebreak import text_width
from liaison.press.measures import sheet_for
from liaison.settings import OfficeSettings

HEADING_SIZE = 54.0
TEXT_SIZES = (22.0, 18.0, 14.0)
"""In points: the largest at which the letter stays on one sheet."""


_SAID = "thanks_letter"
_SHEET = sheet_for(landscape=True, plain=False)
_ROOM = _SHEET.lines - 9  # what heading and signature leave of the sheet's lines


def make(desk: Desk, settings: OfficeSettings, request: Request) -> tuple[Document, ...]:
    """A sheet for every donor of the gifts chosen, or of the period's gifts that count.

    Raises:
        UserError: there is none, or a chosen gift is a draft, voided, or a reversal.
    """
    by_donor: dict[tuple[object, str], list[Record]] = {}
    for gift in chosen_gifts(desk, request, "感谢状"):
        member = gift.values["member"]
        key = (member, "" if member is not None else gift.texts["donor"])
        by_donor.setdefault(key, []).append(gift)
    return tuple(_letter(desk, settings, gifts) for gifts in by_donor.values())


def _letter(desk: Desk, settings: OfficeSettings, gifts: Sequence[Record]) -> Document:
    words = phrases(_SAID)
    parts = (_addressed(desk, gifts[0]), f"　　{_given(settings, gifts)}{words['end']}")
    size = next((size for size in TEXT_SIZES if _height(parts, size) <= _ROOM), TEXT_SIZES[-1])
    blocks: tuple[Block, ...] = (
        Spacer(),
        Display(words["head"], HEADING_SIZE, red=True),
        Spacer(),
        *(Display(part, size, "kai", "left") for part in parts),
        Signature(settings.name, day(desk.today, "form"), seal=True),
    )
    title = f"感谢状 {gifts[0].texts['donor']}"
    about = Properties(author=settings.name, subject=title)
    return Document(title, blocks, about, page_numbers=False, numbering="none", landscape=True)


def _height(parts: Sequence[str], size: float) -> int:
    """How many lines of the sheet the letter takes at a size: each part of it takes whole ones."""
    lines = (math.ceil(text_width(part) / (_SHEET.area_width // size - 1)) for part in parts)
    return sum(math.ceil(count * size * 1.4 / _SHEET.pitch - 0.05) for count in lines)


def _addressed(desk: Desk, gift: Record) -> str:
    """Whom the letter is to: a member by the name alone, who gave without a name as 爱心人士."""
    words = phrases(_SAID)
    if gift.values["member"] is not None:
        name = str(desk.get("members", int(gift.values["member"] or 0)).get("name") or gift.texts["donor"])
        return words["to.member"].format(donor=name)
    donor = gift.texts["donor"]
    return words["to"].format(donor=words["to.unnamed"] if donor in words["unnamed"].split() else donor)


def _given(settings: OfficeSettings, gifts: Sequence[Record]) -> str:
    """When and what: money with its capitals, goods by item and unit, and what for."""
    words = phrases(_SAID)
    fen = sum(int(gift.values["amount"] or 0) for gift in gifts if gift.values["kind"] == MONEY)
    things: dict[tuple[str, str], int] = {}
    for gift in gifts:
        if gift.values["kind"] == GOODS:
            key = (gift.texts["item"], gift.texts["unit"])
            things[key] = things.get(key, 0) + int(gift.values["quantity"] or 0)
    parts = []
    if fen:
        parts.append(words["money"].format(capitals=money_in_capitals(fen), money=money(fen)))
    if things:
        goods = "、".join(before_number(item) + measured(amount, unit) for (item, unit), amount in things.items())
        parts.append(words["goods"].format(goods=goods))
    purposes = [name for name in dict.fromkeys(gift.texts["purpose"] for gift in gifts) if name != "其他"]
    given = "，".join(parts) + (words["purposes"].format(purposes="、".join(purposes)) if purposes else "")
    days = sorted(str(gift.values["date"]) for gift in gifts)
    when = Period.span(days[0], days[-1]).label
    name = "one" if len(gifts) == 1 else "many"
    return words[name].format(town=settings.town, when=when, count=len(gifts), given=given)
