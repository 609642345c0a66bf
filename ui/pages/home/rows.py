"""The home page's lines: a duty with its status and button, and a record that opens."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import icons, theme
from ui.pages.home.reading import RowData
from ui.widgets.buttons import Button
from ui.widgets.cards import paint_line
from ui.widgets.pressing import DrawnButton

TONES = {"逾期": "overdue", "临近": "near", "进行中": "progress", "未开始": "plain", "已完成": "done"}
_ICONS = {"逾期": "overdue", "临近": "near", "进行中": "progress", "未开始": "progress", "已完成": "done"}
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class DutyRow(QWidget):
    """What, how often, where it stands, its status in a word, and a button that goes on with it.

    Signals:
        acted: the duty, when its button was pressed.
    """

    acted = Signal(object)

    def __init__(self, duty: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.duty = duty
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(theme.height(theme.DUTY_ROW))
        self.setMaximumHeight(theme.height(62))
        kind = "plain" if duty.standing == "已完成" else "secondary"
        self.button = Button(duty.verb, self._act, kind=kind, in_row=True, parent=self)
        self.button.setAccessibleName(f"{duty.title}：{duty.verb}")
        self.setAccessibleName(f"{duty.title}，{duty.often}，{duty.words}，{duty.standing}")

    def sizeHint(self) -> QSize:
        return QSize(theme.width(400), theme.height(60))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.width(300), theme.height(theme.DUTY_ROW))

    def _boxes(self) -> dict[str, QRectF]:
        """Where the parts stand; the frequency goes first when it is narrow."""
        high, right = float(self.height()), self.width() - 14.0
        wide = float(theme.width(100))
        boxes = {"button": QRectF(right - wide, 0, wide, high)}
        chip = float(theme.width(64))
        boxes["chip"] = QRectF(right - wide - 10 - chip, 0, chip, high)
        edge = theme.icon_size(18)
        boxes["icon"] = QRectF(17, (high - edge) / 2, edge, edge)
        left = 17.0 + edge + 12
        title = float(theme.width(108))
        boxes["title"] = QRectF(left, 0, title, high)
        left += title + 6
        often = float(theme.width(104))
        if boxes["chip"].left() - left - often > theme.width(150):
            boxes["often"] = QRectF(left, 0, often, high)
            left += often + 12
        boxes["words"] = QRectF(left, 0, boxes["chip"].left() - 8 - left, high)
        return boxes

    def resizeEvent(self, _event: QEvent) -> None:
        box = self._boxes()["button"]
        high = self.button.sizeHint().height()
        self.button.setGeometry(round(box.left()), round((self.height() - high) / 2), round(box.width()), high)
        cut = QFontMetrics(theme.font("body")).horizontalAdvance(self.duty.words) > self._boxes()["words"].width()
        self.setToolTip(f"{self.duty.words}（{self.duty.often}）" if cut else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        boxes, duty = self._boxes(), self.duty
        tone = TONES[duty.standing]
        icons.paint(painter, _ICONS[duty.standing], boxes["icon"], theme.tone(tone)[0])
        painter.setPen(theme.colour("text"))
        _write(painter, boxes["title"], duty.title, "strong")
        painter.setPen(theme.colour("second"))
        if "often" in boxes:
            _write(painter, boxes["often"], duty.often, "hint")
        _write(painter, boxes["words"], duty.words, "body")
        text, ground, _ = theme.tone(tone)
        chip = boxes["chip"]
        high = theme.height(25)
        theme.paint_box(painter, QRectF(chip.left(), (chip.height() - high) / 2, chip.width(), high), ground=ground)
        painter.setPen(text)
        painter.setFont(theme.font("hint"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, duty.standing)
        paint_line(painter, QRectF(1, self.height() - 1, self.width() - 2, 1))

    @Slot()
    def _act(self) -> None:
        self.acted.emit(self.duty)


class RecordRow(DrawnButton):
    """A day, what, and a few words at the right; a click or 回车 opens the record.

    Signals:
        opened: the row's data.
    """

    opened = Signal(object)

    def __init__(self, row: RowData, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumHeight(theme.height(theme.TABLE_ROW))
        self.setMaximumHeight(theme.height(50))
        self.setAccessibleName(f"{row.day}，{row.what}，{row.right}")
        self.clicked.connect(self._open)

    def sizeHint(self) -> QSize:
        return QSize(theme.width(260), theme.height(48))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.width(200), theme.height(theme.TABLE_ROW))

    @Slot()
    def _open(self) -> None:
        self.opened.emit(self.row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self.underMouse():
            painter.fillRect(box.adjusted(1, 0, -1, -1), theme.colour("foot"))
        ink = theme.colour(self.row.tone) if self.row.tone else theme.colour("second")
        edge = theme.icon_size(17)
        icons.paint(painter, self.row.icon, QRectF(17, (box.height() - edge) / 2, edge, edge), ink)
        left = 17.0 + edge + 10
        wide = float(theme.width(76))
        painter.setPen(ink)
        _write(painter, QRectF(left, 0, wide, box.height()), self.row.day, "body")
        left += wide
        room = box.width() - left - 17
        words = QFontMetrics(theme.font("hint")).horizontalAdvance(self.row.right)
        right = min(float(words), room * 0.6)
        painter.setPen(theme.colour("second"))
        _write(painter, QRectF(box.right() - 17 - right, 0, right + 1, box.height()), self.row.right, "hint")
        painter.setPen(theme.colour("text"))
        title = QRectF(left, 0, room - right - 10, box.height())
        _write(painter, title, self.row.what, "body")
        cut = QFontMetrics(theme.font("body")).horizontalAdvance(self.row.what) > title.width() or words > right
        self.setToolTip(f"{self.row.what}　{self.row.right}" if cut else "")
        paint_line(painter, QRectF(1, box.height() - 1, box.width() - 2, 1))
        if self.hasFocus():
            theme.paint_focus(painter, box.adjusted(1, 0, -1, -1))


def _write(painter: QPainter, box: QRectF, text: str, role: str) -> None:
    painter.setFont(theme.font(role))
    cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()) + 1)
    painter.drawText(box, _MIDDLE, cut)


