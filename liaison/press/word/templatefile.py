"""Whether a file can be an office's template, found out before anything is filled into it."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from liaison.errors import UserError

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_LARGEST = 30_000_000  # bytes of the file; a template with pictures has a few million
_LARGEST_INSIDE = 150_000_000  # bytes of what it unpacks to
_MOST_PARTS = 3_000
_OLD = b"\xd0\xcf\x11\xe0"
_MAIN = b"wordprocessingml.document.main+xml"
_STRICT = b"http://purl.oclc.org/ooxml/"


def open_template(path: Path) -> WordDocument:
    """The template, opened.

    Raises:
        UserError: it is no Word file that can be filled; the sentence says why and what to do.
    """
    data = _read(path)
    name = path.name
    if data.startswith(_OLD):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UserError(f"“{name}”设了打开密码，请先在 Word 或 WPS 里去掉密码再选")
        raise UserError(f"“{name}”是旧格式，请在 Word 或 WPS 里另存为 docx 再选")
    if not data.startswith(b"PK"):
        raise UserError(f"“{name}”不是 Word 文件，请选扩展名为 docx 的文件")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_package(package, name)
            _check_kind(package, name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError) as error:
        raise damaged(name, error) from error
    return _opened(data, name)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise UserError(f"“{path.name}”太大，做不了模板，请删去里面的大图片再选")
        return path.read_bytes()
    except OSError as error:
        raise UserError(f"“{path.name}”读不出来，请看看它是否还在、是否被占用", details=str(error)) from error


def _check_package(package: zipfile.ZipFile, name: str) -> None:
    entries = package.infolist()
    if any(entry.flag_bits & 1 for entry in entries):
        raise UserError(f"“{name}”设了密码，请先去掉密码再选")
    if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in entries) > _LARGEST_INSIDE:
        raise UserError(f"“{name}”里的内容太多，做不了模板，请换一个文件")
    broken = package.testzip()
    if broken is not None:
        raise zipfile.BadZipFile(broken)


def _check_kind(package: zipfile.ZipFile, name: str) -> None:
    names = package.namelist()
    types = package.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if b"macroEnabled" in types or any(part.endswith("vbaProject.bin") for part in names):
        raise UserError(f"“{name}”带有宏，请在 Word 或 WPS 里另存为不带宏的 docx 再选")
    if b"wordprocessingml.template.main+xml" in types:
        raise UserError(f"“{name}”是 dotx 格式，请在 Word 或 WPS 里另存为 docx 再选")
    if _MAIN not in types:
        raise UserError(f"“{name}”不是 Word 文件，请选扩展名为 docx 的文件")
    if any(_STRICT in package.read(part) for part in names if part.endswith(("document.xml", "_rels/.rels"))):
        raise UserError(f"“{name}”是“严格”格式，请另存为普通的“Word 文档（docx）”再选")


def _opened(data: bytes, name: str) -> WordDocument:
    import docx

    try:
        word = docx.Document(io.BytesIO(data))
        body = word.element.body
        # read now, so that a broken part is found now
        assert word.styles.element is not None and word.settings.element is not None
    except Exception as error:  # a foreign file may be wrong in any way that its reader did not think of
        raise damaged(name, error) from error
    if body is None:
        raise UserError(f"“{name}”里没有正文，请在 Word 或 WPS 里打开看看，另存一份再选")
    return word


def damaged(name: str, error: Exception) -> UserError:
    """What is said of a file that cannot be read through."""
    return UserError(f"“{name}”已经损坏，请在 Word 或 WPS 里打开看看，另存一份再选", details=str(error))
