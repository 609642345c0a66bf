"""What the page reads on the worker before a copy is chosen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ui.copying import Standing, is_here, read_standing


@dataclass(frozen=True, slots=True)
class RoomData:
    """The office's name, how the copies stand, and the copies, newest first.

    Attributes:
        here, outside: the copies in both places; elsewhere: those in a folder that was looked into.
    """

    name: str
    standing: Standing
    here: tuple[Any, ...]
    outside: tuple[Any, ...] = ()
    elsewhere: tuple[Any, ...] = ()

    @property
    def all(self) -> list[Any]:
        """All of them; the same one only once."""
        found = {copy.path: copy for copy in (*self.here, *self.outside, *self.elsewhere)}
        return sorted(found.values(), key=lambda copy: (copy.moment, copy.serial), reverse=True)


def read_room(office: Any, elsewhere: Path | None) -> RoomData:
    """Runs on the worker.

    Args:
        elsewhere: a folder whose copies shall be listed as well.
    """
    from liaison.safety import backups

    standing = read_standing(office)
    here = office.backup.all()
    outside: list[Any] = []
    if standing.folder is not None and standing.there:
        own = {copy.office for copy in here} | {""}  # a stick may hold the copies of several offices
        outside = [c for c in backups.copies(standing.folder) if not is_here(c) and (c.office in own or not here)]
    beyond = [] if elsewhere is None else [replace(c, place=str(elsewhere)) for c in backups.copies(elsewhere)]
    return RoomData(office.settings.name, standing, tuple(here), tuple(outside), tuple(beyond))
