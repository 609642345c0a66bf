"""What is printed of one activity: its sign-in sheets, the notice before it, the minutes and the brief after it."""

from __future__ import annotations

from ui.printing import Entry, Printing

_BEFORE = ("signin-sheet", "meeting-notice", "signin-sheet-filled", "minutes", "activity-brief")
_AFTER = ("signin-sheet-filled", "minutes", "activity-brief", "signin-sheet", "meeting-notice")


def activity_entries(printing: Printing, activity: int, *, held: bool) -> list[Entry]:
    """The lines of the print menu, those first that fit the moment.

    Args: held: somebody has signed in already.
    """
    names = _AFTER if held else _BEFORE
    return [printing.entry(name, records=(activity,)) for name in names if printing.has(name)]
