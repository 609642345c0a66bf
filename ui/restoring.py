"""Going back to a copy from an open office: closed, replaced, opened again, and both counts shown.

All of it is one piece of work, so that nothing asks the office in between. When it cannot be replaced, the office
that was there opens again as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from liaison.errors import Locked, UserError
from ui import ask
from ui.opening import open_office
from ui.tasks import Cancelled, Tasks


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it.

    Attributes:
        folder: the office's.
        answer: (office, names) as `ui.opening` gives them; None when it asks for a password or does not open.
        restored: the counts before and after; None when nothing was replaced.
        error: why not.
        other_password: it is opened with the copy's password from now on, and not with the one it had.
    """

    folder: Path
    answer: Any
    restored: Any
    error: BaseException | None
    other_password: bool = False


class Restoring(QObject):
    """Runs one restore at a time.

    Signals:
        opened: (office, names): open again, restored or as it was.
        closed: the folder of an office that has to be opened by its password.
    """

    opened = Signal(object)
    closed = Signal(object)

    def __init__(self, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks

    def begin(self, office: Any, copy: Any, secret: str) -> None:
        """Put a copy (or a file) in the place of an open office, which nobody may ask any more."""
        self._tasks.long("正在恢复", go_back, office, copy, secret, done=self._done, owner=self)

    def _done(self, outcome: Outcome) -> None:
        if outcome.answer is not None:
            self.opened.emit(outcome.answer)
        else:
            self.closed.emit(outcome.folder)
        if outcome.restored is not None:
            from ui.dialogs.counts import all_books
            from ui.dialogs.restoring import RestoredDialog

            restored = outcome.restored
            ask.run(RestoredDialog(
                all_books(), restored.before, restored.after, restored.kept, other_password=outcome.other_password
            ))  # fmt: skip
        elif isinstance(outcome.error, UserError):
            ask.tell(outcome.error)
        elif isinstance(outcome.error, Cancelled):
            ask.tell("已停止恢复，资料和原来一样。")
        elif outcome.error is not None:
            raise outcome.error  # a bug of ours; the office is open again all the same


# -- on the worker ----------------------------------------------------------------------------------


def go_back(office: Any, copy: Any, secret: str, *, progress: Callable[..., None]) -> Outcome:
    """Close the office, put the copy in its place, and open what is there now."""
    from liaison.safety import backups

    folder, key = office.folder, office.database.key
    office.close()
    restored, error = None, None
    try:
        restored = backups.restore(folder, copy, secret, progress, key=key)
    except Exception as stopped:
        error = stopped
    answer = _open_again(folder, key, secret)
    other = restored is not None and answer is not None and answer[0].database.key not in (key, None)
    return Outcome(folder, answer, restored, error, other)


def _open_again(folder: Path, key: bytes | None, secret: str) -> Any:
    """Open it by the key it had or by the secret of the copy; None when it wants another, or does not open."""
    from liaison.safety import protection

    keys = [key]
    if secret and protection.is_locked(folder):
        with suppress(UserError):  # it was the secret of a copy that did not get there
            keys.insert(0, protection.unlock(folder, secret))
    if not protection.is_locked(folder):
        keys = [None]
    for one in keys:
        try:
            return open_office(folder, one)
        except Locked:
            continue
        except UserError:
            return None
    return None
