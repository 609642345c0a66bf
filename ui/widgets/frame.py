"""The frame of every page: crumb, title row with actions, total line, filters, content, foot, right panel.

The frame never scrolls; only lists, tables and text inside it do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.buttons import Button, IconButton, LinkButton
from ui.widgets.cards import Card, CardHeader, Line
from ui.widgets.chips import Chip
from ui.widgets.states import Icon
from ui.widgets.text import ElidedLabel, label


class Crumb(QWidget):
    """Where a record belongs: 活动 › 签到. The words before the last are links."""

    def __init__(
        self, steps: Sequence[tuple[str, Callable[[], object] | None]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for place, (word, clicked) in enumerate(steps):
            if place:
                row.addWidget(Icon("right", 12, "hint"))
            if clicked is None:
                last = label(word, "hint", "second")
                last.setContentsMargins(6, 0, 0, 0)
                row.addWidget(last)
            else:
                link = LinkButton(word, clicked, flush=True)
                link.setFont(theme.font("hint"))
                link.setFixedHeight(theme.height(22))
                row.addWidget(link)
        row.addStretch(1)
        self.setAccessibleName(" › ".join(word for word, _ in steps))


class RightPanel(Card):
    """The panel at the right: header with title, status and fold button; body; foot with actions.

    Folded (F8) it is a strip with the button that opens it and the short words given it (来宾 3, 五有 4/5).

    Signals:
        toggled: True when it has been folded.
    """

    toggled = Signal(bool)

    def __init__(self, title: str = "", wide: int = theme.PANEL_REGISTER, parent: QWidget | None = None):
        super().__init__(parent, margins=(1, 1, 1, 1), spacing=0)
        self._wide = wide
        self.folded = False
        self.header = CardHeader(title)
        self.chip = Chip("", "plain", self.header)
        self.header.add_left(self.chip)
        self._fold = IconButton("fold", "收起右侧（F8）", self.toggle)
        self.header.add(self._fold)
        self.body.addWidget(self.header)
        self._inside = QWidget(self)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.content = QVBoxLayout()
        self.content.setContentsMargins(16, 12, 16, 12)
        self.content.setSpacing(theme.GAP)
        column.addLayout(self.content, 1)
        self._foot_line = Line(self._inside)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(16, 9, 16, 10)
        column.addWidget(self._foot_line)
        column.addLayout(self.foot)
        self._foot_line.hide()
        self.body.addWidget(self._inside, 1)
        self._strip = QWidget(self)
        self._strip_column = QVBoxLayout(self._strip)
        self._strip_column.setContentsMargins(4, 4, 4, 4)
        self._strip_column.setSpacing(theme.GAP)
        self._strip_column.addWidget(
            IconButton("unfold", "展开右侧（F8）", self.toggle), 0, Qt.AlignmentFlag.AlignHCenter
        )
        self._strip_column.addStretch(1)
        self._strip.hide()
        self.body.addWidget(self._strip, 1)
        self.setFixedWidth(theme.width(wide))

    def set_title(self, title: str, status: str = "", tone: str = "plain") -> None:
        """Whom or what the panel shows, with its status."""
        self.header.title.setText(title)
        self.chip.set(status, tone)

    def add_foot(self, left: Sequence[QWidget] = (), right: Sequence[QWidget] = ()) -> None:
        """Actions: the usual ones left, the destructive one far right."""
        for widget in left:
            self.foot.addWidget(widget)
        self.foot.addStretch(1)
        for widget in right:
            self.foot.addWidget(widget)
        self._foot_line.show()

    def set_folded_words(self, words: Sequence[str]) -> None:
        """What the folded strip says; each word is a button that opens the panel."""
        while self._strip_column.count() > 2:
            item = self._strip_column.takeAt(1)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        for place, word in enumerate(words):
            button = Button(word, self.toggle, in_row=True)
            self._strip_column.insertWidget(1 + place, button)
        self._set_width()

    @Slot()
    def toggle(self) -> None:
        """Fold or unfold, and say so."""
        self.fold(not self.folded)
        self.toggled.emit(self.folded)

    def fold(self, folded: bool) -> None:
        """Fold or unfold."""
        self.folded = folded
        self.header.setVisible(not folded)
        self._inside.setVisible(not folded)
        self._strip.setVisible(folded)
        self._set_width()

    def _set_width(self) -> None:
        if self.folded:
            self.setFixedWidth(max(44, self._strip_column.minimumSize().width() + 2))
        else:
            self.setFixedWidth(theme.width(self._wide))


NARROW_PAGE = 900
"""A page narrower than this folds its right panel."""


def fold_when_narrow(panel: RightPanel, wide: int, *, kept: bool) -> None:
    """Fold a page's panel where there is little room for the list beside it; else it is as it was left.

    Args:
        wide: the page's width in px; kept: whether the user left it folded.
    """
    narrow = wide < theme.width(NARROW_PAGE)
    if narrow and not panel.folded:
        panel.fold(True)
    elif not narrow and panel.folded and not kept:
        panel.fold(False)


class PageFrame(QWidget):
    """The brief's frame with its slots, top to bottom. A slot that is not filled takes no room.

    Attributes:
        total: layout for a `TotalLine` or figure cards.
        filters: layout of search field and filter row.
        content: layout of the lists and tables; what is added stretches.
        foot_left, foot_right: one line each under the content.
        panel: the right panel, or None.
    """

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panel: RightPanel | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(
            theme.MARGIN_LEFT, theme.MARGIN_TOP, theme.MARGIN_RIGHT, theme.MARGIN_BOTTOM
        )
        outer.setSpacing(0)
        self._outer = outer
        outer.addLayout(self._title_row(title))
        outer.addSpacing(10)
        self.total = self._slot(outer, 10)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(14)
        outer.addLayout(self._columns, 1)
        main = QVBoxLayout()
        main.setSpacing(0)
        self._columns.addLayout(main, 1)
        self.filters = self._slot(main, 10)
        self.content = QVBoxLayout()
        self.content.setSpacing(theme.BLOCK_GAP)
        main.addLayout(self.content, 1)
        self._foot_row(main)

    def _title_row(self, title: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        self._heads = QVBoxLayout()
        self._heads.setSpacing(1)
        line = QHBoxLayout()
        line.setSpacing(12)
        self.title = ElidedLabel(title, "title")
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.title.setMinimumHeight(theme.height(30))
        self.chip = Chip("", "plain", self)
        self.beside = QHBoxLayout()
        self.note = label("", "body", "second")
        line.addWidget(self.title)
        line.addWidget(self.chip)
        line.addLayout(self.beside)
        line.addWidget(self.note)
        line.addStretch(1)
        self._heads.addLayout(line)
        self.subtitle = ElidedLabel("", "body", "second")
        self.subtitle.hide()
        self._heads.addWidget(self.subtitle)
        row.addLayout(self._heads, 1)
        self._action_row = QHBoxLayout()
        self._action_row.setSpacing(theme.GAP)
        row.addLayout(self._action_row)
        row.setAlignment(self._heads, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _foot_row(self, main: QVBoxLayout) -> None:
        self._foot = QWidget(self)
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(theme.GAP)
        self.foot_left = QHBoxLayout()
        self.foot_right = label("", "hint", "second")
        row.addLayout(self.foot_left)
        row.addStretch(1)
        row.addWidget(self.foot_right)
        main.addWidget(self._foot)
        self._foot.hide()

    @staticmethod
    def _slot(into: QVBoxLayout, below: int) -> QHBoxLayout:
        """A row that takes no room until something is added to it."""
        row = _Slot(below)
        row.setSpacing(theme.GAP)
        into.addLayout(row)
        return row

    def set_title(self, title: str, *, note: str = "", status: str = "", tone: str = "plain") -> None:
        """The page's title, a note beside it, and a status chip."""
        self.title.setText(title)
        self.title.updateGeometry()
        self.note.setText(note)
        self.chip.set(status, tone)

    def set_subtitle(self, text: str) -> None:
        """A line under the title."""
        self.subtitle.setText(text)
        self.subtitle.setVisible(bool(text))

    def set_crumb(self, *steps: tuple[str, Callable[[], object] | None]) -> None:
        """Where this record belongs; each step a word and what a click on it does (None for the last)."""
        first = self._heads.itemAt(0)
        old = None if first is None else first.widget()
        if isinstance(old, Crumb):
            self._heads.removeWidget(old)
            old.deleteLater()
        if steps:
            self._heads.insertWidget(0, Crumb(steps, self))

    def add_action(self, button: QWidget) -> None:
        """A button at the right of the title row, in reading order."""
        self._action_row.addWidget(button)

    def set_panel(self, panel: RightPanel) -> None:
        """The panel at the right, beside filters, content and foot."""
        self.panel = panel
        self._columns.addWidget(panel)

    def show_foot(self, right: str) -> None:
        """The foot line's words at the right (选中 1 条 …)."""
        self.foot_right.setText(right)
        self._foot.show()

    def add_foot(self, widget: QWidget) -> None:
        """Something at the left of the foot line (page numbers and arrows)."""
        self.foot_left.addWidget(widget)
        self._foot.show()


class _Slot(QHBoxLayout):
    """A row whose distance to what follows is there only while something is in it."""

    def __init__(self, below: int) -> None:
        super().__init__()
        self._below = below

    def addWidget(self, widget: QWidget, *args: object) -> None:
        super().addWidget(widget, *args)  # type: ignore[arg-type]
        self.setContentsMargins(0, 0, 0, self._below)

    def addLayout(self, layout: QLayout, *args: object) -> None:
        super().addLayout(layout, *args)  # type: ignore[arg-type]
        self.setContentsMargins(0, 0, 0, self._below)
