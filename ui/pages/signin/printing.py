"""The sign-in sheet as PDF: made on the worker, shown in the preview."""

from __future__ import annotations

from typing import Any


def make_sheet(office: Any, activity: int, filled: bool) -> Any:
    raise NotImplementedError


def show_sheet(made: Any) -> None:
    raise NotImplementedError
