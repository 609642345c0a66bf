"""The sign-in sheet: made on the worker, shown in the preview, printed or kept from there."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from ui import ask


def make_sheet(office: Any, activity: int, blank: bool) -> bytes:
    """On the worker: the sheet of an activity as PDF."""
    made: bytes = office.signin_sheet(activity, blank=blank)
    return made


def show_sheet(pdf: bytes, title: str, parent: QWidget) -> None:
    """Show a sheet."""
    from ui.dialogs.preview import PreviewDialog

    ask.run(PreviewDialog(pdf, title, parent=parent))
