"""A desk that keeps its office safe: attachments, the password, the copies, and the people in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from liaison.papers.desk import PrintingDesk
from liaison.store import attachments, viewing

if TYPE_CHECKING:
    from liaison.safety.backups import Backups
    from liaison.safety.people import People
    from liaison.safety.protection import Protection


class SafeDesk(PrintingDesk):
    """Checks what is attached, and holds the services that keep an office."""

    def copy_first(self, reason: str) -> None:
        """A verified copy before many records are changed at once."""
        self.backup.make_if_changed(reason)

    def attachment_refusal(self, source: Path) -> str:
        """Why a file cannot be attached, before anything is copied; "" when it can."""
        return attachments.refusal(Path(source), self.folder)

    def attach(self, source: Path, progress: Callable[[int, int], object] | None = None) -> attachments.Attachment:
        """Copy a file into the office folder; put the result into a record's Files column.

        Raises:
            UserError: it is empty, too large, no file, cannot be read, or there is no room.
        """
        return attachments.attach(self.folder, Path(source), self.database.key, progress)

    @staticmethod
    def attached(value: object) -> list[tuple[str, str]]:
        """The files in a Files value: (original name, digest), for `attachment` and `open_attachment`."""
        return [(a["name"], a["digest"]) for a in attachments.named(value)]

    def attachment(self, digest: str) -> bytes:
        """The content of an attached file, checked.

        Raises:
            Damaged: it is not what was attached; UserError: it is not there.
        """
        return attachments.read(self.folder, digest, self.database.key)

    def open_attachment(self, digest: str, name: str) -> Path:
        """A checked copy of an attached file under its own name, for the system's viewer; wiped at closing.

        Raises:
            Damaged: it is not what was attached; UserError: it is not there, or is a program.
        """
        return viewing.copy_for_viewing(self.folder, digest, name, self.database.key)

    def wipe_viewing(self) -> None:
        """Remove the copies made for viewing attachments, as when the screen is locked."""
        viewing.wipe_viewing(self.folder)

    @cached_property
    def protection(self) -> Protection:
        """The password of the books: on, off, changed, tried."""
        from liaison.safety.protection import Protection

        return Protection(self)

    @cached_property
    def backup(self) -> Backups:
        """Copies in the office folder and outside it; handing the whole office over."""
        from liaison.safety.backups import Backups

        return Backups(self)

    @cached_property
    def people(self) -> People:
        """One person's data: handed out, sealed (封存), erased."""
        from liaison.safety.people import People

        return People(self)
