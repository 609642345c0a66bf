"""A book as a table model: a window of rows in memory, everything else answered by SQL when it is seen.

Nothing here waits: rows that are not there yet are blank and asked for, and arrive a moment later. Questions
that were overtaken by newer ones are dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal, Slot

from liaison.kit.book import Book
from liaison.kit.desk import Row, unmasked
from liaison.kit.query import Query
from ui.grid.columns import DRAFT, MARK_WORDS, REVERSAL, VOID, Column, editable, typed_text

FIRST, WINDOW, KEPT = 40, 200, 1_200
"""Rows of the first screen, rows fetched at once while scrolling, rows kept in memory."""

SORT_ROLE, RECORD_ROLE, MARK_ROLE, TONE_ROLE, ROW_ROLE, REFUSED_ROLE = (
    int(Qt.ItemDataRole.UserRole) + n for n in range(1, 7)
)

_READ = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_TYPED = _READ | Qt.ItemFlag.ItemIsEditable
Index = QModelIndex | QPersistentModelIndex


class Ask(Protocol):
    """`Tasks.ask`, or something that answers at once."""

    def __call__(
        self,
        function: Callable[..., Any],
        *arguments: Any,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[BaseException], None] | None = None,
        owner: QObject | None = None,
        key: object = None,
    ) -> None: ...


class Reader(Protocol):
    """The reading half of an office; called on the worker only."""

    def count(self, book: str, query: Query | None = None) -> int: ...
    def ids(self, book: str, query: Query | None = None, offset: int = 0, limit: int | None = None) -> list[int]: ...
    def page(self, book: str, query: Query | None = None, offset: int = 0, limit: int = 200) -> list[Row]: ...


class GridModel(QAbstractTableModel):
    """The rows of one query on one book, or one printed page of them.

    Signals:
        first_screen: the first rows of a new query are there.
        counted: how many records the whole query finds; -1 while it is not known.
        edited: record, column name, what was typed into a cell.
    """

    first_screen = Signal()
    counted = Signal(int)
    edited = Signal(int, str, str)

    def __init__(
        self, ask: Ask, office: Reader, book: Book, columns: Sequence[Column], parent: QObject | None = None, *,
        after_paint: Ask | None = None,
    ) -> None:  # fmt: skip
        """Args: after_paint: as `ask`, for what may wait until the first screen is painted."""
        super().__init__(parent)
        self._ask, self._office = ask, office
        self._read_only = bool(office.read_only)
        self._ask_later = after_paint or ask
        self.book = book
        self.columns = tuple(columns)
        self.query = Query()
        self.total = -1
        self._from, self._page_rows = 0, 0
        self._height = 0
        self._rows: dict[int, Row] = {}
        self._wanted: tuple[int, int] | None = None
        self._seen = (0, FIRST)
        self._asked: tuple[int, int] | None = None
        self._fetch = QTimer(self, singleShot=True, interval=0)
        self._fetch.timeout.connect(self._fetch_wanted)
        self._pending: dict[tuple[int, str], str] = {}
        self._refused: dict[tuple[int, str], tuple[str, str]] = {}
        self._generation = 0
        self._beginning = False
        self._revealed: set[int] = set()
        self._all_revealed = False

    # -- asking -------------------------------------------------------------------------------------

    def show(self, query: Query, *, first: int = 0, rows: int = 0) -> None:
        """Show a query; what is shown stays until the first screen of the new one is there.

        Args:
            first: the first row of a printed page.
            rows: how many rows a printed page has; 0 for no pages.
        """
        self.query, self._from, self._page_rows = query, first, rows
        self._generation += 1
        self._beginning = True
        self._fetch.stop()
        self._wanted = self._asked = None
        limit = min(FIRST, rows) if rows else FIRST
        self._ask(
            self._office.page, self.book.name, query, first, limit,
            done=partial(_answer, self, "_begin", self._generation, limit), owner=self, key=(id(self), "rows"),
        )

    def reload(self) -> None:
        """The same query again, after something was written; rows keep their place meanwhile."""
        if self._beginning:
            self.show(self.query, first=self._from, rows=self._page_rows)
            return
        self._generation += 1
        self._fetch.stop()
        self._asked = None
        first, last = self._seen
        self._ask(
            _count_and_page, self._office, self.book.name, self.query, self._from + first, max(1, last - first),
            done=partial(_answer, self, "_again", self._generation, first), owner=self, key=(id(self), "rows"),
        )

    def _begin(self, limit: int, rows: list[Row]) -> None:
        """The first screen of a new query has come."""
        self._beginning = False
        self.beginResetModel()
        self._rows = dict(enumerate(rows))
        self._seen = (0, max(FIRST, len(rows)))
        self._height = len(rows)
        self.endResetModel()
        if len(rows) < limit and not self._from:
            self.total = len(rows)
            self.first_screen.emit()
            self.counted.emit(self.total)
            return
        self.total = -1
        self.first_screen.emit()
        self._ask_later(
            self._office.count, self.book.name, self.query,
            done=partial(_answer, self, "_count", self._generation, None), owner=self, key=(id(self), "rows"),
        )

    def _count(self, _: None, total: int) -> None:
        self.total = total
        self._set_height(total)
        self.counted.emit(total)

    def _again(self, first: int, answer: tuple[int, list[Row]]) -> None:
        total, rows = answer
        self.total = total
        self._rows = {first + n: row for n, row in enumerate(rows)}
        self._pending.clear()
        self._set_height(total)
        if self._height:
            self.dataChanged.emit(self.index(0, 0), self.index(self._height - 1, len(self.columns) - 1))
        self.counted.emit(total)

    def _set_height(self, total: int) -> None:
        """Add or take rows at the end, so that the query's (or the page's) rows all have their place."""
        height = max(0, total - self._from)
        if self._page_rows:
            height = min(height, self._page_rows)
        if height > self._height:
            self.beginInsertRows(QModelIndex(), self._height, height - 1)
            self._height = height
            self.endInsertRows()
        elif height < self._height:
            self.beginRemoveRows(QModelIndex(), height, self._height - 1)
            self._height = height
            self._rows = {n: row for n, row in self._rows.items() if n < height}
            self.endRemoveRows()

    def _want(self, place: int) -> None:
        low, high = self._wanted or (place, place)
        self._wanted = (min(low, place), max(high, place))
        if not self._fetch.isActive():
            self._fetch.start()

    @Slot()
    def _fetch_wanted(self) -> None:
        """Ask for the blank rows that were looked at, with a margin for the next turn of the wheel."""
        if self._wanted is None:
            return
        low, high = self._wanted
        self._wanted = None
        if high - low > KEPT:
            low = high - WINDOW  # somebody read the whole table; what was looked at last comes first
        first, last = max(0, low - WINDOW // 4), min(self._height, max(high + 1, low + WINDOW // 2))
        if self._asked == (first, last):
            return
        self._asked = (first, last)
        self._ask(
            self._office.page, self.book.name, self.query, self._from + first, last - first,
            done=partial(_answer, self, "_more", self._generation, first), owner=self, key=(id(self), "more"),
        )

    def _more(self, first: int, rows: list[Row]) -> None:
        self._asked = None
        last = min(first + len(rows), self._height)
        if len(self._rows) > KEPT:
            near = range(first - KEPT // 2, last + KEPT // 2)
            self._rows = {n: row for n, row in self._rows.items() if n in near}
        self._rows.update({first + n: row for n, row in enumerate(rows) if first + n < self._height})
        self._seen = (first, max(last, first + FIRST))
        if last > first:
            self.dataChanged.emit(self.index(first, 0), self.index(last - 1, len(self.columns) - 1))

    # -- records ------------------------------------------------------------------------------------

    def row_at(self, place: int) -> Row | None:
        """The record in a row, as it is seen; None while it is not there yet."""
        row = self._rows.get(place)
        return None if row is None else self.seen(row)

    def place_of(self, record: int) -> int | None:
        """Where a record stands, if its row is in memory."""
        return next((n for n, row in self._rows.items() if row.id == record), None)

    def locate(self, record: int, found: Callable[[int], None]) -> None:
        """Find a record's row wherever it is; `found` gets -1 when the query does not hold it."""
        place = self.place_of(record)
        if place is not None:
            found(place)
            return
        self._ask(
            _place_in, self._office, self.book.name, self.query, record, self._from, self._page_rows,
            done=found, owner=self, key=(id(self), "locate"),
        )

    def ids_between(self, first: int, last: int, done: Callable[[list[int]], None]) -> None:
        """The records of rows `first` to `last`, both included."""
        held = [self._rows.get(n) for n in range(first, last + 1)]
        if all(held):
            done([row.id for row in held if row is not None])
            return
        self._ask(
            self._office.ids, self.book.name, self.query, self._from + first, last - first + 1,
            done=done, owner=self,
        )

    # -- what is private ------------------------------------------------------------------------

    @property
    def all_revealed(self) -> bool:
        """Whether the private texts of every record are shown."""
        return self._all_revealed

    def reveal(self, record: int = 0) -> None:
        """Show the private texts of a record, of all of them for 0, until `mask`."""
        if record:
            self._revealed.add(record)
        else:
            self._all_revealed = True
        self._everything_changed()

    def mask(self) -> None:
        """Hide all private texts again."""
        if self._all_revealed or self._revealed:
            self._all_revealed = False
            self._revealed.clear()
            self._everything_changed()

    def seen(self, row: Row) -> Row:
        """A row with its private texts whole where they were asked for."""
        return unmasked(self.book, row) if self._all_revealed or row.id in self._revealed else row

    def _everything_changed(self) -> None:
        if self._height:
            self.dataChanged.emit(self.index(0, 0), self.index(self._height - 1, len(self.columns) - 1))

    # -- what was typed -----------------------------------------------------------------------------

    def refuse(self, record: int, name: str, text: str, sentence: str) -> None:
        """A typed value was refused: it stays in its cell, with the sentence as its tooltip."""
        self._pending.pop((record, name), None)
        self._refused[(record, name)] = (text, sentence)
        self._cell_changed(record, name)

    def settle(self, record: int, name: str) -> None:
        """Forget what was typed into a cell: it was written or given up."""
        self._pending.pop((record, name), None)
        self._refused.pop((record, name), None)
        self._cell_changed(record, name)

    def refused(self, record: int, name: str) -> tuple[str, str] | None:
        """The text and the sentence of a refused cell."""
        return self._refused.get((record, name))

    def _cell_changed(self, record: int, name: str) -> None:
        place = self.place_of(record)
        column = next((n for n, c in enumerate(self.columns) if c.name == name), None)
        if place is not None and column is not None:
            self.dataChanged.emit(self.index(place, column), self.index(place, column))

    # -- Qt's contract ------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else self._height

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return str(self._from + section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        if not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_alignment(column))
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{column.heading}，点一下排序"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        row = self._rows.get(index.row())
        may = row is not None and not self._read_only and editable(self.columns[index.column()], row.values)
        return _TYPED if may else _READ

    def data(self, index: Index, role: int = 0) -> Any:
        if not index.isValid() or index.row() >= self._height:
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_alignment(column))
        row = self._rows.get(index.row())
        if row is None:
            if role == Qt.ItemDataRole.DisplayRole:
                self._want(index.row())
                return ""
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        return self._other_data(row, column, role)

    def _other_data(self, row: Row, column: Column, role: int) -> Any:
        if role == Qt.ItemDataRole.EditRole:
            refused = self._refused.get((row.id, column.name))
            return refused[0] if refused else typed_text(column.field, row)
        if role == Qt.ItemDataRole.ToolTipRole:
            refused = self._refused.get((row.id, column.name))
            return refused[1] if refused else self._text(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            word = MARK_WORDS.get(row.mark, "")
            said = f"{column.heading}：{self._text(row, column) or '空'}"
            return f"{said}，{word}" if word else said
        if role == SORT_ROLE:
            return row.values.get(column.name)
        if role == RECORD_ROLE:
            return row.id
        if role == MARK_ROLE:
            return row.mark
        if role == TONE_ROLE:
            return column.tone(row) if column.tone is not None else ""
        if role == ROW_ROLE:
            return row
        if role == REFUSED_ROLE:
            refused = self._refused.get((row.id, column.name))
            return refused[1] if refused else ""
        return None

    def cell(self, place: int, section: int) -> tuple[str, str, str, str]:
        """What painting a cell needs, in one call: text, mark, tone, and the sentence of a refused text."""
        row = self._rows.get(place)
        if row is None:
            self._want(place)
            return "", "", "", ""
        column = self.columns[section]
        tone = column.tone(row) if column.tone is not None else ""
        if self._pending or self._refused:
            refused = self._refused.get((row.id, column.name))
            return self._text(row, column), row.mark, tone, refused[1] if refused else ""
        return column.show(self.seen(row)), row.mark, tone, ""

    def _text(self, row: Row, column: Column) -> str:
        key = (row.id, column.name)
        if key in self._pending:
            return self._pending[key]
        if key in self._refused:
            return self._refused[key][0]
        return column.show(self.seen(row))

    def setData(self, index: Index, value: Any, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        """Take what was typed into a cell; it is written by whoever listens to `edited`."""
        row = self._rows.get(index.row()) if index.isValid() else None
        if row is None or role != Qt.ItemDataRole.EditRole:
            return False
        column = self.columns[index.column()]
        if not editable(column, row.values):
            return False
        key, text = (row.id, column.name), str(value)
        if text == typed_text(column.field, row):
            self.settle(*key)
            return True
        self._refused.pop(key, None)
        self._pending[key] = text
        self.dataChanged.emit(index, index)
        self.edited.emit(row.id, column.name, text)
        return True


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _answer(model: GridModel, method: str, generation: int, about: Any, result: Any) -> None:
    """Hand an answer to the model, unless a newer query has overtaken it."""
    if generation == model._generation:
        getattr(model, method)(about, result)


def _count_and_page(
    office: Reader, book: str, query: Query, offset: int, limit: int
) -> tuple[int, list[Row]]:
    return office.count(book, query), office.page(book, query, offset, limit)


def _place_in(office: Reader, book: str, query: Query, record: int, first: int, rows: int) -> int:
    numbers = office.ids(book, query, first, rows or None)
    return numbers.index(record) if record in numbers else -1


__all__ = [
    "DRAFT", "FIRST", "KEPT", "MARK_ROLE", "RECORD_ROLE", "REFUSED_ROLE", "REVERSAL", "ROW_ROLE", "SORT_ROLE",
    "TONE_ROLE", "VOID", "WINDOW", "Ask", "GridModel", "Reader",
]
