"""The ledgers looked over: their chain, their numbers, reversals and corrections, and what the backups remember.

A sentence names the first entry that does not hold; what is wrong behind it can only be told once that is settled.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress

from liaison.chinese.dates import day
from liaison.errors import UserError
from liaison.kit.book import Book
from liaison.kit.desk import Desk
from liaison.kit.schema import create_statements, identity
from liaison.store import ledger_chain
from liaison.store.database import DATABASE_ERRORS, Database
from liaison.store.links import DIGEST

_ASIDE = "像是在程序外被改动或磁盘出错，请同备份和印好的台账核对"


def check_ledgers(desk: Desk) -> list[str]:
    """Everything that is wrong with the books of money, one plain sentence each."""
    found: list[str] = []
    for book in desk.books.values():
        if book.ledger is not None:
            found += _chain(desk.database, book)
            found += _guards(desk.database, book)
            found += _numbers(desk.database, book)
            found += _reversals(desk.database, book)
            found += _corrections(desk.database, book)
    return found + list(_copies(desk))


def heads(desk: Desk) -> list[dict[str, object]]:
    """Where every ledger stands, as plain data: entries, total in yuan and fen, the 16 digits of its head."""
    found: list[dict[str, object]] = []
    for book in desk.books.values():
        if book.ledger is not None:
            head = ledger_chain.head(desk.database, book.name)
            found.append({"book": book.name, "title": book.title, "entries": head.entries,
                          "total": head.fen / 100, "fen": head.fen, "head": head.hex16})  # fmt: skip
    return found


def _chain(database: Database, book: Book) -> Iterator[str]:
    failure = ledger_chain.verify(database, book.name)
    if failure is not None:
        yield f"“{book.title}”第 {failure.entry} 号{failure.sentence}，{_ASIDE}"
    gone = database.rows(
        "SELECT json_extract(t.after, '$.year'), json_extract(t.after, '$.serial') FROM trail t"
        f" WHERE t.book = '{book.name}' AND NOT EXISTS (SELECT 1 FROM {book.name} e WHERE e.id = t.record)"
        f" AND NOT EXISTS (SELECT 1 FROM chain c WHERE c.book = '{book.name}' AND c.record = t.record)"
        " AND json_valid(t.after) AND json_extract(t.after, '$.serial') IS NOT NULL ORDER BY 1, 2 LIMIT 1"
    )
    for year, serial in gone:
        yield f"“{book.title}”第 {year}-{int(serial):03d} 号连同它的校验都不见了，操作记录里还有，{_ASIDE}"


def _guards(database: Database, book: Book) -> Iterator[str]:
    """The triggers that keep the ledger append-only stand in the file as this program wrote them."""
    there = {
        str(name): _plain(sql)
        for name, sql in database.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    }
    for statement in create_statements(book):
        if statement.startswith("CREATE TRIGGER") and there.get(statement.split()[2]) != _plain(statement):
            yield f"“{book.title}”防涂改的保护不全，像是在程序外被改动，请从最近的备份恢复"
            return


def _plain(statement: str) -> str:
    return re.sub(r"\s*([(),])\s*", r"\1", " ".join(statement.split()))


def _numbers(database: Database, book: Book) -> Iterator[str]:
    for year, n, last in database.rows(
        f"SELECT year, count(*), max(serial) FROM {book.name} WHERE serial IS NOT NULL"
        " GROUP BY year HAVING count(*) <> max(serial) OR min(serial) <> 1"
    ):
        yield f"“{book.title}”{year} 年的编号不连续：共 {n} 笔，最后一号是 {last}"


def _reversals(database: Database, book: Book) -> Iterator[str]:
    assert book.ledger is not None
    for name in book.ledger.signed:
        for year, serial in database.rows(
            f"SELECT r.year, r.serial FROM {book.name} r JOIN {book.name} o ON o.id = r.reverses"
            f" WHERE r.{name} IS NOT -o.{name}"
        ):
            yield f"“{book.title}”第 {year}-{serial:03d} 号冲销的{book.field(name).label}和原来一笔对不上"


def _corrections(database: Database, book: Book) -> Iterator[str]:
    """No entry was corrected below nought, of whatever donor, item and purpose."""
    assert book.ledger is not None
    below = " OR ".join(f"sum(f.{name}) < 0" for name in book.ledger.signed)
    same = ", ".join(f"f.{name}" for name in identity(book))
    for year, serial in database.rows(
        f"SELECT DISTINCT o.year, o.serial FROM {book.name} f JOIN {book.name} o ON o.id = coalesce(f.corrects, f.id)"
        f" WHERE f.serial IS NOT NULL AND o.id IN (SELECT corrects FROM {book.name} WHERE corrects IS NOT NULL)"
        f" GROUP BY o.id, {same} HAVING {below} ORDER BY 1, 2"
    ):
        yield f"“{book.title}”第 {year}-{serial:03d} 号的更正比原来一笔还多，请核对"


def _copies(desk: Desk) -> Iterator[str]:
    """Every copy's entries must be a prefix of the chain: history written anew is found so.

    A copy whose trail is not that of this office was left behind by a restore, and says nothing; but the newest one
    is told all the same, because a trail can be written anew too. A copy of a first version, without chains, and one
    that cannot be read say nothing either; the latter is told where the copies are listed.
    """
    from liaison.store.backup.reading import CopyFile, manifest, told_contents
    from liaison.store.backup.shelf import Shelf

    newest = True
    for copy in Shelf.of(desk.database.folder).copies():
        unreadable = (UserError, ValueError, KeyError, *DATABASE_ERRORS)
        with suppress(*unreadable), CopyFile(copy.path, desk.database.key) as file:
            said = manifest(file)
            if not json.loads(said.get("ledgers", "[]")):
                continue
            ours = _same_trail(desk.database, file.rows("SELECT id, seal FROM trail_links ORDER BY id DESC LIMIT 1"))
            for state in told_contents(said)[2]:
                if (ours or newest) and not ledger_chain.agrees(desk.database, state.book, state.entries, state.head):
                    entry = ledger_chain.first_unlike(desk.database, state.book, file)
                    yield _unlike(desk.books[state.book].title, entry, copy.moment, certain=ours)
                    return
            newest = False


def _same_trail(database: Database, last: list[tuple[int, bytes]]) -> bool:
    """Whether the last line of a copy's trail is a line of this office's trail: the link tells all lines before."""
    if not last:
        return False
    seal = database.value("SELECT seal FROM trail_links WHERE id = ?", (last[0][0],))
    return bool(seal) and seal[-DIGEST:] == last[0][1][-DIGEST:]


def _unlike(title: str, entry: str, made: str, *, certain: bool) -> str:
    when = f"{day(f'{made[:4]}-{made[4:6]}-{made[6:8]}', 'form')} {made[9:11]}:{made[11:13]} "
    where = f"从第 {entry} 号起" if entry else ""
    if certain:
        return f"“{title}”{where}和{when}的备份对不上，{_ASIDE}"
    return (
        f"“{title}”{where}和{when}的备份对不上；刚从更早的备份恢复过的，再备份一次就好，没有恢复过的，{_ASIDE}"
    )
