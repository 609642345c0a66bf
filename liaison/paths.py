"""Where things lie, and how a file is replaced whole."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from liaison.errors import UserError

APP = "lianluobu"


@contextmanager
def replacing(path: Path, called: str = "") -> Iterator[Path]:
    """A temporary file that becomes `path` whole, or leaves what was there untouched.

    The temporary lies in the same folder, is synced to the disk and then renamed.

    Args:
        called: what the file is to the user, where its own name says nothing.

    Raises:
        UserError: the target is open elsewhere, the disk is full, the folder cannot be written.
    """
    if path.exists() and not path.is_file():
        raise UserError(f"“{called or path.name}”不是文件，请换一个名字")
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            yield temporary
            _sync(temporary)
            os.replace(temporary, path)  # noqa: PTH105 - the tests stand in here
            _sync_folder(path.parent)
        except OSError as error:
            raise UserError(_sentence(called or path.name, error), details=str(error)) from error
    finally:
        temporary.unlink(missing_ok=True)


def sweep_unfinished(folder: Path) -> None:
    """Remove what `replacing` left when the program was killed in the middle of it.

    Only for a folder that no other program writes into, as an office folder that has just been opened.
    """
    for path in folder.rglob(".*.part*"):
        with suppress(OSError):
            path.unlink()


def resources() -> Path:
    """The folder of fonts, icons, phrases and the sample, in a checkout and in a packaged program."""
    packaged = getattr(sys, "_MEIPASS", None)
    base = Path(packaged) if packaged else Path(__file__).resolve().parent.parent
    return base / "resources"


def config_folder() -> Path:
    """Where this user's window and preferences are kept."""
    import platformdirs

    return Path(platformdirs.user_config_dir(APP, appauthor=False))


def log_folder() -> Path:
    """Where the log is kept."""
    import platformdirs

    return Path(platformdirs.user_log_dir(APP, appauthor=False))


def viewing_folder() -> Path:
    """Where attachments are copied for the system's viewer, and wiped from (see store.viewing)."""
    import platformdirs

    return Path(platformdirs.user_cache_dir(APP, appauthor=False)) / "viewing"


def default_office_folder() -> Path:
    """Where a new office is proposed: in the user's documents."""
    import platformdirs

    return Path(platformdirs.user_documents_dir()) / "联络簿"


def sample_office_folder() -> Path:
    """The sample office's own folder, never the real one's."""
    import platformdirs

    return Path(platformdirs.user_data_dir(APP, appauthor=False)) / "sample"


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows has no handle on a folder to sync
    # The file is in its place by now; some network folders cannot sync a folder, and that is no failure.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _sentence(name: str, error: OSError) -> str:
    if isinstance(error, PermissionError):
        return f"“{name}”正在别的程序里打开，或者文件夹不能写入。请先关闭它，或换一个位置"
    if error.errno == errno.ENOSPC:
        return f"磁盘满了，“{name}”没有写成，原来的文件还在。请腾出空间再试"
    if isinstance(error, FileNotFoundError):
        return f"存放“{name}”的文件夹不见了，请重新选一个位置"
    return f"“{name}”写不出来，原来的文件还在。请换一个位置再试"
