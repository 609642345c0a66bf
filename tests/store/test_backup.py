"""Verified copies: made when something changed, kept by serial number, restored whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from liaison.errors import UserError
from liaison.office import Office
from liaison.store import backup


def test_only_when_something_changed(office: Office) -> None:
    assert office.back_up_if_changed() is not None
    assert office.back_up_if_changed() is None
    office.add("members", {"name": "王芳", "work_unit": "镇卫生院", "joined": "2022-1-1"})
    assert office.back_up_if_changed() is not None
    assert [b.serial for b in office.backups()] == [2, 1]


def test_kept_by_number_not_by_age(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "KEEP", 3)
    for n in range(5):
        office.add("members", {"name": f"王{n}", "work_unit": "镇卫生院", "joined": "2022-1-1"})
        backup.back_up(office.database, "start")
    assert [b.serial for b in office.backups()] == [5, 4, 3]


def test_a_copy_comes_back_whole(office: Office, tmp_path: Path) -> None:
    office.add("members", {"name": "王芳", "work_unit": "镇卫生院", "joined": "2022-1-1"})
    copy = tmp_path / "备份.db"
    office.back_up_to(copy)
    backup.restore(copy, tmp_path / "again")
    with Office.open(tmp_path / "again") as again:
        assert again.count("members") == 1
    with pytest.raises(UserError, match="已经有一个联络处"):
        backup.restore(copy, tmp_path / "again")


@pytest.mark.parametrize("damage", [b"", b"no backup", None])
def test_a_bad_copy_is_refused(office: Office, tmp_path: Path, damage: bytes | None) -> None:
    copy = tmp_path / "备份.db"
    office.back_up_to(copy)
    copy.write_bytes(copy.read_bytes()[:9000] if damage is None else damage)
    with pytest.raises(UserError, match="不是联络簿的备份"):
        backup.restore(copy, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_a_failed_copy_leaves_nothing(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise UserError("备份和原资料对不上")

    monkeypatch.setattr(backup, "verify", broken)
    with pytest.raises(UserError):
        office.back_up_to(tmp_path / "备份.db")
    assert list(tmp_path.glob("*备份*")) == []
