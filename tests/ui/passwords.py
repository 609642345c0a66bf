"""Quick passwords for the window's tests: the real protection with a cheap derivation."""

from __future__ import annotations

from pathlib import Path

import pytest

from liaison.office import Office
from liaison.safety.protection import new_recovery_code
from liaison.store import keys

PASSWORD = "溪水长流 2026"


def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A derivation that takes no time; what it derives is tried all the same."""
    monkeypatch.setitem(keys.SCRYPT, "n", 2**4)


def protected_office(folder: Path, code: str = "") -> str:
    """Make an office with the password PASSWORD and close it; its recovery code."""
    code = code or new_recovery_code()
    with Office.create(folder, name="政协云溪镇联络处", town="云溪镇", director="孙国平") as office:
        office.protection.turn_on(PASSWORD, code)
    return code
