"""The list of activities: coming ones, those without a record, done ones with how many came."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from liaison.changes import Changes
from liaison.chinese.dates import day
from ui import ask, theme
from ui.pages.base import Room
from ui.pages.signin.activity import ActivityDialog
from ui.widgets.buttons import primary, secondary
from ui.widgets.cards import Card
from ui.widgets.chips import Filter, FilterRow, paint_chip
from ui.widgets.frame import PageFrame
from ui.widgets.search import SearchField
from ui.widgets.states import EmptyState, nothing_found

if TYPE_CHECKING:
    from liaison.kit.desk import Row

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

DATE, TITLE, KIND, PLACE, HOST, REQUIRED, CAME = range(7)
HEADINGS = ("日期", "主题", "类型", "地点", "承办委员", "参加要求", "到场")
_PAGE = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What the list was told: the filters' counts, how many were found, the first rows."""

    counts: dict[str, int]
    found: int
    rows: list[Row]
    names: dict[int, str]


class ActivityModel(QAbstractTableModel):
    """A growing window of the activities found.

    Signals:
        wanted: more rows are wanted, from this place on.
    """

    wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self._found, self._asked, self.today = 0, -1, ""

    def show_rows(self, rows: list[Row], found: int, today: str) -> None:
        """Other rows."""
        self.beginResetModel()
        self.rows, self._found, self._asked, self.today = list(rows), found, -1, today
        self.endResetModel()

    def add_rows(self, rows: list[Row]) -> None:
        """The next ones."""
        if rows:
            self.beginInsertRows(_ROOT, len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows += rows
            self.endInsertRows()

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and len(self.rows) < self._found

    def fetchMore(self, parent: Index) -> None:
        if self._asked != len(self.rows):
            self._asked = len(self.rows)
            self.wanted.emit(self._asked)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return HEADINGS[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{HEADINGS[index.column()]}：{self.text(row, index.column()) or '空'}"
        return None

    def text(self, row: Row, column: int) -> str:
        """A cell's words. Days of another year carry it."""
        if column == DATE:
            start = str(row.values["start"])
            return day(start, "screen" if start[:4] == self.today[:4] else "form")
        if column == CAME:
            return self.came(row)[0]
        return row.texts[("start", "title", "kind", "place", "host", "required")[column]]

    def came(self, row: Row) -> tuple[str, str]:
        """How many came, and its tone; 还没开 before, 未记 after without a record."""
        came = row.texts["came"]
        if came and came != "未记":
            return came, "done"
        return ("还没开", "plain") if str(row.values["start"])[:10] > self.today else ("未记", "near")


class _Painter(QStyledItemDelegate):
    def __init__(self, view: ActivityTable) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRectF(option.rect)
        current = index.row() == self._view.currentIndex().row()
        painter.save()
        painter.fillRect(rect, theme.colour("selected" if current else "surface"))
        if current and index.column() == 0:
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), theme.colour("accent"))
        inner = rect.adjusted(14 if index.column() == 0 else 8, 0, -6, 0)
        if index.column() == CAME:
            word, tone = self._view.activities.came(self._view.activities.rows[index.row()])
            paint_chip(painter, inner, word, tone, left=True)
        else:
            painter.setFont(theme.font("strong" if index.column() == TITLE else "body"))
            painter.setPen(theme.colour("text" if index.column() in (DATE, TITLE) else "second"))
            text = painter.fontMetrics().elidedText(
                str(index.data() or ""), Qt.TextElideMode.ElideRight, int(inner.width())
            )
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, text)
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.colour("hairline"))
        if current and self._view.hasFocus() and index.column() == TITLE:
            theme.paint_focus(painter, rect.adjusted(2, 2, -2, -3))
        painter.restore()


