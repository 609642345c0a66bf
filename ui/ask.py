"""The only door for questions, messages and file choosers. Tests put a recorder in its place.

Rooms call the functions of this module; nobody else opens a modal dialog. A dialog of one's own goes
through `run`, so that a test can answer it as well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from liaison.errors import UserError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

Check = Callable[[str], str]


class Kind(NamedTuple):
    """A kind of file to choose: its word and its endings without the dot."""

    word: str
    endings: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.word} ({' '.join('*.' + ending for ending in self.endings)})"


SHEETS = Kind("表格", ("xlsx", "xls", "ods", "csv"))
WORD = Kind("Word 文档", ("docx",))
PDF = Kind("PDF", ("pdf",))
PICTURES = Kind("图片", ("jpg", "jpeg", "png"))
ANY = Kind("全部文件", ("*",))


class Door(Protocol):
    """What stands behind this module: dialogs in the program, a recorder in tests."""

    def tell(self, sentence: str, detail: str) -> None: ...

    def choose(self, question: str, verbs: Sequence[str], safe: int, detail: str, danger: bool) -> int: ...

    def text(self, title: str, label: str, value: str, verb: str, check: Check | None) -> str | None: ...

    def open_files(self, purpose: str, title: str, kinds: Sequence[Kind], many: bool) -> list[Path]: ...

    def save_file(self, purpose: str, title: str, name: str, kinds: Sequence[Kind]) -> Path | None: ...

    def folder(self, purpose: str, title: str) -> Path | None: ...

    def run(self, dialog: QDialog) -> bool: ...

    def crash(self, report: str, again: bool) -> bool: ...


class _NoDoor:
    """Before anything is installed: a question asked then is a mistake of ours."""

    def __getattr__(self, name: str) -> object:
        raise RuntimeError(f"ask.{name} was called before ask.install")


_door: Door = _NoDoor()  # type: ignore[assignment]


def install(door: Door) -> Door:
    """Put a door in place; the one that stood there before."""
    global _door
    before, _door = _door, door
    return before


def tell(what: str | UserError, *, detail: str = "") -> None:
    """One sentence to read: what happened, whether the data is safe, what to do.

    Args:
        what: the sentence, or an error that carries it.
        detail: technical detail, folded, with 复制 beside it.
    """
    if isinstance(what, UserError):
        _door.tell(what.sentence, detail or what.details)
    else:
        _door.tell(what, detail)


def question(question: str, *, yes: str, no: str, detail: str = "", danger: bool = False) -> bool:
    """A question for what cannot be undone. The buttons are verbs; Esc means `no`.

    Args:
        yes: the verb that goes ahead ("作废冲销").
        no: the verb that leaves all as it is ("不作废").
        danger: `yes` is a destructive verb and is drawn red.
    """
    return _door.choose(question, (yes, no), 1, detail, danger) == 0


def choose(question: str, verbs: Sequence[str], *, safe: int, detail: str = "") -> int:
    """One of several verbs; its place. Esc chooses `safe`; the first verb is drawn as the primary one."""
    return _door.choose(question, verbs, safe, detail, False)


def text(title: str, label: str, value: str = "", *, verb: str, check: Check | None = None) -> str | None:
    """One line or short text; None when left.

    Args:
        verb: the button that goes ahead ("销号").
        check: the sentence that says what is wrong with a text, "" when nothing is.
    """
    return _door.text(title, label, value, verb, check)


def open_file(purpose: str, title: str, *kinds: Kind) -> Path | None:
    """A file to read; the folder is remembered by purpose."""
    chosen = _door.open_files(purpose, title, kinds or (ANY,), False)
    return chosen[0] if chosen else None


def open_files(purpose: str, title: str, *kinds: Kind) -> list[Path]:
    """Several files to read; [] when left."""
    return _door.open_files(purpose, title, kinds or (ANY,), True)


def save_file(purpose: str, title: str, name: str, *kinds: Kind) -> Path | None:
    """A file to write, with a proposed name; its ending is that of the chosen kind."""
    return _door.save_file(purpose, title, name, kinds or (ANY,))


def folder(purpose: str, title: str) -> Path | None:
    """A folder; remembered by purpose."""
    return _door.folder(purpose, title)


def run(dialog: QDialog) -> bool:
    """Run a dialog of one's own; whether it was accepted. Its values are read from it afterwards."""
    return _door.run(dialog)


def crash(report: str, *, again: bool = False) -> bool:
    """A bug of ours: a calm word and a report to copy; the program goes on. True when 退出 was chosen.

    Args:
        again: the error keeps coming: leaving the program is offered.
    """
    return _door.crash(report, again)
