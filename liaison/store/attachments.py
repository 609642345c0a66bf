"""Files copied into the office folder under the digest of their content; the original name is kept as text only.

In an encrypted office each lies sealed (store.sealed) under the same name with another ending. While an office
is being converted both forms may lie there; reading takes either, and checks the content against its digest.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

from liaison.chinese.text import clean_text
from liaison.errors import Damaged, UserError
from liaison.paths import replacing
from liaison.store import sealed
from liaison.store.failures import UNREADABLE

LIMIT = 50 * 1024 * 1024
FOLDER = "attachments"
LONGEST_NAME = 120
"""Characters of the original name that a record keeps, its ending among them."""

Progress = Callable[[int, int], object]
"""Told how much is done, and of how much."""

_SPARE = 16 * 1024 * 1024  # what must be left on the disk for the books themselves
_STEP = 1024 * 1024
_DIGEST = re.compile(r"([0-9a-f]{64})(\.[a-z0-9]{1,5})?")

_GONE = "找不到这个附件了，记录没有受影响，请从备份里找回"
_CHANGED = "这个附件的内容变了，不再是当时放进来的那一份，请从备份里找回"


class Attachment(TypedDict):
    """How an attached file is named in a record."""

    digest: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Content:
    """An attached file that is read when its content is wanted, as a photo on a paper is.

    Attributes:
        office: the office folder.
        digest: as the record names it.
        key: the office's raw key, None for a plain office.
    """

    office: Path
    digest: str
    key: bytes | None = field(default=None, repr=False)

    @property
    def identity(self) -> object:
        """What tells this content from another one's.

        Raises:
            OSError: it is not there.
        """
        found = lies_at(self.office, self.digest)
        if found is None:
            raise FileNotFoundError(self.digest)
        state = found.stat()
        return (str(found), state.st_mtime_ns, state.st_size)

    def read(self) -> bytes:
        """The content; see `read`."""
        return read(self.office, self.digest, self.key)


# -- taking in --------------------------------------------------------------------------------------


def refusal(source: Path, office: Path | None = None) -> str:
    """Why a file cannot be attached, in one sentence before anything is copied; "" when it can.

    Nothing of the file is read: one of 5 GB is told as fast as a small one.

    Args:
        source: the file.
        office: the office folder, whose disk must have room.
    """
    name = clean_text(source.name) or "这个文件"
    try:
        state = source.stat()
    except (OSError, ValueError):
        return f"“{name}”读不出来，请看看它是否还在、是否被占用"
    if not stat.S_ISREG(state.st_mode):
        return f"“{name}”不是文件，请选一个文件；整个文件夹请先打成压缩包"
    if state.st_size == 0:
        return f"“{name}”是空文件（0 字节），请换一个"
    if state.st_size > LIMIT:
        return f"“{name}”有 {size_words(state.st_size)}，附件最大 50 MB，请先压缩，或只放最要紧的部分"
    if office is not None and _room(office) < state.st_size + _SPARE:
        return f"磁盘快满了，放不下“{name}”（{size_words(state.st_size)}），请先腾出空间"
    return ""


def attach(office: Path, source: Path, key: bytes | None = None, progress: Progress | None = None) -> Attachment:
    """Copy a file into the office folder; its digest is taken while it is read.

    Args:
        office: the office folder.
        source: the file.
        key: the raw key of an encrypted office.
        progress: told the bytes read, and of how many.

    Raises:
        UserError: it is missing, empty, a folder, larger than 50 MB, or there is no room; nothing was kept.
    """
    sentence = refusal(source, office)
    if sentence:
        raise UserError(sentence)
    content = bytearray()
    digest = hashlib.sha256()
    try:
        size = source.stat().st_size
        with source.open("rb") as file:
            while chunk := file.read(_STEP):
                content += chunk
                digest.update(chunk)
                if len(content) > LIMIT:
                    raise UserError(f"“{clean_text(source.name)}”正在变大，超过了 50 MB，请等它写完再放")
                if progress is not None:
                    progress(len(content), max(size, len(content)))
    except OSError as error:
        name = clean_text(source.name)
        raise UserError(f"“{name}”读不出来，请看看它是否还在、是否被占用", details=str(error)) from error
    if not content:
        raise UserError(f"“{clean_text(source.name)}”是空文件（0 字节），请换一个")
    return _keep(office, source.name, bytes(content), digest.hexdigest(), key)


def attach_content(office: Path, name: str, content: bytes, key: bytes | None = None) -> Attachment:
    """Keep what the program itself made, such as a report's papers, as an attachment of this name."""
    return _keep(office, name, content, hashlib.sha256(content).hexdigest(), key)


def _keep(office: Path, name: str, content: bytes, digest: str, key: bytes | None) -> Attachment:
    named_so = digest + _suffix(Path(name).suffix)
    if trouble(office, named_so, key):  # not there yet, or spoilt meanwhile
        put(office, named_so, content, key)
    return {"digest": named_so, "name": kept_name(name), "size": len(content)}


