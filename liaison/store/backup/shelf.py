"""A folder of copies: backups/ in the office folder, or a folder on a stick of the very same form.

Each copy is a file NNNNNN-YYYYMMDDTHHMMSS-reason.db with its envelope; files/ holds what the copies share,
once each, under the digest of its bytes. The serial number is the order; the moment is only shown, for a clock
can be wrong.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from liaison.errors import UserError
from liaison.store.backup import envelope
from liaison.store.backup.envelope import Envelope, FileEntry
from liaison.store.settling import sync_folders

FOLDER, FILES = "backups", "files"
HERE = "本机"
_NAME = re.compile(r"(\d{6,12})-(\d{8}T\d{6})-([a-z]+)\.db")
PART = ".part"
"""How the name of a file ends that is not whole yet."""
_CHUNK = 1 << 20
_MANY, _BATCH, _BATCH_BYTES = 16, 500, 256 * 1024 * 1024

Progress = Callable[[int, int], object]
"""Called with what is done and the whole."""


class Meter:
    """Tells progress in thousandths, so that a count of bytes fits wherever it is shown."""

    def __init__(self, progress: Progress | None, whole: int) -> None:
        self.progress, self.whole, self.done = progress, max(1, whole), 0

    def add(self, size: int) -> None:
        """So many bytes more are done."""
        self.done += size
        if self.progress is not None:
            self.progress(min(1000, self.done * 1000 // self.whole), 1000)


@dataclass(frozen=True, slots=True)
class Copy:
    """One kept copy.

    Attributes:
        path: the copy's file; place: 本机, or the folder outside where it lies.
        serial: its place in the order; moment: when, by this computer's clock (YYYYMMDDTHHMMSS); reason: one word.
        size: bytes of the file, and of the attachments, templates and fonts that belong to it.
        office: the office's own number, "" when not known; encrypted: a password is needed to look into it.
        sound: the office was whole when the copy was made, and the copy has its size still.
        records: how many records it holds, None when not known.
        files: how many files belong to it, None in copies of the first version, that have only the books.
        behind: the clock stood before that of an earlier copy, so that one of both was wrong.
    """

    path: Path
    serial: int
    moment: str
    reason: str
    size: int
    place: str = HERE
    office: str = ""
    encrypted: bool = False
    sound: bool = True
    records: int | None = None
    files: int | None = None
    behind: bool = False

    @property
    def envelope_path(self) -> Path:
        """Where the copy's envelope lies, whether it has one or not."""
        return self.path.with_suffix(".json")

    def envelope(self) -> Envelope | None:
        """What is said of the copy; None in copies of the first version.

        Raises:
            UserError: it cannot be read.
        """
        return envelope.read(self.envelope_path)


