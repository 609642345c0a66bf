"""The list itself: a table with a frozen first column, blocks of cells, and the keys of a ledger clerk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from liaison.kit.fields import Field
from ui import theme
from ui.grid.delegate import CellDelegate, Index
from ui.grid.frozen import FrozenColumn, HeaderEnd
from ui.grid.header import GridHeader
from ui.grid.model import RECORD_ROLE, GridModel
from ui.grid.widths import fitted_widths, natural_width
from ui.settings import Settings


class GridView(QTableView):
    """One list.

    Signals:
        record_changed: the record of the current row, 0 for none.
        copy_wanted, cut_wanted, paste_wanted, fill_wanted, today_wanted, delete_wanted: keys that act on
            the chosen cells.
        columns_changed: widths, order or hiding were changed by the user.
        selection_moved: other cells are chosen.
    """

    record_changed = Signal(int)
    copy_wanted = Signal()
    cut_wanted = Signal()
    paste_wanted = Signal()
    fill_wanted = Signal()
    today_wanted = Signal()
    delete_wanted = Signal()
    columns_changed = Signal()
    selection_moved = Signal()

    def __init__(
        self, model: GridModel, settings: Settings, proposals: Callable[[Field], list[str]],
        today: Callable[[], str], parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.grid = model
        self._settings, self._key = settings, f"grid/{model.book.name}"
        self._record, self._awaited, self._quiet, self._fitted = 0, False, False, False
        self._frozen: FrozenColumn | None = None
        self._block: list[tuple[int, int, int, int]] = []
        self._rows_chosen: list[tuple[int, int]] = []
        self.cells = CellDelegate(proposals, today, self)
        self.frozen_cells = CellDelegate(proposals, today, self)  # a delegate's editors belong to one view
        self.setModel(model)
        self.head = GridHeader(self)
        self.setHorizontalHeader(self.head)
        self.head.sectionPressed.disconnect()  # a press on a heading sorts; Qt would choose its whole column
        self.head.sectionEntered.disconnect()
        self.dress(self, self.cells)
        self.setAccessibleName(model.book.title)
        self._frozen = FrozenColumn(self)
        self.addScrollBarWidget(HeaderEnd(self), Qt.AlignmentFlag.AlignTop)
        self.cells.went_on.connect(self._one_down)
        self._saving = QTimer(self, singleShot=True, interval=0)
        self._saving.timeout.connect(self._remember)
        self.head.sectionResized.connect(self._resized)
        self.head.sectionMoved.connect(self._column_moved)
        self.horizontalScrollBar().valueChanged.connect(self._scrolled)
        model.first_screen.connect(self._first_screen)
        model.dataChanged.connect(self._data_changed)
        self._restore_columns()

    def dress(self, view: QTableView, cells: CellDelegate) -> None:
        """Give a table the looks and ways of a list; the frozen column wears the same."""
        mode = QAbstractItemView
        view.setItemDelegate(cells)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(theme.height(theme.TABLE_ROW))
        view.verticalHeader().setMinimumSectionSize(theme.height(theme.TABLE_ROW))
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.setSelectionBehavior(mode.SelectionBehavior.SelectItems)
        view.setSelectionMode(mode.SelectionMode.ExtendedSelection)
        view.setVerticalScrollMode(mode.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollMode(mode.ScrollMode.ScrollPerPixel)
        view.setEditTriggers(
            mode.EditTrigger.DoubleClicked | mode.EditTrigger.EditKeyPressed | mode.EditTrigger.AnyKeyPressed
        )
        view.setCornerButtonEnabled(False)
        view.setTabKeyNavigation(False)
        view.setFrameShape(QTableView.Shape.NoFrame)
        view.setMouseTracking(False)

    def tables(self) -> tuple[QTableView, ...]:
        """The list and its frozen column: what a menu is opened over."""
        return (self,) if self._frozen is None else (self, self._frozen)

    # -- what the delegate asks ---------------------------------------------------------------------

    def is_chosen(self, row: int, column: int) -> bool:
        """Whether a cell lies on the chosen ground: in the block, or in a chosen row."""
        if self._block:
            return any(top <= row <= bottom and left <= column <= right for top, bottom, left, right in self._block)
        return row == self.currentIndex().row() or any(top <= row <= bottom for top, bottom in self._rows_chosen)

    def rings(self) -> bool:
        """Whether the current cell has the focus ring."""
        return self.hasFocus()

    def first_shown(self, column: int) -> bool:
        """Whether a column is the first one on the screen."""
        return column == 0

    def _sum_up_selection(self) -> None:
        """Tell a block of cells from chosen rows, once per change."""
        ranges = list(self.selectionModel().selection())
        last = len(self.grid.columns) - 1
        whole = all(r.left() == 0 and r.right() == last for r in ranges)
        single = len(ranges) == 1 and ranges[0].width() == 1 and ranges[0].height() == 1
        # Plain numbers: a range is a view of memory that the next selection frees.
        self._block = [] if whole or single else [(r.top(), r.bottom(), r.left(), r.right()) for r in ranges]
        self._rows_chosen = [(r.top(), r.bottom()) for r in ranges] if whole else []

    # -- records ------------------------------------------------------------------------------------

    @property
    def record(self) -> int:
        """The record of the current row; 0 for none."""
        return self._record

    def records_range(self) -> tuple[int, int] | None:
        """The first and last row of what is chosen; None when nothing is."""
        rows = [n for r in self.selectionModel().selection() for n in (r.top(), r.bottom())]
        if not rows and self.currentIndex().isValid():
            rows = [self.currentIndex().row()]
        return (min(rows), max(rows)) if rows else None

    def shown_columns(self) -> list[int]:
        """The columns on the screen, from left to right."""
        places = (self.head.logicalIndex(n) for n in range(self.head.count()))
        return [c for c in places if not self.isColumnHidden(c)]

    def block(self) -> tuple[int, int, list[int]] | None:
        """First row, last row and columns (left to right) of what is chosen."""
        between = self.records_range()
        if between is None:
            return None
        chosen = {c for r in self.selectionModel().selection() for c in range(r.left(), r.right() + 1)}
        if not chosen:
            chosen = {self.currentIndex().column()}
        return (*between, [c for c in self.shown_columns() if c in chosen])

    def put(self, index: QModelIndex) -> None:
        """Make a cell the current and only chosen one, whatever keys are held."""
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def select_record(self, record: int) -> None:
        """Make a record the current one, wherever it stands."""
        self._record, self._awaited = record, True
        self.grid.locate(record, self._located)

    def _located(self, place: int) -> None:
        if place < 0:
            self._awaited = False
            self._set_record(0)
            return
        column = self.currentIndex().column()
        columns = self.shown_columns()
        self._quiet = True
        at = self.grid.index(place, column if column in columns else columns[0])
        self.put(at)
        self._quiet = False
        self.scrollTo(at)
        self._announce()
        self.viewport().update()

    def _announce(self) -> None:
        """Say which record is current once the row of the one that was looked for is there."""
        row = self.grid.row_at(self.currentIndex().row())
        if self._awaited and row is not None:
            self._record, self._awaited = row.id, False
            self.record_changed.emit(row.id)

    def _first_screen(self) -> None:
        """A new query has come: stay on the record if it is on the first screen, else take the first."""
        self._fit()
        place = self.grid.place_of(self._record) if self._record else None
        if self.grid.rowCount() == 0:
            self._set_record(0)
            return
        self._quiet = True
        self.put(self.grid.index(place or 0, self.shown_columns()[0]))
        self._quiet = False
        row = self.grid.row_at(place or 0)
        self._set_record(row.id if row is not None else 0)
        if not place:
            self.scrollToTop()

    def _data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        """Rows came or moved: the current row may be another record now."""
        now = self.currentIndex()
        if not now.isValid() or not first.row() <= now.row() <= last.row() or self._record == 0:
            return
        row = self.grid.row_at(now.row())
        if self._awaited:
            self._announce()
        elif row is not None and row.id != self._record:
            self.select_record(self._record)

    def _set_record(self, record: int) -> None:
        if record != self._record:
            self._record = record
            self.record_changed.emit(record)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.viewport().update()
            self._place_frozen()
        if not self._quiet and current.isValid():
            self._awaited = False
            self._set_record(int(current.data(RECORD_ROLE) or 0))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self._sum_up_selection()
        self.viewport().update()
        self.selection_moved.emit()

    # -- keys ---------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control = held == Qt.KeyboardModifier.ControlModifier
        wanted = {
            Qt.Key.Key_C: self.copy_wanted, Qt.Key.Key_X: self.cut_wanted, Qt.Key.Key_V: self.paste_wanted,
            Qt.Key.Key_D: self.fill_wanted, Qt.Key.Key_Semicolon: self.today_wanted,
        }  # fmt: skip
        if control and key in wanted:
            wanted[Qt.Key(key)].emit()
        elif control and key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._to_end(last=key == Qt.Key.Key_End)
        elif key == Qt.Key.Key_Delete and not held:
            self.delete_wanted.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and not held:
            self.edit_current()
        elif key == Qt.Key.Key_Escape and self._give_up_refused():
            pass
        else:
            super().keyPressEvent(event)

    def edit_current(self) -> bool:
        """Open the editor in the current cell, or in the row's first one that can be typed in."""
        now = self.currentIndex()
        if not now.isValid():
            return False
        if not now.flags() & Qt.ItemFlag.ItemIsEditable:
            free = [c for c in self.shown_columns() if now.siblingAtColumn(c).flags() & Qt.ItemFlag.ItemIsEditable]
            if not free:
                return False
            now = now.siblingAtColumn(free[0])
            self.put(now)
        self.edit(now)
        return True

    def reopen(self, record: int, name: str) -> None:
        """Open the editor again in a cell whose text was refused, if nothing else was begun."""
        place = self.grid.place_of(record)
        column = next((n for n, c in enumerate(self.grid.columns) if c.name == name), None)
        if place is None or column is None or self.state() == QAbstractItemView.State.EditingState:
            return
        index = self.grid.index(place, column)
        self.put(index)
        if self.hasFocus():
            self.edit(index)

    def _give_up_refused(self) -> bool:
        """Esc on a refused cell gives the text up."""
        now = self.currentIndex()
        row = self.grid.row_at(now.row()) if now.isValid() else None
        name = self.grid.columns[now.column()].name if now.isValid() else ""
        if row is None or self.grid.refused(row.id, name) is None:
            return False
        self.grid.settle(row.id, name)
        return True

    def _to_end(self, *, last: bool) -> None:
        columns = self.shown_columns()
        row = self.grid.rowCount() - 1 if last else 0
        if row >= 0:
            self.put(self.grid.index(row, columns[-1 if last else 0]))

    @Slot()
    def _one_down(self) -> None:
        now = self.currentIndex()
        below = now.siblingAtRow(now.row() + 1)
        if below.isValid():
            self.put(below)
        self.setFocus()

    def closeEditor(self, editor: QWidget, hint: Any) -> None:
        """Tab in an editor goes to the next cell that can be typed in."""
        from PySide6.QtWidgets import QAbstractItemDelegate

        step = {
            QAbstractItemDelegate.EndEditHint.EditNextItem: 1,
            QAbstractItemDelegate.EndEditHint.EditPreviousItem: -1,
        }.get(hint, 0)
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if step:
            self._edit_beside(step)

    def _edit_beside(self, step: int) -> None:
        now = self.currentIndex()
        columns = self.shown_columns()
        if now.column() not in columns:
            return
        order = columns[columns.index(now.column()) + 1 :] if step > 0 else columns[: columns.index(now.column())][::-1]
        for row in (now.row(), now.row() + step):
            for column in order:
                index = self.grid.index(row, column) if 0 <= row < self.grid.rowCount() else QModelIndex()
                if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsEditable:
                    self.put(index)
                    self.edit(index)
                    return
            order = columns if step > 0 else columns[::-1]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        held = event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
        left = event.button() == Qt.MouseButton.LeftButton
        if index.isValid() and self.first_shown(index.column()) and not held and left:
            self.choose_row(index)

    def choose_row(self, index: QModelIndex) -> None:
        """Choose a whole row; a click on its number does."""
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(index, flag.ClearAndSelect | flag.Rows)

    # -- columns ------------------------------------------------------------------------------------

    def _fit(self) -> None:
        """Give the columns their first widths: what their cells and headings need, the rest to long texts."""
        if self._fitted or (not self.grid.rowCount() and not self.isVisible()):
            return
        self._quiet_columns(fitted_widths(self.grid, self.head, self.shown_columns(), self.viewport().width()))
        self._fitted = self.grid.rowCount() > 0

    def _quiet_columns(self, wide: dict[int, int]) -> None:
        self.head.blockSignals(True)
        for column, width in wide.items():
            self.setColumnWidth(column, width)
        self.head.blockSignals(False)
        self.updateGeometries()
        self._place_frozen()
        self.columns_changed.emit()

    def make_room_for_private(self) -> None:
        """Private columns as wide as their whole texts, now that they are shown; a number is never cut."""
        wider = {}
        for c in self.shown_columns():
            if self.grid.columns[c].field.private:
                wider[c] = max(self.columnWidth(c), natural_width(self.grid, self.head, c))
        self._quiet_columns(wider)

    def set_columns(self, names: Sequence[str]) -> None:
        """Show these columns in this order; the first one stays the first."""
        order = [next(n for n, c in enumerate(self.grid.columns) if c.name == name) for name in names]
        order = [0, *(c for c in order if c != 0)]
        for column in range(len(self.grid.columns)):
            self.setColumnHidden(column, column not in order)
        for place, column in enumerate(order):
            self.head.moveSection(self.head.visualIndex(column), place)
        self._fitted = False
        self._fit()
        self._saving.start()

    def columns_at_first(self) -> list[str]:
        """The columns a book shows before anyone changed them."""
        return [c.name for n, c in enumerate(self.grid.columns) if c.shown or n == 0]

    def _restore_columns(self) -> None:
        kept = self._settings.read(self._key, {})
        names = {c.name: n for n, c in enumerate(self.grid.columns)}
        shown = [name for name in kept.get("shown", []) if name in names] or self.columns_at_first()
        for name, column in names.items():
            self.setColumnHidden(column, name not in shown and column != 0)
        for place, name in enumerate([self.grid.columns[0].name, *(n for n in shown if names[n] != 0)]):
            self.head.moveSection(self.head.visualIndex(names[name]), place)
        widths = {n: w for n, w in kept.get("widths", {}).items() if n in names and isinstance(w, int)}
        if widths and all(name in widths for name in shown):
            self._quiet_columns({names[n]: w for n, w in widths.items()})
            self._fitted = True

    @Slot()
    def _remember(self) -> None:
        shown = self.shown_columns()
        self._settings.write(self._key, {
            "shown": [self.grid.columns[c].name for c in shown],
            "widths": {self.grid.columns[c].name: self.columnWidth(c) for c in shown} if self._fitted else {},
        })  # fmt: skip

    @Slot()
    def _resized(self) -> None:
        self._place_frozen()
        self._saving.start()
        self.columns_changed.emit()

    @Slot()
    def _column_moved(self) -> None:
        self._saving.start()
        self.columns_changed.emit()

    def _place_frozen(self) -> None:
        if self._frozen is not None:
            self._frozen.place()

    # -- geometry -----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        before = event.oldSize().width()  # of the viewport: a scroll bar that goes leaves room as well
        super().resizeEvent(event)
        if before != event.size().width() and not self._settings.read(self._key, {}).get("widths"):
            self._fitted = False
            self._fit()
        self._place_frozen()

    @Slot()
    def _scrolled(self) -> None:
        self._place_frozen()
        self.columns_changed.emit()

    def scrollTo(self, index: Index, hint: Any = QAbstractItemView.ScrollHint.EnsureVisible) -> None:
        super().scrollTo(index, hint)
        if self._frozen is not None and self._frozen.isVisible() and not self.first_shown(index.column()):
            hidden_by = self._frozen.width() - self.visualRect(index).left()
            if hidden_by > 0:
                bar = self.horizontalScrollBar()
                bar.setValue(bar.value() - hidden_by)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.grid.rowCount():
            self.put(self.grid.index(0, self.shown_columns()[0]))
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
