"""An office file written anew under another key, or under none, and compared with the one it came from.

The copy is a file of its own: whoever asked for it puts it in place once everything agrees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from liaison.errors import Damaged, UserError
from liaison.store.database import raw_key
from liaison.store.failures import DATABASE_ERRORS, writing_error

PLAIN_START = b"SQLite format 3\x00"

_DIFFERS = "改写后的资料和原来的对不上，没有换上，原来的资料都在。请再试一次；还不行，请先备份到另一个磁盘"


def is_plain(path: Path) -> bool:
    """Whether a file is an office file that anybody can read."""
    try:
        with path.open("rb") as file:
            return file.read(len(PLAIN_START)) == PLAIN_START
    except OSError:
        return False


def write_anew(connection: Any, target: Path, key: bytes | None) -> None:
    """Write a connection's file to `target` under a key, and compare the two.

    Args:
        connection: of the driver, outside a transaction.
        target: a temporary file that is not there yet.
        key: the raw key, None for a plain file.

    Raises:
        Damaged: the original cannot be read to its end.
        UserError: the disk is full, or the copy does not read back equal. What was written is removed.
    """
    try:
        _attached(connection, target, key, lambda: _export(connection))
        _attached(connection, target, key, lambda: _compare(connection, encrypted=key is not None))
    except DATABASE_ERRORS as error:
        _remove(target)
        told = writing_error(error)
        if told is error:
            raise
        raise told from error
    except BaseException:
        _remove(target)
        raise


def convert_file(source: Path, target: Path, key: bytes | None, new_key: bytes | None) -> None:
    """Write a file that no program has open to `target` under another key, and compare the two.

    Raises:
        Damaged: it cannot be read, or not with this key; UserError: as `write_anew`.
    """
    try:
        with _opened(source, key) as connection:
            write_anew(connection, target, new_key)
    except DATABASE_ERRORS as error:
        raise Damaged(f"“{source.name}”读不出来，可能已经损坏", details=str(error)) from error


def opens(path: Path, key: bytes) -> bool:
    """Whether a file is an office file under this key."""
    try:
        with _opened(path, key) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except DATABASE_ERRORS:
        return False
    return True


@contextmanager
def _opened(path: Path, key: bytes | None) -> Iterator[Any]:
    """A file that no program has open; nothing is written into it."""
    from sqlcipher3 import dbapi2

    # What is attached may be written only where the first file may be.
    connection = dbapi2.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, isolation_level=None)
    try:
        if key is not None:
            connection.execute(f'PRAGMA key = "{raw_key(key)}"')
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute("PRAGMA temp_store = MEMORY")
        yield connection
    finally:
        connection.close()


def _attached(connection: Any, target: Path, key: bytes | None, work: Callable[[], object]) -> None:
    connection.execute("ATTACH DATABASE ? AS anew KEY ?", (str(target), raw_key(key)))
    try:
        work()
    finally:
        connection.execute("DETACH DATABASE anew")


def _export(connection: Any) -> None:
    # No journal and no syncing: nobody takes the file for anything before it is compared, synced and named.
    connection.execute("PRAGMA anew.journal_mode = OFF")
    connection.execute("PRAGMA anew.synchronous = OFF")
    connection.execute("SELECT sqlcipher_export('anew')").fetchall()
    for name in ("user_version", "application_id"):  # these two are not exported
        connection.execute(f"PRAGMA anew.{name} = {_value(connection, f'PRAGMA main.{name}')}")


def _compare(connection: Any, *, encrypted: bool) -> None:
    """Everything must be equal: what the file says it is, its schema, every row of every table.

    Raises:
        UserError: something differs.
    """
    for name in ("user_version", "application_id"):
        if _value(connection, f"PRAGMA main.{name}") != _value(connection, f"PRAGMA anew.{name}"):
            raise UserError(_DIFFERS, details=name)
    said = "SELECT type, name, tbl_name, sql FROM {}.sqlite_schema ORDER BY type, name"
    schema = connection.execute(said.format("main")).fetchall()
    if schema != connection.execute(said.format("anew")).fetchall():
        raise UserError(_DIFFERS, details="schema")
    for kind, table, _on, _sql in schema:
        if kind == "table" and not table.startswith("sqlite_stat") and not _same_rows(connection, table):
            raise UserError(_DIFFERS, details=table)
    if _value(connection, "PRAGMA anew.integrity_check(1)") != "ok":
        raise UserError(_DIFFERS, details="integrity_check")
    if encrypted and connection.execute("PRAGMA anew.cipher_integrity_check").fetchall():
        raise UserError(_DIFFERS, details="cipher_integrity_check")


def _same_rows(connection: Any, table: str) -> bool:
    """Row by row along the primary key; without one, as sets and by their number."""
    columns = connection.execute("SELECT name, pk FROM pragma_table_info(?, 'main')", (table,)).fetchall()
    counts = [_value(connection, f'SELECT count(*) FROM {schema}."{table}"') for schema in ("main", "anew")]
    if counts[0] != counts[1]:
        return False
    keyed = " AND ".join(f'b."{name}" = a."{name}"' for name, pk in columns if pk)
    if not keyed:
        one, other = (
            f'SELECT count(*) FROM (SELECT * FROM {a}."{table}" EXCEPT SELECT * FROM {b}."{table}")'
            for a, b in (("main", "anew"), ("anew", "main"))
        )
        return not _value(connection, one) and not _value(connection, other)
    equal = " AND ".join(f'a."{name}" IS b."{name}"' for name, _pk in columns)
    sql = f'SELECT count(*) FROM main."{table}" a CROSS JOIN anew."{table}" b ON {keyed} WHERE {equal}'
    return bool(_value(connection, sql) == counts[0])


def _value(connection: Any, sql: str) -> Any:
    row = connection.execute(sql).fetchone()
    return row[0] if row else None


def _remove(path: Path) -> None:
    for ending in ("", "-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
