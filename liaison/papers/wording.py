"""What drafts have in common: filling sentences, naming people, days and the party committee."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from liaison.chinese.dates import Period, day
from liaison.chinese.numbers import in_hanzi
from liaison.figures import marks
from liaison.figures.figure import Figure, Figures
from liaison.kit.desk import Desk, Row
from liaison.kit.fields import Value
from liaison.papers.phrases import Marked, fill, joined, phrases
from liaison.settings import OfficeSettings

_NOW = {"quarter": "本季度", "half": "本半年", "year": "本年度", "month": "本月", "span": "本期"}
_NEXT = {"quarter": "下季度", "half": "下半年度", "year": "下年度", "month": "下月", "span": "下一期"}
_END = {"quarter": "季末", "half": "期末", "year": "年末", "month": "月末", "span": "期末"}
GIST = 40
"""The longest part of a suggestion that is quoted in a sentence, in characters."""


class Wording:
    """Fills the sentences of a draft about one period."""

    def __init__(self, desk: Desk, settings: OfficeSettings, figures: Figures) -> None:
        self.desk = desk
        self.settings = settings
        self.figures = figures
        self.period: Period = figures.period
        self.now = min(self.period.last, desk.today)
        self.phrases = phrases("quarterly_report")
        kind = self.period.kind
        self.running = self.period.first <= desk.today < self.period.last
        self.facts = {
            "now": _NOW[kind], "next": self._next(), "end": "目前" if self.running else _END[kind],
            "when": self._when(), "committee": self._committee(), "office": settings.name, "period": self.period.label,
        }

    def say(self, phrase: str, **facts: str) -> Marked:
        """The sentence of that name."""
        return fill(self.phrases[phrase], self.figures, {**self.facts, **facts})

    def has(self, key: str) -> int:
        """How many: the value of a count, 0 where nothing was counted."""
        return self.figures.number(key)

    def mark(self, figure: Figure) -> Marked:
        """A figure to be filled into a sentence."""
        return Marked(marks.mark(figure))

    def rows(self, key: str, order: str) -> list[Row]:
        """The records behind a figure by one of their columns."""
        figure = self.figures[key]
        found = self.desk.rows(figure.book, figure.records)
        return sorted(found, key=lambda r: (str(r.values[order] or ""), r.id))

    def member(self, number: Value) -> str:
        """“何秀英委员”, “镇卫生院王芳委员” where two have one name; the office where it is nobody."""
        if number is None:
            return "联络处"
        label = self.desk.names.label("members", int(number))
        name, _, unit = label.partition("（")
        return f"{unit.removesuffix('）')}{name}委员" if unit and name else f"{label}委员"

    def day(self, iso: Value) -> str:
        """A day as the report tells it: with its year where that is another one than the period's."""
        text = str(iso or "")[:10]
        return day(text, "screen" if text[:4] == self.period.first[:4] else "form")

    def _when(self) -> str:
        return self.period.label if self.period.kind in ("year", "span") else self.period.short

    def _next(self) -> str:
        if self.period.kind == "half":
            return "下半年" if self.period.number == 1 else "明年上半年"
        return _NEXT[self.period.kind]

    def _committee(self) -> str:
        """The short name of the Party committee: 镇党委, 乡党委, 街道党工委."""
        town = self.settings.town
        if town.endswith("街道"):
            return "街道党工委"
        return f"{town[-1]}党委" if town.endswith(("镇", "乡")) else "党委"


def numbered(parts: Iterable[tuple[str, Sequence[Marked]]]) -> str:
    """Parts with a heading each, as “（一）集中学习。…”; parts without a sentence are left out."""
    told = [(head, Marked("".join(sentences))) for head, sentences in parts if any(sentences)]
    return "\n".join(f"（{in_hanzi(at)}）{head}。{text}" for at, (head, text) in enumerate(told, start=1))


def gist(text: str) -> str:
    """What a longer text is about, to be quoted: its first sentence, cut at a pause where it is too long."""
    first = re.split(r"[。；！？\n]", text.strip(), maxsplit=1)[0].strip()
    if len(first) <= GIST:
        return first
    pauses = [m.start() for m in re.finditer("[，、：]", first[:GIST])]
    return first[: pauses[-1]] if pauses and pauses[-1] >= GIST // 3 else f"{first[: GIST - 1]}…"


def trimmed(text: Value) -> str:
    """A text as part of a sentence: one line, without the mark at its end."""
    return " ".join(str(text or "").split()).rstrip("。；，.; ")


__all__ = ["Marked", "Wording", "gist", "joined", "numbered", "trimmed"]
