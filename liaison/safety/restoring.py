"""Putting a copy back: what was there is kept, both are counted, and it happens whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from liaison.errors import Damaged, Locked, UserError
from liaison.store import keys, settling
from liaison.store.backup import making, reading, restoring, sources
from liaison.store.backup.bundles import HANDOVER
from liaison.store.backup.reading import Contents
from liaison.store.backup.shelf import Copy, Progress, Shelf
from liaison.store.backup.sources import Source
from liaison.store.database import DAMAGED_FOLDER, DATABASE_ERRORS, FILE_NAME, KEY_FILE_NAME, Database

OTHER_OFFICE = "这是另一个联络处的备份，两个联络处的资料不能放在一个文件夹里。请恢复到一个新文件夹"


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did.

    Attributes:
        before: records of every book as they were; None when that could not be read, or there was no office.
        after: records of every book now.
        kept: where lies what was there: a copy, or a folder under damaged/; None when there was no office.
    """

    before: dict[str, int] | None
    after: dict[str, int]
    kept: Path | None


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a file is, told without a password.

    Attributes:
        kind: backup, handover (a parcel for a successor), or file (an office file of the first version).
        office_name: "" when it cannot be told without the password.
        needs_secret: a password or code is needed to open it.
        moment: when it was made (YYYYMMDDTHHMMSS), "" when it does not say; size in bytes.
    """

    kind: str
    office_name: str
    needs_secret: bool
    moment: str
    size: int


def look(file: Path) -> Parcel:
    """What a file is that shall be restored or received.

    Raises:
        UserError: it is nothing of ours, cut, or damaged.
    """
    size = _size(file)
    with sources.source_of(Path(file)) as source:
        said = source.said
        if said is not None:
            kind = HANDOVER if isinstance(source, sources.BundleSource) and said.reason == HANDOVER else "backup"
            return Parcel(kind, said.name, said.key is not None, said.moment, size)
        try:
            with source.opened(None) as found:
                return Parcel("file", reading.contents(found).name, False, "", size)
        except Locked:
            return Parcel("file", "", True, "", size)
        except DATABASE_ERRORS as error:
            raise UserError(sources.CUT, details=str(error)) from error


def restore(
    folder: Path, copy: Copy | Path, secret: str = "", progress: Progress | None = None, *, key: bytes | None = None
) -> Restored:
    """Put the office in a folder back to a copy: its file, key file, attachments, templates and fonts.

    What is there is copied first (reason restore); when it cannot be read, or not without a password that nobody
    has, it goes to damaged/恢复前-… as it is. Killed at any moment, the folder holds the former office or the new.
    A password that is known to fit the present office is kept when the copy was made before there was one.

    Args:
        copy: a copy, or a file: one that holds a whole office, or an office file of the first version.
        secret: the copy's password or recovery code; key: the raw key of the office that was just open.

    Raises:
        Locked: a password is needed; WrongPassword: it does not fit.
        UserError: the copy is damaged, of another office, newer than this program; the office is open elsewhere;
            the disk is full. Nothing has changed then.
    """
    folder = Path(folder)
    settling.settle(folder)
    with _opened(copy) as source:
        if source.said is not None and source.said.reason == HANDOVER and isinstance(source, sources.BundleSource):
            raise UserError("这是移交用的文件，请用“接收移交”打开它")
        raw = key_for(source, secret, key)
        if not (folder / FILE_NAME).exists():
            return _into_new(folder, source, raw, progress)
        known = office_number(folder)
        _refuse_other(folder, source, raw, known)
        present = _Present(folder, secret, raw, key)
        try:
            _refuse_other_number(present.number or known, present.name, source, raw)
            staged = restoring.stage(folder, source, raw, present.number or known, progress)
            if raw is None and present.key is not None:
                restoring.lock_staged(folder, present.key)
            return present.replace(staged)
        finally:
            present.close()


def restore_new(
    file: Copy | Path, folder: Path, secret: str = "", progress: Progress | None = None
) -> Restored:
    """Put a copy into a folder that holds no office yet.

    Raises:
        UserError: the folder holds an office; otherwise as `restore`.
    """
    folder = Path(folder)
    settling.settle(folder)
    refuse_office_in(folder)
    return restore(folder, file, secret, progress)


def refuse_office_in(folder: Path) -> None:
    """Two offices are never mixed: what comes from elsewhere goes into a folder of its own.

    Raises:
        UserError: the folder holds an office.
    """
    if (folder / FILE_NAME).exists() or (folder / KEY_FILE_NAME).exists():
        raise UserError(f"“{folder.name}”里已经有一个联络处的资料，请恢复到一个空文件夹")


def key_for(source: Source, secret: str, key: bytes | None) -> bytes | None:
    """The raw key of a source: the open office's where it fits, otherwise by password or recovery code.

    Raises:
        Locked: a password is needed; WrongPassword: it does not fit.
    """
    if source.key_text is None:
        return None
    if key is not None and keys.fits(source.key_text, key):
        return key
    if not secret:
        raise Locked("这份备份设了密码，请输入当时的密码或恢复码")
    return keys.unwrap(source.key_text, secret)


def office_number(folder: Path) -> str:
    """The number of the office in a folder, even when its file cannot be read; "" when nothing tells it."""
    try:
        return keys.office_of((folder / KEY_FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError, UserError):
        pass
    for copy in Shelf.of(folder).copies():
        if copy.office:
            return copy.office
    return ""


class _Present:
    """The office that is in the folder now: opened, so that nobody else has it, and counted where it can be.

    Raises:
        UserError: it is open elsewhere, or can only be read.
    """

    def __init__(self, folder: Path, secret: str, *known: bytes | None) -> None:
        self.folder = folder
        self.database: Database | None = None
        self.contents: Contents | None = None
        self.sound = False
        self.key: bytes | None = None
        try:
            self.key = self._key(secret, known)
            self.database = Database(folder, key=self.key)
            self.contents = reading.contents(self.database)
            self.sound = not reading.fault(self.database)
        except (Damaged, Locked, *DATABASE_ERRORS):
            self.close()
            return
        if self.database.read_only:
            self.close()
            raise UserError("这个文件夹只能看不能改，没有恢复。请先去掉只读，或者恢复到一个新文件夹")

    @property
    def number(self) -> str:
        """The office's own number, as far as it can be read."""
        return self.contents.office if self.contents else ""

    @property
    def name(self) -> str:
        """The office's name, as far as it can be read."""
        return self.contents.name if self.contents else ""

    def replace(self, staged: restoring.Staged) -> Restored:
        """Keep what is there, and put the staged office in its place."""
        kept, aside = self._keep()
        self.close()
        restoring.put_in_place(self.folder, staged, aside)
        before = self.contents.books if self.contents else None
        return Restored(before, staged.contents.books, kept)

    def close(self) -> None:
        """Give the file free."""
        if self.database is not None:
            self.database.close()
            self.database = None

    def _keep(self) -> tuple[Path, Path | None]:
        """Where what is there is kept, and the folder it goes to when no copy could be made of it."""
        if self.database is not None and self.sound:
            try:
                return making.make(self.database, Shelf.of(self.folder), "restore").path, None
            except Damaged:
                self.contents = None
        aside = free_name(self.folder / DAMAGED_FOLDER, f"恢复前-{making.now()}")
        return aside, aside

    def _key(self, secret: str, known: tuple[bytes | None, ...]) -> bytes | None:
        path = self.folder / KEY_FILE_NAME
        if not path.exists():
            return None
        text = keys.read_key_file(path)
        for key in known:
            if key is not None and keys.fits(text, key):
                return key
        return keys.unwrap(text, secret) if secret else None