def put(office: Path, digest: str, content: bytes, key: bytes | None) -> Path:
    """Write an attachment's file, sealed where there is a key; gives where it lies."""
    target = path_of(office, digest)
    if key is not None:
        target, content = sealed_path(target), sealed.seal(key, digest[:64], content)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("放附件的文件夹不能写入，请检查磁盘，或 U 盘是否还在", details=str(error)) from error
    with replacing(target) as temporary:
        temporary.write_bytes(content)
    return target


def kept_name(name: str) -> str:
    """A file's name as the record keeps it: cleaned, and where it is endless, cut before its ending."""
    text = clean_text(name)
    ending = Path(text).suffix if len(Path(text).suffix) <= 12 else ""
    if len(text) > LONGEST_NAME:
        text = text[: LONGEST_NAME - len(ending)].rstrip() + ending
    return text or "附件"


# -- reading ----------------------------------------------------------------------------------------


def read(office: Path, digest: str, key: bytes | None = None) -> bytes:
    """An attachment's content, checked against its digest.

    Raises:
        Damaged: it is there, and is not what was attached.
        UserError: it is not there, or cannot be read.
    """
    found = lies_at(office, digest)
    if found is None:
        raise UserError(_GONE)
    try:
        content = found.read_bytes()
    except OSError as error:
        raise UserError("这个附件读不出来，请看看磁盘或 U 盘是否还在", details=str(error)) from error
    if found.suffix == sealed.ENDING:
        if key is None:
            raise Damaged("这个附件加了密，而资料没有设密码，打不开。请从备份里找回")
        try:
            content = sealed.unseal(key, digest[:64], content)
        except Damaged as error:
            raise Damaged(_CHANGED, details=error.details) from error
    if hashlib.sha256(content).hexdigest() != digest[:64]:
        raise Damaged(_CHANGED)
    return content


def trouble(office: Path, digest: str, key: bytes | None = None) -> str:
    """What is wrong with an attachment, in a few words; "" when it is there and unchanged."""
    try:
        read(office, digest, key)
    except Damaged:
        return "内容变了，请从备份里找回"
    except UserError:
        return "找不到了，请从备份里找回"
    return ""


def lies_at(office: Path, digest: str) -> Path | None:
    """The file of an attachment, sealed or plain; None where there is none, or no digest is meant."""
    if not is_digest(digest):
        return None  # a record from elsewhere may hold anything, and must not reach outside the folder
    plain = path_of(office, digest)
    return next((path for path in (sealed_path(plain), plain) if path.is_file()), None)


def path_of(office: Path, digest: str, suffix: str = "") -> Path:
    """Where the plain form of an attachment lies; the suffix tells the system's viewer what it is.

    Raises:
        UserError: it is no digest.
    """
    match = _DIGEST.fullmatch(digest)
    if match is None:
        raise UserError(_GONE, details=f"digest of {len(digest)} characters")
    return office / FOLDER / match[1][:2] / (match[1] + (_suffix(suffix) or match[2] or ""))


def is_digest(name: str) -> bool:
    """Whether a file's name is an attachment's digest, with or without the ending that tells its viewer."""
    return _DIGEST.fullmatch(name) is not None


def sealed_path(plain: Path) -> Path:
    """Where the sealed form of the same attachment lies."""
    return plain.with_name(plain.name + sealed.ENDING)


def every(office: Path, *, plain: bool = True, in_sealed: bool = True) -> Iterator[tuple[str, Path]]:
    """The attachments of a folder by digest and file; thousands are looked through in some milliseconds.

    Args:
        plain, in_sealed: which forms are wanted.
    """
    base = office / FOLDER
    for folder in _names(base, folders=True):
        if len(folder) == 2:
            for name in _names(base / folder, folders=False):
                digest = name.removesuffix(sealed.ENDING)
                if (plain if digest == name else in_sealed) and is_digest(digest):
                    yield digest, base / folder / name


def _names(folder: Path, *, folders: bool) -> list[str]:
    try:
        with os.scandir(folder) as found:
            return sorted(entry.name for entry in found if (entry.is_dir() if folders else entry.is_file()))
    except OSError:
        return []


def named(value: object) -> list[Attachment]:
    """The attachments in a Files value.

    Raises:
        Damaged: the value is none that was ever written.
    """
    try:
        return list(json.loads(str(value))) if value else []
    except ValueError as error:
        raise Damaged(UNREADABLE) from error


def size_words(size: int) -> str:
    """A size as people say it: 320 KB, 4.2 MB, 5.0 GB."""
    for unit, name in ((2**30, "GB"), (2**20, "MB")):
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{max(1, size // 1024)} KB"


def _room(office: Path) -> int:
    try:
        return shutil.disk_usage(office).free
    except OSError:
        return LIMIT + _SPARE  # writing will tell what is wrong


def _suffix(suffix: str) -> str:
    """Only short endings of letters and digits are kept; anything else could mean more than a type."""
    ending = suffix.lower().removeprefix(".")
    return f".{ending}" if ending.isascii() and ending.isalnum() and len(ending) <= 5 else ""
