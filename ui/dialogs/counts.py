"""What a copy holds beside what the office holds today, book by book, and what that means in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from ui import theme
from ui.grid.paste import preview_table
from ui.widgets.cards import Card

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
Counts = Mapping[str, int]
_NAMED = 6
"""So many books are named in a sentence."""


@dataclass(frozen=True, slots=True)
class Book:
    """What is said of a book here: its title, and how its records are counted (“笔捐赠”)."""

    title: str
    measure: str
    noun: str


def books_of(office: Any) -> dict[str, Book]:
    """The books by name, in their order. Runs anywhere: declarations only."""
    return {name: Book(b.title, b.measure, b.noun) for name, b in office.books.items()}


def all_books() -> dict[str, Book]:
    """The same while no office is open."""
    from liaison.office import BOOKS

    return {name: Book(b.title, b.measure, b.noun) for name, b in BOOKS.items()}


@dataclass(frozen=True, slots=True)
class Line:
    """One book: how many records then and now; `now` is None where there is nothing to compare with."""

    title: str
    then: int
    now: int | None


def lines(books: Mapping[str, Book], then: Counts, now: Counts | None) -> list[Line]:
    """The books that hold anything, then or now: those that differ first, each part in the books' order."""
    found = []
    for name in [*books, *(n for n in then if n not in books)]:
        was, is_now = then.get(name, 0), None if now is None else now.get(name, 0)
        if was or is_now:
            found.append(Line(books[name].title if name in books else name, was, is_now))
    return sorted(found, key=lambda line: line.now is None or line.then == line.now)


def parts(books: Mapping[str, Book], counts: Counts) -> str:
    """11 位委员、36 笔捐赠, the first ones and the sum of all where they are many; "" for nothing."""
    held = [name for name in books if counts.get(name, 0) > 0]
    named = held[:_NAMED]
    words = "、".join(f"{counts[name]:,} {books[name].measure}{books[name].noun}" for name in named)
    return words if len(named) == len(held) else f"{words}等，共 {sum(counts[name] for name in held):,} 条"


def lost(books: Mapping[str, Book], then: Counts, now: Counts) -> str:
    """What going back means, in plain words."""
    new = {name: now.get(name, 0) - then.get(name, 0) for name in books}
    gone = {name: -count for name, count in new.items()}
    words = []
    if any(count > 0 for count in new.values()):
        total = sum(count for count in new.values() if count > 0)
        words.append(f"这份备份之后新增的 {total:,} 条会不在：{parts(books, new)}。")
    if any(count > 0 for count in gone.values()):
        total = sum(count for count in gone.values() if count > 0)
        words.append(f"之后删去的 {total:,} 条会回来：{parts(books, gone)}。")
    if not words:
        words.append("条数和现在一样。")
    return "".join(words) + "之后改过的内容，都回到备份时的样子。"


def difference(line: Line) -> str:
    """+3, −2, 一样; of now against then."""
    if line.now is None:
        return ""
    by = line.now - line.then
    return "一样" if by == 0 else f"{by:+,}".replace("-", "−")


class CountsModel(QAbstractTableModel):
    """One row a book: 账簿, 备份里, 现在, 现在多或少."""

    def __init__(self, parent: QObject | None = None, *, headings: tuple[str, str] = ("备份里", "现在")) -> None:
        """Args: headings: the words over both counts."""
        super().__init__(parent)
        self.rows: list[Line] = []
        self._headings = ("账簿", *headings, "相差")

    def show(self, rows: list[Line]) -> None:
        """Other rows."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    @property
    def compared(self) -> bool:
        """Whether there is anything beside the first count."""
        return any(line.now is not None for line in self.rows)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self._headings):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_side(section))
        return self._headings[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.rows[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_side(index.column()))
        now = "" if line.now is None else f"{line.now:,}"
        text = (line.title, f"{line.then:,}", now, difference(line))[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._headings[index.column()]}：{text or '空'}"
        return None


def _side(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def counts_table(model: CountsModel, parent: QWidget, name: str, *, wide: int = 66) -> QTableView:
    """A table of counts; `wide` is the width of a count. To be fitted with `fit` when its rows are known."""
    table = preview_table(model, parent, 2)
    table.setAccessibleName(name)
    header = table.horizontalHeader()
    header.setStretchLastSection(False)
    header.setSectionsMovable(False)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for column in range(1, model.columnCount()):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        table.setColumnWidth(column, theme.width(wide))
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setSelectionMode(QTableView.SelectionMode.NoSelection)
    table.setTabKeyNavigation(False)
    return table


def fit(table: QTableView, most: int = 0) -> None:
    """As high as its rows; where there are more than `most` (0: any number), they are scrolled."""
    rows = max(1, table.model().rowCount())
    rows = min(most, rows) if most else rows
    table.setFixedHeight(theme.height(theme.TABLE_HEADER) + rows * table.verticalHeader().defaultSectionSize())


def framed(table: QTableView) -> Card:
    """A table in a dialog, with its edge."""
    card = Card(margins=(1, 1, 1, 1))
    card.body.addWidget(table)
    return card
