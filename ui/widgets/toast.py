"""The toast: what happened, 撤销 or 重做 of just that, close."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import icons, theme
from ui.widgets.buttons import IconButton, LinkButton
from ui.widgets.text import label


class Toast(QWidget):
    """One at a time, bottom centre of its parent; 8 seconds, staying while pointed at or focused.

    Signals:
        undo, redo: 撤销 or 重做 was pressed; the action that the sentence is about, 0 for the last one.
    """

    undo = Signal(int)
    redo = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over_what = parent
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 7, 10, 7)
        row.setSpacing(12)
        self._icon_room = theme.icon_size()
        row.addSpacing(self._icon_room + 10)
        self._text = label("", "body", "toast_text")
        row.addWidget(self._text)
        self._undo = LinkButton("撤销", self._pressed, role="toast_action", parent=self)
        self._undo.setToolTip("撤销（Ctrl+Z）")
        self._undo.setFont(theme.font("strong"))
        row.addWidget(self._undo)
        self._redo = LinkButton("重做", self._redo_pressed, role="toast_action", parent=self)
        self._redo.setToolTip("重做（Ctrl+Y）")
        self._redo.setFont(theme.font("strong"))
        row.addWidget(self._redo)
        self._action = 0
        row.addWidget(IconButton("close", "关闭", self.hide, role="toast_text", parent=self))
        self._timer = QTimer(self, singleShot=True, interval=theme.TOAST_SECONDS * 1000)
        self._timer.timeout.connect(self._over)
        for child in self.findChildren(QWidget):
            child.installEventFilter(self)
        parent.installEventFilter(self)
        self.hide()

    def say(self, text: str, *, undo: bool = True, redo: bool = False, action: int = 0) -> None:
        """Show a sentence; an older one gives way.

        Args:
            undo, redo: offer to take it back, or to do it again.
            action: what that is about; 0 for the last action.
        """
        self._text.setText(text)
        self._action = action
        self._undo.setVisible(undo)
        self._redo.setVisible(redo)
        self.setAccessibleName(text)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def _place(self) -> None:
        area = self._over_what.rect()
        self.resize(min(self.sizeHint().width(), area.width() - 40), self.sizeHint().height())
        self.move((area.width() - self.width()) // 2, area.height() - self.height() - theme.TOAST_ABOVE_EDGE)

    @Slot()
    def _pressed(self) -> None:
        self.hide()
        self.undo.emit(self._action)

    @Slot()
    def _redo_pressed(self) -> None:
        self.hide()
        self.redo.emit(self._action)

    @Slot()
    def _over(self) -> None:
        """Time is over; not while someone points at it or has the focus in it."""
        if self.underMouse() or self.isAncestorOf(self.window().focusWidget() or self.window()):
            self._timer.start()
        else:
            self.hide()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme.paint_box(painter, QRectF(self.rect()), ground=theme.colour("toast"), radius=theme.RADIUS_CARD)
        edge = self._icon_room
        box = QRectF(16, (self.height() - edge) / 2, edge, edge)
        icons.paint(painter, "check", box, theme.colour("toast_text"))
