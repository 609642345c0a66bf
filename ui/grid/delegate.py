"""How a cell is painted, and the small editor that opens in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QCompleter,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from liaison.kit.fields import Choice, Day, Field, Flag, Reference
from ui import theme
from ui.grid.columns import CORRECTION
from ui.grid.model import REFUSED_ROLE, REVERSAL, VOID, GridModel

PADDING = 10
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
Index = QModelIndex | QPersistentModelIndex
Proposals = Callable[[Field], list[str]]


def hairline(painter: QPainter) -> float:
    """The thickness of a line that takes whole device pixels, so that all lines are alike at 150 %."""
    ratio = painter.device().devicePixelRatioF()
    return max(1, int(ratio + 0.25)) / ratio


class CellEditor(QLineEdit):
    """A line in a cell; choices and names are proposed while typing (Alt+↓ lists them all)."""

    def __init__(self, f: Field, proposals: list[str], today: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._field, self._today = f, today
        self.setAccessibleName(f.label)
        self.setFrame(False)
        if f.right_aligned:
            self.setAlignment(Qt.AlignmentFlag.AlignRight)
        if proposals:
            completer = QCompleter(QStringListModel(proposals, self), self)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            self.setCompleter(completer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers()
        if event.key() == Qt.Key.Key_Down and held & Qt.KeyboardModifier.AltModifier and self.completer():
            self.completer().setCompletionPrefix("")
            self.completer().complete()
        elif event.key() == Qt.Key.Key_Semicolon and held == Qt.KeyboardModifier.ControlModifier:
            if isinstance(self._field, Day):
                self.setText(self._today)
        else:
            super().keyPressEvent(event)


class CellDelegate(QStyledItemDelegate):
    """Paints the cells of a list and edits them in place.

    Signals:
        went_on: the editor was left with 回车: the cell below is next.
    """

    went_on = Signal()

    def __init__(self, proposals: Proposals, today: Callable[[], str], parent: QObject | None = None) -> None:
        """Args:
        proposals: what to offer for a field, at once (from what is known).
        today: the day, ISO, for Ctrl+;.
        """
        super().__init__(parent)
        self._proposals, self._today = proposals, today
        self.closeEditor.connect(self._closed)
        self._entered = False
        self._font, self._struck_font = theme.font("body"), theme.font("body")
        self._struck_font.setStrikeOut(True)
        self._metrics = QFontMetrics(self._font)

    # -- painting -----------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view, model = option.widget, index.model()
        assert isinstance(model, GridModel)
        place, section = index.row(), index.column()
        text, mark, tone, refused = model.cell(place, section)
        rect = option.rect
        left, top, wide, high = rect.x(), rect.y(), rect.width(), rect.height()
        ground = "overdue_ground" if refused else "selected" if view.is_chosen(place, section) else ""
        if ground:
            painter.fillRect(rect, theme.colour(ground))
        line = hairline(painter)
        painter.fillRect(QRectF(left, top + high - line, wide, line), theme.colour("hairline"))
        if text:
            column = model.columns[section]
            red = refused or mark in (VOID, REVERSAL)
            blue = "progress" if mark == CORRECTION else ""  # 会计基础工作规范 51: 蓝字更正
            painter.setPen(theme.colour("overdue" if red else tone or blue or "text"))
            painter.setFont(self._struck_font if mark == VOID and column.struck else self._font)
            room = wide - 2 * PADDING
            if self._metrics.horizontalAdvance(text) > room + 1:
                text = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room + 1)
            side = _RIGHT if column.right else _LEFT
            painter.drawText(left + PADDING, top, room, high - 1, side, text)
        current = view.currentIndex()
        if place == current.row():
            if view.first_shown(section):
                painter.fillRect(left, top, 3, high - 1, theme.colour("accent"))
            if section == current.column() and view.rings():
                theme.paint_focus(painter, QRectF(left, top, wide, high - 1), 2)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        return QSize(
            QFontMetrics(theme.font("body")).horizontalAdvance(text) + 2 * PADDING + 2,
            theme.height(theme.TABLE_ROW),
        )

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A tooltip for a text that is cut, and for a refused one."""
        if not index.isValid():
            return False
        refused = index.data(REFUSED_ROLE)
        text = str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
        cut = QFontMetrics(theme.font("body")).horizontalAdvance(text) > option.rect.width() - 2 * PADDING
        QToolTip.showText(event.globalPos(), text if refused or cut else "", view)
        return True

    # -- editing ------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        assert isinstance(model, GridModel)
        f = model.columns[index.column()].field
        return CellEditor(f, self._proposals(f), self._today(), parent)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(editor, CellEditor) and isinstance(event, QKeyEvent):
            completer = editor.completer()
            listing = completer is not None and completer.popup().isVisible()
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not listing:
                self._entered = True
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                return True
        return super().eventFilter(editor, event)

    def _closed(self, _editor: QWidget, _hint: object) -> None:
        if self._entered:
            self._entered = False
            self.went_on.emit()


def offered(f: Field) -> list[str]:
    """What a field offers without asking anybody."""
    if isinstance(f, Choice):
        return list(f.options)
    if isinstance(f, Flag):
        return [f.yes, f.no]
    return []


def needs_names(f: Field) -> str:
    """The book whose names a field offers; "" when it names none."""
    return f.to if isinstance(f, Reference) else ""
