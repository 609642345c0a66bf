"""What comes back in the next report: difficulties that were not solved, suggestions that were not answered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from liaison.chinese.dates import Period
from liaison.chinese.text import fold
from liaison.errors import UserError
from liaison.figures import marks
from liaison.kit.desk import Desk
from liaison.kit.fields import Value
from liaison.papers.phrases import phrases

_NUMBER = re.compile(r"^(?:（[一二三四五六七八九十]+）|\d{1,2}[.、．]|[一二三四五六七八九十]是[，：]?)\s*")
_SINCE = re.compile(r"[（(]([^（）()]{2,30}?)提出，尚未解决[^（）()]*[）)][。；]?$")
_SOLVED = re.compile("已解决|已办结|已办成|已落实|已完成|已化解|不再存在")
_UNSOLVED = re.compile("尚未|仍|还没|未能|待")


@dataclass(frozen=True, slots=True)
class Difficulty:
    """A difficulty that an earlier report told: what, and in which period it was first told."""

    text: str
    since: str


def previous_report(desk: Desk, period: Period) -> Mapping[str, Value]:
    """The stored values of the last report before a period; empty where there is none."""
    found: list[tuple[str, int]] = []
    for number, text in desk.database.rows("SELECT id, period FROM reports WHERE deleted = 0"):
        other = period_of(text)
        if other is not None and other.last < period.first:
            found.append((other.last, number))
    return desk.get("reports", max(found)[1]) if found else {}


def period_of(text: str) -> Period | None:
    """The period that a stored report names, or None where it names none."""
    try:
        return Period.parse(text)
    except UserError:
        return None


def unsolved(report: Mapping[str, Value]) -> tuple[Difficulty, ...]:
    """The difficulties of a report that nobody has written off.

    A line that says 已解决 or the like is written off. What the draft told from the assignments is told
    anew each time, and a plain “none” is no difficulty.
    """
    if not report:
        return ()
    told_anew = _heads()
    label = Period.parse(str(report["period"])).label
    found: dict[str, Difficulty] = {}
    for line in marks.plain(str(report.get("difficulties") or "")).split("\n"):
        text = _NUMBER.sub("", line.strip())
        since = _SINCE.search(text)
        text = text[: since.start()].strip() if since else text.removesuffix("。")
        if not text or text.startswith(told_anew) or (_SOLVED.search(text) and not _UNSOLVED.search(text)):
            continue
        text = text.rstrip("。；")
        # The same told twice is one difficulty; it was told first where it stands first.
        found.setdefault(fold(text), Difficulty(text, since[1] if since else label))
    return tuple(found.values())


def stands_in(text: str, section: str) -> bool:
    """Whether a section tells this already."""
    return fold(text) in fold(marks.plain(section))


def _heads() -> tuple[str, ...]:
    """How the sentences begin that a draft writes of itself."""
    sentences = phrases("quarterly_report")
    nothing = tuple(
        sentences[name].format(now=now).rstrip("。")
        for name in ("difficulty.none", "difficulty.none_new")
        for now in ("本季度", "本半年", "本年度", "本月", "本期")
    )
    return (*nothing, sentences["difficulty.overdue"].partition("{")[0])
