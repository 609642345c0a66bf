"""The backups inside an office's folder follow its password: sealed with it, opened up with it, wrapped anew with it.

A plain copy is written anew under the office's key, its attachments are sealed, and its envelope is told; opening up
goes the same way back. A kill between the copy and its envelope leaves an encrypted copy whose envelope names no
key, or a plain one whose envelope names one: the next opening of the encrypted office seals it (again).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from liaison.errors import Damaged, UserError
from liaison.paths import replacing
from liaison.store import attachments, converting, keys, sealed
from liaison.store.backup import envelope, keeping, reading, shelf
from liaison.store.backup.envelope import Envelope, FileEntry
from liaison.store.backup.shelf import Copy, Shelf

_FILES = f"{attachments.FOLDER}/"
_MARK = "unfinished"
"""A file beside the copies while they are converted or wrapped anew: only then has anybody to read all envelopes."""


def key_texts(folder: Path) -> Iterator[str]:
    """The key files' contents that the office's backups carry, the newest first."""
    for copy in Shelf.of(folder).copies():
        with suppress(UserError):
            said = copy.envelope()
            if said is not None and said.key is not None:
                yield said.key


def begin(folder: Path) -> None:
    """Remember that the copies are about to be changed, so that the next opening finishes what a kill interrupts.

    Raises:
        UserError: the folder cannot be written.
    """
    try:
        Shelf.of(folder).path.mkdir(exist_ok=True)
        (Shelf.of(folder).path / _MARK).touch()
    except OSError as error:
        raise UserError("文件夹不能写入，这一步没有做。请看看磁盘或 U 盘是否还在", details=str(error)) from error


def is_begun(folder: Path) -> bool:
    """Whether the copies were being changed when the program ended."""
    return (Shelf.of(folder).path / _MARK).exists()


def rewrap_envelopes(folder: Path, text: str) -> int:
    """Give every backup of the same raw key today's key file, so that today's password opens it.

    Args:
        folder: the office folder.
        text: the key file's content.

    Returns:
        How many were rewritten.

    Raises:
        UserError: one cannot be written; those before it are done.
    """
    changed = 0
    for copy in Shelf.of(folder).copies():
        said = _envelope(copy)
        if said is not None and said.key is not None and said.key != text and keys.same_key(said.key, text):
            envelope.write(replace(said, key=text), copy.envelope_path)
            changed += 1
    return changed


def plain_bytes(folder: Path) -> int:
    """How much of the backups is plain, in bytes."""
    return sum(copy.size for copy in Shelf.of(folder).copies() if _is_to_do(copy))


def sealed_bytes(folder: Path, key: bytes) -> int:
    """How much of the backups `open_copies` would open, in bytes."""
    return sum(copy.size for copy in Shelf.of(folder).copies() if _is_ours(copy, key))


def seal_copies(folder: Path, key: bytes, text: str, done: Callable[[int], object]) -> list[Path]:
    """Encrypt every plain backup in the office folder, with its attachments; quick where there is none.

    Args:
        folder: the office folder.
        key: the raw key.
        text: the key file's content, for the envelopes.
        done: told the bytes of each when it is done.

    Returns:
        Those that could not be encrypted.
    """
    here = Shelf.of(folder)
    if not is_begun(folder) and not any(converting.is_plain(path) for path in here.path.glob("*.db")):
        return []
    failed: list[Path] = []
    begin(folder)
    for copy in here.copies():
        if _is_to_do(copy):
            try:
                _seal_copy(folder, here, copy, key, text)
            except (UserError, OSError):
                failed.append(copy.path)
            done(copy.size)
    return failed + sweep(folder)


def open_copies(folder: Path, key: bytes, done: Callable[[int], object]) -> list[Path]:
    """Make the backups of this key plain again, with their attachments; what they shared sealed goes with `sweep`.

    Args:
        folder: the office folder, whose own attachments are plain by now.
        key: the raw key.
        done: told the bytes of each when it is done.

    Returns:
        Those that are spoilt and stay encrypted, each with its own key file in its envelope.

    Raises:
        UserError: the disk is full, or a file cannot be written.
    """
    here = Shelf.of(folder)
    spoilt: list[Path] = []
    begin(folder)
    for copy in here.copies():
        said = _envelope(copy)
        if said is None or not _is_ours(copy, key):
            continue
        try:
            files = tuple(_opened_entry(here, entry, key) for entry in said.files)
            with replacing(copy.path) as temporary:
                converting.convert_file(copy.path, temporary, key, None)
            digest, size = shelf.digest_of(copy.path), copy.path.stat().st_size
            envelope.write(replace(said, sha256=digest, size=size, key=None, files=files), copy.envelope_path)
        except (Damaged, FileNotFoundError):
            spoilt.append(copy.path)
        except OSError as error:
            raise UserError("有备份改写不了，密码没有取消。请看看磁盘是否还在，再试一次", details=str(error)) from error
        done(copy.size)
    return spoilt


def sweep(folder: Path) -> list[Path]:
    """The last step: take away what the copies shared in their other form; quick where nothing was begun.

    Returns:
        What could not be looked over.
    """
    here = Shelf.of(folder)
    try:
        if not is_begun(folder):
            return []
        keeping.sweep_files(here)
        if shelf.needed(here.copies()) is None:  # nobody knows what is still needed, so that nothing went
            return [here.path / shelf.FILES]
        (here.path / _MARK).unlink()
    except OSError:
        return [here.path]
    return []


def _is_to_do(copy: Copy) -> bool:
    said = _envelope(copy)
    return said is None or said.key is None or converting.is_plain(copy.path)


def _is_ours(copy: Copy, key: bytes) -> bool:
    said = _envelope(copy)
    return said is not None and said.key is not None and keys.fits(said.key, key)


def _seal_copy(folder: Path, here: Shelf, copy: Copy, key: bytes, text: str) -> None:
    """One copy: its attachments first, then its file, and its envelope last."""
    said = _envelope(copy)
    files = () if said is None else tuple(_sealed_entry(folder, here, entry, key) for entry in said.files)
    if converting.is_plain(copy.path):
        with replacing(copy.path) as temporary:
            converting.convert_file(copy.path, temporary, None, key)
    if said is None:  # a copy of the first version had none; now it needs one for the key
        said = _envelope_of(copy, key)
    digest, size = shelf.digest_of(copy.path), copy.path.stat().st_size
    envelope.write(replace(said, sha256=digest, size=size, key=text, files=files), copy.envelope_path)


def _sealed_entry(folder: Path, here: Shelf, entry: FileEntry, key: bytes) -> FileEntry:
    """The entry of an attachment's sealed form, which lies on the shelf; templates and fonts stay as they are."""
    if not entry.path.startswith(_FILES) or entry.path.endswith(sealed.ENDING):
        return entry
    path = entry.path + sealed.ENDING
    lying = folder / path
    if lying.is_file():
        state = lying.stat()
        made = FileEntry(path, shelf.digest_of(lying), state.st_size, state.st_mtime_ns)
        if not here.has(made):
            here.take([(lying, made)])
        return made
    # The office holds it no more: it is sealed for the backups alone.
    return _put(here, path, sealed.seal(key, Path(entry.path).name[:64], here.file(entry.sha256).read_bytes()))


