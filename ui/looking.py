"""Looking into a copy: what it holds beside today, and whether it is whole.

A glance opens it and counts; checking it whole reads every byte of it and of its attachments, which can be
gigabytes, so that the list's check runs aside from the worker.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from liaison.chinese.numbers import money
from liaison.errors import UserError
from ui.dialogs.counts import Book, Line, books_of, lines


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look into a copy found.

    Attributes:
        rows: its counts beside today's; () where it could not be read.
        ledgers: per ledger its title, 36 笔 16,409.02 元, and its 账簿校验码 in groups of four.
        sound: whether it is whole and good; `sentence` says what is wrong with it.
        locked: it wants another password than today's.
        checked: every byte was read; otherwise what the copy says of itself is believed.
        records: how many records it holds, None while unknown.
    """

    rows: tuple[Line, ...] = ()
    ledgers: tuple[tuple[str, str, str], ...] = ()
    sound: bool = True
    sentence: str = ""
    locked: bool = False
    checked: bool = True
    records: int | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    now: Mapping[str, int] | None = None


def glance(office: Any, copy: Any, secret: str = "") -> tuple[Any, Seen, Callable[[], tuple[Any, Seen]]]:
    """Runs on the worker: count a copy beside today. Gives with it the check of the whole copy, to be run aside."""
    from liaison.safety import backups

    books = books_of(office)
    try:
        facts = office.backup.facts(copy, secret, thorough=False)
        now = None if facts.locked or not facts.counts else office.backup.compare(copy, secret).now
    except UserError as error:
        seen = Seen(sound=False, sentence=error.sentence)
        return copy, seen, partial(_known, copy, seen)
    seen = seen_of(books, facts, now)
    if not facts.sound:
        return copy, seen, partial(_known, copy, seen)
    whole = partial(backups.facts, copy, secret, key=office.database.key)
    return copy, replace(seen, checked=False), partial(_checked, copy, whole, books, now)


def _known(copy: Any, seen: Seen) -> tuple[Any, Seen]:
    return copy, seen


def _checked(
    copy: Any, whole: Callable[[], Any], books: Mapping[str, Book], now: Mapping[str, int] | None
) -> tuple[Any, Seen]:
    return copy, seen_of(books, whole(), now)


def look_into(office: Any, copy: Any, secret: str = "") -> tuple[Any, Seen]:
    """Runs on the worker: the same at once, for a question that waits for it."""
    copy, _seen, check = glance(office, copy, secret)
    return check()


def seen_of(books: Mapping[str, Book], facts: Any, now: Mapping[str, int] | None) -> Seen:
    """What facts about a copy say, in words."""
    return Seen(
        rows=() if facts.locked else tuple(lines(books, facts.counts, now)),
        ledgers=tuple(ledger_words(books, facts.ledgers)),
        sound=facts.sound, sentence=facts.sentence, locked=facts.locked,
        records=None if facts.locked or not facts.counts else sum(facts.counts.values()),
        counts=facts.counts, now=now,
    )  # fmt: skip


def ledger_words(books: Mapping[str, Book], ledgers: Sequence[Any]) -> list[tuple[str, str, str]]:
    """捐赠台账, 36 笔　16,409.02 元, 1A2B 3C4D 5E6F 7A8B."""
    found = []
    for ledger in ledgers:
        if not ledger.entries:
            continue  # nothing is entered yet, so that there is no code either
        book = books.get(ledger.book)
        title, measure = (book.title, book.measure) if book is not None else (ledger.book, "笔")
        found.append((title, f"{ledger.entries:,} {measure}　{money(ledger.fen)} 元", grouped(ledger.head)))
    return found


def grouped(code: str) -> str:
    """Letters in groups of four, as on paper."""
    code = code.upper()
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))
