"""The looking over behind an opened office: is the file what was written to it.

Every page, every reference, the ledgers' chain, the end of the trail, and each record against what the trail
last wrote of it: a journal that was deleted after a crash leaves a file that SQLite calls sound, with half of an
action in it. It runs part by part on the one worker and gives way to whoever waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from liaison.errors import Damaged
from liaison.kit.agreement import unlike
from liaison.store.database import GaveWay
from liaison.store.links import verify_trail

if TYPE_CHECKING:
    from liaison.papers.desk import PrintingDesk

TAIL = 2_000
"""Lines at the end of the trail that are followed at the opening; `check` follows all."""
WINDOW = 1_000
"""Records compared with the trail at a time."""
_ASK_BACKUP = "请从最近的备份恢复；原文件请保留，不要改动"


class LookOver:
    """Looks an office over: every page, every reference, the ledgers' chain, the end of the trail, and that each
    record says what the trail last wrote of it. Nothing is written.
    """

    def __init__(self, office: PrintingDesk) -> None:
        self.office = office
        self._parts: Iterator[tuple[Callable[[], object], str]] = self._all_parts()
        self._next: tuple[Callable[[], object], str] | None = None

    def go_on(
        self, wanted: Callable[[], bool] = lambda: False, enough: Callable[[], bool] = lambda: False
    ) -> bool:
        """Look at part after part until all is done (True), or not any more for now (False; then call it again).

        Args:
            wanted: somebody waits for the file: the part that runs is stopped, and looked at again the next time.
            enough: asked between two parts only.

        Raises:
            Damaged: with the sentence of the first thing that is not as it should be.
        """
        while not wanted():
            self._next = self._next or next(self._parts, None)
            if self._next is None:
                return True
            look, where = self._next
            try:
                with self.office.database.giving_way(wanted):
                    look()
            except GaveWay:
                return False  # this part is looked at again
            except Damaged as error:
                raise Damaged(f"核对时发现资料有损坏（{where}）。{_ASK_BACKUP}", details=error.details) from error
            self._next = None
            if enough():
                return False
        return False

    def _all_parts(self) -> Iterator[tuple[Callable[[], object], str]]:
        database, books = self.office.database, self.office.books
        tables = [str(n) for (n,) in database.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
        for table in tables:
            where = books[table].title if table in books else "资料文件"
            yield partial(self._pages, table), where
            yield partial(self._references, table), where
        for book in books.values():
            if book.ledger is not None:
                yield partial(self._chain, book.name), book.title
        yield self._tail, "操作记录"
        for book in books.values():
            last = int(database.value(f"SELECT coalesce(max(id), 0) FROM {book.name}"))
            for first in range(0, last, WINDOW):
                yield partial(self._records, book.name, first), book.title
            yield partial(self._last_record, book.name, last), book.title

    def _pages(self, table: str) -> None:
        found = self.office.database.rows(f"PRAGMA quick_check('{table}')")
        if found != [("ok",)]:
            raise Damaged("", details="；".join(str(line[0]) for line in found[:5]))

    def _references(self, table: str) -> None:
        found = self.office.database.rows(f"PRAGMA foreign_key_check('{table}')")
        if found:
            raise Damaged("", details=f"{table}: {len(found)} references to nothing")

    def _chain(self, book: str) -> None:
        from liaison.store import ledger_chain

        failure = ledger_chain.verify(self.office.database, book)
        if failure is not None:
            raise Damaged("", details=f"{failure.entry} {failure.sentence}")

    def _tail(self) -> None:
        """The last lines of the trail are as they were written, or lawfully erased."""
        database = self.office.database
        last = int(database.value("SELECT coalesce(max(id), 0) FROM trail"))
        broken = verify_trail(database, max(1, last - TAIL + 1))
        if broken is not None:
            raise Damaged("", details=f"trail {broken.line}")

    def _records(self, book: str, first: int) -> None:
        """Each record says what the trail last wrote of it; an erased line says nothing."""
        wrong = unlike(self.office, self.office.books[book], first, first + WINDOW)
        if wrong:
            raise Damaged("", details=f"{book} {wrong[0]} and the trail differ")

    def _last_record(self, book: str, last: int) -> None:
        written = self.office.database.value("SELECT coalesce(max(record), 0) FROM trail WHERE book = ?", (book,))
        if int(written) > last:
            raise Damaged("", details=f"{book}: the trail knows {written}, the book ends at {last}")
