"""What goes to the clipboard and comes from it: figures stay figures inside the program."""

from __future__ import annotations

import json

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QTextCursor

from ui.pages.report import chips

MARKS = "application/x-lianluobu-report"


def copied(cursor: QTextCursor) -> QMimeData:
    """The selection as plain text for every program, and with its figures for this one."""
    pieces = chips.selected_with_words(cursor)
    data = QMimeData()
    data.setText("".join(text for text, _, _ in pieces))
    data.setData(MARKS, QByteArray(json.dumps(pieces, ensure_ascii=False).encode()))
    return data


def printable(text: str) -> str:
    """Without control marks; tabs become blanks."""
    return "".join(c if c.isprintable() or c in "\n\u3000" else " " if c == "\t" else "" for c in text)


def read_marks(source: QMimeData) -> list[tuple[str, str | None, str]]:
    """The figures and texts that this program put on the clipboard; [] when another program did."""
    if not source.hasFormat(MARKS):
        return []
    try:
        given = json.loads(bytes(source.data(MARKS).data()).decode())
        return [(printable(str(text)), str(key) if key else None, str(words)) for text, key, words in given]
    except (ValueError, TypeError):
        return []
