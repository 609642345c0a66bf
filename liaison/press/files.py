"""A file is written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from liaison.errors import UserError


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place, then put it there in one step.

    Raises:
        UserError: the folder is missing or may not be written to, the disk is full, or the file is open elsewhere.
    """
    spare: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".~", suffix=path.suffix, dir=path.parent)
        spare = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        spare.chmod(0o644)
        spare.replace(path)
    except OSError as error:
        if spare is not None:
            with contextlib.suppress(OSError):
                spare.unlink()
        raise UserError(_sentence(path, error), details=str(error)) from error


def _sentence(path: Path, error: OSError) -> str:
    full = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
    if error.errno in full or getattr(error, "winerror", None) == 112:
        return f"磁盘空间不足，“{path.name}”没有保存；请清理磁盘或换一个位置再保存。"
    if path.is_dir():
        return f"“{path.name}”是文件夹，请换一个文件名再保存。"
    if not path.parent.is_dir():
        return f"找不到文件夹“{path.parent}”，请换一个位置再保存。"
    if isinstance(error, PermissionError):
        if path.exists():
            return f"“{path.name}”正在别的程序中打开或不允许改写，请先关闭它，或换一个文件名再保存。"
        return f"不允许在文件夹“{path.parent}”中保存，请换一个位置。"
    return f"“{path.name}”没有保存，请换一个位置再试。"
