"""What papers about one activity share: when and where it is, and what people typed about it set as paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from liaison.books.roster import Roster, SignIn
from liaison.chinese.dates import day, weekday
from liaison.kit.desk import Desk
from liaison.kit.fields import numbers_of
from liaison.press.blocks import Block, Heading, Paragraph, Run
from liaison.settings import OfficeSettings

LONGEST_HEADING = 30
"""A typed line that begins like a heading is one only up to so many characters."""

LONGEST_POINT = 60
"""Points of an agenda up to so many characters are told in one sentence."""

_NUMBER = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.、．])\s*(?=\D)")
_FIRST = re.compile(r"[一二三四五六七八九十]{1,3}、")
_SECOND = re.compile(r"（[一二三四五六七八九十]{1,3}）")
_SECOND_RUN_IN = re.compile(r"（[一二三四五六七八九十]{1,3}）[^。：；]{1,24}。")
_ENDS = ("。", "；", "：", "，", "、")


@dataclass(frozen=True, slots=True)
class Meeting:
    """One activity as papers speak of it.

    Attributes:
        roster: its sheet, with who is called and how they came.
        settings: of the office.
    """

    desk: Desk
    settings: OfficeSettings
    roster: Roster

    @classmethod
    def of(cls, desk: Desk, settings: OfficeSettings, activity: int) -> Meeting:
        """The activity of that number.

        Raises:
            UserError: it was deleted.
        """
        return cls(desk, settings, SignIn(desk, settings.duty_leave_counts).roster(activity))

    def text(self, column: str) -> str:
        """A column as it was typed, without blanks around it."""
        return str(self.roster.activity.values.get(column) or "").strip()

    @property
    def title(self) -> str:
        """Its title."""
        return self.text("title")

    @property
    def kind(self) -> str:
        """集中学习, 会议 …"""
        return self.text("kind")

    @property
    def starts(self) -> str:
        """ISO, with the time where it is known."""
        return self.text("start")

    @property
    def host(self) -> str:
        """The member who hosts it, with the unit where two have one name; "" for none."""
        number = self.roster.activity.values.get("host")
        return self.desk.names.label("members", int(number)) if number else ""

    @property
    def called_by_name(self) -> bool:
        """Whether it names who is called; otherwise all members of its day are."""
        return bool(numbers_of(self.roster.activity.values.get("called")))

    @property
    def come(self) -> bool:
        """Whether its day has come."""
        return self.starts[:10] <= self.desk.today

    def when(self) -> str:
        """Day and time in full: “2026年9月25日（星期五）9:00—11:30”."""
        first = day(self.starts[:10], "form")
        text = self.roster.when("form").replace(first, f"{first}（{weekday(self.starts)}）", 1)
        return text.replace(" ", "")

    @property
    def agenda(self) -> list[str]:
        """The agenda: short points told in one sentence without their numbers, long ones a line each."""
        lines = [line.strip() for line in self.text("agenda").split("\n") if line.strip()]
        if not lines or any(len(line) > LONGEST_POINT for line in lines):
            return lines
        points = [_NUMBER.sub("", line).rstrip("。；，;,") or line for line in lines]
        return ["；".join(points) + "。"]


def labelled(label: str, text: str) -> Paragraph:
    """A paragraph whose label stands in hei before its text, as in “时间：…”"""
    return Paragraph((Run(f"{label}：", role="hei"), Run(text)))


def ended(text: str) -> str:
    """A text with a full stop where it has no mark at its end."""
    return text if text.endswith(("。", "；", "？", "…", "）。")) else f"{text}。"


def agenda_paragraphs(label: str, lines: list[str]) -> Iterator[Block]:
    """The agenda after its label, or under it where it takes several lines."""
    if len(lines) == 1:
        yield labelled(label, ended(lines[0]))
    elif lines:
        yield labelled(label, "")
        yield from (Paragraph(line) for line in lines)


def typed(text: str) -> Iterator[Block]:
    """What people typed, a paragraph a line; lines numbered 一、 or （一） are headings of their level (7.3.3)."""
    for line in text.split("\n"):
        line = line.strip(" \t\u3000")
        if not line:
            continue
        short = len(line) <= LONGEST_HEADING and not line.endswith(_ENDS)
        if short and _FIRST.match(line):
            yield Heading(1, line)
        elif short and _SECOND.match(line):
            yield Heading(2, line)
        elif run_in := _SECOND_RUN_IN.match(line):
            yield Paragraph((Run(run_in[0], role="kai"), Run(line[run_in.end() :])))
        else:
            yield Paragraph(line)
