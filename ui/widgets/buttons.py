"""Buttons: one primary per screen, the others white with an edge; links for more; icons for the few
things that need no word. They paint themselves, so no style rules are matched per button.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui import icons, theme
from ui.widgets.pressing import DrawnButton, enter_presses

_ICON_GAP = 7


class Button(QPushButton):
    """A button with a word.

    Kinds: "primary", "secondary", "danger" (red word, white ground), "plain" (no edge).
    """

    def __init__(
        self,
        word: str,
        clicked: Callable[[], object] | None = None,
        *,
        kind: str = "secondary",
        icon: str = "",
        key: str = "",
        in_row: bool = False,
        menu: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        word: the verb.
        clicked: a bound method (not a lambda that holds the dialog).
        icon: meaning of an icon before the word.
        key: the key that does the same, named in the tooltip ("Ctrl+N"); not bound here.
        in_row: 30 high instead of 34.
        menu: a small arrow after the word.
        """
        super().__init__(word, parent)
        self.kind = kind
        self._icon = icon
        self._arrow = menu
        self._in_row = in_row
        self._tip = f"{word}（{key}）" if key else ""
        self._size: QSize | None = None
        self.setFont(theme.font("strong" if kind == "primary" else "body"))
        self.setToolTip(self._tip)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if clicked is not None:
            self.clicked.connect(clicked)

    def disable(self, why: str) -> None:
        """Grey it out; the tooltip says why."""
        self.setEnabled(False)
        self.setToolTip(why)
        self.setAccessibleDescription(why)

    def enable(self) -> None:
        """Make it work again."""
        self.setEnabled(True)
        self.setToolTip(self._tip)
        self.setAccessibleDescription("")

    def setText(self, text: str) -> None:
        self._size = None
        super().setText(text)

    def sizeHint(self) -> QSize:
        if self._size is None:
            metrics = QFontMetrics(self.font())
            wide = metrics.horizontalAdvance(self.text()) + 2 * self._padding()
            if self._icon:
                wide += theme.icon_size(theme.ICON_SMALL) + _ICON_GAP
            if self._arrow:
                wide += theme.icon_size(14) + 4
            high = theme.height(theme.CONTROL_IN_ROW if self._in_row else theme.CONTROL)
            self._size = QSize(wide, high)
        return QSize(self._size)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _padding(self) -> int:
        return 8 if self.kind == "plain" else 12 if self._in_row else 15

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self._size = None
        return super().event(event)

    def _colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        """Ground, edge and text for the present state."""
        if self.kind == "primary":
            if not self.isEnabled():
                return theme.colour("column"), theme.colour("button_edge"), theme.colour("hint")
            ground = theme.colour("pressed" if self.isDown() or self.underMouse() else "accent")
            return ground, None, theme.colour("on_accent")
        text = theme.colour("overdue" if self.kind == "danger" else "text")
        if not self.isEnabled():
            text = theme.colour("hint")
        pressed = self.isDown() or self.isChecked()
        if self.kind == "plain":
            return (theme.colour("header") if pressed or self.underMouse() else None), None, text
        if not self.isEnabled():
            return theme.colour("page"), theme.colour("hairline"), text
        return (
            theme.colour("header" if pressed else "foot" if self.underMouse() else "surface"),
            theme.colour("field_edge" if self.underMouse() else "button_edge"),
            text,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not enter_presses(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground, edge, text = self._colours()
        box = QRectF(self.rect())
        if ground is not None or edge is not None:
            theme.paint_box(painter, box, ground=ground, edge=edge)
        metrics = QFontMetrics(self.font())
        icon = theme.icon_size(theme.ICON_SMALL)
        arrow = theme.icon_size(14)
        used = metrics.horizontalAdvance(self.text())
        used += icon + _ICON_GAP if self._icon else 0
        used += arrow + 4 if self._arrow else 0
        left = max(4.0, (box.width() - used) / 2)
        if self._icon:
            icons.paint(painter, self._icon, QRectF(left, (box.height() - icon) / 2, icon, icon), text)
            left += icon + _ICON_GAP
        painter.setFont(self.font())
        painter.setPen(text)
        words = QRectF(left, 0, box.width() - left, box.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self._arrow:
            left = box.width() - self._padding() - arrow + 4
            icons.paint(painter, "down", QRectF(left, (box.height() - arrow) / 2, arrow, arrow), text)
        if self.hasFocus():
            theme.paint_focus(painter, box)
            if self.kind == "primary":  # a white line keeps the ring apart from the dark ground
                theme.paint_box(painter, box.adjusted(2, 2, -2, -2), edge=theme.colour("on_accent"), radius=3)


class IconButton(DrawnButton):
    """A button with an icon only, for save arrows, close, fold and plus; the tooltip is its name."""

    def __init__(
        self,
        icon: str,
        name: str,
        clicked: Callable[[], object] | None = None,
        *,
        role: str = "second",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._role = icon, role
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        edge = theme.height(theme.CONTROL_IN_ROW)
        self.setFixedSize(edge, edge)
        if clicked is not None:
            self.clicked.connect(clicked)

    def set_icon(self, icon: str, name: str) -> None:
        """Another icon with another name (fold and unfold)."""
        self._icon = icon
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self.underMouse() and self.isEnabled() and self._role != "toast_text":
            theme.paint_box(painter, box, ground=theme.colour("header"))
        edge = theme.icon_size(theme.ICON_SMALL)
        left, top = (box.width() - edge) / 2, (box.height() - edge) / 2
        role = self._role if self.isEnabled() else "hint"
        icons.paint(painter, self._icon, QRectF(left, top, edge, edge), theme.colour(role))
        if self.hasFocus():
            theme.paint_focus(painter, box)


class LinkButton(DrawnButton):
    """A link for more: a word in the accent, underlined while pointed at."""

    def __init__(
        self,
        word: str,
        clicked: Callable[[], object] | None = None,
        *,
        role: str = "accent",
        icon: str = "",
        flush: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Args: flush: no room at the sides, to stand at a margin."""
        super().__init__(parent)
        self._role, self._icon = role, icon
        self._side = 1 if flush else 6
        self.setText(word)
        self.setFont(theme.font("body"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if clicked is not None:
            self.clicked.connect(clicked)

    def set_word(self, word: str, icon: str = "") -> None:
        """Another word and icon (显示 and 隐藏)."""
        self._icon = icon
        self.setText(word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = QFontMetrics(self.font()).horizontalAdvance(self.text()) + 2 * self._side
        if self._icon:
            wide += theme.icon_size(theme.ICON_SMALL) + 5
        return QSize(wide, theme.height(theme.CONTROL_IN_ROW))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = self.font()
        font.setUnderline(self.underMouse() and self.isEnabled())
        painter.setFont(font)
        ink = theme.colour(self._role if self.isEnabled() else "hint")
        painter.setPen(ink)
        left, edge = self._side, theme.icon_size(theme.ICON_SMALL)
        if self._icon:
            icons.paint(painter, self._icon, QRectF(left, (self.height() - edge) / 2, edge, edge), ink)
            left += edge + 5
        box = QRectF(left, 0, self.width() - left, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self.hasFocus():
            theme.paint_focus(painter, QRectF(self.rect()))


def primary(
    word: str, clicked: Callable[[], object] | None = None, *, icon: str = "", key: str = ""
) -> Button:
    """The one primary button of a screen."""
    return Button(word, clicked, kind="primary", icon=icon, key=key)


def secondary(
    word: str,
    clicked: Callable[[], object] | None = None,
    *,
    icon: str = "",
    key: str = "",
    in_row: bool = False,
) -> Button:
    """A white button with an edge."""
    return Button(word, clicked, icon=icon, key=key, in_row=in_row)


def danger(word: str, clicked: Callable[[], object] | None = None) -> Button:
    """A destructive action: far right, never primary."""
    return Button(word, clicked, kind="danger")