class Shelf:
    """The copies in one folder.

    Args:
        path: the folder; it need not be there yet.
        place: how it is called on the screen; left out for the folder inside an office.
    """

    def __init__(self, path: Path, place: str = HERE) -> None:
        self.path = path
        self.place = place

    @classmethod
    def of(cls, office: Path) -> Shelf:
        """The copies inside an office folder."""
        return cls(office / FOLDER)

    def copies(self) -> list[Copy]:
        """All copies, newest first by their number.

        Raises:
            UserError: the folder is there and cannot be read.
        """
        found = []
        for path in self._paths():
            match = _NAME.fullmatch(path.name)
            if match and not path.is_dir():
                found.append(self._copy(path, int(match[1]), match[2], match[3]))
        found.sort(key=lambda copy: (copy.serial, copy.path.name))
        latest = ""
        for place, copy in enumerate(found):
            if copy.moment < latest:
                found[place] = replace(copy, behind=True)
            latest = max(latest, copy.moment)
        return found[::-1]

    def _copy(self, path: Path, serial: int, moment: str, reason: str) -> Copy:
        try:
            size = path.stat().st_size
        except OSError:  # it is listed all the same, as one that cannot be used
            size = 0
        bare = Copy(path, serial, moment, reason, size, self.place, encrypted=not _is_plain(path), sound=size > 0)
        try:
            said = bare.envelope()
        except UserError:
            return replace(bare, sound=False)
        if said is None:
            return bare
        return replace(
            bare, size=size + sum(entry.size for entry in said.files), office=said.office, records=said.records,
            encrypted=said.key is not None, sound=said.sound and size == said.size, files=len(said.files),
        )  # fmt: skip

    def next_serial(self) -> int:
        """The number of the next copy: above every copy, and above every envelope without one."""
        numbers = [int(m[1]) for path in self._paths() if (m := re.match(r"(\d{6,12})-", path.name))]
        return max(numbers, default=0) + 1

    def _paths(self) -> list[Path]:
        try:
            return list(self.path.iterdir())
        except FileNotFoundError:
            return []
        except OSError as error:
            raise UserError("放备份的文件夹读不出来，请看看磁盘或U盘是否还在", details=str(error)) from error

    def holds(self, copy: Copy) -> bool:
        """Whether a copy of another shelf lies here too."""
        return (self.path / copy.path.name).exists()

    def name(self, serial: int, moment: str, reason: str) -> Path:
        """Where a copy lies."""
        return self.path / f"{serial:06d}-{moment}-{reason}.db"

    # -- what the copies share ----------------------------------------------------------------------

    def file(self, sha256: str) -> Path:
        """Where a file with this digest lies."""
        return self.path / FILES / sha256[:2] / sha256

    def has(self, entry: FileEntry) -> bool:
        """Whether a file is there with its size; its content is read when it is needed."""
        try:
            return self.file(entry.sha256).stat().st_size == entry.size
        except OSError:
            return False

    def take(self, wanted: Iterable[tuple[Path, FileEntry]], done: Callable[[int], object] | None = None) -> None:
        """Put files on the shelf, read them again, and compare. A batch at a time is synced and gets its names: a
        thousand small files would otherwise wait for the disk a thousand times.

        Args:
            wanted: where each lies, and what it must be.
            done: told the bytes of each file.

        Raises:
            UserError: one cannot be written, or does not read back equal; nothing half is left.
        """
        batch: list[tuple[Path, FileEntry]] = []
        size = 0
        try:
            for source, entry in wanted:
                target = self.file(entry.sha256)
                target.parent.mkdir(parents=True, exist_ok=True)
                temporary = target.with_name(f".{target.name}.{os.getpid()}{PART}")
                batch.append((temporary, entry))
                copy_file(source, temporary, sync=False)
                if done is not None:
                    done(entry.size)
                size += entry.size
                if len(batch) >= _BATCH or size >= _BATCH_BYTES:
                    self._name(batch)
                    batch, size = [], 0
            self._name(batch)
        finally:
            for temporary, _ in batch:
                with suppress(OSError):
                    temporary.unlink(missing_ok=True)

    def _name(self, batch: Sequence[tuple[Path, FileEntry]]) -> None:
        sync_files([temporary for temporary, _ in batch])
        for temporary, entry in batch:
            if digest_of(temporary) != entry.sha256:
                raise UserError(f"“{Path(entry.path).name}”写出来和原来的不一样，请换一个磁盘再备份")
        for temporary, entry in batch:
            os.replace(temporary, self.file(entry.sha256))  # noqa: PTH105 - the tests stand in here
        parents = {temporary.parent for temporary, _ in batch}
        sync_folders([*parents, self.path / FILES, self.path] if parents else [])

    def give(self, entry: FileEntry, target: Path) -> None:
        """Copy a file of the shelf to a place, with its digest checked on the way; the caller syncs it.

        Raises:
            UserError: it is missing or changed.
        """
        source = self.file(entry.sha256)
        try:
            found = copy_file(source, target, sync=False)
        except FileNotFoundError as error:
            raise UserError(f"这份备份缺少附件“{Path(entry.path).name}”，请换一份备份", details=str(error)) from error
        if found != entry.sha256:
            raise UserError(f"这份备份里的附件“{Path(entry.path).name}”损坏了，请换一份备份")


def copy_file(source: Path, target: Path, *, sync: bool = True) -> str:
    """Copy a file's bytes, and sync them unless that is done later; gives their digest."""
    digest = hashlib.sha256()
    with source.open("rb") as reading, target.open("wb") as writing:
        while block := reading.read(_CHUNK):
            digest.update(block)
            writing.write(block)
        if sync:
            writing.flush()
            os.fsync(writing.fileno())
    return digest.hexdigest()


def sync_files(paths: Sequence[Path]) -> None:
    """The bytes of these files outlive a power cut. Many at once are left to the system, which waits only once."""
    if len(paths) > _MANY and hasattr(os, "sync") and os.name != "nt":
        os.sync()
        return
    for path in paths:
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_CHUNK):
            digest.update(block)
    return digest.hexdigest()


def needed(copies: Iterable[Copy]) -> set[str] | None:
    """The digests of all files the copies need; None when an envelope cannot be read, so that nobody knows."""
    found: set[str] = set()
    for copy in copies:
        try:
            said = copy.envelope()
        except UserError:
            return None
        found.update(entry.sha256 for entry in said.files) if said else None
    return found


def _is_plain(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\x00"
    except OSError:
        return True