def _opened_entry(here: Shelf, entry: FileEntry, key: bytes) -> FileEntry:
    """The entry of an attachment's plain form, which lies on the shelf.

    Raises:
        Damaged: the sealed one is spoilt.
    """
    if not entry.path.startswith(_FILES) or not entry.path.endswith(sealed.ENDING):
        return entry
    path = entry.path.removesuffix(sealed.ENDING)
    return _put(here, path, sealed.unseal(key, Path(path).name[:64], here.file(entry.sha256).read_bytes()))


def _put(here: Shelf, path: str, content: bytes) -> FileEntry:
    made = FileEntry(path, hashlib.sha256(content).hexdigest(), len(content))
    if not here.has(made):
        target = here.file(made.sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as temporary:
            temporary.write_bytes(content)
    return made


def _envelope_of(copy: Copy, key: bytes) -> Envelope:
    """What is to be said of a copy that has no envelope, or none that can be read.

    Raises:
        UserError: it cannot be opened with this key either.
    """
    with reading.CopyFile(copy.path, key) as opened:
        held, fault = reading.contents(opened), reading.fault(opened)
    return Envelope(
        held.office, held.name, copy.serial, copy.moment, copy.reason, "", not fault, held.action, held.mark,
        held.records, "0" * 64, 0, None, (),
    )  # fmt: skip


def _envelope(copy: Copy) -> Envelope | None:
    try:
        return copy.envelope()
    except UserError:
        return None
