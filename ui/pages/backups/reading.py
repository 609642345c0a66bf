"""What the page reads on the worker before a copy is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ui.copying import Standing, is_here, read_standing


@dataclass(frozen=True, slots=True)
class RoomData:
    """How the copies stand, and the copies, newest first."""

    standing: Standing
    copies: tuple[Any, ...]


def read_room(office: Any) -> RoomData:
    """Runs on the worker."""
    from liaison.safety import backups

    standing = read_standing(office)
    outside: list[Any] = []
    if standing.folder is not None and standing.there:
        outside = [copy for copy in backups.copies(standing.folder) if not is_here(copy)]
    copies = [*office.backup.all(), *outside]
    copies.sort(key=lambda copy: (copy.moment, copy.serial), reverse=True)
    return RoomData(standing, tuple(copies))
