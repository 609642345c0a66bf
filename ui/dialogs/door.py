"""The real door behind `ask`: it imports a dialog when one is opened, so that a start pays for none.

While the program is locked the door is shut: dialogs that are open are hidden as they stand, new ones wait, and
all come back when it opens again. Therefore a dialog runs in a loop of ours: Qt's own `exec` ends when its
dialog is hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ui.settings import Settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog, QWidget

    from ui.ask import Check, Kind


class DialogDoor:
    """The door of the program: real dialogs over the window that is in front."""

    def __init__(self, settings: Settings, window: Callable[[], QWidget | None]) -> None:
        """Args: window: the window over which dialogs stand."""
        self._settings = settings
        self._window = window
        self._running: list[QDialog] = []
        self._shut = self._silent = False

    # -- the lock -----------------------------------------------------------------------------------

    def shut(self) -> None:
        """Hide what is open, the topmost first. The system's own choosers are left as if by Esc."""
        from PySide6.QtWidgets import QApplication, QFileDialog

        self._shut = True
        for chooser in QApplication.topLevelWidgets():
            if isinstance(chooser, QFileDialog) and chooser.isVisible():
                chooser.reject()
        for dialog in reversed(self._running):
            if _is_ours(dialog):
                dialog.move(dialog.pos())  # it comes back there, not in the middle again
                dialog.hide()
            else:
                dialog.reject()

    def open_again(self) -> None:
        """Show what was hidden and what has waited, in the order in which it was opened."""
        self._shut = False
        for dialog in list(self._running):
            self._adopt(dialog)
            dialog.show()
            dialog.raise_()
            dialog.activateWindow()

    def leave_all(self, *, for_good: bool = False) -> None:
        """Leave what is hidden or waits, as if by Esc; the door opens again.

        Args: for_good: the program ends; every later question gets its safe answer unseen.
        """
        self._silent = for_good
        for dialog in reversed(self._running):
            dialog.reject()
        self._shut = False

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Meanwhile every question gets its safe answer unseen: nothing may keep the program from locking."""
        self._silent = True
        try:
            yield
        finally:
            self._silent = False

    # -- the door -----------------------------------------------------------------------------------

    def tell(self, sentence: str, detail: str) -> None:
        from ui.dialogs.questions import TellDialog

        self.run(TellDialog(sentence, detail))

    def choose(self, question: str, verbs: Sequence[str], safe: int, detail: str, danger: bool) -> int:
        from ui.dialogs.questions import ChooseDialog

        dialog = ChooseDialog(question, verbs, safe, detail, danger)
        self.run(dialog)
        return dialog.chosen

    def text(self, title: str, label: str, value: str, verb: str, check: Check | None) -> str | None:
        from ui.dialogs.questions import TextDialog

        dialog = TextDialog(title, label, value, verb, check)
        return dialog.text if self.run(dialog) else None

    def open_files(self, purpose: str, title: str, kinds: Sequence[Kind], many: bool) -> list[Path]:
        from PySide6.QtWidgets import QFileDialog

        ask = QFileDialog.getOpenFileNames if many else QFileDialog.getOpenFileName
        names, _ = ask(self._window(), title, self._folder(purpose), ";;".join(map(str, kinds)))
        paths = [Path(name) for name in ([names] if isinstance(names, str) else names) if name]
        self._remember(purpose, paths[0].parent if paths else None)
        return paths

    def save_file(self, purpose: str, title: str, name: str, kinds: Sequence[Kind]) -> Path | None:
        from PySide6.QtWidgets import QFileDialog

        start = str(Path(self._folder(purpose)) / name)
        chosen, kind = QFileDialog.getSaveFileName(self._window(), title, start, ";;".join(map(str, kinds)))
        if not chosen:
            return None
        path = Path(chosen)
        endings = next((k.endings for k in kinds if str(k) == kind), kinds[0].endings)
        if path.suffix.lstrip(".").lower() not in endings and endings != ("*",):
            path = path.with_name(f"{path.name}.{endings[0]}")
        self._remember(purpose, path.parent)
        return path

    def folder(self, purpose: str, title: str) -> Path | None:
        from PySide6.QtWidgets import QFileDialog

        chosen = QFileDialog.getExistingDirectory(self._window(), title, self._folder(purpose))
        self._remember(purpose, Path(chosen) if chosen else None)
        return Path(chosen) if chosen else None

    def run(self, dialog: QDialog) -> bool:
        """Run it over the window, then let go of it, so that its last reference frees it."""
        if self._silent:
            return False
        if not self._shut:
            self._adopt(dialog)
        self._running.append(dialog)
        try:
            return self._answer(dialog) == dialog.DialogCode.Accepted
        finally:
            self._running.remove(dialog)
            dialog.setParent(None)

    def _adopt(self, dialog: QDialog) -> None:
        if dialog.parent() is None:
            dialog.setParent(self._window(), dialog.windowFlags())

    def _answer(self, dialog: QDialog) -> int:
        from PySide6.QtCore import QEventLoop, Qt

        if not _is_ours(dialog):
            # The print dialog of some systems is not Qt's, and runs by its own exec only.
            return 0 if self._shut else dialog.exec()
        loop = QEventLoop()
        dialog.finished.connect(loop.quit)
        dialog.setWindowModality(Qt.WindowModality.ApplicationModal)
        dialog.setResult(0)
        if not self._shut:
            dialog.show()
        loop.exec(QEventLoop.ProcessEventsFlag.DialogExec)
        return dialog.result()

    def crash(self, report: str, again: bool) -> bool:
        from ui.dialogs.crash import CrashDialog

        dialog = CrashDialog(report, again)
        self.run(dialog)
        return dialog.leave

    def _folder(self, purpose: str) -> str:
        """The folder last used for a purpose; for one of a family ("paper/minutes") else that of the family."""
        for name in (purpose, purpose.split("/")[0]):
            kept = self._settings.folders[name]
            if kept and Path(kept).is_dir():
                return kept
        return str(Path.home())

    def _remember(self, purpose: str, folder: Path | None) -> None:
        if folder is not None:
            self._settings.folders[purpose] = self._settings.folders[purpose.split("/")[0]] = str(folder)


def _is_ours(dialog: QDialog) -> bool:
    """A dialog of the program, not one of the system's that Qt only opens."""
    return not type(dialog).__module__.startswith("PySide6")
