"""The floors of the house: imports point down, or sideways inside a package."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# From the roof to the ground. A module may import from its own floor's package and from below.
FLOORS = [
    ["main"],
    ["ui"],
    ["liaison.__main__"],
    ["liaison.sample"],
    ["liaison.office"],
    ["liaison.safety"],
    ["liaison.papers"],
    ["liaison.press"],
    ["liaison.exchange"],
    ["liaison.figures"],
    ["liaison.books"],
    ["liaison.kit"],
    ["liaison.store"],
    ["liaison.chinese"],
    ["liaison.errors", "liaison.changes", "liaison.paths", "liaison.log", "liaison.settings"],
]

# Below the office, a room may know only what values are made of: declarations and queries, no SQL.
UI_MAY_SEE = (
    "liaison.kit.fields", "liaison.kit.book", "liaison.kit.query", "liaison.kit.desk", "liaison.press",
    "liaison.office", "liaison.errors", "liaison.changes", "liaison.chinese", "liaison.paths", "liaison.log",
    "liaison.settings", "liaison.sample", "liaison.papers.paper",
    "liaison.safety",
)
HEAVY = {"reportlab", "docx", "xlsxwriter", "python_calamine", "pypinyin"}


def floor_of(module: str) -> int | None:
    for number, names in enumerate(FLOORS):
        if any(module == name or module.startswith(name + ".") for name in names):
            return number
    return None


def modules() -> Iterator[tuple[str, Path]]:
    for path in [ROOT / "main.py", *sorted((ROOT / "liaison").rglob("*.py")), *sorted((ROOT / "ui").rglob("*.py"))]:
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        yield name.removesuffix(".__init__"), path


def imports_of(path: Path, *, only_at_import: bool = False) -> Iterator[str]:
    """Every module named in an import; those under TYPE_CHECKING are for the reader only."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            todo.extend(node.orelse)
            continue
        if only_at_import and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        todo.extend(ast.iter_child_nodes(node))


ALL = list(modules())


@pytest.mark.parametrize(("name", "path"), ALL, ids=[name for name, _ in ALL])
def test_imports_point_down_or_sideways(name: str, path: Path) -> None:
    own = floor_of(name)
    if name == "liaison":
        assert not [m for m in imports_of(path) if m.startswith("liaison")]
        return
    assert own is not None, f"{name} stands on no floor"
    for imported in imports_of(path):
        theirs = floor_of(imported)
        if theirs is None:
            continue
        same = theirs == own and any(
            (name + ".").startswith(base + ".") and (imported + ".").startswith(base + ".") for base in FLOORS[own]
        )
        same = same or (theirs == own == len(FLOORS) - 1)
        assert theirs > own or same, f"{name} imports {imported} from a floor above or beside it"


@pytest.mark.parametrize(
    ("name", "path"), [m for m in ALL if m[0].startswith("liaison")], ids=lambda v: v if isinstance(v, str) else ""
)
def test_the_office_knows_no_screen(name: str, path: Path) -> None:
    assert not [m for m in imports_of(path) if m.split(".")[0] in ("PySide6", "shiboken6", "ui")], name


@pytest.mark.parametrize(
    ("name", "path"), [m for m in ALL if m[0].startswith("ui")], ids=lambda v: v if isinstance(v, str) else ""
)
def test_rooms_see_the_office_only(name: str, path: Path) -> None:
    for imported in imports_of(path):
        top = imported.split(".")[0]
        assert top not in ("peewee", "playhouse", "sqlcipher3", "sqlite3"), f"{name} sees the store"
        if top == "liaison" and imported != "liaison":
            assert imported.startswith(UI_MAY_SEE), f"{name} imports {imported} past the office"


@pytest.mark.parametrize(("name", "path"), ALL, ids=[name for name, _ in ALL])
def test_heavy_libraries_are_imported_where_they_are_used(name: str, path: Path) -> None:
    heavy = {m.split(".")[0] for m in imports_of(path, only_at_import=True)} & HEAVY
    # The press's own drawing modules are only ever imported from inside its public functions.
    if name in ("liaison.press.pdf", "liaison.press.word.file"):
        return
    assert not heavy, f"{name} imports {heavy} when it is imported"
