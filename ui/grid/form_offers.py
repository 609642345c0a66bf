"""What a form's fields offer: the names of other books' records, and what was written before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from liaison.changes import Changes
from liaison.kit.fields import Choice, Reference, References

if TYPE_CHECKING:
    from ui.grid.form import RecordForm


class FieldOffers(QObject):
    """Fetches what the fields of one form offer, once, and anew when it changed."""

    def __init__(self, form: RecordForm) -> None:
        super().__init__(form)
        self._form = form
        self._asked: set[str] = set()

    def fetch(self) -> None:
        """Ask for what is not known yet."""
        room, book = self._form.room, self._form.book.name
        for name, editor in self._form.editors.items():
            f = editor.of
            if name in self._asked:
                continue
            self._asked.add(name)
            if isinstance(f, (Reference, References)) and f.to:
                room.tasks.ask(_labels, room.office, f.to, done=partial(_fill_names, self._form, name), owner=self)
            elif isinstance(f, Choice) and f.open_ended:
                room.tasks.ask(
                    room.office.proposals, book, name, done=partial(_fill_options, self._form, name), owner=self
                )

    def forget(self, changes: Changes) -> None:
        """A book that the fields point at has changed."""
        for name, editor in self._form.editors.items():
            f = editor.of
            if isinstance(f, (Reference, References)) and changes.touches(f.to):
                self._asked.discard(name)


def _labels(office: Any, book: str) -> dict[int, str]:
    return dict(office.names.offered(book))


def _fill_names(form: RecordForm, name: str, names: dict[int, str]) -> None:
    editor = form.editors[name]
    changed, raw = editor.is_changed(), editor.raw()
    editor.set_names(names)
    if form.row is not None and not changed:
        editor.show_value(form.row.values.get(name), form.row.texts.get(name, ""))
    elif raw is not None:
        editor.put(raw)


def _fill_options(form: RecordForm, name: str, words: list[str]) -> None:
    editor = form.editors[name]
    editor.set_options(tuple(dict.fromkeys([*editor.of.options, *words])))
