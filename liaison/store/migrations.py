"""From any earlier file to today's, all in one transaction.

A step is a named list of frozen statements; it never imports a book, because a book is what it is
today and a step is what it was then. New files run every step from the first.
"""

from __future__ import annotations

from liaison.errors import UserError
from liaison.store.database import APPLICATION_ID, DATABASE_ERRORS, Database, writing_error
from liaison.store.steps import STEPS, statements

CURRENT = len(STEPS)


def version(database: Database) -> int:
    """How many steps the file has behind it."""
    return int(database.value("PRAGMA user_version"))


def check_known(database: Database) -> None:
    """Refuse a file that this program must not touch, before any write.

    Raises:
        UserError: it was written by a newer program, or by another one.
    """
    found = version(database)
    if found > CURRENT:
        raise UserError("这份资料是新版联络簿写的，本机的程序较旧，请先更新程序再打开。资料没有改动")
    if database.value("PRAGMA application_id") != APPLICATION_ID:
        raise UserError("这不是联络簿的资料文件，请选联络处所在的文件夹")


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
            if database.peewee.connection().in_transaction:
                database.run("ROLLBACK")
            raise
    except DATABASE_ERRORS as error:
        told = writing_error(error)
        if told is error:
            raise
        raise told from error
    return CURRENT - done
