"""Blocks of cells: to and from WPS, cut, filled down, emptied; records into the recycle bin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from liaison.changes import Changes
from liaison.kit.book import Book
from liaison.kit.desk import Row
from liaison.kit.fields import Day, Field
from ui import ask
from ui.grid.columns import Column, editable, typed_text
from ui.grid.view import GridView
from ui.pages.base import Room


@dataclass(frozen=True, slots=True)
class Pasted:
    """A block on its way into a book.

    Attributes:
        columns: the columns it goes into, from left to right.
        texts: what it says, row by row; shorter rows leave the rest alone.
        targets: the record each row goes into, None for a new one.
        plan: what the office says to it; nothing is written yet.
        title: what the action will be called.
    """

    columns: tuple[Column, ...]
    texts: tuple[tuple[str, ...], ...]
    targets: tuple[int | None, ...]
    plan: Any
    title: str


class Blocks(QObject):
    """Acts on the chosen cells of one list. Everything that writes is one action with one 撤销."""

    def __init__(self, room: Room, book: Book, view: GridView, parent: QObject) -> None:
        super().__init__(parent)
        self.room, self.book, self.view = room, book, view
        view.copy_wanted.connect(self.copy)
        view.cut_wanted.connect(self.cut)
        view.paste_wanted.connect(self.paste)
        view.fill_wanted.connect(self.fill_down)
        view.today_wanted.connect(self.put_today)
        view.delete_wanted.connect(self.remove)

    # -- copying ------------------------------------------------------------------------------------

    @Slot()
    def copy(self) -> None:
        """Ctrl+C: the chosen cells as WPS understands them."""
        self._copy(None)

    @Slot()
    def cut(self) -> None:
        """Ctrl+X: copy, then empty the cells that may be emptied; a masked one would be lost so."""
        block = self.view.block()
        grid = self.view.grid
        if block is not None and not grid.all_revealed and any(grid.columns[c].field.private for c in block[2]):
            self.room.toast("遮住的列不能剪切，请先点“显示”", undo=False)
            return
        self._copy(self._empty)

    def _copy(self, then: Callable[[Sequence[Row], Sequence[Column]], None] | None) -> None:
        block = self.view.block()
        if block is None:
            return
        first, last, places = block
        columns = tuple(self.view.grid.columns[c] for c in places)
        self._with_rows(first, last, partial(_copied, self, columns, then))

    def _with_rows(self, first: int, last: int, done: Callable[[list[Row]], None]) -> None:
        """The rows from `first` to `last`, fetched if they are not in memory."""
        grid = self.view.grid
        held = [grid.row_at(n) for n in range(first, last + 1)]
        if all(row is not None for row in held):
            done([row for row in held if row is not None])
            return
        grid.ids_between(first, last, partial(_fetch_rows, self, done))

    def _empty(self, rows: Sequence[Row], columns: Sequence[Column]) -> None:
        raws = {
            row.id: {c.name: "" for c in columns if editable(c, row.values) and row.values.get(c.name) is not None}
            for row in rows
        }
        self._edit({record: raw for record, raw in raws.items() if raw}, f"清空 {self.book.title}的格子")

    # -- pasting ------------------------------------------------------------------------------------

    @Slot()
    def paste(self) -> None:
        """Ctrl+V: a block from WPS from the current cell on; rows past the last become new records."""
        text = QGuiApplication.clipboard().text()
        block = self.view.block()
        if not text.strip():
            return
        shown = self.view.shown_columns()
        first, places = (0, shown) if block is None else (block[0], shown[shown.index(block[2][0]) :])
        columns = tuple(self.view.grid.columns[c] for c in places)
        grid = self.view.grid
        wanted = max(1, text.count("\n") + 1)
        last = min(first + wanted, max(grid.rowCount(), grid.total)) - 1
        if last < first:
            self._plan(text, columns, [])
        else:
            grid.ids_between(first, last, partial(_plan_onto, self, text, columns))

    def _plan(self, text: str, columns: tuple[Column, ...], targets: Sequence[int]) -> None:
        self.room.tasks.ask(
            _plan_paste, self.room.office, self.book.name, text, columns, tuple(targets),
            done=self._planned, owner=self,
        )

    def _planned(self, pasted: Pasted) -> None:
        """Show what would be written, with the bad cells marked; write when told to."""
        from ui.grid.paste import PasteDialog

        if ask.run(PasteDialog(self.book, pasted)):
            self.room.tasks.ask(
                partial(_write, self.room.office, pasted), done=self.room.changed, owner=self
            )

    # -- filling ------------------------------------------------------------------------------------

    @Slot()
    def fill_down(self) -> None:
        """Ctrl+D: the block's first row into the rows below it; with one row, the row above into it."""
        block = self.view.block()
        if block is None:
            return
        first, last, places = block
        if first == last:
            first -= 1
        if first < 0:
            return
        columns = tuple(self.view.grid.columns[c] for c in places)
        self._with_rows(first, last, partial(_filled, self, columns))

    @Slot()
    def put_today(self) -> None:
        """Ctrl+;: today into the chosen days."""
        block = self.view.block()
        if block is None:
            return
        first, last, places = block
        columns = tuple(c for c in (self.view.grid.columns[n] for n in places) if isinstance(c.field, Day))
        if columns:
            self._with_rows(first, last, partial(_todayed, self, columns))

    def _edit(self, raws: dict[int, dict[str, object]], title: str) -> None:
        if raws:
            self.room.tasks.ask(
                partial(self.room.office.edit_many, self.book.name, raws, title=title),
                done=self.room.changed, owner=self,
            )

    # -- removing -----------------------------------------------------------------------------------

    @Slot()
    def remove(self) -> None:
        """Delete: the chosen records go to the recycle bin; 撤销 brings them back."""
        between = self.view.records_range()
        if between is None or not self.view.grid.rowCount():
            return
        self.view.grid.ids_between(*between, self._remove)

    @Slot()
    def remove_one(self) -> None:
        """删除 in the form: the current record."""
        if self.view.record:
            self._remove([self.view.record])

    def _remove(self, numbers: list[int]) -> None:
        self.room.tasks.ask(
            self.room.office.remove, self.book.name, numbers, done=self.room.changed, owner=self
        )


