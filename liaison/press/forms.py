"""The forms of official documents beside the running text: heads, foot, people, covers, sections.

Blocks like those in blocks.py, kept apart because each stands at most a few times in a paper. They know neither
PDF nor Word; clauses are those of GB/T 9704-2012.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Numbering: TypeAlias = Literal["dashes", "of", "none"]
"""How pages are numbered: — 1 — (7.5), 第 1 页 共 9 页 as bound books are, or not at all."""


@dataclass(frozen=True, slots=True)
class RedHead:
    """The red head of an official document (7.2) or of minutes (10.3).

    Attributes:
        mark: 发文机关标志, such as 政协云溪镇联络处文件; its upper edge is 35 mm below the type area's (7.2.4).
        number: 发文字号, such as 云协联〔2026〕12号; "" for none (7.2.5).
        signers: 签发人, named on a paper to a higher body (7.2.6); the number then stands at the left.
        copy_number: 份号.
        secrecy: 密级 and its term.
        urgency: 紧急程度.
        minutes: the head of 纪要.
    """

    mark: str
    number: str = ""
    signers: tuple[str, ...] = ()
    copy_number: str = ""
    secrecy: str = ""
    urgency: str = ""
    minutes: bool = False


@dataclass(frozen=True, slots=True)
class LetterHead:
    """The head of a letter (10.1): the mark 30 mm below the sheet's edge, a red double line below it and another
    20 mm above the sheet's foot; the first page has no number."""

    mark: str
    number: str = ""
    copy_number: str = ""
    secrecy: str = ""
    urgency: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """Who came, was on leave or sat in, by unit and name (10.3).

    Attributes:
        label: 出席, 请假 or 列席.
        groups: a unit, "" where there is none, with its people's names.
    """

    label: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记 at the foot of the last page (7.4); under a letter only 抄送, without rules (10.1).

    Attributes:
        copies_to: 抄送.
        sent_to: 主送 where it was moved here.
        printed_by: 印发机关.
        printed_on: 印发日期, such as 2026年9月30日.
    """

    copies_to: tuple[str, ...] = ()
    sent_to: tuple[str, ...] = ()
    printed_by: str = ""
    printed_on: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """The cover of a bound book: a page of its own, without a number and not counted.

    Attributes:
        title: the book's name; a line feed breaks it.
        office: whose book it is.
        lines: what is written on it, as label and value, such as 年度 and 2026年.
        foot: a line at its foot, such as the date.
    """

    title: str
    office: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    foot: str = ""


@dataclass(frozen=True, slots=True)
class SignOff:
    """One line of blanks to sign in: 经手人 ____　复核 ____　主任 ____."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Display:
    """Large text, as on a letter of thanks.

    Attributes:
        text: one line or several, parted by line feeds.
        size: in points.
        role: its face.
        align: how its lines stand.
        red: printed red.
    """

    text: str
    size: float = 36.0
    role: Literal["fangsong", "xiaobiaosong", "hei", "kai", "song"] = "xiaobiaosong"
    align: Literal["left", "center", "right"] = "center"
    red: bool = False


@dataclass(frozen=True, slots=True)
class CutLine:
    """A dashed line over the whole sheet, along which a slip is cut from its stub."""

    label: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A new page, and this sheet from here on.

    Attributes:
        landscape: an A4 sheet turned by a quarter (clause 8).
        plain: narrower margins; None keeps the document's.
        numbering: of its pages.
        restart: its pages are numbered from 1.
        opens: another document of a batch begins here, which an office's template gives a head of its own.
        foot: what stands small beside the number of every page, one short line.
    """

    landscape: bool = False
    plain: bool | None = None
    numbering: Numbering = "dashes"
    restart: bool = False
    opens: bool = False
    foot: str = ""
