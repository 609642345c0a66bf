"""Files copied into the office folder under their digest; the original name is kept as text only."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TypedDict

from liaison.chinese.text import clean_text
from liaison.errors import UserError
from liaison.paths import replacing

LIMIT = 50 * 1024 * 1024
FOLDER = "attachments"


class Attachment(TypedDict):
    """How an attached file is named in a record."""

    digest: str
    name: str
    size: int


def attach(office: Path, source: Path) -> Attachment:
    """Copy a file into the office folder.

    Raises:
        UserError: it is missing, empty, a folder, or larger than 50 MB.
    """
    try:
        size = source.stat().st_size
        if not source.is_file():
            raise UserError(f"“{source.name}”不是文件，请选一个文件")
        if size == 0:
            raise UserError(f"“{source.name}”是空文件，请换一个")
        if size > LIMIT:
            raise UserError(f"“{source.name}”有 {size // 2**20} MB，附件最大 50 MB，请先压缩")
        content = source.read_bytes()
    except OSError as error:
        raise UserError(f"“{source.name}”读不出来，请看看它是否还在、是否被占用", details=str(error)) from error
    digest = hashlib.sha256(content).hexdigest()
    target = path_of(office, digest, source.suffix)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as temporary:
            temporary.write_bytes(content)
    return {"digest": digest + _suffix(source.suffix), "name": clean_text(source.name)[-120:], "size": size}


def path_of(office: Path, digest: str, suffix: str = "") -> Path:
    """Where a file with this digest lies; the suffix is kept so that the system knows its viewer."""
    stem = digest.partition(".")
    ending = _suffix(suffix) or _suffix("." + stem[2] if stem[2] else "")
    return office / FOLDER / stem[0][:2] / (stem[0] + ending)


def named(value: object) -> list[Attachment]:
    """The attachments in a Files value."""
    return list(json.loads(str(value))) if value else []


def _suffix(suffix: str) -> str:
    """Only short endings of letters and digits are kept; anything else could mean more than a type."""
    ending = suffix.lower().removeprefix(".")
    return f".{ending}" if ending.isascii() and ending.isalnum() and len(ending) <= 5 else ""
