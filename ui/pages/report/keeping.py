"""The report's texts while they are edited: what is stored, what is newer, what is on its way."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from liaison.changes import Changes
from liaison.errors import UserError
from ui.pages.base import Room
from ui.pages.report import reading
from ui.pages.report.chips import Chip
from ui.pages.report.document import SectionDocument
from ui.pages.report.editor import SectionEdit

SAVE_AFTER = 700
"""Milliseconds of rest until what was typed is saved."""


class Keeper(QObject):
    """Keeps one document for each section of the report that is shown, and saves what was typed.

    Signals:
        stored: a section was saved: its Changes.
        refused: a section of the report that is shown could not be saved, and why.

    Attributes:
        documents: by section name.
        dirty: sections typed in since they were sent to be saved.
        under_way: (report, section) that are being saved.
    """

    stored = Signal(object)
    refused = Signal(str)

    def __init__(self, room: Room, edit: SectionEdit, parent: QObject) -> None:
        super().__init__(parent)
        self._room, self._edit = room, edit
        self._report = 0
        self._own: set[int] = set()
        self.documents: dict[str, SectionDocument] = {}
        self.dirty: set[str] = set()
        self.under_way: list[tuple[int, str]] = []
        self.timer = QTimer(self, singleShot=True, interval=SAVE_AFTER)
        self.timer.timeout.connect(self.flush)

    def show(self, view: Any) -> None:
        """Bring the documents to the stored text; a change from outside is one step that 撤销 takes back.

        A section that is newer here than what was read stays as it is.
        """
        self._report = view.id
        for section in view.sections:
            words = _words_given(view, section)
            document = self.documents.get(section.name)
            if document is None:
                document = self.documents[section.name] = SectionDocument(self._edit)
                document.fill(section.pieces, words)
                continue
            newer = section.name in self.dirty or (view.id, section.name) in self.under_way
            if not newer and not document.says(section.pieces, words):
                self._replace(document, section, words)

    def _replace(self, document: SectionDocument, section: Any, words: dict[int, str]) -> None:
        place = self._edit.textCursor().position()
        document.replace(section.pieces, words)
        if document is self._edit.section:
            cursor = self._edit.textCursor()
            cursor.setPosition(min(place, document.characterCount() - 1))
            self._edit.setTextCursor(cursor)

    def forget(self) -> None:
        """Another report comes; the editor shows none of these documents any more."""
        for document in self.documents.values():
            document.deleteLater()
        self.documents = {}
        self.dirty.clear()
        self.timer.stop()

    def typed_over(self) -> list[tuple[str, Chip]]:
        """Every figure that was typed over, with its section."""
        return [(n, c) for n, d in self.documents.items() for c in d.chips() if c.typed_over]

    def touch(self, section: str) -> None:
        """It was typed in; saved after a rest."""
        self.dirty.add(section)
        self.timer.start()

    @Slot()
    def flush(self) -> None:
        """Save now what was typed."""
        self.timer.stop()
        for name in sorted(self.dirty):
            place = (self._report, name)
            self.under_way.append(place)
            self._room.tasks.ask(
                reading.save, self._room.office, *place, self.documents[name].pieces(),
                done=partial(_saved, self, place), failed=partial(_not_saved, self, place), owner=self,
            )  # fmt: skip
        self.dirty.clear()

    def is_own(self, changes: Changes) -> bool:
        """Whether these are changes that only stored what stands here already; true once for each."""
        own = changes.action in self._own
        self._own.discard(changes.action)
        return own

    def saved(self, place: tuple[int, str], changes: Changes) -> None:
        """A section is in the file."""
        self.under_way.remove(place)
        if changes:
            self._own.add(changes.action)
        self.stored.emit(changes)

    def not_saved(self, place: tuple[int, str], error: BaseException) -> None:
        """It is not; the text stays and is tried again."""
        self.under_way.remove(place)
        if place[0] == self._report and place[1] in self.documents:
            self.dirty.add(place[1])
            known = isinstance(error, UserError)
            self.refused.emit(str(error) if known else "出了意外，详细情况在另一个窗口里。")
        if not isinstance(error, UserError):
            raise error


def _saved(keeper: Keeper, place: tuple[int, str], changes: Changes) -> None:
    keeper.saved(place, changes)


def _not_saved(keeper: Keeper, place: tuple[int, str], error: BaseException) -> None:
    keeper.not_saved(place, error)


def _words_given(view: Any, section: Any) -> dict[int, str]:
    """What the books give for the pieces that were typed over, by the piece's place."""
    said = {(t.key, t.written): t.figure for t in view.typed_over if t.section == section.name}
    return {
        place: str(said.get((piece.key, piece.text), ""))
        for place, piece in enumerate(section.pieces)
        if piece.key and piece.typed_over
    }
