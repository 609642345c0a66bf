"""The key of an encrypted office: a random raw key, wrapped under the password and under the recovery code.

The raw key never changes while the office is encrypted, so that a new password rewrites one small file and
nothing else. Each wrapping is scrypt over the secret and AES-GCM over the key; a wrong secret is told from a
right one by AES-GCM's own mark.

A password is compared as it is meant, not as its bytes are: compatibility forms are unified (Unicode NFKC),
and invisible characters, the variation marks of emoji and blanks at both ends are left out, so that full-width
figures of a Chinese input method, or an emoji from another keyboard, fit as well. Case and inner blanks count.

A recovery code is five groups of five out of 31 figures and letters without look-alikes. The last letter of
each group is a check over its group and place, so that a wrong letter, two that changed places and groups in the
wrong order are found, and the group can be named. What is left, 20 letters, is 99 random bits.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from liaison.errors import Damaged, UserError, WrongPassword
from liaison.paths import replacing

KEY_LENGTH = 32
FORMAT = 1

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS, GROUP = 5, 5

SCRYPT = {"n": 2**16, "r": 8, "p": 1}
"""64 MB and about 0.2 s: a computer of 4 GB has both, a guesser has not."""
_MOST_MEMORY = 256 * 2**20  # a file from elsewhere must not ask for more

_UNWANTED = {"Cc", "Cf", "Cs"}
_VARIATIONS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")

_BAD_FILE = "密码文件已损坏，密码和恢复码都没有试。请从最近的备份恢复，原文件请保留"


# -- the raw key and its file -----------------------------------------------------------------------


def new_key() -> bytes:
    """A random raw key of 256 bits."""
    return secrets.token_bytes(KEY_LENGTH)


def key_text(office_id: str, key: bytes, password: str, code: str) -> str:
    """The content of a key file: the key under both secrets.

    Raises:
        UserError: the password is empty, or the code is none.
    """
    file: dict[str, Any] = {"format": FORMAT, "office": office_id, "mark": mark_of(key)}
    file["password"] = _wrap(key, meant(password), file, "password")
    file["recovery"] = _wrap(key, _code(code), file, "recovery")
    return _written(file)


def with_password(text: str, key: bytes, password: str) -> str:
    """The key file's content with another password; the recovery code stays.

    Raises:
        UserError: the password is empty.
    """
    file = _read(text)
    file["password"] = _wrap(key, meant(password), file, "password")
    return _written(file)


def with_code(text: str, key: bytes, code: str) -> str:
    """The key file's content with another recovery code; the password stays."""
    file = _read(text)
    file["recovery"] = _wrap(key, _code(code), file, "recovery")
    return _written(file)


def unwrap(text: str, secret: str) -> bytes:
    """The raw key out of a key file's content, by password or recovery code.

    Raises:
        WrongPassword: neither fits.
        Damaged: the content is no key file.
    """
    file = _read(text)
    tried = [("password", secret_of(secret))]
    if not check_recovery_code(secret):
        tried.insert(0, ("recovery", _letters(secret)))
    for kind, plain in tried:
        key = _unwrap(file, kind, plain) if plain else None
        if key is not None:
            return key
    raise WrongPassword(_why_wrong(secret))


def unwrap_by_code(text: str, code: str) -> bytes:
    """The raw key by the recovery code alone, where a password would not do.

    Raises:
        WrongPassword: the code has a wrong letter (the sentence names its group), or belongs to another office.
        Damaged: the content is no key file.
    """
    sentence = check_recovery_code(code)
    if sentence:
        raise WrongPassword(sentence)
    key = _unwrap(_read(text), "recovery", _letters(code))
    if key is None:
        raise WrongPassword("这不是这个联络处现在的恢复码，请找最近打印的那一张")
    return key


def office_of(text: str) -> str:
    """The office's own number that a key file's content belongs to.

    Raises:
        Damaged: the content is no key file.
    """
    return str(_read(text)["office"])


