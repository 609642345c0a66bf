"""The list's model: windows of rows, stale answers dropped, Qt's contract kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester

from liaison.kit.desk import Row
from liaison.kit.query import Query
from tests.ui.grid.books import TOOLS
from ui.grid.columns import columns_of
from ui.grid.model import FIRST, KEPT, MARK_ROLE, RECORD_ROLE, SORT_ROLE, TONE_ROLE, WINDOW, GridModel


@dataclass
class Shelf:
    """A reader of rows made of numbers, and an `ask` that answers only when it is told to."""

    size: int = 0
    asked: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    waiting: list[tuple[Callable[..., Any], tuple[Any, ...], Callable[[Any], None] | None]] = field(
        default_factory=list
    )

    read_only = False

    def ask(
        self, function: Callable[..., Any], *arguments: Any, done: Callable[[Any], None] | None = None,
        failed: Callable[[BaseException], None] | None = None, owner: QObject | None = None, key: object = None,
    ) -> None:
        self.asked.append((function.__name__, arguments))
        self.waiting.append((function, arguments, done))

    def answer(self, place: int = 0) -> None:
        function, arguments, done = self.waiting.pop(place)
        result = function(*arguments)
        if done is not None:
            done(result)

    def answer_all(self) -> None:
        while self.waiting:
            self.answer()

    def numbers(self, query: Query) -> list[int]:
        step = 2 if query.search else 1
        found = list(range(1, self.size + 1, step))
        return found[::-1] if (query.sort or "").startswith("-") else found

    def count(self, book: str, query: Query | None = None) -> int:
        return len(self.numbers(query or Query()))

    def ids(self, book: str, query: Query | None = None, offset: int = 0, limit: int | None = None) -> list[int]:
        found = self.numbers(query or Query())[offset:]
        return found if limit is None else found[:limit]

    def page(self, book: str, query: Query | None = None, offset: int = 0, limit: int = 200) -> list[Row]:
        return [row_of(n) for n in self.ids(book, query, offset, limit)]


def row_of(number: int) -> Row:
    values = {f.name: None for f in TOOLS.columns}
    values |= {"name": f"工具{number}", "price": -number * 100, "bought": "2025-03-01"}
    values["state"] = "坏" if number % 2 else "好"
    texts = {name: "" if value is None else str(value) for name, value in values.items()}
    texts |= {"price": f"-{number}.00", "phone": "138****0000", "bought": "3月1日"}
    return Row(number, values, texts, TOOLS.mark(values))


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def model(qapp: Any, shelf: Shelf) -> GridModel:
    assert qapp is not None
    return GridModel(shelf.ask, shelf, TOOLS, columns_of(TOOLS, "2026"))


def text(model: GridModel, row: int, name: str) -> str:
    column = next(n for n, c in enumerate(model.columns) if c.name == name)
    return str(model.index(row, column).data())


@pytest.mark.parametrize("size", [0, 1, FIRST - 1, FIRST, FIRST + 1, 500])
def test_the_contract_holds_at_every_size(model: GridModel, shelf: Shelf, size: int) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    shelf.size = size
    model.show(Query())
    shelf.answer_all()
    assert model.rowCount() == size
    shelf.size = size + 3
    model.reload()
    shelf.answer_all()
    assert model.rowCount() == size + 3
    shelf.size = size // 2
    model.reload()
    shelf.answer_all()
    assert model.rowCount() == size // 2
    del tester


def test_a_cell_has_no_rows_of_its_own(model: GridModel, shelf: Shelf) -> None:
    shelf.size = 3
    model.show(Query())
    shelf.answer_all()
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(model.index(0, 0)) == 0


def test_a_keystroke_asks_one_small_question_before_it_shows(model: GridModel, shelf: Shelf) -> None:
    shelf.size = 100_000
    model.show(Query(search="工"))
    assert [(name, arguments[-1]) for name, arguments in shelf.asked] == [("page", FIRST)]
    shelf.answer()
    assert model.rowCount() == FIRST
    assert text(model, 0, "name") == "工具1"
    assert [name for name, _ in shelf.asked] == ["page", "count"]
    shelf.answer()
    assert model.rowCount() == 50_000


def test_an_answer_that_was_overtaken_is_dropped(model: GridModel, shelf: Shelf) -> None:
    shelf.size = 200
    model.show(Query(search="旧"))
    model.show(Query())
    shelf.answer(1)
    assert text(model, 1, "name") == "工具2"
    shelf.answer(0)  # the older question's rows would say 工具3
    assert text(model, 1, "name") == "工具2"


def test_rows_come_when_they_are_looked_at_and_memory_stays_small(model: GridModel, shelf: Shelf, qtbot: Any) -> None:
    shelf.size = 100_000
    model.show(Query())
    shelf.answer_all()
    for row in (50_000, 99_999, 3_000, 70_000, 20_000, 90_000, 10_000, 60_000, 30_000):
        assert text(model, row, "name") == ""
        qtbot.waitUntil(lambda: bool(shelf.waiting))
        assert shelf.asked[-1][1][-1] <= WINDOW
        shelf.answer_all()
        assert text(model, row, "name") == f"工具{row + 1}"
    assert len(model._rows) <= KEPT + WINDOW


def test_roles_say_what_a_cell_is(model: GridModel, shelf: Shelf) -> None:
    shelf.size = 2
    model.show(Query())
    shelf.answer_all()
    names = [c.name for c in model.columns]
    price = model.index(0, names.index("price"))
    assert price.data() == "−1.00"
    assert price.data(SORT_ROLE) == -100
    assert price.data(Qt.ItemDataRole.TextAlignmentRole) & int(Qt.AlignmentFlag.AlignRight)
    assert price.data(RECORD_ROLE) == 1
    assert price.data(MARK_ROLE) == "overdue"
    assert price.data(Qt.ItemDataRole.AccessibleTextRole) == "价格：−1.00"
    assert model.index(0, names.index("state")).data(TONE_ROLE) == "overdue"
    assert model.index(1, names.index("state")).data(TONE_ROLE) == ""
    assert model.index(0, names.index("phone")).data() == "138****0000"
    assert model.index(0, names.index("bought")).data() == "2025年3月1日"
    assert model.index(0, names.index("place")).data(Qt.ItemDataRole.AccessibleTextRole) == "放在哪里：空"


def test_only_typed_cells_on_one_line_can_be_edited(model: GridModel, shelf: Shelf) -> None:
    shelf.size = 1
    model.show(Query())
    shelf.answer_all()
    editable = {c.name for n, c in enumerate(model.columns) if model.index(0, n).flags() & Qt.ItemFlag.ItemIsEditable}
    assert editable == {"name", "state", "bought", "price", "keeper", "users", "place", "phone"}


def test_what_is_typed_is_announced_and_stays_when_refused(model: GridModel, shelf: Shelf) -> None:
    shelf.size = 1
    model.show(Query())
    shelf.answer_all()
    typed: list[tuple[int, str, str]] = []
    model.edited.connect(lambda *what: typed.append(what))
    assert model.setData(model.index(0, 0), "锣")
    assert typed == [(1, "name", "锣")]
    assert text(model, 0, "name") == "锣"
    model.refuse(1, "name", "锣", "太短")
    assert text(model, 0, "name") == "锣"
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "太短"
    assert model.index(0, 0).data(Qt.ItemDataRole.EditRole) == "锣"
    model.settle(1, "name")
    assert text(model, 0, "name") == "工具1"
    assert model.setData(model.index(0, 0), "工具1")
    assert len(typed) == 1


def test_a_printed_page_shows_its_own_rows(model: GridModel, shelf: Shelf) -> None:
    shelf.size = 50
    model.show(Query(), first=21, rows=21)
    shelf.answer_all()
    assert (model.rowCount(), model.total) == (21, 50)
    assert text(model, 0, "name") == "工具22"
    assert model.headerData(0, Qt.Orientation.Vertical, Qt.ItemDataRole.DisplayRole) == "22"
    model.show(Query(), first=42, rows=21)
    shelf.answer_all()
    assert model.rowCount() == 8


def test_a_record_is_found_wherever_it_stands(model: GridModel, shelf: Shelf) -> None:
    shelf.size = 5_000
    model.show(Query(sort="-name"))
    shelf.answer_all()
    found: list[int] = []
    model.locate(5_000, found.append)
    assert found == [0]
    model.locate(1, found.append)
    shelf.answer_all()
    model.locate(9_999, found.append)
    shelf.answer_all()
    assert found == [0, 4_999, -1]
