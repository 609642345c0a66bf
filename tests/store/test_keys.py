"""Keys: the raw key comes back by password and by recovery code, however they are typed, and by nothing else."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.errors import Damaged, UserError, WrongPassword
from liaison.store import keys

CODE = keys.new_recovery_code()
KEY = bytes(range(32))
OFFICE = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def quick_scrypt(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Real parameters cost 0.2 s a try; what is tested here does not depend on them."""
    monkeypatch.setattr(keys, "SCRYPT", {"n": 16, "r": 8, "p": 1})
    yield


def text(password: str = "云溪镇2026", code: str = CODE) -> str:
    return keys.key_text(OFFICE, KEY, password, code)


# -- passwords --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "password",
    [
        "1", "字", "😀", "x" * 1000, "密" * 1000, "👨‍👩‍👧‍👦" * 200, "a b  c", "<b>&'\";--", "\u0000a", "ＡＢＣ１２３",
        "𠮷野家",
    ],
)  # fmt: skip
def test_any_password_opens_what_it_locked(password: str) -> None:
    written = text(password)
    assert keys.unwrap(written, password) == KEY
    with pytest.raises(WrongPassword, match="密码不对"):
        keys.unwrap(written, password + "1")


@pytest.mark.parametrize(
    ("set_as", "typed_as"),
    [
        ("abc123", "ａｂｃ１２３"),  # full-width letters of a Chinese input method
        ("密码，１", "密码,1"),
        ("café", unicodedata.normalize("NFD", "café")),  # as another system composes it
        ("❤️爱", "❤爱"),  # the same emoji from another keyboard, without its variation mark
        ("云溪", "云溪\n"),  # pasted with its line end
        ("云溪", "\u200b云\u202e溪 "),
        ("a\u3000b", "a b"),
        ("👩\u200d🚀", "👩🚀"),
    ],
)
def test_the_same_password_from_another_input_method_fits(set_as: str, typed_as: str) -> None:
    assert keys.unwrap(text(set_as), typed_as) == KEY
    assert keys.unwrap(text(typed_as), set_as) == KEY


@pytest.mark.parametrize("other", ["ABC123", "abc 123", "abc１２4", "abc12"])
def test_case_and_inner_blanks_count(other: str) -> None:
    with pytest.raises(WrongPassword):
        keys.unwrap(text("abc123"), other)


@pytest.mark.parametrize("nothing", ["", "  ", "\u200b", "\n\t", "\ud800", "\ufe0f"])
def test_an_empty_password_is_refused_in_words(nothing: str) -> None:
    with pytest.raises(UserError, match="不能是空的"):
        text(nothing)
    with pytest.raises(UserError, match="不能是空的"):
        keys.with_password(text(), KEY, nothing)
    with pytest.raises(WrongPassword):
        keys.unwrap(text(), nothing)


@given(st.text(min_size=1, max_size=60))
def test_whatever_is_typed_is_told_right_from_wrong(password: str) -> None:
    if not keys.secret_of(password):
        return
    assert keys.secret_of(keys.secret_of(password)) == keys.secret_of(password)
    assert keys.unwrap(text(password), password) == KEY


# -- the file ---------------------------------------------------------------------------------------


def test_nothing_of_key_password_or_code_stands_in_the_file() -> None:
    written = text("云溪镇2026")
    for secret in (KEY.hex(), "云溪镇2026", CODE, CODE.replace("-", "")):
        assert secret not in written and secret not in json.dumps(json.loads(written), ensure_ascii=True)
    assert keys.office_of(written) == OFFICE


def test_a_new_password_leaves_the_code_and_the_other_way_round() -> None:
    changed = keys.with_password(text("一"), KEY, "二")
    assert keys.unwrap(changed, "二") == keys.unwrap(changed, CODE) == KEY
    with pytest.raises(WrongPassword):
        keys.unwrap(changed, "一")
    new = keys.new_recovery_code()
    renewed = keys.with_code(changed, KEY, new)
    assert keys.unwrap(renewed, "二") == keys.unwrap_by_code(renewed, new) == KEY
    with pytest.raises(WrongPassword, match="最近打印的"):
        keys.unwrap_by_code(renewed, CODE)


def test_parts_of_another_offices_file_open_nothing() -> None:
    mine, theirs = json.loads(text("一")), json.loads(keys.key_text("f" * 32, KEY, "一", CODE))
    mine["password"] = theirs["password"]
    with pytest.raises(WrongPassword):
        keys.unwrap(json.dumps(mine), "一")


def test_the_mark_tells_keys_apart_without_a_secret() -> None:
    first = text("一")
    assert keys.same_key(first, keys.with_password(first, KEY, "二"))
    assert not keys.same_key(first, keys.key_text(OFFICE, bytes(32), "一", CODE))
    assert not keys.same_key(first, keys.key_text("f" * 32, KEY, "一", CODE))
    assert not keys.same_key(first, "{}")
    assert keys.fits(first, KEY) and not keys.fits(first, bytes(32)) and not keys.fits("", KEY)


