"""The sign-in table: one row a member, seven choices a row, time and reason typed in place.

Keys: ↑ ↓ change the row, 1–7 choose, 回车 or F2 types time and reason; a click on a choice chooses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRectF,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from ui import theme
from ui.pages.signin.looks import dress
from ui.widgets.buttons import LinkButton
from ui.widgets.segmented import Choice, paint_segments, segment_at, segment_rect, segments_size

if TYPE_CHECKING:
    from liaison.books.roster import Attendee, Roster

Index = QModelIndex | QPersistentModelIndex

NUMBER, NAME, UNIT, STATUS, WORDS = range(5)
HEADINGS = ("", "姓名", "单位及职务", "到场情况", "时间与原因")
CHOICES = (
    Choice("出席", "出席", "done"),
    Choice("迟到", "迟到", "near"),
    Choice("早退", "早退", "near"),
    Choice("公假", "公假", "progress"),
    Choice("病假", "病假", "near"),
    Choice("事假", "事假", "near"),
    Choice("缺席", "缺席", "overdue"),
)
_PLACES = {choice.key: place for place, choice in enumerate(CHOICES)}
_PAD = 8
_ROOT = QModelIndex()
_VISIBLE = QAbstractItemView.ScrollHint.EnsureVisible


class RosterModel(QAbstractTableModel):
    """The members of one activity's sheet.

    Signals:
        words_typed: member's number, what was typed as time and reason.
    """

    words_typed = Signal(int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Attendee, ...] = ()
        self.recorded = False

    def show_roster(self, roster: Roster) -> None:
        """Show a sheet; the selection stays where the people are the same."""
        same = [e.member for e in self._entries] == [e.member for e in roster.entries]
        if not same:
            self.beginResetModel()
        self._entries, self.recorded = roster.entries, roster.recorded
        if not same:
            self.endResetModel()
        elif self._entries:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._entries) - 1, WORDS))

    def entry(self, row: int) -> Attendee:
        """The person of a row."""
        return self._entries[row]

    @property
    def entries(self) -> tuple[Attendee, ...]:
        """All persons in order."""
        return self._entries

    def choice(self, row: int) -> int:
        """The chosen place of a row; -1 when nothing is recorded."""
        return _PLACES.get(self._entries[row].status, -1)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return HEADINGS[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == WORDS else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(entry, index.row(), index.column())
        if role == Qt.ItemDataRole.EditRole and index.column() == WORDS:
            return entry.words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            heading = HEADINGS[index.column()] or "序号"
            return f"{heading}：{self._text(entry, index.row(), index.column()) or '空'}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        entry = self._entries[index.row()]
        if role != Qt.ItemDataRole.EditRole or index.column() != WORDS or entry.member is None:
            return False
        if str(value).strip() != entry.words:
            self.words_typed.emit(entry.member, str(value).strip())
        return True

    def _text(self, entry: Attendee, row: int, column: int) -> str:
        if column == STATUS:
            return entry.status or "未记"
        if column == WORDS:
            later = "待补签" if entry.to_sign_later else ""
            return "，".join(part for part in (entry.words, later) if part)
        return (str(row + 1), entry.name, entry.unit_and_post)[column]


class _Painter(QStyledItemDelegate):
    """Draws the cells; the row of choices is painted, no widget stands in the table."""

    def __init__(self, view: RosterView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, row, column = self._view.roster, index.row(), index.column()
        rect = QRectF(option.rect)
        current = row == self._view.currentIndex().row()
        painter.save()
        painter.fillRect(rect, theme.colour("selected" if current else "surface"))
        if current and column == NUMBER:
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), theme.colour("accent"))
        if column == STATUS:
            self._paint_choices(painter, self._view.choices_rect(rect), row, current)
        else:
            self._paint_text(painter, rect, str(index.data() or ""), column, model.entry(row).status)
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), theme.colour("hairline"))
        painter.restore()

    def _paint_choices(self, painter: QPainter, box: QRectF, row: int, current: bool) -> None:
        model = self._view.roster
        focused = current and self._view.hasFocus()
        if model.recorded:
            paint_segments(painter, box, CHOICES, model.choice(row), focused=focused)
            return
        # Nothing is on record yet: 出席 is only what would be written, so it stands there quietly.
        paint_segments(painter, box, CHOICES, -1, focused=focused)
        theme.paint_box(painter, segment_rect(box, len(CHOICES), 0), edge=theme.colour("field_edge"), dashed=True)

    def _paint_text(self, painter: QPainter, rect: QRectF, text: str, column: int, status: str) -> None:
        role, colour = "body", "text"
        if column == NAME:
            role = "strong"
        elif column == NUMBER:
            colour = "second"
        elif column == WORDS and not text and not status:
            text, colour = ("未记" if not self._view.roster.recorded else "还没有签到"), "hint"
        inner = rect.adjusted(15 if column == NUMBER else _PAD, 0, -6, 0)
        painter.setFont(theme.font(role))
        painter.setPen(theme.colour(colour))
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(inner.width()))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, cut)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setMaxLength(100)
        editor.setPlaceholderText("9:20 到，车坏在路上")
        editor.setAccessibleName(f"{self._view.roster.entry(index.row()).name}的时间与原因")
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        high = theme.height(theme.CONTROL_IN_ROW)
        rect = option.rect
        editor.setGeometry(rect.left() + 2, rect.center().y() - high // 2, rect.width() - 6, high)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if index.isValid() and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(event.pos(), QRectF(option.rect), index), view)
            return True
        return super().helpEvent(event, view, option, index)

    def _tip(self, pos: QPoint, rect: QRectF, index: Index) -> str:
        if index.column() == STATUS:
            place = segment_at(self._view.choices_rect(rect), len(CHOICES), QPointF(pos))
            return f"{CHOICES[place].word}（{place + 1}）" if place >= 0 else ""
        text = str(index.data() or "")
        role = "strong" if index.column() == NAME else "body"
        return text if QFontMetrics(theme.font(role)).horizontalAdvance(text) > rect.width() - _PAD - 6 else ""


class RosterView(QTableView):
    """The table. It never asks the office; it says what the user chose.

    Signals:
        status_chosen: member's number, the status.
        words_typed: member's number, what was typed as time and reason.
        all_present: 全部出席 was pressed.
    """

    status_chosen = Signal(int, str)
    words_typed = Signal(int, str)
    all_present = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.roster = RosterModel(self)
        self.roster.words_typed.connect(self.words_typed)
        self.setModel(self.roster)
        self.setItemDelegate(_Painter(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        header = dress(self, "签到表", theme.SIGNIN_ROW)
        header.setMinimumSectionSize(10)
        header.setFixedHeight(theme.height(theme.TABLE_HEADER + 2))
        self.everybody = LinkButton("全部出席", self._everybody, icon="check", parent=header)

    def show_roster(self, roster: Roster) -> None:
        """Show a sheet, the first row current where none was."""
        self.everybody.setEnabled(roster.counts.unrecorded > 0 or not roster.recorded)
        self.everybody.setToolTip("还没有记的人都记为出席" if self.everybody.isEnabled() else "每个人都已经记了")
        self.roster.show_roster(roster)
        self._share_width()
        if not self.currentIndex().isValid() and roster.entries:
            self.setCurrentIndex(self.roster.index(0, STATUS))
        self.viewport().update()

    @Slot(tuple)
    def narrow(self, statuses: tuple[str, ...]) -> None:
        """Show only the persons of these statuses; () shows everybody. A later change hides nobody."""
        rows = range(self.roster.rowCount())
        shown = [row for row in rows if not statuses or self.roster.entry(row).status in statuses]
        for row in rows:
            self.setRowHidden(row, row not in shown)
        if shown and self.currentIndex().row() not in shown:
            self.setCurrentIndex(self.roster.index(shown[0], STATUS))

    def choices_rect(self, cell: QRectF) -> QRectF:
        """Where the choices stand in their cell."""
        size = segments_size(CHOICES)
        high = min(size.height(), cell.height() - 8)
        return QRectF(cell.left() + _PAD - 3, cell.center().y() - high / 2, min(size.width(), cell.width() - 8), high)

    def choose(self, place: int) -> None:
        """Choose for the current row, as a key 1–7 does, unless that is so already."""
        row = self.currentIndex().row()
        if row < 0 or not 0 <= place < len(CHOICES):
            return
        entry = self.roster.entry(row)
        if entry.member is not None and (not self.roster.recorded or self.roster.choice(row) != place):
            self.status_chosen.emit(entry.member, CHOICES[place].key)

    def edit_words(self) -> None:
        """Type time and reason of the current row."""
        row = self.currentIndex().row()
        if row >= 0:
            self.setCurrentIndex(self.roster.index(row, WORDS))
            self.edit(self.roster.index(row, WORDS))

    def finish_editing(self) -> None:
        """Take what is being typed as finished."""
        editor = self.indexWidget(self.currentIndex()) or self.viewport().findChild(QLineEdit)
        if isinstance(editor, QLineEdit) and editor.isVisible():
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    @Slot()
    def _everybody(self) -> None:
        self.all_present.emit()

    # -- keys and mouse -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.key() - Qt.Key.Key_1
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and 0 <= digit < len(CHOICES):
            self.choose(digit)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and plain:
            # 回车 that ends typing passes through the field to here; it must not begin again.
            if self.state() != QAbstractItemView.State.EditingState:
                self.edit_words()
        else:
            super().keyPressEvent(event)

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = _VISIBLE) -> None:  # type: ignore[override]
        """Up and down only: the names stay in sight."""
        super().scrollTo(index, hint)
        self.horizontalScrollBar().setValue(0)

    def keyboardSearch(self, _search: str) -> None:
        """Typing must not jump about among the numbers."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.column() == STATUS:
            box = self.choices_rect(QRectF(self.visualRect(index)))
            self.choose(segment_at(box, len(CHOICES), event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        over = index.column() == STATUS and self.choices_rect(QRectF(self.visualRect(index))).contains(event.position())
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """回车 ends typing and goes down a row."""
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        below = self.currentIndex().row() + 1
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache and below < self.roster.rowCount():
            self.setCurrentIndex(self.roster.index(below, STATUS))
        self.setFocus()

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()  # the whole row is drawn as current

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # -- widths -------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Names and choices stand whole; what is left is shared by unit and reason."""
        metrics = QFontMetrics(theme.font("strong"))
        names = max((metrics.horizontalAdvance(e.name) for e in self.roster.entries), default=0)
        widths = {
            NUMBER: theme.width(44),
            NAME: max(theme.width(80), names + _PAD + 12),
            STATUS: segments_size(CHOICES).width() + 16,
        }
        left = max(120, self.viewport().width() - sum(widths.values()))
        units = QFontMetrics(theme.font("body"))
        longest = max((units.horizontalAdvance(e.unit_and_post) for e in self.roster.entries), default=0)
        size = self.everybody.sizeHint()
        heading = metrics.horizontalAdvance(HEADINGS[WORDS]) + size.width() + 2 * _PAD + 12
        unit = min(max(theme.width(110), longest + _PAD + 12), int(left * 0.5))
        least = metrics.horizontalAdvance(HEADINGS[UNIT]) + 2 * _PAD + 4
        self.setColumnHidden(UNIT, left < least + theme.width(110))
        widths[UNIT] = 0 if self.isColumnHidden(UNIT) else max(least, min(unit, left - heading))
        widths[WORDS] = left - widths[UNIT]
        self.everybody.setVisible(widths[WORDS] >= heading)
        for column, wide in widths.items():
            if wide:
                self.setColumnWidth(column, wide)
        header = self.horizontalHeader()
        self.everybody.resize(size)
        self.everybody.move(self.viewport().width() - size.width() - 8, (header.height() - size.height()) // 2)
