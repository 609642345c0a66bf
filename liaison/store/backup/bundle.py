"""One file that holds a whole office: a zip without compression, with its envelope inside.

It is read with suspicion, for it may come from anywhere: only what the envelope names is taken, every name must be
one that an office writes, sizes and digests must agree, and nothing is unpacked by the zip's own word.
"""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import IO

from liaison.errors import UserError
from liaison.paths import replacing
from liaison.store.backup import envelope
from liaison.store.backup.envelope import Envelope, FileEntry
from liaison.store.backup.shelf import Meter, Progress

ENVELOPE, DATABASE = "envelope.json", "office.db"
_MOST_ENTRIES = 200_000
_CHUNK = 1 << 20
_ZIP_ERRORS = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError)
_NO_BUNDLE = "“{}”不是联络簿的备份，或者没有拷贝完整，请换一份备份"
_DATE = (1980, 1, 1, 0, 0, 0)


class Bundle:
    """A bundle open to be read.

    Raises:
        UserError: it is none, cut, damaged, from a newer program, or holds what no office has.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except _ZIP_ERRORS as error:
            raise UserError(_NO_BUNDLE.format(path.name), details=str(error)) from error
        try:
            self.said = self._read_envelope()
            self._entries = self._agreeing()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give the file free."""
        self._zip.close()

    def extract(self, name: str, target: Path, sha256: str, *, sync: bool = True) -> None:
        """Write one of its files to a place chosen by the caller, synced unless that is done later, its digest checked.

        Raises:
            UserError: it is damaged.
        """
        try:
            with self._zip.open(self._entries[name]) as reading, target.open("wb") as writing:
                found = _copy(reading, writing)
                if sync:
                    writing.flush()
                    os.fsync(writing.fileno())
        except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
            raise UserError(_NO_BUNDLE.format(self.path.name), details=str(error)) from error
        if found != sha256:
            raise UserError(_NO_BUNDLE.format(self.path.name), details=f"digest of {name}")

    def broken(self) -> str:
        """What is not as it was written, as a sentence; "" when every byte is."""
        wanted = {DATABASE: self.said.sha256, **{entry.path: entry.sha256 for entry in self.said.files}}
        for name, sha256 in wanted.items():
            try:
                with self._zip.open(self._entries[name]) as reading:
                    if _copy(reading, None) != sha256:
                        return _NO_BUNDLE.format(self.path.name)
            except _ZIP_ERRORS:
                return _NO_BUNDLE.format(self.path.name)
        return ""

    def _read_envelope(self) -> Envelope:
        try:
            entry = self._zip.getinfo(ENVELOPE)
            if entry.file_size > envelope.LARGEST or entry.compress_type != zipfile.ZIP_STORED:
                raise ValueError("the envelope is too large")
            with self._zip.open(entry) as file:
                text = file.read(entry.file_size + 1).decode("utf-8")
        except (KeyError, *_ZIP_ERRORS) as error:
            raise UserError(_NO_BUNDLE.format(self.path.name), details=str(error)) from error
        return envelope.parse(text)

    def _agreeing(self) -> dict[str, zipfile.ZipInfo]:
        """The entries by name, when they are exactly what the envelope names."""
        entries = self._zip.infolist()
        wanted = {DATABASE: self.said.size, **{entry.path: entry.size for entry in self.said.files}}
        found = {entry.filename: entry for entry in entries if entry.filename != ENVELOPE}
        fault = ""
        if len(entries) > _MOST_ENTRIES or len(entries) != len(found) + 1 or set(found) != set(wanted):
            fault = "other files than the envelope names"
        for entry in found.values():
            if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 1:
                fault = f"compressed or locked: {entry.filename[:80]!r}"
            elif entry.file_size != entry.compress_size or entry.file_size != wanted.get(entry.filename):
                fault = f"another size: {entry.filename[:80]!r}"
            elif stat.S_ISLNK(entry.external_attr >> 16) or entry.is_dir():
                fault = f"no plain file: {entry.filename[:80]!r}"
        if fault:
            raise UserError(_NO_BUNDLE.format(self.path.name), details=fault)
        return found


def write_bundle(
    target: Path, said: Envelope, database: Path, items: Iterable[tuple[str, int, Callable[[], IO[bytes]]]],
    progress: Progress | None = None,
) -> Envelope:
    """Write a bundle, read it again and compare: there whole, or not at all.

    Args:
        said: its envelope; the files it names are what the items must read as, and () names nothing.
        database: the office file, that agrees with the envelope.
        items: every file's path in an office folder, its size now, and how it is opened.

    Returns: the envelope as written, with the files as they were packed.

    Raises:
        UserError: the disk is full, the place is gone, or a file is not what the envelope says.
    """
    expected = {entry.path: entry.sha256 for entry in said.files}
    found = list(items)
    meter = Meter(progress, said.size + sum(size for _, size, _ in found))
    entries = []
    with replacing(target) as temporary:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_STORED, allowZip64=True) as packed:
            with database.open("rb") as reading:
                _pack(packed, DATABASE, said.size, reading, meter)
            for path, size, opened in found:
                with opened() as reading:
                    entry = _pack(packed, path, size, reading, meter)
                if expected and expected.get(path) != entry.sha256:
                    raise UserError(f"附件“{Path(path).name}”损坏了，这样的备份不完整，没有留下。请换一份备份")
                entries.append(entry)
            written = replace(said, files=tuple(entries))
            packed.writestr(_info(ENVELOPE), written.text())
        again = Bundle(temporary)
        try:
            broken = again.broken()
        finally:
            again.close()
        if broken:
            raise UserError("写出来的备份和原资料对不上，没有留下，请换一个磁盘再试")
    return written


def digest(said: Envelope) -> str:
    """16 hex digits over all a bundle holds: the same at both ends of a handing over."""
    return hashlib.sha256(said.text().encode()).hexdigest()[:16]


def _pack(packed: zipfile.ZipFile, name: str, size: int, reading: IO[bytes], meter: Meter) -> FileEntry:
    found, count = hashlib.sha256(), 0
    with packed.open(_info(name), "w", force_zip64=size > 1 << 30) as writing:
        while block := reading.read(_CHUNK):
            found.update(block)
            count += len(block)
            writing.write(block)
            meter.add(len(block))
    return FileEntry(name, found.hexdigest(), count)


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _DATE)
    info.external_attr = (stat.S_IFREG | 0o600) << 16
    return info


def _copy(reading: IO[bytes], writing: IO[bytes] | None) -> str:
    found = hashlib.sha256()
    while block := reading.read(_CHUNK):
        found.update(block)
        if writing is not None:
            writing.write(block)
    return found.hexdigest()
