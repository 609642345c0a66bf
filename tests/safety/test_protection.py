"""The password's service: changed in one small file, reset by the code, tried with patience, judged in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.errors import Damaged, Locked, UserError, WrongPassword
from liaison.office import Office
from liaison.safety import protection
from liaison.safety.protection import Patience, new_recovery_code, strength
from liaison.store import encryption, keys

CODE = new_recovery_code()
SETTINGS = ("政协云溪镇联络处", "云溪镇", "孙国平", "云溪")


@pytest.fixture(autouse=True)
def cheap_scrypt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "SCRYPT", {"n": 16, "r": 8, "p": 1})


@pytest.fixture
def locked(office: Office) -> Office:
    """An open office with the password 一."""
    office.backup.make("manual")
    office.protection.turn_on("一", CODE)
    return office


def opens(folder: Path, secret: str) -> bool:
    try:
        protection.unlock(folder, secret)
    except WrongPassword:
        return False
    return True


# -- changing ---------------------------------------------------------------------------------------


def test_a_new_password_rewrites_the_key_file_and_the_backups_envelopes_only(locked: Office) -> None:
    def everything() -> dict[Path, bytes]:
        return {p: p.read_bytes() for p in locked.folder.rglob("*") if p.is_file()}

    before = everything()
    locked.protection.change_password("一", "二")
    changed = {path.name for path, content in everything().items() if before.get(path) != content}
    assert "office.key" in changed
    assert {Path(name).suffix for name in changed} == {".key", ".json"}
    assert opens(locked.folder, "二") and opens(locked.folder, CODE) and not opens(locked.folder, "一")
    for copy in locked.backup.all():
        said = copy.envelope()
        assert said is not None and said.key is not None
        assert protection.unlock_file(said.key, "二") == locked.database.key


def test_the_code_sets_another_password_on_an_open_and_on_a_closed_office(locked: Office) -> None:
    locked.protection.reset_password(CODE, "二")
    locked.protection.check("二")
    locked.protection.check(CODE)
    with pytest.raises(WrongPassword):
        locked.protection.check("一")
    locked.close()
    wrong = new_recovery_code()
    with pytest.raises(WrongPassword, match="最近打印的"):
        protection.reset_password(locked.folder, wrong, "三")
    letters = CODE[:12] + ("A" if CODE[12] != "A" else "B") + CODE[13:]
    with pytest.raises(WrongPassword, match="第 3 组"):
        protection.reset_password(locked.folder, letters, "三")
    with pytest.raises(WrongPassword):
        protection.reset_password(locked.folder, "二", "三")  # a password is no code
    with pytest.raises(UserError, match="不能是空的"):
        protection.reset_password(locked.folder, CODE, "")
    assert opens(locked.folder, "二")
    key = protection.reset_password(locked.folder, CODE.lower(), "三")
    Office.open(locked.folder, key=key).close()
    assert opens(locked.folder, "三") and not opens(locked.folder, "二")


def test_another_code_takes_the_place_of_the_former(locked: Office) -> None:
    code = new_recovery_code()
    with pytest.raises(WrongPassword):
        locked.protection.renew_code("错", code)
    with pytest.raises(UserError, match="第 5 组"):
        locked.protection.renew_code("一", code[:-1])
    locked.protection.renew_code("一", code)
    assert opens(locked.folder, code) and opens(locked.folder, "一") and not opens(locked.folder, CODE)


def test_a_wrong_old_password_or_a_full_disk_changes_nothing(locked: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    text = encryption.key_path(locked.folder).read_text(encoding="utf-8")
    with pytest.raises(WrongPassword, match="密码不对"):
        locked.protection.change_password("错", "二")
    with pytest.raises(UserError, match="不能是空的"):
        locked.protection.change_password("一", "  ")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(UserError, match="磁盘满了"):
        locked.protection.change_password("一", "二")
    monkeypatch.undo()
    assert encryption.key_path(locked.folder).read_text(encoding="utf-8") == text
    assert [p.name for p in locked.folder.glob(".*")] == []


def test_backups_that_could_not_be_told_are_told_at_the_next_opening(
    locked: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise UserError("U 盘不见了")

    monkeypatch.setattr("liaison.store.backup.envelope.write", gone)
    locked.protection.change_password("一", "二")
    monkeypatch.undo()
    (copy,) = locked.backup.all()
    locked.close()
    assert (said := copy.envelope()) is not None and said.key is not None
    assert protection.unlock_file(said.key, "一")
    Office.open(locked.folder, key=protection.unlock(locked.folder, "二")).close()
    assert (said := copy.envelope()) is not None and said.key is not None
    assert protection.unlock_file(said.key, "二")


def test_a_key_file_of_another_office_is_never_written_over_ours(locked: Office, tmp_path: Path) -> None:
    with Office.create(tmp_path / "other", name="别处", town="别处") as other:
        other.protection.turn_on("一", CODE)
        text = encryption.key_path(other.folder).read_text(encoding="utf-8")
    encryption.key_path(locked.folder).write_text(text, encoding="utf-8")
    with pytest.raises(Damaged, match="不是一套"):
        locked.protection.change_password("一", "二")
    assert encryption.key_path(locked.folder).read_text(encoding="utf-8") == text


# -- looking at a folder ----------------------------------------------------------------------------


def test_what_is_locked_and_what_is_not(locked: Office, tmp_path: Path) -> None:
    locked.close()
    assert protection.is_locked(locked.folder)
    assert not protection.is_locked(tmp_path / "nothing")
    other = tmp_path / "other"
    Office.create(other, name="别处", town="别处").close()
    assert not protection.is_locked(other)
    for content in (b"", b"garbage"):
        (other / "office.db").write_bytes(content)
        assert not protection.is_locked(other), "no lock: damage, which opening tells"
    with pytest.raises(Locked):
        Office.open(locked.folder)


# -- patience ---------------------------------------------------------------------------------------


def test_three_tries_are_free_then_it_takes_longer_and_longer() -> None:
    now = [100.0]
    patience = Patience(lambda: now[0])
    delays = []
    for _ in range(12):
        assert patience.wait == 0 and patience.sentence == ""
        delays.append(patience.failed())
        assert patience.wait == delays[-1]
        now[0] += delays[-1]
    assert delays == [0, 0, 0, 2, 4, 8, 16, 32, 60, 60, 60, 60]
    patience.failed()
    now[0] += 0.5
    assert patience.wait == 59.5 and patience.sentence == "输错了 13 次，请等 60 秒再试"
    patience.succeeded()
    assert patience.wait == 0 and patience.failed() == 0


def test_any_number_of_wrong_tries_waits_a_minute_at_most() -> None:
    patience = Patience(lambda: 0.0)
    assert max(patience.failed() for _ in range(5000)) == 60


# -- strength ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "level", "words"),
    [
        ("1", 0, ""), ("123456", 0, ""), ("19800101", 0, "生日"), ("800101", 0, "生日"), ("13855551234", 0, "手机号"),
        ("110101199001011234", 0, "身份证号"), ("0571-88886666", 0, "电话号码"), ("88888888", 0, ""),
        ("aaaaaaaaaa", 0, "重复"),
        ("abcdefgh", 0, "按顺序"), ("password", 0, "常见"), ("云溪镇", 0, "云溪镇"), ("孙国平123", 0, "外人也知道"),
        ("政协云溪镇联络处", 0, "外人也知道"), ("8347261950", 1, "只有数字"), ("83472619508347261950", 1, "只有数字"),
        ("k9#Tq2", 1, "太短"), ("老槐树下的水井", 3, ""), ("k9#Tq2vR", 2, ""), ("k9#Tq2vRx8!m", 3, ""),
        ("槐树1976井", 1, "太短"), ("槐树1976井台旁", 2, ""), ("correct horse battery", 3, ""), ("重" * 50, 0, "重复"),
    ],
)  # fmt: skip
def test_a_hint_in_plain_words(password: str, level: int, words: str) -> None:
    found = strength(password, SETTINGS)
    assert (found.level, found.word) == (level, ("很弱", "弱", "可以", "强")[level])
    assert words in found.advice
    assert bool(found.advice) is (level < 3)


def test_no_password_has_no_word() -> None:
    assert (strength("").level, strength("").word, strength(" \n").word) == (0, "", "")


@given(st.text(max_size=80))
def test_it_never_refuses_and_never_fails(password: str) -> None:
    found = strength(password, SETTINGS)
    assert 0 <= found.level <= 3 and "密钥" not in found.advice


def test_the_offices_own_words_are_known(office: Office) -> None:
    assert {"政协云溪镇联络处", "云溪镇", "孙国平", "云溪"} <= set(office.protection.known)
    assert office.protection.strength("孙国平123").level == 0
