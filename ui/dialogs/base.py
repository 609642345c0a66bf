"""What every dialog is: a title, a body, verbs at the foot; Esc is the safe choice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMargins, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.text import label


class Dialog(QDialog):
    """A dialog with `body` to fill. Run it through `ask.run`; read its values afterwards.

    Subclasses connect buttons to bound methods only, so that a dialog dies with its last reference.

    Attributes:
        snug: it opens as high as its words need and no higher.
    """

    snug = False

    def __init__(self, title: str, *, wide: int = 420, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(QMargins(24, 20, 24, 18))
        outer.setSpacing(0)
        outer.addStrut(theme.width(wide))  # not a minimum width: that would let words be cut
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        outer.addLayout(self.body, 1)
        outer.addSpacing(18)
        self._foot = QHBoxLayout()
        self._foot.setSpacing(theme.GAP)
        outer.addLayout(self._foot)

    def add_heading(self, text: str) -> None:
        """The first line: what is asked or said."""
        heading = label(text, "section", wrap=True)
        heading.setMinimumWidth(theme.width(300))
        self.body.addWidget(heading)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Wrapped words are of another height than they thought before they knew their width.
        self.grow(snug=self.snug and not event.spontaneous())

    def grow(self, *, snug: bool = False) -> None:
        """Make room for what has just been shown; never smaller, so that nothing jumps under the pointer.

        Args:
            snug: smaller too, where there is room to spare; before anybody has looked.
        """
        layout = self.layout()
        layout.activate()
        wide = max(self.width(), layout.minimumSize().width())
        high = max(layout.minimumHeightForWidth(wide), layout.minimumSize().height())
        self.resize(wide, high if snug else max(self.height(), high))

    def add_buttons(self, left: Sequence[QWidget] = (), right: Sequence[Button] = ()) -> None:
        """Verbs at the foot: helpers left, then the safe one, and the one that goes ahead at the right end."""
        for widget in left:
            self._foot.addWidget(widget)
        self._foot.addStretch(1)
        for button in right:
            self._foot.addWidget(button)
