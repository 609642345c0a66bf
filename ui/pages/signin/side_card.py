"""A card of the column beside the sign-in table."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy

from ui.widgets.cards import Card
from ui.widgets.text import label

ROW = 30
"""The height of a row in the cards: the least that a finger hits."""


class SideCard(Card):
    """A card with its title row."""

    def __init__(self, title: str) -> None:
        super().__init__(margins=(16, 8, 12, 8), spacing=0)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(label(title, "section"))
        self.body.addLayout(self.head)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
