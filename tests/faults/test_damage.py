"""Proof 5: turned bits, lost sectors, cut ends: found and explained; never a crash or a silent wrong sum."""

from __future__ import annotations

from pathlib import Path

import pytest

from liaison.errors import Damaged, UserError
from liaison.office import Office
from liaison.sample import make_sample
from liaison.store.database import FILE_NAME
from tests.faults.damaging import damage_often, protect


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound") / "office"
    make_sample(folder, years=1).close()
    return folder


def test_damage_is_seen_or_does_no_harm(sound: Path, tmp_path: Path) -> None:
    outcome = damage_often(sound, tmp_path, 120, seed=7)
    assert outcome.crashed == []
    assert outcome.silent == []
    assert outcome.refused > 5
    assert outcome.found > 20


def test_with_a_password_every_damage_is_seen(sound: Path, tmp_path: Path) -> None:
    """Each page of an encrypted file carries its own code, the unused ones too."""
    import shutil

    folder = tmp_path / "encrypted"
    shutil.copytree(sound, folder)
    with Office.open(folder) as office:
        key = protect(office)
    outcome = damage_often(folder, tmp_path, 60, seed=8, key=key)
    assert outcome.crashed == []
    assert outcome.silent == []
    assert outcome.share_seen == 1.0
    assert outcome.harmless == 0


def test_an_empty_file_is_never_a_new_office(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"")
    with pytest.raises(Damaged, match="0 字节"):
        Office.open(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == b""


@pytest.mark.parametrize("content", [b"S", b"SQLite format 3\x00", b"SQLite format 3\x00" + bytes(84), bytes(5000)])
def test_a_head_without_a_body_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(UserError):
        Office.open(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == content
