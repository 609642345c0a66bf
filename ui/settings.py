"""What the window remembers for this user: declared once with type and default, kept in one ini file.

Nothing here belongs to the office; losing the file loses only sizes, folds and last folders.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Generic, TypeVar, overload

from PySide6.QtCore import QSettings

T = TypeVar("T")


class Kept(Generic[T]):
    """One remembered value, read and written as an attribute of `Settings`."""

    def __init__(self, key: str, default: T) -> None:
        self.key = key
        self.default = default

    @overload
    def __get__(self, settings: None, owner: type) -> Kept[T]: ...
    @overload
    def __get__(self, settings: Settings, owner: type) -> T: ...
    def __get__(self, settings: Settings | None, owner: type) -> Kept[T] | T:
        return self if settings is None else settings.read(self.key, self.default)

    def __set__(self, settings: Settings, value: T) -> None:
        settings.write(self.key, value)


class KeptMany(Generic[T]):
    """Remembered values by name: `settings.columns["donations"] = [80, 120]`."""

    def __init__(self, settings: Settings, group: str, default: T) -> None:
        self._settings = settings
        self._group = group
        self._default = default

    def __getitem__(self, name: str) -> T:
        return self._settings.read(f"{self._group}/{name}", self._default)

    def __setitem__(self, name: str, value: T) -> None:
        self._settings.write(f"{self._group}/{name}", value)


class Settings:
    """The user's window preferences.

    Attributes:
        large_text: 大字, all type 25 % larger.
        geometry: the window's place, as Qt saves it, base64; "" before the first time.
        last_office: the office folder opened last; "" when none is known.
        last_page: the page shown last.
        last_pages: the page last used, by group.
        folded: whether a right panel is folded, by page.
        columns: column widths in px, by table.
        sorting: [column name, "up" or "down"], by table; [] is book order.
        filters: the chosen filters' keys, by page.
        folders: the folder last used, by purpose ("import", "export", "paper/minutes" ...).
        hidden_pages: keys of pages the office does not use.
        goto_used: pages reached by 转到, newest first.
        both_sides: 双面, printed on both sides where the printer can.
        told: sentences about missing fonts that were read and need not be said again.
        lock_after: minutes without a key or a click until an office with a password locks itself; 0 never.
        offices: by folder, an office's name and whether it has a password: what an unlock screen says at once.
        unfinished: an office is open; found at a start, the program did not end in its own way.
        last_target: the record or figure that the last page was opened at, in numbers only.
        known_notices: what is told once of an office's place and was put away.
        papers: the options last used, by paper; never numbers, never that phones were asked for.
    """

    large_text = Kept("window/large_text", False)
    geometry = Kept("window/geometry", "")
    last_office = Kept("window/last_office", "")
    last_page = Kept("window/last_page", "")
    hidden_pages: Kept[list[str]] = Kept("window/hidden_pages", [])
    known_notices: Kept[list[str]] = Kept("window/known_notices", [])
    goto_used: Kept[list[str]] = Kept("window/goto_used", [])
    lock_after = Kept("window/lock_after", 10)
    offices: Kept[dict[str, list[Any]]] = Kept("window/offices", {})
    unfinished = Kept("window/unfinished", False)
    last_target: Kept[dict[str, int]] = Kept("window/last_target", {})
    both_sides = Kept("printing/both_sides", True)
    told: Kept[list[str]] = Kept("printing/told", [])

    def __init__(self, file: Path) -> None:
        """Args: file: the ini file; it and its folder are made at the first write."""
        self._file = file
        self._ini = QSettings(str(file), QSettings.Format.IniFormat)
        self.last_pages: KeptMany[str] = KeptMany(self, "last_pages", "")
        self.folded: KeptMany[bool] = KeptMany(self, "folded", False)
        self.columns: KeptMany[list[int]] = KeptMany(self, "columns", [])
        self.sorting: KeptMany[list[str]] = KeptMany(self, "sorting", [])
        self.filters: KeptMany[list[str]] = KeptMany(self, "filters", [])
        self.folders: KeptMany[str] = KeptMany(self, "folders", "")
        self.papers: KeptMany[dict[str, Any]] = KeptMany(self, "papers", {})

    def read(self, key: str, default: T) -> T:
        """The kept value; the default when there is none or it is of another type."""
        text = self._ini.value(key, None)
        if not isinstance(text, str):
            return _fresh(default)
        try:
            value: Any = json.loads(text)
        except ValueError:
            return _fresh(default)
        return value if isinstance(value, type(default)) else _fresh(default)

    def write(self, key: str, value: object) -> None:
        """Keep a value; what JSON knows."""
        self._ini.setValue(key, json.dumps(value, ensure_ascii=False))

    def flush(self) -> None:
        """Bring everything to the disk now."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._ini.sync()


def _fresh(default: T) -> T:
    """A copy of a list or dict default, so that no caller changes the declared one."""
    return default.copy() if isinstance(default, (list, dict)) else default  # type: ignore[return-value]
