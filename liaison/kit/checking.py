"""Looks an office over: file and trail sound, the ledgers whole, every attachment there and unchanged."""

from __future__ import annotations

from contextlib import suppress

from liaison.chinese.dates import day
from liaison.kit.agreement import unlike_their_trail
from liaison.kit.desk import Desk
from liaison.kit.fields import Files
from liaison.kit.ledger_check import check_ledgers
from liaison.store import attachments, links


def check_office(desk: Desk) -> list[str]:
    """Everything that is wrong, one plain Chinese sentence each; empty when all is well."""
    return _file(desk) + _trail(desk) + unlike_their_trail(desk) + check_ledgers(desk) + _attachments(desk)


def _file(desk: Desk) -> list[str]:
    found = []
    if desk.database.value("PRAGMA integrity_check") != "ok":
        found.append("资料文件有损坏，请从最近的备份恢复，原文件请保留")
    broken = desk.database.rows("PRAGMA foreign_key_check")
    if broken:
        found.append(f"有 {len(broken)} 条记录指向不存在的记录，请从最近的备份恢复")
    return found


def _trail(desk: Desk) -> list[str]:
    broken = links.verify_trail(desk.database)
    if broken is None:
        return []
    when = ""
    with suppress(ValueError):  # the moment itself may be what was damaged
        when = f"（{day(broken.moment[:10], 'form')}）" if broken.moment else ""
    return [f"操作记录从第 {broken.line} 行{when}起对不上，像是在程序外被改动或磁盘出错，请从最近的备份找回"]


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
