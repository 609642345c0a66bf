"""A file is replaced whole or not at all."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from liaison import paths
from liaison.errors import UserError
from liaison.paths import replacing


def test_a_new_file_and_a_replaced_one(tmp_path: Path) -> None:
    path = tmp_path / "报告.pdf"
    for content in (b"one", b"two"):
        with replacing(path) as temporary:
            assert temporary.parent == tmp_path and temporary != path
            temporary.write_bytes(content)
        assert path.read_bytes() == content
        assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(errno.EACCES, "denied"), "正在别的程序里打开"),
        (OSError(errno.ENOSPC, "full"), "磁盘满了"),
        (FileNotFoundError(errno.ENOENT, "gone"), "文件夹不见了"),
        (OSError(errno.EIO, "broken"), "写不出来"),
    ],
)
@pytest.mark.parametrize("step", ["write", "sync", "replace"])
def test_a_failure_leaves_the_old_file(
    error: OSError, words: str, step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "报告.pdf"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise error

    if step != "write":
        monkeypatch.setattr({"sync": "os.fsync", "replace": "os.replace"}[step], fail)
    with pytest.raises(UserError, match=words), replacing(path) as temporary:
        temporary.write_bytes(b"half")
        if step == "write":
            fail()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_bug_leaves_the_old_file_and_stays_a_bug(tmp_path: Path) -> None:
    path = tmp_path / "报告.pdf"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), replacing(path) as temporary:
        temporary.write_bytes(b"half")
        raise ZeroDivisionError
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said_plainly(tmp_path: Path) -> None:
    path = tmp_path / "报告.pdf"
    with pytest.raises(UserError, match="磁盘满了"), replacing(path) as temporary:
        temporary.symlink_to("/dev/full")
        temporary.write_bytes(b"x" * 10_000)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_synced_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EINVAL, "not here")

    monkeypatch.setattr("os.open", refuse)
    paths._sync_folder(tmp_path)


def test_what_is_no_file_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(UserError, match="不是文件"), replacing(tmp_path / "a.pdf") as temporary:
        temporary.write_text("new", encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_killed_half_way(tmp_path: Path) -> None:
    path = tmp_path / "报告.pdf"
    path.write_bytes(b"old")
    code = (
        "import os, sys; from pathlib import Path; from liaison.paths import replacing\n"
        "with replacing(Path(sys.argv[1])) as temporary:\n"
        "    temporary.write_bytes(b'half'); os._exit(9)\n"
    )
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == 9
    assert path.read_bytes() == b"old"
    with replacing(path) as temporary:
        temporary.write_bytes(b"new")
    assert path.read_bytes() == b"new"


def test_places() -> None:
    assert paths.resources().name == "resources"
    assert paths.default_office_folder().name == "联络簿"
    assert paths.sample_office_folder() != paths.default_office_folder()
    assert paths.APP in str(paths.config_folder()) and paths.APP in str(paths.log_folder())


def test_a_packaged_program_finds_its_resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resources() == tmp_path / "resources"