def free_name(folder: Path, name: str) -> Path:
    """A folder of that name that is not there yet."""
    found, number = folder / name, 2
    while found.exists():
        found, number = folder / f"{name}-{number}", number + 1
    return found


@contextmanager
def _opened(copy: Copy | Path) -> Iterator[Source]:
    path = copy.path if isinstance(copy, Copy) else Path(copy)
    with sources.source_of(path) as source:
        yield source


def _into_new(folder: Path, source: Source, key: bytes | None, progress: Progress | None) -> Restored:
    there = folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        staged = restoring.stage(folder, source, key, "", progress)
        left = [part for part in restoring.parts_there(folder) if part in staged.parts]
        aside = free_name(folder / DAMAGED_FOLDER, f"恢复前-{making.now()}") if left else None
        restoring.put_in_place(folder, staged, aside)
    except OSError as error:
        raise making.failed(error) from error
    finally:
        if not there and not (folder / FILE_NAME).exists():
            settling.remove_empty(folder)
    return Restored(None, staged.contents.books, aside)


def _refuse_other(folder: Path, source: Source, key: bytes | None, known: str) -> None:
    """What can be told before the present office is opened."""
    if source.said is not None and source.said.office and known and source.said.office != known:
        raise UserError(OTHER_OFFICE)
    if source.files is None and source.key_text is None and (folder / KEY_FILE_NAME).exists() and key is None:
        raise UserError("这份旧备份没有密码，也没有附件，不能放进设了密码的联络处。请恢复到一个新文件夹")


def _refuse_other_number(known: str, name: str, source: Source, key: bytes | None) -> None:
    """What is told by the content; the first version's files have no number, but a name."""
    try:
        with source.opened(key) as found:
            theirs = reading.contents(found)
    except (Damaged, *DATABASE_ERRORS) as error:
        raise UserError(sources.CUT, details=str(error)) from error
    other = theirs.office != known if theirs.office and known else theirs.name != name and bool(name)
    if other and not (isinstance(source, sources.ShelfSource) and source.said is None and not theirs.office):
        raise UserError(OTHER_OFFICE)


def _size(file: Path) -> int:
    try:
        return Path(file).stat().st_size
    except OSError as error:
        raise UserError(f"“{Path(file).name}”不见了，请看看磁盘或U盘是否还在", details=str(error)) from error
