"""The command line with a locked office: password out of a file, from the terminal, or a sentence."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from liaison.__main__ import main
from liaison.errors import UserError
from liaison.office import Office
from liaison.safety import asking
from liaison.safety.protection import new_recovery_code
from liaison.store import keys

CODE = new_recovery_code()
PASSWORD = "云溪　１２３"


@pytest.fixture
def locked(peopled: Office, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with four members and a password; nobody sits at a terminal."""
    monkeypatch.setattr(keys, "SCRYPT", {"n": 16, "r": 8, "p": 1})
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    peopled.protection.turn_on(PASSWORD, CODE)
    peopled.close()
    return peopled.folder


@pytest.mark.parametrize(
    "content",
    [
        PASSWORD.encode(), PASSWORD.encode("utf-8-sig") + b"\r\nsecond line", "云溪 123\n".encode(),
        CODE.lower().encode(),
    ],
)  # fmt: skip
def test_every_command_takes_the_password_from_a_file(locked: Path, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "密码.txt"
    file.write_bytes(content)
    out = tmp_path / "out"
    out.mkdir()
    for command in (
        ["check", str(locked)], ["export", str(locked), "members", str(out / "m.csv")],
        ["figures", str(locked), "--period", "2026Q3"], ["backup", str(locked), str(out / "备份.zip")],
        ["paper", str(locked), "member-list", "--out", str(out), "--format", "pdf"],
        ["import", str(locked), "members", str(out / "m.csv"), "--dry-run"],
    ):  # fmt: skip
        assert main([*command, "--password-file", str(file)]) in (0, 1 if command[0] == "import" else 0), command
    assert "沈佳禾" in (out / "m.csv").read_text(encoding="utf-8-sig")


def test_without_file_and_terminal_there_is_a_sentence(
    locked: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(locked)]) == 1
    assert "--password-file" in capsys.readouterr().err
    assert main(["check", str(locked), "--password-file", str(tmp_path / "none")]) == 1
    assert "读不出来" in capsys.readouterr().err
    for content, sentence in ((b"", "密码不对"), ("错".encode(), "密码不对"), ("密码".encode("gbk"), "UTF-8")):
        (tmp_path / "p").write_bytes(content)
        assert main(["check", str(locked), "--password-file", str(tmp_path / "p")]) == 1
        told = capsys.readouterr().err
        assert sentence in told and told.count("\n") == 1


def test_on_a_terminal_there_are_three_tries(
    locked: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    typed = ["一", "二", PASSWORD]
    monkeypatch.setattr("getpass.getpass", lambda _prompt: typed.pop(0))
    assert main(["check", str(locked)]) == 0
    assert capsys.readouterr().err.count("密码不对") == 2
    typed = ["一", "二", "三"]
    assert main(["check", str(locked)]) == 1
    assert not typed

    def gone(_prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("getpass.getpass", gone)
    with pytest.raises(UserError, match="没有输入密码"):
        asking.ask_secret(None)


def test_an_office_without_a_password_asks_for_none(office: Office) -> None:
    assert asking.key_for(office.folder) is None
    assert asking.key_for(office.folder / "nothing") is None