def same_key(one: str, other: str) -> bool:
    """Whether two key files wrap the same raw key of the same office; no secret is needed for that."""
    try:
        first, second = _read(one), _read(other)
    except Damaged:
        return False
    return (first["office"], first["mark"]) == (second["office"], second["mark"])


def fits(text: str, key: bytes) -> bool:
    """Whether a key file's content wraps this raw key."""
    try:
        return hmac.compare_digest(str(_read(text)["mark"]), mark_of(key))
    except Damaged:
        return False


def mark_of(key: bytes) -> str:
    """What tells one raw key from another without saying anything about it."""
    return hmac.new(key, b"lianluobu: which key", hashlib.sha256).hexdigest()[:16]


def read_key_file(path: Path) -> str:
    """A key file's content.

    Raises:
        Damaged: it is missing, cannot be read, or is no key file.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Damaged(_BAD_FILE, details=str(error)) from error
    _read(text)
    return text


def write_key_file(path: Path, text: str) -> None:
    """Put a key file in its place whole, readable by this user only.

    Raises:
        UserError: it cannot be written; the former one is still there.
    """
    with replacing(path) as temporary:
        temporary.touch(mode=0o600)
        temporary.write_text(text, encoding="utf-8")


# -- passwords --------------------------------------------------------------------------------------


def meant(password: str) -> str:
    """A password as it is compared.

    Raises:
        UserError: nothing is left of it.
    """
    found = secret_of(password)
    if not found:
        raise UserError("密码不能是空的，请输入密码")
    return found


def secret_of(password: str) -> str:
    """A password as it is compared; "" where nothing is left."""
    visible = "".join(c for c in password if unicodedata.category(c) not in _UNWANTED)
    return unicodedata.normalize("NFKC", _VARIATIONS.sub("", visible)).strip()


# -- recovery codes ---------------------------------------------------------------------------------


def new_recovery_code() -> str:
    """A new recovery code, in five groups of five with dashes between."""
    groups = []
    for place in range(GROUPS):
        letters = "".join(secrets.choice(ALPHABET) for _ in range(GROUP - 1))
        groups.append(letters + _check_letter(place, letters))
    return "-".join(groups)


def check_recovery_code(text: str) -> str:
    """What is wrong with a recovery code as it was typed, in one sentence; "" when it can be one."""
    typed = unicodedata.normalize("NFKC", text).upper()
    letters = _letters(text)
    if not letters:
        return "请输入恢复码：25 个字母和数字，印在恢复码那张纸上"
    strange = next((c for c in letters if c not in ALPHABET), "")
    if strange:
        where = f"第 {letters.index(strange) // GROUP + 1} 组的“{strange}”看错了："
        if strange in "O01IL":
            return f"{where}恢复码里没有字母 O、I、L 和数字 0、1，请对照纸再看一遍"
        return f"{where}恢复码只有字母和数字，请对照纸再看一遍"
    if len(letters) != GROUPS * GROUP:
        groups = [_letters(part) for part in re.split(r"[\s\-－—–_.]+", typed) if _letters(part)]
        if len(groups) == GROUPS:
            place = next(n for n, group in enumerate(groups, start=1) if len(group) != GROUP)
            return f"第 {place} 组有 {len(groups[place - 1])} 个，每组应是 {GROUP} 个，请对照纸再看一遍"
        return f"恢复码一共 {GROUPS * GROUP} 个字母和数字，现在是 {len(letters)} 个，请对照纸再看一遍"
    wrong = [n + 1 for n in range(GROUPS) if not _group_fits(n, letters[n * GROUP : (n + 1) * GROUP])]
    if wrong:
        return f"第 {'、'.join(map(str, wrong))} 组有字母或数字输错了，请对照纸再看一遍"
    return ""


def check_group(place: int, text: str) -> str:
    """What is wrong with one group of a recovery code (`place` counts from 1); "" when it can be one."""
    letters = _letters(text)
    if len(letters) == GROUP and set(letters) <= set(ALPHABET) and _group_fits(place - 1, letters):
        return ""
    return f"第 {place} 组有字母或数字输错了，请对照纸再看一遍"


def _letters(text: str) -> str:
    """A code as it is compared: only its letters and figures, capital and half-width."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())


