"""Handing over: one file with a whole office for a successor, locked with a code that goes on paper.

It is encrypted in any case, under a key of its own, so that neither the password here nor any copy here opens it.
Both ends show the same counts and the same digest (16 hex digits over everything in the file).
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from liaison import __version__
from liaison.errors import UserError, WrongPassword
from liaison.safety.restoring import refuse_office_in
from liaison.store import converting, keys, sealed, settling
from liaison.store.backup import bundle, bundles, making, reading, restoring, sources
from liaison.store.backup.bundles import HANDOVER, Item
from liaison.store.backup.envelope import Envelope
from liaison.store.backup.reading import CopyFile
from liaison.store.backup.shelf import Progress, digest_of
from liaison.store.database import FILE_NAME, KEY_FILE_NAME, Database

ENDING = ".llb"
_ATTACHMENTS = "attachments/"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What was written: where, the digest to compare at the other end, and the records of every book."""

    path: Path
    digest: str
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Received:
    """What arrived: the office's name, the records of every book, and the digest to compare with the sender's."""

    name: str
    counts: dict[str, int]
    digest: str


def file_name(office_name: str, day: str) -> str:
    """How the file is called: 政协云溪镇联络处-移交-20260918.llb.

    Args:
        day: ISO.
    """
    clean = "".join(c for c in office_name if c not in '<>:"/\\|?*' and c.isprintable()).strip(" .") or "联络处"
    return f"{clean[:60]}-移交-{day.replace('-', '')}{ENDING}"


def hand_over(database: Database, path: Path, code: str, progress: Progress | None = None) -> HandedOver:
    """Write an open office into one file for a successor.

    Args:
        code: from `keys.new_recovery_code`; it is nowhere in the file.

    Raises:
        UserError: the code has a wrong letter, the place cannot be written; nothing half is left.
    """
    if sentence := keys.check_recovery_code(code):
        raise UserError(sentence)
    fresh = keys.new_key()
    moment = making.now()
    try:
        with bundles.scratch(path.parent) as place:  # all that lies in it is encrypted under the fresh key
            copy = place / FILE_NAME
            converting.write_anew(database.peewee.connection(), copy, fresh)
            ours = reading.contents(database)
            making.write_manifest(copy, fresh, ours, 0, moment, HANDOVER)
            sound = making.verify(copy, fresh, ours)
            text = keys.key_text(ours.office, fresh, code, code)
            said = Envelope(
                ours.office, ours.name, 0, moment, HANDOVER, __version__, sound, ours.action, ours.mark, ours.records,
                digest_of(copy), copy.stat().st_size, text, (),
            )  # fmt: skip
            written = bundle.write_bundle(path, said, copy, _sealed_items(database, fresh), progress)
    except OSError as error:
        raise making.failed(error) from error
    return HandedOver(path, bundle.digest(written), ours.books)


def receive(
    file: Path, folder: Path, code: str, progress: Progress | None = None, *, password: str = "", new_code: str = ""
) -> Received:
    """Make an office folder of what a predecessor handed over.

    Args:
        folder: holds no office yet.
        code: the predecessor's code, from the paper.
        password, new_code: the office keeps its encryption under these; without a password it is plain, and can be
            given one at any time.

    Raises:
        WrongPassword: the code does not fit (the sentence names the wrong group).
        UserError: it is no such file, it is damaged or newer than this program, the folder holds an office, the disk
            is full. Nothing is left behind.
    """
    file, folder = Path(file), Path(folder)
    settling.settle(folder)
    refuse_office_in(folder)
    with sources.source_of(file) as source:
        said = source.said
        if not isinstance(source, sources.BundleSource) or said is None or said.reason != HANDOVER:
            raise UserError("这不是移交用的文件，请选前任给的那个文件；备份请用“恢复”打开")
        key = _key_by(source.key_text or "", code)
        there = folder.exists()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            staged = restoring.stage(folder, source, key, "", progress)
            new = folder / restoring.NEW
            if password:
                text = keys.with_code(keys.with_password(said.key or "", key, password), key, new_code or code)
                keys.write_key_file(new / KEY_FILE_NAME, text)
            else:
                _make_plain(new, key)
            restoring.put_in_place(folder, staged, None)
        except OSError as error:
            raise making.failed(error) from error
        finally:
            if not (folder / FILE_NAME).exists():
                settling.clear(folder)
                if not there:
                    settling.remove_empty(folder)
    return Received(staged.contents.name, staged.contents.books, bundle.digest(said))


def _key_by(text: str, code: str) -> bytes:
    if sentence := keys.check_recovery_code(code):
        said = sentence.replace("恢复码", "移交码")
        raise WrongPassword(f"移交码{said}" if said.startswith("第") else said)
    try:
        return keys.unwrap_by_code(text, code)
    except WrongPassword as error:
        raise WrongPassword("移交码不对，它打不开这个文件。请对照前任给的那张纸，看看是不是这一次移交的") from error


def _sealed_items(database: Database, fresh: bytes) -> list[Item]:
    items: list[Item] = []
    for name, source in making.office_files(database.folder):
        size = source.stat().st_size
        opened: Callable[[], IO[bytes]] = partial(bundles.reading_bytes, source)
        if name.startswith(_ATTACHMENTS):
            opened = partial(_sealed_anew, source, database.key, fresh)
            name = name.removesuffix(sealed.ENDING) + sealed.ENDING
        items.append((name, size, opened))
    return items


def _sealed_anew(source: Path, key: bytes | None, fresh: bytes) -> IO[bytes]:
    digest, content = source.name[:64], source.read_bytes()
    if source.name.endswith(sealed.ENDING):
        if key is None:
            raise UserError(f"附件“{source.name[:8]}…”是加密的，现在打不开，没有移交。请先核对附件")
        content = sealed.unseal(key, digest, content)
    return io.BytesIO(sealed.seal(fresh, digest, content))


def _make_plain(new: Path, key: bytes) -> None:
    """What is staged loses its key: the office file is written anew and compared, attachments are checked."""
    plain = new / "plain.db"
    converting.convert_file(new / FILE_NAME, plain, key, None)
    with CopyFile(plain) as found:
        reading.contents(found)
    _sync(plain)
    os.replace(plain, new / FILE_NAME)  # noqa: PTH105
    (new / KEY_FILE_NAME).unlink()
    for source in sorted((new / _ATTACHMENTS).rglob(f"*{sealed.ENDING}")):
        content = sealed.unseal(key, source.name[:64], source.read_bytes())
        target = source.with_name(source.name.removesuffix(sealed.ENDING))
        target.write_bytes(content)
        _sync(target)
        if hashlib.sha256(target.read_bytes()).hexdigest() != hashlib.sha256(content).hexdigest():
            raise UserError("附件写出来和原来的不一样，没有接收。请换一个磁盘再试")
        source.unlink()


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
