"""Which copies stay and which go: by number, never by age, so that a wrong clock deletes nothing.

The newest 30 good copies stay. Of the older ones every tenth number stays, twelve of them, and the twelve newest
that were made before a restore, a migration or an upgrade, or for handing over: those are the ones that people look
for late. Copies that are damaged, or were made from a damaged office, are counted apart, ten of them, so that they
push no good one out; and nothing goes at all unless a good copy has just been made.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path

from liaison.errors import UserError
from liaison.paths import replacing
from liaison.store.backup.reading import CopyFile
from liaison.store.backup.shelf import FILES, PART, Copy, Shelf, digest_of, needed
from liaison.store.database import DATABASE_ERRORS

NEWEST = 30
EVERY, OF_EVERY = 10, 12
TURNING_POINTS = frozenset({"restore", "migration", "upgrade", "handover"})
OF_TURNING_POINTS = 12
DAMAGED = 10
_SEEN = "seen.json"


def staying(good: Sequence[Copy], damaged: Sequence[Copy]) -> set[Path]:
    """The copies that stay, of the good and of the damaged ones, both newest first."""
    older = good[NEWEST:]
    kept = [
        *good[:NEWEST],
        *[copy for copy in older if copy.reason in TURNING_POINTS][:OF_TURNING_POINTS],
        *[copy for copy in older if copy.serial % EVERY == 0][:OF_EVERY],
        *damaged[:DAMAGED],
    ]
    return {copy.path for copy in kept}


def tidy(shelf: Shelf, made: Copy) -> list[Copy]:
    """After a copy was made: let go of what need not stay; gives the copies that went."""
    sweep_leftovers(shelf)
    if not made.sound:
        return []
    try:
        copies = shelf.copies()
    except UserError:
        return []  # the next making does it
    whole = _look_over(shelf, copies, made)
    good = [copy for copy in copies if copy.path in whole]
    damaged = [copy for copy in copies if copy.path not in whole]
    stay = staying(good, damaged)
    gone = [copy for copy in copies if copy.path not in stay and copy.path != made.path]
    for copy in gone:
        # The copy first: an envelope without its copy is a leftover, a copy without its envelope is less than it was.
        with suppress(OSError):
            copy.path.unlink(missing_ok=True)
            copy.envelope_path.unlink(missing_ok=True)
    if gone:
        sweep_files(shelf)
    return gone


def sweep_leftovers(shelf: Shelf) -> None:
    """Take away what an interrupted copying left: temporaries, and envelopes whose copy never got its name."""
    with suppress(OSError):
        for path in (shelf.path / FILES).rglob(f".*{PART}"):
            path.unlink(missing_ok=True)
        for path in shelf.path.iterdir():
            unfinished = path.name.startswith(".") and path.name.endswith(PART)
            envelope_only = path.suffix == ".json" and path.name[:6].isdigit() and not path.with_suffix(".db").exists()
            if unfinished or envelope_only:
                path.unlink(missing_ok=True)


def sweep_files(shelf: Shelf) -> int:
    """Take away files that no copy needs any more; gives how many. Nothing goes while an envelope is unreadable."""
    try:
        wanted = needed(shelf.copies())
    except UserError:
        wanted = None
    if wanted is None:
        return 0
    count = 0
    with suppress(OSError):
        for path in (shelf.path / FILES).glob("??/*"):
            if path.name not in wanted:
                path.unlink(missing_ok=True)
                count += 1
    return count


@dataclass(frozen=True, slots=True)
class _Read:
    """When a copy was read last (the number of the copy made then), how its file looked, and whether it was whole."""

    size: int
    time: int
    at: int
    whole: bool


def _look_over(shelf: Shelf, copies: Sequence[Copy], made: Copy) -> set[Path]:
    """The copies that are whole. Those that look as when they were last read are taken to be as they were then, but
    one: each time the one that was not read for longest is read again, so that no rot goes unseen for ever."""
    seen = _read_seen(shelf)
    found = {made.path.name: _Read(*_state(made.path), made.serial, whole=True)}
    others = [copy for copy in copies if copy.path != made.path and copy.sound]
    others.sort(key=lambda copy: seen[copy.path.name].at if copy.path.name in seen else -1)
    again = next((copy for copy in others if copy.path.name in seen), None)
    for copy in others:
        before, state = seen.get(copy.path.name), _state(copy.path)
        if before is None or copy is again or (before.size, before.time) != state:
            before = _Read(*state, made.serial, whole=_reads_back(copy))
        found[copy.path.name] = before
    with suppress(UserError, OSError), replacing(shelf.path / _SEEN) as temporary:
        temporary.write_text(json.dumps({name: astuple(read) for name, read in found.items()}), encoding="utf-8")
    return {copy.path for copy in copies if copy.path.name in found and found[copy.path.name].whole}


def _reads_back(copy: Copy) -> bool:
    try:
        said = copy.envelope()
        if said is not None:
            return digest_of(copy.path) == said.sha256
        with CopyFile(copy.path) as found:  # a copy of the first version says nothing of itself
            return bool(found.value("PRAGMA quick_check") == "ok")
    except (OSError, UserError, *DATABASE_ERRORS):
        return False


def _state(path: Path) -> tuple[int, int]:
    try:
        state = path.stat()
    except OSError:
        return 0, 0
    return state.st_size, state.st_mtime_ns


def _read_seen(shelf: Shelf) -> dict[str, _Read]:
    try:
        said = json.loads((shelf.path / _SEEN).read_text(encoding="utf-8"))
        return {str(n): _Read(int(size), int(time), int(at), bool(ok)) for n, (size, time, at, ok) in said.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
