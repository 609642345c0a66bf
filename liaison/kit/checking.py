"""Looks an office over: the file sound, the ledgers without gaps, every attachment there and unchanged."""

from __future__ import annotations

from liaison.kit.agreement import unlike_their_trail
from liaison.kit.desk import Desk
from liaison.kit.fields import Files
from liaison.store import attachments


def check_office(desk: Desk) -> list[str]:
    """Everything that is wrong, one plain Chinese sentence each; empty when all is well."""
    return _file(desk) + unlike_their_trail(desk) + _ledgers(desk) + _attachments(desk)


def _file(desk: Desk) -> list[str]:
    found = []
    if desk.database.value("PRAGMA integrity_check") != "ok":
        found.append("资料文件有损坏，请从最近的备份恢复，原文件请保留")
    broken = desk.database.rows("PRAGMA foreign_key_check")
    if broken:
        found.append(f"有 {len(broken)} 条记录指向不存在的记录，请从最近的备份恢复")
    return found


def _ledgers(desk: Desk) -> list[str]:
    found = []
    for book in desk.books.values():
        if book.ledger is None:
            continue
        gaps = desk.database.rows(
            f"SELECT year, count(*), max(serial) FROM {book.name} WHERE serial IS NOT NULL"
            " GROUP BY year HAVING count(*) <> max(serial) OR min(serial) <> 1"
        )
        found += [f"“{book.title}”{year} 年的编号不连续：共 {n} 笔，最后一号是 {last}" for year, n, last in gaps]
        for name in book.ledger.signed:
            wrong = desk.database.rows(
                f"SELECT r.year, r.serial FROM {book.name} r JOIN {book.name} o ON o.id = r.reverses"
                f" WHERE r.{name} IS NOT -o.{name}"
            )
            label = book.field(name).label
            found += [f"“{book.title}”第 {y}-{n:03d} 号冲销的{label}和原来一笔对不上" for y, n in wrong]
    return found


def _attachments(desk: Desk) -> list[str]:
    found = []
    for book in desk.books.values():
        for f in book.fields:
            if not isinstance(f, Files):
                continue
            rows = desk.database.rows(f"SELECT {f.name} FROM {book.name} WHERE {f.name} IS NOT NULL")
            for (value,) in rows:
                for attached in attachments.named(value):
                    database = desk.database
                    trouble = attachments.trouble(database.folder, attached["digest"], database.key)
                    if trouble:
                        found.append(f"“{book.title}”的附件“{attached['name']}”{trouble}")
    return found