def _copied(
    blocks: Blocks, columns: Sequence[Column], then: Callable[[Sequence[Row], Sequence[Column]], None] | None,
    rows: list[Row],
) -> None:
    rows = [blocks.view.grid.seen(row) for row in rows]
    texts = [[_cell(column, row) for column in columns] for row in rows]
    blocks.room.tasks.ask(blocks.room.office.format_block, texts, done=_to_clipboard, owner=blocks)
    if then is not None:
        then(rows, columns)


def _cell(column: Column, row: Row) -> str:
    """A cell as another table takes it: amounts without thousands marks, days as digits, private masked."""
    f: Field = column.field
    if column.composed or f.private:
        return column.show(row)
    value = row.values.get(column.name)
    if isinstance(f, Day):
        return "" if value is None else str(value)
    if f.right_aligned and value is not None:
        return f.show(value).replace(",", "").replace("−", "-")
    return row.texts.get(column.name, "")


def _to_clipboard(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def _fetch_rows(blocks: Blocks, done: Callable[[list[Row]], None], numbers: list[int]) -> None:
    blocks.room.tasks.ask(blocks.room.office.rows, blocks.book.name, numbers, done=done, owner=blocks)


def _filled(blocks: Blocks, columns: Sequence[Column], rows: list[Row]) -> None:
    source = rows[0]
    raws: dict[int, dict[str, object]] = {}
    for row in rows[1:]:
        raw = {c.name: _raw_of(c, source) for c in columns if editable(c, row.values)}
        if raw:
            raws[row.id] = raw
    blocks._edit(raws, f"向下填充 {len(raws)} {blocks.book.measure}")


def _raw_of(column: Column, row: Row) -> object:
    value = row.values.get(column.name)
    return value if isinstance(value, int) and not column.right else typed_text(column.field, row)


def _todayed(blocks: Blocks, columns: Sequence[Column], rows: list[Row]) -> None:
    today = blocks.room.today().isoformat()
    raws: dict[int, dict[str, object]] = {}
    for row in rows:
        raw: dict[str, object] = {c.name: today for c in columns if editable(c, row.values)}
        if raw:
            raws[row.id] = raw
    blocks._edit(raws, f"填上今天 {len(raws)} {blocks.book.measure}")


def _plan_onto(blocks: Blocks, text: str, columns: tuple[Column, ...], targets: list[int]) -> None:
    blocks._plan(text, columns, targets)


def _plan_paste(
    office: Any, book: str, text: str, columns: tuple[Column, ...], targets: tuple[int, ...]
) -> Pasted:
    """On the worker: what a block says, where each row goes, and what the office says to it."""
    rows = [tuple(row[: len(columns)]) for row in office.parse_block(text)]
    into: list[int | None] = [targets[n] if n < len(targets) else None for n in range(len(rows))]
    raws = []
    for row, record in zip(rows, into, strict=True):
        raw: dict[str, object] = {}
        for column, cell in zip(columns, row, strict=False):
            if not column.field.typed or column.composed or (record is None and not cell.strip()):
                continue
            raw[column.name] = cell
        raws.append((record, raw))
    plan = office.plan_block(book, raws)
    words = f"粘贴 {office.books[book].count_words(max(plan.rows, 1))}"
    return Pasted(columns, tuple(rows), tuple(into), plan, words)


def _write(office: Any, pasted: Pasted) -> Changes:
    changes: Changes = office.write_block(pasted.plan, title=pasted.title)
    return changes


__all__ = ["Blocks", "Pasted"]
