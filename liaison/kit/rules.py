"""Rules that many books share, made from the names of the columns they look at."""

from __future__ import annotations

from collections.abc import Iterable

from liaison.chinese.dates import day
from liaison.errors import Problem
from liaison.kit.book import Reader, Rule
from liaison.kit.fields import Values


def not_before(later: str, earlier: str, sentence: str) -> Rule:
    """The day in `later` must not lie before the day in `earlier`."""

    def rule(values: Values, _reader: Reader, _record: int | None) -> Iterable[Problem]:
        first, last = values.get(earlier), values.get(later)
        if first and last and _before(str(last), str(first)):
            yield Problem(sentence, name=later, column="")

    return rule


def not_after_today(name: str, label: str, *, blocking: bool = True) -> Rule:
    """The day must not lie in the future: the books say what was, not what will be."""

    def rule(values: Values, reader: Reader, _record: int | None) -> Iterable[Problem]:
        found = values.get(name)
        if found and str(found)[:10] > reader.today:
            yield Problem(
                f"{day(str(found)[:10], 'form')}还没有到，请核对{label}", label, name=name, blocking=blocking
            )

    return rule


def _before(last: str, first: str) -> bool:
    """Days compare as days when one of them has no time."""
    length = min(len(last), len(first))
    return last[:length] < first[:length]
