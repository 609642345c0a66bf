"""From any earlier file to today's, all in one transaction.

A step is a named list of frozen statements; it never imports a book, because a book is what it is
today and a step is what it was then. New files run every step from the first.
"""

from __future__ import annotations

from liaison.errors import Damaged, UserError
from liaison.store.database import APPLICATION_ID, Database
from liaison.store.failures import DATABASE_ERRORS, UNREADABLE, writing_error
from liaison.store.steps import STEPS, statements

CURRENT = len(STEPS)
_MOST_STEPS = 1_000
_OURS = {"actions", "trail", "options"}
_HALF_DONE = ("already exists", "duplicate column name")
"""What a step meets in a file whose version says less than stands in it: no step leaves one like that."""


def version(database: Database) -> int:
    """How many steps the file has behind it."""
    return int(database.value("PRAGMA user_version"))


def check_known(database: Database) -> None:
    """Refuse a file that this program must not touch, before any write.

    Raises:
        Damaged: it is ours, and what it says of itself cannot be.
        UserError: it was written by a newer program, or by another one; or it is older and cannot be written.
    """
    found = version(database)
    names = {str(name) for (name,) in database.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if database.value("PRAGMA application_id") != APPLICATION_ID:
        if names >= _OURS:
            raise Damaged(UNREADABLE, details="application_id")
        raise UserError("这不是联络簿的资料文件，请选联络处所在的文件夹")
    if not 0 <= found <= _MOST_STEPS or (found <= CURRENT and (found > 0) != (names >= _OURS)):
        raise Damaged(UNREADABLE, details=f"user_version {found}")
    if found > CURRENT:
        raise UserError("这份资料是新版联络簿写的，本机的程序较旧，请先更新程序再打开。资料没有改动")
    if found < CURRENT and database.read_only:
        raise UserError("这份资料是旧版写的，要在能写的地方打开一次。请把整个文件夹拷到本机硬盘再打开，资料没有改动")


def migrate(database: Database) -> int:
    """Bring the file to today's form; gives the number of steps run.

    All steps and the version are in one transaction: a power cut leaves the old file or the new one.
    """
    done = version(database)
    if done >= CURRENT:
        return 0
    try:
        database.run("BEGIN IMMEDIATE")
        try:
            for step in STEPS[done:]:
                for statement in statements(step):
                    database.run(statement)
            database.run(f"PRAGMA application_id = {APPLICATION_ID}")
            database.run(f"PRAGMA user_version = {CURRENT}")
            database.run("COMMIT")
        except BaseException:
            database.roll_back()
            raise
    except DATABASE_ERRORS as error:
        told = writing_error(error)
        if told is error and any(word in str(error) for word in _HALF_DONE):
            told = Damaged(UNREADABLE, details=str(error))
        if told is error:
            raise
        raise told from error
    return CURRENT - done
