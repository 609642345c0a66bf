"""Looking at an attachment: a checked copy under its own name for the system's viewer, in a private folder.

The copies are for reading only, so that nobody works on one and loses it, and are wiped when the office is opened
and when it is closed. What the system would run instead of show is refused.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
import time
from contextlib import suppress
from pathlib import Path

from liaison import paths
from liaison.chinese.text import clean_text
from liaison.errors import UserError
from liaison.store import attachments

RUN_NOT_SHOWN = frozenset({
    ".exe", ".bat", ".cmd", ".com", ".scr", ".pif", ".msi", ".msp", ".msc", ".jar", ".js", ".jse", ".vbs",
    ".vbe", ".wsf", ".wsh", ".hta", ".ps1", ".psm1", ".reg", ".inf", ".lnk", ".url", ".scf", ".cpl", ".dll",
    ".chm", ".application", ".gadget", ".desktop", ".sh", ".bash", ".run", ".bin", ".appimage", ".deb",
    ".rpm", ".py", ".pl", ".rb", ".command", ".workflow", ".app",
})  # fmt: skip
"""Endings of files that a system starts when they are opened."""

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)", re.IGNORECASE)
_LONGEST_BYTES = 180  # of 255 that a file system takes; folder and ending of a temporary name must fit as well
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_OTHERS_AGE = 12 * 3600  # seconds after which another office's left-over copies are wiped too


def safe_name(name: str, digest: str = "") -> str:
    """A file name that every system takes and that stays in its folder.

    Args:
        name: the original name, whatever it holds.
        digest: the attachment's digest, whose ending is used where the name has none.
    """
    text = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", clean_text(name)).strip(" .")
    ending = Path(text).suffix
    stem = text.removesuffix(ending) if ending else text
    if not re.fullmatch(r"\.[A-Za-z0-9]{1,12}", ending):
        stem, ending = text, Path(digest).suffix
    while len((stem + ending).encode()) > _LONGEST_BYTES:
        stem = stem[:-1]
    stem = stem.rstrip(" .") or "附件"
    return f"_{stem}{ending}" if _RESERVED.match(stem + ending) else stem + ending


def open_refusal(name: str, digest: str = "") -> str:
    """Why a file is not opened from here, in one sentence; "" when it is."""
    for ending in (Path(safe_name(name, digest)).suffix.lower(), Path(digest).suffix.lower()):
        if ending in RUN_NOT_SHOWN:
            return f"“{attachments.kept_name(name)}”是程序（{ending}），不从这里打开，以免运行了不该运行的东西"
    return ""


def copy_for_viewing(office: Path, digest: str, name: str, key: bytes | None = None) -> Path:
    """A checked copy of an attachment under its own name.

    Raises:
        Damaged: it is not what was attached.
        UserError: it is not there, is a program, or the copy cannot be written.
    """
    sentence = open_refusal(name, digest)
    if sentence:
        raise UserError(sentence)
    content = attachments.read(office, digest, key)
    folder = folder_of(office) / digest[:16]
    path = folder / safe_name(name, digest)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for private in (folder.parent.parent, folder.parent, folder):
            private.chmod(0o700)
        if not (path.is_file() and path.read_bytes() == content):
            _remove(path)
            with os.fdopen(os.open(path, _NEW, 0o600), "wb") as file:
                file.write(content)
            path.chmod(0o400)
    except OSError as error:
        raise UserError("看附件用的临时文件夹写不进去，请看看磁盘是不是满了", details=str(error)) from error
    return path


def wipe_viewing(office: Path) -> None:
    """Remove the copies made for viewing this office's attachments, and what other offices left long ago.

    A copy that a viewer still holds open stays where the system does not let it go; the next start wipes it.
    """
    base, own = paths.viewing_folder(), folder_of(office)
    with suppress(OSError):
        for folder in base.iterdir() if base.is_dir() else ():
            if folder == own or time.time() - folder.stat().st_mtime > _OTHERS_AGE:
                _wipe(folder)
        if base.is_dir() and not any(base.iterdir()):
            base.rmdir()


def folder_of(office: Path) -> Path:
    """Where the copies of one office's attachments lie."""
    where = os.path.normcase(str(office.resolve())).encode("utf-8", "surrogateescape")
    return paths.viewing_folder() / hashlib.sha256(where).hexdigest()[:16]


def _wipe(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and not path.is_symlink():
            _remove(path)
    shutil.rmtree(folder, ignore_errors=True)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.chmod(stat.S_IWUSR | stat.S_IRUSR)  # Windows does not remove what is for reading only
        path.unlink()