class ActivityTable(QTableView):
    """The table of activities. 回车, 双击 or a click on the title opens the sign-in.

    Signals:
        opened: the activity's number.
        edited: F2, the activity's number.
    """

    opened = Signal(int)
    edited = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.activities = ActivityModel(self)
        self.setModel(self.activities)
        self.setItemDelegate(_Painter(self))
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setAccessibleName("活动")
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(theme.height(theme.TABLE_ROW + 3))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setFixedHeight(theme.height(theme.TABLE_HEADER))
        self.clicked.connect(self._clicked)
        self.doubleClicked.connect(self._double_clicked)

    def number(self) -> int | None:
        """The current activity."""
        row = self.currentIndex().row()
        return self.activities.rows[row].id if 0 <= row < len(self.activities.rows) else None

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        if index.column() in (TITLE, CAME):
            self.opened.emit(self.activities.rows[index.row()].id)

    @Slot(QModelIndex)
    def _double_clicked(self, index: QModelIndex) -> None:
        if index.column() not in (TITLE, CAME):
            self.opened.emit(self.activities.rows[index.row()].id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        number = self.number()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and number is not None:
            self.opened.emit(number)
        elif event.key() == Qt.Key.Key_F2 and number is not None:
            self.edited.emit(number)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self.indexAt(event.position().toPoint()).column() in (TITLE, CAME)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        metrics = QFontMetrics(theme.font("body"))
        widths = {
            DATE: metrics.horizontalAdvance("2026年12月30日 19:30") + 24,
            KIND: metrics.horizontalAdvance("协商议事") + 26,
            HOST: metrics.horizontalAdvance("何秀英（集镇") + 22,
            REQUIRED: metrics.horizontalAdvance("参加要求") + 26,
            CAME: theme.width(90),
        }
        left = max(200, self.viewport().width() - sum(widths.values()))
        widths[PLACE] = min(theme.width(190), int(left * 0.38))
        widths[TITLE] = left - widths[PLACE]
        for column, wide in widths.items():
            self.setColumnWidth(column, wide)


class ActivityList(QWidget):
    """The page without an activity chosen.

    Signals:
        opened: the number of the activity whose sign-in is wanted.
    """

    opened = Signal(int)

    def __init__(self, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.room = room
        self._names: dict[int, str] = {}
        self._stale = True
        self._only: tuple[int, ...] | None = None
        self.frame = PageFrame("活动与签到", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.frame)
        self.edit_button = secondary("修改", self.edit, icon="edit", key="F2")
        self.new_button = primary("新增活动", self.new, icon="add", key="Ctrl+N")
        self.frame.add_action(self.edit_button)
        self.frame.add_action(self.new_button)
        self.search = SearchField("找活动：主题、地点")
        self.search.textChanged.connect(self.load)
        declared = room.office.books["activities"].filters
        self.filters = FilterRow([Filter("", "全部"), *(Filter(f.key, f.label) for f in declared)])
        self.filters.choose(room.settings.filters["signin"])
        self.filters.changed.connect(self._filtered)
        self.frame.filters.addWidget(self.search)
        self.frame.filters.addWidget(self.filters, 1)
        self._make_content()

    def _make_content(self) -> None:
        card = Card(margins=(1, 1, 1, 1), spacing=0)
        self.stack = QStackedWidget()
        self.table = ActivityTable()
        self.table.opened.connect(self.opened)
        self.table.edited.connect(self.edit)
        self.table.activities.wanted.connect(self._load_more)
        hint = self.room.office.books["activities"].hint
        self.empty = EmptyState("activities", hint)
        self.empty.add(primary("新增活动", self.new, icon="add"))
        self.empty.add(secondary("导入", self.bring_in, icon="import"))
        self.nothing = nothing_found(self.clear)
        for part in (self.table, self.empty, self.nothing):
            self.stack.addWidget(part)
        card.body.addWidget(self.stack)
        self.frame.content.addWidget(card, 1)

    # -- asking -------------------------------------------------------------------------------------

    def open(self, only: tuple[int, ...] | None = None, keys: tuple[str, ...] = ()) -> None:
        """Show the list, or only the records behind a figure, or a filter."""
        if only != self._only or keys:
            self._only = only
            self._stale = True
            self.filters.choose(keys)
        if self._stale:
            self.load()
        self.table.setFocus()

    def refresh(self, changes: Changes) -> None:
        """Something was written; load again when it touches activities or their sign-ins."""
        if changes.touches("activities", "signins", "members"):
            self._stale = True
            if self.isVisible():
                self.load()

    def _question(self) -> tuple[str, frozenset[str], tuple[int, ...] | None]:
        chosen = frozenset(key for key in self.filters.chosen() if key)
        return self.search.text(), chosen, self._only

    @Slot()
    def load(self) -> None:
        """Ask for the first rows; an older question that still waits gives way."""
        self._stale = False
        self.room.tasks.ask(
            partial(_fetch, self.room.office, *self._question()), done=self._loaded, owner=self,
            key=("activities", id(self)),
        )  # fmt: skip

    @Slot(list)
    def _filtered(self, keys: list[str]) -> None:
        """The choice is remembered."""
        self.room.settings.filters["signin"] = [key for key in keys if key]
        self.load()

    @Slot(int)
    def _load_more(self, offset: int) -> None:
        work = partial(_fetch_rows, self.room.office, *self._question(), offset)
        self.room.tasks.ask(work, done=self.table.activities.add_rows, owner=self, key=("activities more", id(self)))

    def _loaded(self, answer: Answer) -> None:
        current = self.table.number()
        self._names = answer.names
        chips = [Filter("", "全部", answer.counts[""])]
        chips += [
            Filter(f.key, f.label, answer.counts[f.key])
            for f in self.room.office.books["activities"].filters
            if answer.counts[f.key] or f.key in self.filters.chosen()
        ]
        self.filters.set_filters(chips)
        self.table.activities.show_rows(answer.rows, answer.found, self.room.today().isoformat())
        numbers = [row.id for row in answer.rows]
        if numbers:
            place = numbers.index(current) if current in numbers else 0
            self.table.setCurrentIndex(self.table.activities.index(place, TITLE))
        narrowed = bool(self.search.text().strip()) or self._question()[1] or self._only is not None
        self.stack.setCurrentWidget(self.table if numbers else self.nothing if narrowed else self.empty)
        nothing_at_all = not answer.counts[""] and not narrowed
        for part in (self.search, self.filters, self.edit_button, self.new_button):
            part.setVisible(not nothing_at_all)
        self.edit_button.setEnabled(bool(numbers))
        self.frame.set_title("活动与签到", note=f"{answer.found} 次" if answer.found else "")

    @Slot()
    def clear(self) -> None:
        """清除筛选."""
        self._only = None
        self.search.clear()
        self.filters.choose(())
        self._filtered([])

    # -- changing -----------------------------------------------------------------------------------

    @Slot()
    def new(self) -> None:
        """新增活动; its sign-in opens at once."""
        dialog = ActivityDialog(self.room, self._names, parent=self.window())
        if ask.run(dialog):
            changes = dialog.result_value
            self.room.changed(changes)
            self.opened.emit(changes.created["activities"][0])

    @Slot()
    def edit(self) -> None:
        """修改 the current activity."""
        row = self.table.currentIndex().row()
        if row < 0:
            return
        dialog = ActivityDialog(self.room, self._names, self.table.activities.rows[row], parent=self.window())
        if ask.run(dialog) and dialog.result_value:
            self.room.changed(dialog.result_value)

    @Slot()
    def bring_in(self) -> None:
        """导入 from a sheet."""


# -- work on the database worker ----------------------------------------------------------------------


def _query(search: str, chosen: frozenset[str], only: tuple[int, ...] | None) -> Any:
    from liaison.office import Query

    return Query(search=search, filters=chosen, ids=only)


def _fetch(office: Any, search: str, chosen: frozenset[str], only: tuple[int, ...] | None) -> Answer:
    query = _query(search, chosen, only)
    return Answer(
        counts=office.filter_counts("activities", query),
        found=office.count("activities", query),
        rows=office.page("activities", query, 0, _PAGE),
        names=dict(office.names.labels("members")),
    )


def _fetch_rows(
    office: Any, search: str, chosen: frozenset[str], only: tuple[int, ...] | None, offset: int
) -> list[Row]:
    rows: list[Row] = office.page("activities", _query(search, chosen, only), offset, _PAGE)
    return rows