@pytest.mark.parametrize("spoilt", ["", "[]", "{}", "null", "\0", '{"format": 1'])
def test_a_file_that_is_none_is_said_to_be_spoilt(spoilt: str) -> None:
    with pytest.raises(Damaged, match="密码文件已损坏"):
        keys.unwrap(spoilt, "云溪镇2026")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"password"', '"pass"'), ('"salt": "', '"salt": "zz'), ('"n": 16', '"n": 1073741824'), ('"n": 16', '"n": "x"'),
        ('"n": 16', '"n": 17'), ('"r": 8', '"r": 0'), ('"n": 16', '"n": -4'), ('"nonce": "', '"nonce": "00", "x": "'),
    ],
)  # fmt: skip
def test_a_spoilt_file_is_said_to_be_spoilt(old: str, new: str) -> None:
    assert old in text()
    with pytest.raises(Damaged, match="密码文件已损坏"):
        keys.unwrap(text().replace(old, new), "云溪镇2026")


def test_every_changed_letter_of_a_wrapping_is_found() -> None:
    written = json.loads(text())
    sealed = written["password"]["key"]
    for place in range(0, len(sealed), 7):
        other = "0" if sealed[place] != "0" else "1"
        written["password"]["key"] = sealed[:place] + other + sealed[place + 1 :]
        with pytest.raises(WrongPassword):
            keys.unwrap(json.dumps(written), "云溪镇2026")


def test_a_newer_files_password_asks_for_the_newer_program() -> None:
    with pytest.raises(UserError, match="先更新程序"):
        keys.unwrap(text().replace('"format": 1', '"format": 2'), "云溪镇2026")


def test_the_file_is_for_this_user_only(tmp_path: Path) -> None:
    written = text()
    keys.write_key_file(tmp_path / "office.key", written)
    assert keys.read_key_file(tmp_path / "office.key") == written
    assert (tmp_path / "office.key").stat().st_mode & 0o077 == 0
    with pytest.raises(Damaged):
        keys.read_key_file(tmp_path / "nothing.key")


# -- recovery codes ---------------------------------------------------------------------------------


def test_a_code_has_five_groups_without_look_alikes() -> None:
    codes = {keys.new_recovery_code() for _ in range(200)}
    assert len(codes) == 200
    for code in codes:
        assert [len(group) for group in code.split("-")] == [5] * 5
        assert not set(code) & set("0O1IL")
        assert keys.check_recovery_code(code) == ""


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(), CODE.replace("-", " "), CODE.replace("-", ""), CODE.replace("-", "—"), f"  {CODE}\n",
        "".join(chr(ord(c) + 0xFEE0) for c in CODE), " ".join(CODE.replace("-", "")), CODE.replace("-", "　"),
    ],
)  # fmt: skip
def test_a_code_is_taken_however_it_is_typed(typed: str) -> None:
    assert keys.check_recovery_code(typed) == ""
    assert keys.unwrap(text(), typed) == keys.unwrap_by_code(text(), typed) == KEY


@given(st.integers(0, 24), st.sampled_from(keys.ALPHABET))
def test_one_wrong_letter_is_found_and_its_group_named(place: int, letter: str) -> None:
    letters = CODE.replace("-", "")
    if letters[place] == letter:
        return
    wrong = letters[:place] + letter + letters[place + 1 :]
    assert keys.check_recovery_code(wrong) == f"第 {place // 5 + 1} 组有字母或数字输错了，请对照纸再看一遍"
    with pytest.raises(WrongPassword, match=f"第 {place // 5 + 1} 组"):
        keys.unwrap_by_code(text(), wrong)
    with pytest.raises(WrongPassword, match=f"如果输的是恢复码：第 {place // 5 + 1} 组"):
        keys.unwrap(text(), wrong)


@given(st.integers(0, 4), st.permutations(range(5)))
def test_letters_and_groups_that_changed_places_are_found(group: int, order: list[int]) -> None:
    groups = CODE.split("-")
    swapped = [groups[n] for n in order]
    if swapped != groups:
        assert keys.check_recovery_code("-".join(swapped)).startswith("第 ")
    letters = groups[group]
    for at in range(4):
        turned = letters[:at] + letters[at + 1] + letters[at] + letters[at + 2 :]
        if turned != letters:
            assert keys.check_group(group + 1, turned)
    assert keys.check_group(group + 1, letters.lower()) == ""


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "请输入恢复码"), ("   ", "请输入恢复码"), (CODE[:-1], "第 5 组有 4 个"), (CODE + "A", "第 5 组有 6 个"),
        (CODE.replace("-", "")[:-2], "现在是 23 个"), ("0" + CODE[1:], "第 1 组的“0”"),
        (CODE[:-1] + "l", "第 5 组的“L”"),
        (CODE[:6] + "云" + CODE[7:], "第 2 组的“云”"), ("王芳", "第 1 组的“王”"), (CODE * 100, "现在是"),
    ],
)  # fmt: skip
def test_what_is_no_code_is_told_in_words(typed: str, sentence: str) -> None:
    assert sentence in keys.check_recovery_code(typed)
    with pytest.raises(WrongPassword, match=sentence):
        keys.unwrap_by_code(text(), typed)
    with pytest.raises(UserError, match=sentence):
        keys.key_text(OFFICE, KEY, "一", typed)


def test_a_password_that_looks_like_a_code_is_a_password_too() -> None:
    other = keys.new_recovery_code()
    assert keys.unwrap(text(other), other) == KEY
