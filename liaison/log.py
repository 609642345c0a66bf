"""The log, and the report of a bug: where it happened, never what stood in the books."""

from __future__ import annotations

import logging
import os
import re
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

_LIMIT_BYTES, _KEPT_FILES = 512 * 1024, 3
HARD_ENDS = "lianluobu-hard-end.log"
_MOST_FRAMES = 40
_WORDS = frozenset(
    """a already an and argument arguments attribute base be been both busy by bytes c++ called can cannot cast changed
    character closed codec column comparison compare concatenate constraint convert could database deadlock decode
    deleted depth dict dictionary directory disk divide division does elements empty encode enough exceeded expected
    failed file float for foreign format from full generator given got has have in index input instance int integer
    internal invalid is it iterable iteration iterator key keyword length list literal locked mapping maximum memory
    missing missed module more mutable must no none nonetype not number object of open operand operation or out
    permission position positional query range read readonly recursion reference referenced required row runtime
    sequence set signal size slot stack str string subscriptable such supported syntax table takes than the thread
    time to too tuple type types unexpected unhashable unique unknown unpack unsupported value values variable was
    were while with without wrapped write wrong zero""".split()  # noqa: SIM905 - words, read as words
)
"""What errors are told with; an error's other words may be somebody's name."""
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
    handler.setFormatter(_Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.getLogger("peewee").setLevel(logging.WARNING)  # it would tell every question with its values


class _Formatter(logging.Formatter):
    """A logged exception is told as a bug is: by places and kinds."""

    def format(self, record: logging.LogRecord) -> str:
        record.exc_text = None  # another handler may have told it in its own way
        try:
            return super().format(record)
        finally:
            record.exc_text = None

    def formatException(self, ei: Any) -> str:
        return describe(*ei)


def watch_for_hard_ends(folder: Path) -> None:
    """Let Python write where it was into a file of its own when the program is ended from outside or by Qt.

    A folder that cannot be written is no reason not to work.
    """
    import faulthandler

    path = folder / HARD_ENDS
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > _LIMIT_BYTES:
            path.unlink()
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)  # open until the program ends
    except OSError:
        return
    faulthandler.enable(file)


def describe(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """A bug as text that may be sent away: versions, places in the code, the kind of error.

    No value of a variable, no source line and no folder of the user stands in it; of the error's own words only
    those are kept that Python, Qt and SQLite use to say what went wrong: never a name, a number or an amount.
    """
    import platform

    from liaison import __version__

    lines = [
        f"联络簿 {__version__}　Python {platform.python_version()}　{platform.system()} {platform.release()}",
        *_frames(trace),
        f"{kind.__name__}: {_known_words(_said(error))}".rstrip(": "),
    ]
    cause = error.__cause__
    if cause is not None:
        lines.append(f"  由 {type(cause).__name__} 引起")
    return "\n".join(lines)


def _frames(trace: TracebackType | None) -> list[str]:
    """Where it happened, from the outermost call on; the middle of an endless recursion is left out."""
    lines = []
    while trace is not None:
        code = trace.tb_frame.f_code
        lines.append(f"  {_place(code.co_filename)}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    if len(lines) > _MOST_FRAMES:
        half = _MOST_FRAMES // 2
        lines[half:-half] = [f"  …（{len(lines) - 2 * half} 层）"]
    return lines


def _said(error: BaseException) -> str:
    """The error's own words; an error that cannot even say them says nothing."""
    try:
        return str(error)
    except Exception:
        return ""


def _known_words(text: str) -> str:
    """An error's words without any that could come from a record."""
    words = (word if word.strip(".,:;()").lower() in _WORDS else "…" for word in text[:400].split())
    return re.sub(r"…(?: …)+", "…", " ".join(words))


def anonymous(text: str) -> str:
    """What Qt says, without Chinese and quoted text, long numbers and paths of the user."""
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
