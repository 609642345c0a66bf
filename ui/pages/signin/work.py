"""What the sign-in room has done on the database worker."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from liaison.changes import Changes

if TYPE_CHECKING:
    from liaison.books.roster import Roster


def fetch(office: Any, activity: int) -> tuple[Roster, dict[int, str], list[tuple[str, str]]]:
    """The sheet, the members' names by number, the photos as (name, digest)."""
    roster = office.signin.roster(activity)
    return roster, dict(office.names.offered("members")), office.attached(roster.activity.values.get("sheet_photos"))


def sign(office: Any, what: str, *arguments: Any) -> Changes:
    """A call of the sign-in service."""
    made: Changes = getattr(office.signin, what)(*arguments)
    return made


def remove_guest(office: Any, signin: int) -> Changes:
    """Take a guest off the sheet."""
    made: Changes = office.signin.remove_guest(signin)
    return made


def edit_activity(office: Any, activity: int, values: dict[str, Any]) -> Changes:
    """Change columns of the activity."""
    made: Changes = office.edit("activities", activity, values)
    return made


def add_photos(office: Any, activity: int, added: list[dict[str, Any]]) -> Changes:
    """Add photos that were copied into the office folder to the activity."""
    kept = _photos(office, activity)
    made: Changes = office.edit("activities", activity, {"sheet_photos": [*kept, *added]}, title="添加签到表照片")
    return made


def remove_photo(office: Any, activity: int, place: int) -> Changes:
    """Take one photo off the activity; the file stays for 撤销."""
    kept = _photos(office, activity)
    del kept[place]
    made: Changes = office.edit("activities", activity, {"sheet_photos": kept}, title="移除签到表照片")
    return made


def _photos(office: Any, activity: int) -> list[Any]:
    value = office.get("activities", activity).get("sheet_photos")
    return list(json.loads(str(value))) if value else []
