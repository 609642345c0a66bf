"""The log, and the report of a bug: where it happened, never what stood in the books."""

from __future__ import annotations

import logging
import re
import sys
from pathlib import Path
from types import TracebackType

_LIMIT_BYTES, _KEPT_FILES = 512 * 1024, 3
_HOUSE = Path(__file__).resolve().parent.parent


def start(folder: Path) -> None:
    """Write the program's log into a folder, at most 2 MB in all. A folder that cannot be written is no
    reason not to work: then nothing is logged.
    """
    from logging.handlers import RotatingFileHandler

    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "lianluobu.log", maxBytes=_LIMIT_BYTES, backupCount=_KEPT_FILES, encoding="utf-8", delay=True
        )
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)


def describe(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """A bug as text that may be sent away: versions, places in the code, the kind of error.

    No value of a variable, no source line and no folder of the user stands in it; in the error's own words
    everything that could come from a record (Chinese text, quoted text, long numbers) is taken out.
    """
    import platform
    import traceback

    from liaison import __version__

    lines = [
        f"联络簿 {__version__}　Python {platform.python_version()}　{platform.system()} {platform.release()}",
        *(f"  {_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)),
        f"{kind.__name__}: {anonymous(str(error))}".rstrip(": "),
    ]
    cause = error.__cause__
    if cause is not None:
        lines.append(f"  由 {type(cause).__name__} 引起")
    return "\n".join(lines)


def anonymous(text: str) -> str:
    """A text without anything that could be a name, a number or a path of the user."""
    text = re.sub(r"'[^']*'|\"[^\"]*\"|“[^”]*”", "…", text)
    text = re.sub(r"[^\x00-\x7f]+", "…", text)
    text = re.sub(r"(?:[A-Za-z]:)?(?:[/\\][^\s/\\:]+)+", "…", text)
    return re.sub(r"\d{5,}", "…", text)[:300]


def _place(filename: str) -> str:
    """A file of the program by its place in it, any other by its name."""
    path = Path(filename)
    try:
        return path.resolve().relative_to(_HOUSE).as_posix() if path.is_absolute() else path.name
    except ValueError:
        return f"{path.parent.name}/{path.name}" if path.suffix else sys.implementation.name
