"""The number at a page's foot: how it is written, where it stands, which pages are counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from liaison.press import measures
from liaison.press.measures import MM
from liaison.press.pieces import NewSheet


@dataclass(frozen=True, slots=True)
class PageNumber:
    """The number at a page's foot (7.5).

    Attributes:
        text: with its dashes.
        x: where the text begins, or ends when `right` is set; along the sheet's turned foot in landscape.
        top: where the dashes' upper edge stands, from the sheet's top (from its left in landscape).
        right: the text ends at x.
        turned: it reads along the sheet's left side, as the turned sheet is bound (clause 8).
        note: what stands beside it towards the middle of the page, in size `measures.FOOT_NOTE`.
    """

    text: str
    x: float
    top: float
    right: bool
    turned: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """How a page is counted.

    Attributes:
        number: from 1 among the pages counted together; a cover has the number before it.
        group: which pages are counted together, from 0.
    """

    number: int
    group: int


def count_pages(sheets: Sequence[NewSheet]) -> list[Counted]:
    """How every page is counted, given the sheet that it belongs to.

    Covers are not counted; pages are counted through from sheet to sheet until one restarts.
    """
    found: list[Counted] = []
    number = group = 0
    for index, on in enumerate(sheets):
        if on.restart and number and on is not sheets[index - 1]:
            number, group = 0, group + 1
        number += on.counted
        found.append(Counted(number, group))
    return found


def page_numbers(sheets: Sequence[NewSheet], bare: Sequence[bool]) -> list[PageNumber | None]:
    """The number of every page, or None where it has none.

    The total that is written beside a number is that of the pages counted together.

    Args:
        sheets: for every page the sheet it belongs to.
        bare: for every page, whether its number is left out though it is counted, as on the first page of a
            letter (10.1).
    """
    counted = count_pages(sheets)
    totals = {page.group: page.number for page in counted}
    return [
        page_number(page.number, totals[page.group], on)
        if on.counted and on.numbering != "none" and not without else None
        for on, without, page in zip(sheets, bare, counted, strict=True)
    ]


def page_number(number: int, total: int, on: NewSheet) -> PageNumber:
    """7.5: odd numbers one character from the right side of the type area, even ones from the left.

    On a turned sheet the number stays where the other pages have it (clause 8): along the sheet's left side, which
    is the foot of the portrait sheet. The margins are those of sheets bound at the left, on every page alike.
    """
    sheet = on.sheet
    text = f"— {number} —" if on.numbering == "dashes" else f"第 {number} 页 共 {total} 页"
    odd = number % 2 == 1
    if sheet.landscape:
        side = sheet.height - measures.RIGHT - measures.NUMBER_INSET if odd else sheet.top + measures.NUMBER_INSET
        return PageNumber(text, side, sheet.left - measures.NUMBER_DROP, odd, True, on.foot)
    top = sheet.top + sheet.area_height + measures.NUMBER_DROP
    if sheet.left != measures.LEFT:
        top = min(top, sheet.height - 12 * MM)
    if odd:
        return PageNumber(text, sheet.left + sheet.area_width - measures.NUMBER_INSET, top, True, False, on.foot)
    return PageNumber(text, sheet.left + measures.NUMBER_INSET, top, False, False, on.foot)
