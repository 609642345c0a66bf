"""What makes a file a copy: its envelope says what belongs to it and how every part must look.

The envelope lies beside the copy under the same name, ending .json. It is written before the copy gets its
name, so that a copy with a name always has its envelope, and an envelope without a copy is a leftover.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from liaison.errors import UserError
from liaison.paths import replacing

FORMAT = 1
FOLDERS = ("attachments", "templates", "fonts")
"""What belongs to an office beside its file and its key file."""
LARGEST = 256 * 1024 * 1024
"""Bytes of an envelope beyond which nobody wrote it in good faith."""

_TAIL = len(', "check": ""}') + 64
_DIGEST = re.compile(r"[0-9a-f]{64}")
_ATTACHMENT = re.compile(r"attachments/([0-9a-f]{2})/(\1[0-9a-f]{62})(\.[a-z0-9]{1,5})?(\.sealed)?")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]')


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file that belongs to a copy.

    Attributes:
        path: where it lies in the office folder, with forward slashes.
        sha256, size: of its bytes as they lie there.
        time: when the file was last changed, in nanoseconds as the system tells; spares reading it again.
    """

    path: str
    sha256: str
    size: int
    time: int = 0


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is said of a copy without opening it.

    Attributes:
        office: the office's own number ("" in copies of the first version's files); name: its name.
        serial, moment, reason, program: which copy, when by this computer's clock, why, by which version.
        sound: the office was whole and its ledgers agreed with their chain when the copy was made.
        action: number of the last action in it; mark: tells its state from any other (see `reading.mark`).
        records: how many records its books hold.
        sha256, size: of the copy's bytes.
        key: the key file's text of an encrypted office, None for a plain one.
        files: the attachments, templates and fonts; left_out: paths that could not be read.
    """

    office: str
    name: str
    serial: int
    moment: str
    reason: str
    program: str
    sound: bool
    action: int
    mark: str
    records: int
    sha256: str
    size: int
    key: str | None
    files: tuple[FileEntry, ...]
    left_out: tuple[str, ...] = ()

    def text(self) -> str:
        """As it is written, with a digest over all that stands before it."""
        said = json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False)
        return f'{said[:-1]}, "check": "{_check(said)}"}}'


class BadEnvelope(UserError):  # noqa: N818 - as BadInput
    """The envelope cannot be read, was changed, or names what no office has."""


def parse(text: str) -> Envelope:
    """Read an envelope.

    Raises:
        BadEnvelope: it is cut or changed, or names a file that has no place in an office folder.
        UserError: a newer program wrote it.
    """
    try:
        said = json.loads(text)
        check = said.pop("check")
        if said.pop("format") > FORMAT:
            raise UserError("这份备份是新版联络簿写的，本机的程序较旧，请先更新程序再恢复")
        if text != f'{text[:-_TAIL]}, "check": "{check}"}}' or check != _check(f"{text[:-_TAIL]}}}"):
            raise ValueError("the envelope's digest differs")
        files = tuple(_entry(**entry) for entry in said.pop("files"))
        found = Envelope(files=files, left_out=tuple(said.pop("left_out")), **said)
        _refuse_wrong_kinds(found)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadEnvelope("这份备份的清单损坏了，请换一份备份", details=str(error)) from error
    if len({entry.path.casefold() for entry in files}) != len(files):
        raise BadEnvelope("这份备份的清单里有重复的文件，请换一份备份")
    return found


def write(envelope: Envelope, path: Path) -> None:
    """Write an envelope: there whole, or not at all."""
    with replacing(path) as temporary:
        temporary.write_text(envelope.text(), encoding="utf-8")


def read(path: Path) -> Envelope | None:
    """The envelope in a file; None when there is none.

    Raises:
        BadEnvelope, UserError: as `parse`.
    """
    try:
        state = path.stat()
    except OSError:
        return None
    return _read(path, (state.st_mtime_ns, state.st_ino, state.st_size))


def peek(path: Path) -> Envelope | None:
    """The envelope in a file; None when there is none that can be read."""
    try:
        return read(path)
    except UserError:
        return None


@lru_cache(maxsize=256)
def _read(path: Path, state: tuple[int, int, int]) -> Envelope:
    if state[2] > LARGEST:
        raise BadEnvelope("这份备份的清单太大，不是联络簿写的，请换一份备份")
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise BadEnvelope("这份备份的清单读不出来，请换一份备份", details=str(error)) from error
    return parse(text)


@lru_cache(maxsize=65_536)
def _entry(path: str, sha256: str, size: int, time: int = 0) -> FileEntry:
    """One object for one file, that fifty copies name alike; ValueError for what cannot be one."""
    if not (type(path) is type(sha256) is str and _DIGEST.fullmatch(sha256) and type(size) is int and size >= 0):
        raise ValueError("a value of another kind")
    refuse_path(path)
    return FileEntry(path, sha256, size, int(time))


def belongs(path: str) -> bool:
    """Whether a path (relative to the office folder, forward slashes) may lie in an office folder."""
    try:
        refuse_path(path)
    except ValueError:
        return False
    return True


def refuse_path(path: str) -> None:
    """Raise ValueError for any path that no office writes: `../`, `C:\\`, CON, a thousand characters, …"""
    if _ATTACHMENT.fullmatch(path):
        return
    parts = PurePosixPath(path).parts
    if len(parts) != 2 or parts[0] not in FOLDERS[1:] or "/".join(parts) != path:
        raise ValueError(f"no place in an office folder: {path[:80]!r}")
    name = parts[1]
    if (
        name.startswith(".") or name != name.strip() or name.endswith(".")
        or len(name.encode()) > 240 or _FORBIDDEN.search(name) or _RESERVED.fullmatch(name)
    ):  # fmt: skip
        raise ValueError(f"no name for a file: {name[:80]!r}")


def _refuse_wrong_kinds(envelope: Envelope) -> None:
    """JSON has kinds of its own: a size that is a text must not travel on."""
    texts = (envelope.office, envelope.name, envelope.moment, envelope.reason, envelope.program, envelope.mark)
    numbers = (envelope.serial, envelope.action, envelope.records, envelope.size)
    if not (
        all(type(text) is str for text in texts)
        and all(type(number) is int and number >= 0 for number in numbers)
        and type(envelope.sound) is bool
        and (envelope.key is None or type(envelope.key) is str)
        and _DIGEST.fullmatch(envelope.sha256)
        and all(type(path) is str for path in envelope.left_out)
    ):
        raise ValueError("a value of another kind")


def _check(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
