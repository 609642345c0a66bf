"""What was set aside in damaged/ when a file was replaced or found damaged: in an encrypted office no plain leftover.

A whole office that was set aside becomes an encrypted one with a key file of its own beside it, so that it can be
opened with the same password. Whatever else lies there is sealed as it is, and opened up again when encryption is
turned off. Nothing of it is ever deleted.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from liaison.errors import Damaged, UserError
from liaison.paths import replacing
from liaison.store import attachments, converting, keys, sealed
from liaison.store.database import DAMAGED_FOLDER, FILE_NAME, KEY_FILE_NAME

_NEVER_SEALED = {"templates", "fonts"}  # as in the office folder itself: they hold nothing of the books


def plain_bytes(folder: Path) -> int:
    """How much of it is plain, in bytes."""
    return sum(size_of(path) for path in _plain(folder))


def sealed_bytes(folder: Path) -> int:
    """How much of it `open_up` would open, in bytes."""
    return sum(size_of(path) for path in _sealed(folder))


def sealed_files(folder: Path) -> list[Path]:
    """What lies there that only the office's key opens."""
    return list(_sealed(folder))


def put_away(folder: Path, paths: Sequence[Path], text: str) -> None:
    """Move sealed files that could not be opened into a folder of their own, with the key file that goes with them.

    Raises:
        OSError, UserError: one cannot be moved or written.
    """
    if not paths:
        return
    place = folder / DAMAGED_FOLDER / f"没有解开-{datetime.now():%Y%m%dT%H%M%S}"
    place.mkdir(parents=True, exist_ok=True)
    keys.write_key_file(place / KEY_FILE_NAME, text)
    for path in paths:
        path.replace(place / path.name)


def seal(folder: Path, key: bytes, text: str, done: Callable[[int], object]) -> list[Path]:
    """Encrypt what is plain; gives what could not be.

    Args:
        folder: the office folder.
        key: the raw key; text: the key file's content, for offices that were set aside whole.
        done: told the bytes of each.
    """
    failed = []
    for path in list(_plain(folder)):
        size = size_of(path)
        if not _is_done(path, key, text) and not seal_file(path, _label(path), key):
            failed.append(path)
        done(size)
    return failed


def open_up(folder: Path, key: bytes, done: Callable[[int], object]) -> list[Path]:
    """Make plain again what was sealed; gives what is spoilt and stays. Offices with a key file of their own stay.

    Raises:
        UserError: the disk is full, or a file cannot be written or taken away.
    """
    spoilt = []
    for path in list(_sealed(folder)):
        size = size_of(path)
        if not open_file(path, _label(path), key):
            spoilt.append(path)
        done(size)
    return spoilt


def rewrap(folder: Path, text: str) -> None:
    """Give the offices set aside with the same raw key today's key file, so that today's password opens them.

    Raises:
        UserError: one cannot be written.
    """
    for path in (folder / DAMAGED_FOLDER).rglob(KEY_FILE_NAME):
        with suppress(Damaged):
            found = keys.read_key_file(path)
            if found != text and keys.same_key(found, text):
                keys.write_key_file(path, text)


# -- one file ---------------------------------------------------------------------------------------


def seal_file(path: Path, name: str, key: bytes) -> bool:
    """A plain file becomes a sealed one beside it; the plain one goes when the sealed one reads back."""
    target = attachments.sealed_path(path)
    try:
        content = path.read_bytes()
        with replacing(target) as temporary:
            temporary.write_bytes(sealed.seal(key, name, content))
        if sealed.unseal(key, name, target.read_bytes()) != content:
            return False
        path.unlink()
    except (OSError, UserError):
        return False
    return True


def open_file(path: Path, name: str, key: bytes) -> bool:
    """A sealed file becomes a plain one; False for one that is spoilt, which stays.

    Raises:
        UserError: the disk is full, or the file cannot be written or taken away.
    """
    target = path.with_name(path.name.removesuffix(sealed.ENDING))
    try:
        content = sealed.unseal(key, name, path.read_bytes())
    except Damaged:
        return False
    except OSError as error:
        raise UserError("有附件读不出来，密码没有取消。请看看磁盘是否还在，再试一次", details=str(error)) from error
    with replacing(target) as temporary:
        temporary.write_bytes(content)
    try:
        path.unlink()
    except OSError as error:
        raise UserError("有附件正被别的程序占用，密码没有取消。请关掉它再试", details=str(error)) from error
    return True


def size_of(path: Path) -> int:
    """Its bytes; 0 where it is gone."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


# -- what lies there --------------------------------------------------------------------------------


def _plain(folder: Path) -> Iterator[Path]:
    for path in _files(folder, in_sealed=False):
        ours = path.suffix == ".key" or path.parent.name in _NEVER_SEALED
        if not ours and size_of(path) and not (_is_office(path) and _has_key(path.parent) and _is_encrypted(path)):
            yield path


def _sealed(folder: Path) -> Iterator[Path]:
    for path in _files(folder, in_sealed=True):
        attached = path.parent.parent.name == attachments.FOLDER and _has_key(path.parent.parent.parent)
        if not attached and not _has_key(path.parent):
            yield path


def _files(folder: Path, *, in_sealed: bool) -> Iterator[Path]:
    for place, folders, names in os.walk(folder / DAMAGED_FOLDER):
        folders.sort()
        for name in sorted(names):
            if name.endswith(sealed.ENDING) is in_sealed and not name.startswith("."):
                yield Path(place) / name


def _is_done(path: Path, key: bytes, text: str) -> bool:
    """Whether an office file needs no sealing: it is under this key already, or could be written anew under it."""
    if path.suffix != ".db":
        return False
    if _is_encrypted(path):
        return converting.opens(path, key)
    return path.name == FILE_NAME and _encrypt_office(path, key, text)


def _label(path: Path) -> str:
    """What a sealed file is bound to: an attachment to its digest, anything else to its name."""
    name = path.name.removesuffix(sealed.ENDING)
    return name[:64] if attachments.is_digest(name) else name


def _is_office(path: Path) -> bool:
    return path.name == FILE_NAME


def _has_key(folder: Path) -> bool:
    return (folder / KEY_FILE_NAME).is_file()


def _is_encrypted(path: Path) -> bool:
    return not converting.is_plain(path)


def _encrypt_office(path: Path, key: bytes, text: str) -> bool:
    """An office set aside, under today's key; False where its file cannot be read to its end, and stays as it is."""
    beside = path.with_name(KEY_FILE_NAME)
    if beside.exists() and not keys.fits(_text(beside), key):
        return False
    try:
        keys.write_key_file(beside, text)
        with replacing(path) as temporary:
            converting.convert_file(path, temporary, None, key)
    except (UserError, OSError):
        return False
    return True


def _text(path: Path) -> str:
    try:
        return keys.read_key_file(path)
    except Damaged:
        return ""
