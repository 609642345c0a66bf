"""Everything the books hold of one member, as a workbook for that member (个人信息保护法 45).

A sheet for each book that names the person, and one with what was changed in the person's own record. Other people's
names are left out of columns that point at people; what stands in a free text stays as it was written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from liaison.chinese.dates import day
from liaison.exchange.exporting import kind_of
from liaison.exchange.writer import SheetOut, write_sheets
from liaison.kit import entry
from liaison.kit.book import Book
from liaison.kit.fields import Data, Field, Files, Reference, References, Value, numbers_of
from liaison.kit.query import Asker
from liaison.store.attachments import named

if TYPE_CHECKING:
    from liaison.papers.desk import PrintingDesk

PEOPLE = "members"
_NO_COLUMNS = ("year", "serial", "reverses", "corrects")
_LONGEST = 32_000  # of a cell, a little less than what the format holds


def write_own_data(office: PrintingDesk, member: int, path: Path) -> int:
    """Write the workbook; gives how many records stand in it.

    Raises:
        UserError: it cannot be written there.
    """
    sheets, count = [], 0
    for book in office.books.values():
        numbers = own_records(office, book, member)
        if numbers:
            sheets.append(_sheet(office, book, numbers, member))
            count += len(numbers)
    apart = _apart(office, member)
    if apart:
        sheets.append(SheetOut("单独保管的", ("册子", "有关的记录"), apart, (20, 12), ("text", "number")))
    header = ("时间", "册子", "编号", "做了什么", "列", "原来", "改成")
    sheets.append(SheetOut("修改记录", header, list(_changes(office, member)), (20, 12, 8, 10, 14, 30, 30)))
    write_sheets(path, sheets)
    return count


def own_records(office: PrintingDesk, book: Book, member: int) -> list[int]:
    """The book's records that are about the person, those in the recycle bin too; of a book apart none.

    A task's log belongs to the one whose task it is.
    """
    if book.apart:
        return []
    if book.name == PEOPLE:
        return [member]
    ways = [f"t.{f.name} = {member}" for f in entry.references(book) if f.to == PEOPLE]
    ways += [
        f"EXISTS (SELECT 1 FROM json_each(t.{f.name}) WHERE value = {member})"
        for f in entry.many_references(book) if f.to == PEOPLE
    ]
    if book.name == "progress":
        ways.append(f"EXISTS (SELECT 1 FROM assignments a WHERE a.id = t.assignment AND a.owner = {member})")
    if not ways:
        return []
    sql = f"SELECT t.id FROM {book.name} t WHERE {' OR '.join(ways)} ORDER BY t.id"
    return [number for (number,) in office.database.rows(sql)]


def _apart(office: PrintingDesk, member: int) -> list[tuple[str, int]]:
    """Of the books apart only how many records name the person: they are about somebody else."""
    found = []
    for book in office.books.values():
        ways = [f"{f.name} = {member}" for f in entry.references(book) if f.to == PEOPLE] if book.apart else []
        if ways:
            sql = f"SELECT count(*) FROM {book.name} WHERE deleted = 0 AND ({' OR '.join(ways)})"
            count = int(office.database.value(sql))
            if count:
                found.append((book.title, count))
    return found


def _sheet(office: PrintingDesk, book: Book, numbers: list[int], member: int) -> SheetOut:
    fields = [f for f in book.columns if _tells(f)]
    asker = Asker(office.database, book, office.books, office.today)
    deleted = {n for (n,) in office.database.rows(f"SELECT id FROM {book.name} WHERE deleted = 1")}
    rows = [
        [*(_cell(office, f, values, member) for f in fields), "是" if values["id"] in deleted else ""]
        for values in asker.records(numbers)
    ]
    header = (*(f.label for f in fields), "在回收站")
    kinds = (*("text" if isinstance(f, Files) else kind_of(f) for f in fields), "text")
    return SheetOut(book.title, header, rows, (*(f.width for f in fields), 8), kinds)


def _tells(f: Field) -> bool:
    """Whether a column says anything to a person; a signature only that it is there."""
    return f.name not in _NO_COLUMNS and not (isinstance(f, Reference) and not f.to)


def _cell(office: PrintingDesk, f: Field, values: Mapping[str, Value], member: int) -> object:
    value = values[f.name]
    if value is None:
        return ""
    if isinstance(f, Reference) and f.to == PEOPLE:
        return office.names.label(PEOPLE, member) if value == member else ""
    if isinstance(f, References) and f.to == PEOPLE:
        return office.names.label(PEOPLE, member) if member in numbers_of(value) else ""
    if isinstance(f, Files):
        return "、".join(file["name"] for file in named(value))
    if isinstance(f, Data):
        return "有"
    shown = f.export(value, office.names)
    return shown[:_LONGEST] if isinstance(shown, str) else shown


def _changes(office: PrintingDesk, member: int) -> Iterator[tuple[str, ...]]:
    """What was changed in the records about the person, oldest first, a line for each column."""
    for book in office.books.values():
        for number in own_records(office, book, member):
            rows = office.database.rows(
                "SELECT a.moment, t.before, t.after FROM trail t JOIN actions a ON a.id = t.action"
                " WHERE t.book = ? AND t.record = ? ORDER BY t.id",
                (book.name, number),
            )
            for moment, before, after in rows:
                yield from _change(office, book, number, member, moment, _said(before), _said(after))


def _change(
    office: PrintingDesk, book: Book, number: int, member: int, moment: str, before: dict[str, Value],
    after: dict[str, Value],
) -> Iterator[tuple[str, ...]]:
    what = "登记" if not before else "修改" if before.get("deleted") == after.get("deleted") else (
        "删除" if after.get("deleted") else "恢复"
    )
    when = f"{day(moment[:10], 'form')} {moment[11:16]}"
    if what in ("删除", "恢复"):
        yield when, book.title, str(number), what, "", "", ""
    for f in book.stored:
        if not _tells(f) or before.get(f.name) == after.get(f.name):
            continue
        former, now = (str(_cell(office, f, {f.name: said.get(f.name)}, member)) for said in (before, after))
        if former != now:
            yield when, book.title, str(number), what, f.label, former, now


def _said(text: str | None) -> dict[str, Value]:
    return dict(json.loads(text)) if text else {}
