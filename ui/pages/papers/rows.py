"""The list of papers at the left: title and one line what it is; one of them is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from liaison.papers.paper import Paper
from ui import theme
from ui.widgets.cards import paint_line
from ui.widgets.pressing import DrawnButton

_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)
_LEFT, _RIGHT, _ABOVE = 17, 14, 9
_BAR = 3


class PaperRow(DrawnButton):
    """One paper. ↑ and ↓ go to its neighbours."""

    def __init__(self, paper: Paper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paper = paper
        self.setText(paper.title)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAccessibleName(paper.title)
        self.setAccessibleDescription(paper.about)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        wide = theme.width(300)
        return QSize(wide, self.heightForWidth(wide))

    def heightForWidth(self, width: int) -> int:
        return 2 * _ABOVE + theme.height(24) + self._about_box(width).height()

    def _about_box(self, width: int) -> QRect:
        room = QRectF(0, 0, width - _LEFT - _RIGHT, 400).toRect()
        return QFontMetrics(theme.font("hint")).boundingRect(room, _WRAP, self.paper.about)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self.isChecked():
            painter.fillRect(box.adjusted(1, 0, -1, 0), theme.colour("selected"))
            painter.fillRect(QRectF(1, 0, _BAR, box.height()), theme.colour("accent"))
        elif self.underMouse():
            painter.fillRect(box.adjusted(1, 0, -1, 0), theme.colour("foot"))
        title = QRectF(_LEFT, _ABOVE, box.width() - _LEFT - _RIGHT, theme.height(24))
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.colour("accent" if self.isChecked() else "text"))
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setFont(theme.font("hint"))
        painter.setPen(theme.colour("second"))
        about = QRectF(_LEFT, title.bottom(), title.width(), box.height() - title.bottom())
        painter.drawText(about, _WRAP, self.paper.about)
        paint_line(painter, QRectF(1, box.height() - 1, box.width() - 2, 1))
        if self.hasFocus():
            theme.paint_focus(painter, box)


class PaperList(QWidget):
    """The papers of one page.

    Signals:
        chosen: the Paper.
        turned: PgUp (−1) or PgDn (1) was pressed; the pages beside the list turn, not the list.
    """

    chosen = Signal(object)
    turned = Signal(int)

    def __init__(self, papers: Sequence[Paper], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 1, 0, 0)
        column.setSpacing(0)
        self.rows = [PaperRow(paper) for paper in papers]
        for row in self.rows:
            row.clicked.connect(self._clicked)
            column.addWidget(row)
        column.addStretch(1)
        if self.rows:
            self.rows[0].setChecked(True)
            self.setFocusProxy(self.rows[0])

    @property
    def paper(self) -> Paper:
        """The chosen one."""
        return next(row.paper for row in self.rows if row.isChecked())

    def choose(self, name: str) -> None:
        """Show another one as chosen, without saying so."""
        for row in self.rows:
            if row.paper.name == name:
                row.setChecked(True)
                self.setFocusProxy(row)

    @Slot()
    def _clicked(self) -> None:
        self.setFocusProxy(next(row for row in self.rows if row.isChecked()))
        self.chosen.emit(self.paper)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        turn = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()))
        if turn is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.turned.emit(turn)
            return
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        place = next((n for n, row in enumerate(self.rows) if row.isChecked()), 0)
        if step is None or not 0 <= place + step < len(self.rows):
            super().keyPressEvent(event)
            return
        row = self.rows[place + step]
        row.setFocus(Qt.FocusReason.TabFocusReason)
        row.click()
