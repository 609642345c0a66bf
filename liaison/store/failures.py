"""What the driver's errors mean to the user: damage, a full disk, a stick that is gone, a file in use.

The driver raises its own errors while rows are fetched and peewee's while a statement begins; both are
known here. What is none of these stays as it is: our own bug.
"""

from __future__ import annotations

import errno
import sqlite3

import peewee
from sqlcipher3 import dbapi2

from liaison.errors import Damaged, UserError, WrongPassword

DATABASE_ERRORS = (peewee.DatabaseError, dbapi2.DatabaseError, sqlite3.DatabaseError, UnicodeDecodeError)

IN_USE = "这个联络处已在另一个窗口打开，请用那个窗口，或先把它关掉"
UNREADABLE = "资料文件有损坏，读不完整。请从最近的备份恢复；原文件请保留，不要改动"
NOT_WRITTEN = "资料文件有损坏，这一步没有保存。请从最近的备份恢复；原文件请保留，不要改动"
GONE = "存放资料的文件夹不见了（U 盘被拔出，或文件夹被移走），这一步没有保存，填的内容还在。请放回原处，再保存一次"
REPLACED = (
    "资料文件被换成了另一份（可能是网盘或拷贝造成的），这一步没有保存。"
    "换下的一份留在 damaged 文件夹里。请退出联络簿再打开，核对最近的记录"
)
NO_ANSWER = "资料文件读不出来。请检查磁盘或 U 盘是否还在，再试一次"
NO_ANSWER_TO_WRITE = "磁盘读写出错，这一步没有保存。请检查磁盘或 U 盘是否还在，再试一次"
FULL = "磁盘满了，这一步没有保存，原来的资料都在。请腾出空间再试"
ONLY_READ = "这份资料只能看不能改（文件或文件夹是只读的），要改请先去掉只读"
ON_A_SHARE = "这份资料在网络共享盘上，只能看不能改。要改请把整个文件夹拷到本机再打开"
INTERRUPTED = (
    "这份资料上次没有正常关闭，要先在能写的地方打开一次才能看。请把整个文件夹拷到本机硬盘再打开，资料没有改动"
)

_DAMAGE = (
    "malformed", "not a database", "corrupt", "hmac check failed", "unsupported file format", "decode",
    "cannot hold blob",
)  # fmt: skip
_UNSURE = ("disk i/o", "unable to open", "locking protocol")


class LostTouch(UserError):  # noqa: N818 - as BadInput
    """The file did not answer: it must be opened anew before it is used again."""


def opening_error(error: Exception, *, encrypted: bool, read_only: bool = False) -> UserError:
    """Why a file cannot be opened."""
    text = _words(error)
    if "not a database" in text and encrypted:
        # A wrong key and a damaged first page give the same error: both are offered.
        sentence = "密码不对，或者资料文件已损坏。请再试一次；确定密码没错时，请从最近的备份恢复"
        return WrongPassword(sentence, details=text)
    if read_only and "readonly" in text:
        return UserError(INTERRUPTED, details=text)
    known = _known(error, text, writing=False)
    if known is not None and not isinstance(known, LostTouch):
        return known
    return UserError("资料文件打不开，请看看磁盘和文件夹的权限", details=text)


def reading_error(error: Exception) -> Exception:
    """What a failed read means; the error itself when it is our own bug."""
    return _known(error, _words(error), writing=False) or error


def writing_error(error: Exception) -> Exception:
    """What a failed write means; the error itself when it is our own bug."""
    return _known(error, _words(error), writing=True) or error


def _known(error: Exception, text: str, *, writing: bool) -> UserError | None:
    if isinstance(error, UserError):
        return error
    if isinstance(error, (peewee.IntegrityError, dbapi2.IntegrityError, sqlite3.IntegrityError)):
        return None  # a rule of the books, told by the desk; its words may hold anything
    if any(word in text for word in _DAMAGE):
        return Damaged(NOT_WRITTEN if writing else UNREADABLE, details=text)
    if "disk is full" in text or _is_full(error):
        return UserError(FULL, details=text)
    if "readonly" in text or "read-only" in text:
        return UserError("文件夹变成只读了，这一步没有保存。请检查磁盘或文件夹的权限", details=text)
    if any(word in text for word in _UNSURE):
        return LostTouch(NO_ANSWER_TO_WRITE if writing else NO_ANSWER, details=text)
    if "database is locked" in text or "database table is locked" in text:
        return UserError(IN_USE, details=text)
    return None


def _chain(error: BaseException) -> list[BaseException]:
    """The error with those behind it: on a full disk the first one told may be that of the failed ROLLBACK."""
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or link.__context__
    return chain


def _words(error: BaseException) -> str:
    return " ".join(str(e).lower() for e in _chain(error))


def _is_full(error: BaseException) -> bool:
    return any(isinstance(e, OSError) and e.errno == errno.ENOSPC for e in _chain(error))
