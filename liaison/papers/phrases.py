"""The sentences of drafts, kept as data: `{name}` takes a fact, `{@key}` a figure as a mark."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache

from liaison.figures import marks
from liaison.figures.figure import Figures
from liaison.paths import resources

_HOLE = re.compile(r"\{(@?)([^{}]+)\}")


class Marked(str):
    """Text that holds marks already; a plain fact is escaped when it is filled in."""

    __slots__ = ()


@cache
def phrases(paper: str) -> Mapping[str, str]:
    """The sentences of one paper by their names."""
    path = resources() / "phrases" / f"{paper}.json"
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return found


def fill(phrase: str, figures: Figures, facts: Mapping[str, str]) -> Marked:
    """A sentence with its facts and figures in place.

    Raises:
        KeyError: the sentence names a fact or figure that is not there; that is a mistake of ours.
    """

    def hole(match: re.Match[str]) -> str:
        at, name = match.groups()
        if at:
            return marks.mark(figures[name])
        fact = facts[name]
        return fact if isinstance(fact, Marked) else marks.escape(fact)

    return Marked(_HOLE.sub(hole, phrase))


def joined(parts: list[Marked], mark: str) -> Marked:
    """Parts with a mark of punctuation between."""
    return Marked(mark.join(part for part in parts if part))
