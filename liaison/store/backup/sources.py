"""Where an office can be put back from: a copy on a shelf, one file, or an office file of the first version."""

from __future__ import annotations

import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from liaison.errors import UserError
from liaison.store.backup import bundle
from liaison.store.backup.envelope import Envelope, FileEntry
from liaison.store.backup.making import office_files
from liaison.store.backup.reading import CopyFile
from liaison.store.backup.shelf import Copy, Shelf, copy_file, digest_of
from liaison.store.database import FILE_NAME, KEY_FILE_NAME

CUT = "这份备份损坏了，或者没有拷贝完整，请换一份"
_SMALLEST = 512
"""Bytes; no office file is smaller."""


class Source(ABC):
    """Something an office can be put back from; use it in a `with`.

    Attributes:
        path: the file.
        said: its envelope; None for an office file of the first version.
        key_text: the key file's text it was locked with; None for a plain one.
        files: what belongs to it; None when it does not say.
    """

    path: Path
    said: Envelope | None
    key_text: str | None
    files: tuple[FileEntry, ...] | None

    @abstractmethod
    def put_database(self, target: Path) -> None:
        """Write the office file to a place, with its digest checked on the way."""

    @abstractmethod
    def put_file(self, entry: FileEntry, target: Path) -> None:
        """Write one of the files to a place, with its digest checked on the way; the caller syncs it."""

    @abstractmethod
    def broken(self) -> str:
        """What is not as it was written, as a sentence; "" when every byte is."""

    @contextmanager
    def opened(self, key: bytes | None) -> Iterator[CopyFile]:
        """The office file open to be read."""
        with CopyFile(self.path, key) as found:
            yield found

    def close(self) -> None:  # noqa: B027 - only a bundle is held open
        """Give the file free."""

    def __enter__(self) -> Source:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class ShelfSource(Source):
    """A copy on a shelf."""

    def __init__(self, copy: Copy) -> None:
        self.path = copy.path
        self.shelf = Shelf(copy.path.parent)
        self.said = copy.envelope()
        self.key_text = self.said.key if self.said else None
        self.files = self.said.files if self.said else None
        if self.said is None and copy.encrypted:
            # Its envelope is lost: the key file of the office around it may still be the one.
            beside = copy.path.parent.parent / KEY_FILE_NAME
            self.key_text = beside.read_text(encoding="utf-8") if beside.is_file() else None

    def put_database(self, target: Path) -> None:
        found = copy_file(self.path, target)
        if self.said is not None and found != self.said.sha256:
            raise UserError(CUT)

    def put_file(self, entry: FileEntry, target: Path) -> None:
        self.shelf.give(entry, target)

    def broken(self) -> str:
        if self.said is None:
            return ""
        if digest_of(self.path) != self.said.sha256:
            return CUT
        for entry in self.said.files:
            if not self.shelf.has(entry) or digest_of(self.shelf.file(entry.sha256)) != entry.sha256:
                return f"这份备份的附件“{Path(entry.path).name}”缺了或者损坏了，请换一份"
        return ""


class FolderSource(Source):
    """An office file as it lies in an office folder, or a copy of the first version; attachments beside it count."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.said = None
        beside = path.with_name(KEY_FILE_NAME)
        self.key_text = beside.read_text(encoding="utf-8") if path.name == FILE_NAME and beside.is_file() else None
        self.files = None
        self._places: dict[str, Path] = {}
        if path.name == FILE_NAME:
            self._places = dict(office_files(path.parent))
            self.files = tuple(
                FileEntry(name, digest_of(place), place.stat().st_size) for name, place in self._places.items()
            )

    def put_database(self, target: Path) -> None:
        copy_file(self.path, target)

    def put_file(self, entry: FileEntry, target: Path) -> None:
        copy_file(self._places[entry.path], target, sync=False)

    def broken(self) -> str:
        return ""


class BundleSource(Source):
    """One file that holds a whole office."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._bundle = bundle.Bundle(path)
        self.said = self._bundle.said
        self.key_text = self.said.key
        self.files = self.said.files

    def put_database(self, target: Path) -> None:
        self._bundle.extract(bundle.DATABASE, target, self._bundle.said.sha256)

    def put_file(self, entry: FileEntry, target: Path) -> None:
        self._bundle.extract(entry.path, target, entry.sha256, sync=False)

    def broken(self) -> str:
        return self._bundle.broken()

    @contextmanager
    def opened(self, key: bytes | None) -> Iterator[CopyFile]:
        with tempfile.TemporaryDirectory(prefix="lianluobu-", ignore_cleanup_errors=True) as scratch:
            target = Path(scratch) / FILE_NAME
            self.put_database(target)
            with CopyFile(target, key) as found:
                yield found

    def close(self) -> None:
        self._bundle.close()


def source_of(path: Path) -> Source:
    """Whatever an office can be put back from, by its file.

    Raises:
        UserError: it is none of these, or damaged.
    """
    if not path.is_file():
        raise UserError(f"“{path.name}”不见了，请看看磁盘或U盘是否还在")
    try:
        with path.open("rb") as file:
            start = file.read(4)
        if not start:
            raise UserError(f"“{path.name}”是空的，不是联络簿的备份，请换一份备份")
        if start == b"PK\x03\x04":
            return BundleSource(path)
        for copy in Shelf(path.parent, str(path.parent)).copies():
            if copy.path == path:
                return ShelfSource(copy)
        if path.stat().st_size < _SMALLEST:
            raise UserError(f"“{path.name}”不是联络簿的备份，或者没有拷贝完整，请换一份备份")
        return FolderSource(path)
    except (OSError, ValueError) as error:
        raise UserError(f"“{path.name}”读不出来，请看看磁盘或U盘是否还在", details=str(error)) from error

