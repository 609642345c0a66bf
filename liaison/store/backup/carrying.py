"""A copy carried to another shelf: only what is not there yet is written, and all of it is read again."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from liaison.errors import UserError
from liaison.paths import replacing
from liaison.store import keys
from liaison.store.backup import envelope
from liaison.store.backup.shelf import Copy, Meter, Progress, Shelf, copy_file, digest_of
from liaison.store.database import FILE_NAME

GONE = "备份的U盘或文件夹不见了，第二份备份没有做成，本机的资料和备份都在。请插好再备份一次"
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')


def folder_for(chosen: Path, office: Path, name: str, number: str) -> Path:
    """The folder of an office's copies below a folder that the director chose.

    It is called after the office, with the first letters of its number, so that two offices are never mixed; an
    office that was renamed since goes on in its old folder.

    Raises:
        UserError: the folder lies inside the office folder, or inside another office's, or is not there.
    """
    inside, own = chosen.resolve(), office.resolve()
    if inside == own or own in inside.parents:
        raise UserError("这是联络处自己的文件夹，第二份备份要放到别处，比如U盘")
    other = next((place for place in (inside, *inside.parents) if (place / FILE_NAME).is_file()), None)
    if other is not None:
        raise UserError(f"“{other.name}”里已经放着一个联络处的资料，第二份备份要放到别处，比如U盘")
    if not chosen.is_dir():
        raise UserError(f"“{chosen.name or chosen}”找不到了，请看看U盘或文件夹是否还在")
    ending = f"-{number[:8]}"
    if chosen.name.endswith(ending):
        return chosen
    with _sentences(chosen / "x"):
        for found in sorted(chosen.iterdir()):
            if found.is_dir() and found.name.endswith(ending):
                return found
    clean = _FORBIDDEN.sub("", name).strip(" .")[:60] or "联络处"
    return chosen / f"{clean}-备份{ending}"


def carry(copy: Copy, target: Shelf, progress: Progress | None = None) -> Copy:
    """Bring a copy to another shelf, read all of it again there, and compare.

    Raises:
        UserError: the copy is damaged, the place is full, gone, or holds another office's copies; what was there
            before is whole, and nothing half looks like a copy.
    """
    said = copy.envelope()
    if said is None:
        raise UserError("这是旧版本的备份，不能作为第二份备份，请先备份一次")
    source = Shelf(copy.path.parent)
    meter = Meter(progress, 2 * (said.size + sum(entry.size for entry in said.files)))
    path = target.path / copy.path.name
    with _sentences(target.path):
        target.path.mkdir(exist_ok=True)
        _refuse_other_office(target, said.office)
        missing = {}
        for entry in said.files:
            if target.has(entry) and _reads_as(target.file(entry.sha256), entry.sha256):
                meter.add(entry.size)
            else:
                missing[entry.sha256] = source.file(entry.sha256), entry
        target.take(missing.values(), meter.add)
        for entry in said.files:
            if entry.sha256 in missing and not _reads_as(target.file(entry.sha256), entry.sha256):
                raise UserError("写到那里的附件读回来不一样，那个U盘或磁盘可能坏了，请换一个再备份")
            meter.add(entry.size)
        if not (path.exists() and _reads_as(path, said.sha256)):
            with replacing(path) as temporary:
                copy_file(copy.path, temporary)
                meter.add(said.size)
                if not _reads_as(temporary, said.sha256):
                    raise UserError("写到那里的备份读回来不一样，那个U盘或磁盘可能坏了，请换一个再备份")
                envelope.write(said, path.with_suffix(".json"))
        elif envelope.peek(path.with_suffix(".json")) != said:
            envelope.write(said, path.with_suffix(".json"))
        meter.add(said.size)
        return next(found for found in target.copies() if found.path == path)


def rewrap(target: Shelf, newest: Copy) -> None:
    """Give the other copies there the newest one's key file, where it holds the same key: today's password opens
    them all. What cannot be written now is done the next time."""
    said = newest.envelope()
    if said is None or said.key is None:
        return
    for copy in target.copies():
        with suppress(UserError, OSError):
            older = copy.envelope()
            if older is not None and older.key not in (None, said.key) and keys.same_key(older.key, said.key):
                envelope.write(replace(older, key=said.key), copy.envelope_path)


def _refuse_other_office(target: Shelf, office: str) -> None:
    for found in target.copies():
        if found.office and found.office != office:
            raise UserError(f"“{target.path.name}”里是另一个联络处的备份，请换一个文件夹")


def _reads_as(path: Path, sha256: str) -> bool:
    """Whether a file reads as that, from the disk itself where the system can be told to forget what it holds."""
    with suppress(OSError, AttributeError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)
    return digest_of(path) == sha256


_UNHARMED = "第二份备份没有做成，本机的资料和备份都在"


@contextmanager
def _sentences(place: Path) -> Iterator[None]:
    """A stick that is pulled out, a full or broken one: each its own sentence."""
    try:
        yield
    except (OSError, UserError, StopIteration) as error:
        if not place.parent.is_dir() or isinstance(error, StopIteration):
            raise UserError(GONE, details=str(error)) from error
        cause = error if isinstance(error, OSError) else error.__cause__
        if isinstance(cause, OSError):
            raise UserError(_in_the_way(cause), details=str(cause)) from error
        raise


def _in_the_way(error: OSError) -> str:
    """Full, read-only, or broken."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return f"那个U盘或磁盘满了，{_UNHARMED}。请腾出空间，或换一个U盘"
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return f"那个U盘或文件夹只能读，写不进去，{_UNHARMED}。请打开U盘的写保护开关，或换一个"
    return f"写U盘的时候出了错，{_UNHARMED}。请重新插好再试，还不行就换一个U盘"