def _code(code: str) -> str:
    sentence = check_recovery_code(code)
    if sentence:
        raise UserError(sentence)
    return _letters(code)


def _weight(place: int, letters: str) -> int:
    """Zero for a right group. 31 is a prime and the weights differ, hence any one wrong letter and any two that
    changed places are found; the group's place counts too."""
    return (3 * place + sum(n * ALPHABET.index(c) for n, c in enumerate(letters, start=1))) % len(ALPHABET)


def _check_letter(place: int, letters: str) -> str:
    return next(c for c in ALPHABET if _weight(place, letters + c) == 0)


def _group_fits(place: int, letters: str) -> bool:
    return _weight(place, letters) == 0


def _why_wrong(secret: str) -> str:
    letters = _letters(secret)
    if letters.isascii() and len(letters) == GROUPS * GROUP:  # somebody meant a recovery code
        sentence = check_recovery_code(secret)
        return f"没有打开。如果输的是恢复码：{sentence or '它不是这个联络处现在的恢复码，请找最近打印的那一张'}"
    return "密码不对，请再试一次，注意大小写和输入法；忘了密码，可以用恢复码打开"


# -- wrapping ---------------------------------------------------------------------------------------


def _wrap(key: bytes, secret: str, file: Mapping[str, Any], kind: str) -> dict[str, object]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = AESGCM(_stretched(secret, salt, SCRYPT)).encrypt(nonce, key, _about(file, kind))
    return {"scrypt": dict(SCRYPT), "salt": salt.hex(), "nonce": nonce.hex(), "key": sealed.hex()}


def _unwrap(file: Mapping[str, Any], kind: str, secret: str) -> bytes | None:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        part = file[kind]
        costs = {name: int(part["scrypt"][name]) for name in SCRYPT}
        salt, nonce, sealed = (bytes.fromhex(part[name]) for name in ("salt", "nonce", "key"))
        if 128 * costs["n"] * costs["r"] * costs["p"] > _MOST_MEMORY or min(len(salt), len(nonce)) < 12:
            raise ValueError("costs")
        return AESGCM(_stretched(secret, salt, costs)).decrypt(nonce, sealed, _about(file, kind))
    except InvalidTag:
        return None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Damaged(_BAD_FILE, details=str(error)) from error


def _stretched(secret: str, salt: bytes, costs: Mapping[str, int]) -> bytes:
    memory = 128 * costs["n"] * costs["r"] * costs["p"] + 2**20
    return hashlib.scrypt(secret.encode(), salt=salt, **costs, maxmem=memory, dklen=KEY_LENGTH)


def _about(file: Mapping[str, Any], kind: str) -> bytes:
    """What a wrapping is bound to: it opens nothing where it was moved to another office's file."""
    return f"{file['format']}.{file['office']}.{file['mark']}.{kind}".encode()


def _read(text: str) -> dict[str, Any]:
    try:
        file = json.loads(text)
        if not isinstance(file, dict) or not {"format", "office", "mark", "password", "recovery"} <= set(file):
            raise ValueError("parts are missing")
    except ValueError as error:
        raise Damaged(_BAD_FILE, details=str(error)) from error
    if file["format"] != FORMAT:
        raise UserError("这份资料的密码是新版联络簿设的，本机的程序较旧，请先更新程序再打开。资料没有改动")
    return file


def _written(file: Mapping[str, Any]) -> str:
    return json.dumps(file, ensure_ascii=False, indent=1) + "\n"
