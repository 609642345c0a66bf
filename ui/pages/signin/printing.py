"""The sign-in sheet as PDF: made on the worker, shown in the preview."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ui import ask

BLANK, FILLED = "signin-sheet-blank", "signin-sheet"
"""The papers' names, as the command line knows them too."""


def make_sheet(office: Any, activity: int, filled: bool, folder: Path) -> Path:
    """On the worker: the sheet of an activity as PDF in a folder."""
    name = FILLED if filled else BLANK
    paths: list[Path] = office.make_paper(name, folder, activity=str(activity), formats=("pdf",))
    return paths[0]


def show_sheet(path: Path, title: str) -> None:
    """Show a sheet; it is printed or kept from there."""
    from ui.dialogs.preview import PreviewDialog

    ask.run(PreviewDialog(path, title))
