"""The time-line of one petition: every contact, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from liaison.kit.desk import Row
from ui import theme
from ui.widgets.buttons import LinkButton, secondary
from ui.widgets.cards import Card, CardHeader
from ui.widgets.scrolling import show_through
from ui.widgets.text import WrapLabel, label

SHOWN = 100
"""So many contacts are shown; nobody reads more of one matter."""


class TimeLine(Card):
    """A card under the list.

    Signals:
        change_wanted: a contact's row.
    """

    change_wanted = Signal(object)

    def __init__(self, add: Callable[[], object], parent: QWidget | None = None) -> None:
        """Args: add: what 记一次联系 does."""
        super().__init__(parent, margins=(1, 1, 1, 1), spacing=0)
        self.rows: Sequence[Row] = ()
        self.header = CardHeader("联系记录")
        self.add_button = secondary("记一次联系", add, icon="add", in_row=True)
        self.header.add(self.add_button)
        self.body.addWidget(self.header)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._host = QWidget()
        self._grid = QGridLayout(self._host)
        self._grid.setContentsMargins(17, 8, 12, 10)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(3, 1)
        show_through(area, self._host)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.body.addWidget(area, 1)
        self.setFixedHeight(theme.height(196))

    def show_contacts(self, rows: Sequence[Row], why_not: str = "") -> None:
        """Show a petition's contacts; `why_not` says why none can be added."""
        self.rows = rows[:SHOWN]
        self.header.note.setText(f"{len(rows)} 次" if rows else "")
        self.add_button.disable(why_not) if why_not else self.add_button.enable()
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for place in range(self._grid.rowCount()):
            self._grid.setRowStretch(place, 0)
        top = Qt.AlignmentFlag.AlignTop
        for place, row in enumerate(self.rows):
            day, how = label(row.texts["date"], "body", "second"), label(row.texts["how"], "body", "second")
            who = label(row.texts["member"], "body", "second")
            what = WrapLabel(row.texts["what"])
            what.setAlignment(top | Qt.AlignmentFlag.AlignLeft)
            change = LinkButton("修改", self._change)
            above = max(0, (change.sizeHint().height() - day.fontMetrics().height()) // 2)
            for words in (day, how, who, what):  # on one line with the link at the right
                words.setContentsMargins(0, above, 0, 0)
            change.setProperty("place", place)
            change.setAccessibleName(f"修改{row.texts['date']}的联系")
            for column, widget in enumerate((day, how, who, what, change)):
                self._grid.addWidget(widget, place, column, *(() if column == 3 else (top,)))
        if not rows:
            self._grid.addWidget(label(why_not or "还没有联系过", "body", "hint"), 0, 0, 1, 5, top)
        self._grid.setRowStretch(max(1, len(self.rows)), 1)

    @Slot()
    def _change(self) -> None:
        self.change_wanted.emit(self.rows[int(self.sender().property("place"))])
