"""From a sheet to a book: which column is which, every row checked, one action.

Columns are parsed one by one with what was parsed before remembered, since a sheet says 出席 or one
and the same day thousands of times.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from liaison.changes import Changes
from liaison.chinese.text import clean_text
from liaison.errors import Problem, UserError
from liaison.kit import entry
from liaison.kit.book import Book
from liaison.kit.desk import Desk
from liaison.kit.fields import Field, Reference, Value, Values
from liaison.kit.ledger import number_entries

if TYPE_CHECKING:
    from liaison.exchange.sheets import Sheet

Progress = Callable[[int, int], object]
STEP = 500
"""Rows between two reports of progress."""

SUM_WORDS = frozenset({"合计", "总计", "小计", "本页小计", "累计", "承前页", "过次页"})


@dataclass
class ImportPlan:
    """What an import would do; nothing is written yet.

    Attributes:
        book: the book's name.
        sheet: the sheet's name.
        header_row: the header's row as the user counts it.
        mapping: column name → position in the sheet.
        unused: headings that go nowhere.
        records: the good rows' values, ready to be written, with the row each came from.
        problems: what is wrong, each with its row and column; warnings are not blocking.
        merged: rows that said the same as an earlier one.
    """

    book: str
    sheet: str
    header_row: int
    mapping: dict[str, int]
    headings: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    records: list[Values] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    merged: int = 0

    @property
    def rejected(self) -> list[Problem]:
        """The problems that keep a row out."""
        return [p for p in self.problems if p.blocking]

    @property
    def bad_rows(self) -> set[int]:
        """The rows that stay out."""
        return {p.row for p in self.rejected if p.row is not None}


def headings_of(book: Book) -> dict[str, Field]:
    """Every heading, folded, under which a column of the book may stand; a book's own label wins."""
    found: dict[str, Field] = {}
    columns = [*book.typed, *book.import_only]
    for words in (
        lambda f: (f.label, f.name),
        lambda f: f.aliases,
    ):
        for f in columns:
            for word in words(f):
                found.setdefault(_normal(word), f)
    return found


def guess_mapping(book: Book, header: Sequence[object]) -> dict[str, int]:
    """Which column of the sheet is which column of the book; the first heading that fits wins."""
    mapping: dict[str, int] = {}
    normal = [_normal(str(cell)) if cell is not None else "" for cell in header]
    columns = [*book.typed, *book.import_only]
    for words in (lambda f: (f.label, f.name), lambda f: f.aliases):
        for f in columns:
            wanted = {_normal(word) for word in words(f)}
            for position, heading in enumerate(normal):
                if heading in wanted and f.name not in mapping and position not in mapping.values():
                    mapping[f.name] = position
    return mapping


def choose_sheet(desk: Desk, book: str, sheets: Sequence[Sheet]) -> tuple[Sheet, int]:
    """The sheet of a workbook that fits the book best, and the position of its header row.

    Raises:
        UserError: no sheet has a header of this book; says which book it looks like.
    """
    from liaison.exchange.sheets import find_header

    declared = desk.books[book]
    best: tuple[int, Sheet, int] | None = None
    for sheet in sheets:
        at = find_header(sheet.rows, headings_of(declared))
        if at is None:
            continue
        fit = len(guess_mapping(declared, sheet.rows[at]))
        if fit >= min(2, len(declared.typed)) and (best is None or fit > best[0]):
            best = (fit, sheet, at)
    missing = _missing(declared, guess_mapping(declared, best[1].rows[best[2]])) if best else []
    if best is not None and not missing:
        return best[1], best[2]
    other = _looks_like(desk, sheets, best[0] if best else 1, book)
    if other:
        raise UserError(f"这张表像是“{other.title}”的，请到“{other.title}”里导入，或核对表头")
    if best is None:
        wanted = "、".join(f.label for f in declared.typed if f.required)
        raise UserError(f"没有找到表头，请让表格第一行写列名，“{declared.title}”至少要有：{wanted}")
    raise UserError(f"表里缺少这些列：{'、'.join(missing)}，请补上再导入")


def plan(
    desk: Desk, book: str, sheet: Sheet, header_at: int, mapping: Mapping[str, int] | None = None,
    progress: Progress | None = None,
) -> ImportPlan:
    """Check every row below the header without writing anything.

    Args:
        progress: called now and then with the rows checked and their number; what it raises ends the check.
    """
    declared = desk.books[book]
    header = sheet.rows[header_at]
    chosen = dict(mapping) if mapping is not None else guess_mapping(declared, header)
    headings = tuple(clean_text(str(c)) if c is not None else "" for c in header)
    unused = tuple(h for i, h in enumerate(headings) if h and i not in chosen.values())
    result = ImportPlan(book, sheet.name, header_at + 1, chosen, headings, unused)
    for label in _missing(declared, chosen):
        result.problems.append(Problem(f"没有选定“{label}”是哪一列，请选一列", label))
    if result.problems:
        return result
    numbers, rows = _content_rows(sheet.rows, header_at + 1)
    if not rows:
        result.problems.append(Problem("表头下面没有内容，请核对是不是选错了表"))
        return result
    bad: set[int] = set()
    columns = _parse_columns(desk, declared, chosen, numbers, rows, result.problems, bad)
    _gather(desk, declared, columns, numbers, bad, result, progress)
    return result


def write(desk: Desk, plan: ImportPlan, *, enter: bool = True) -> Changes:
    """Write the good rows as one action.

    Args:
        enter: a ledger's rows are entered at once (入账), by date.
    """
    declared = desk.books[plan.book]
    if not plan.records:
        raise UserError("没有可以导入的行，请先改好表格")
    if declared.ledger and enter:
        number_entries(desk, declared, plan.records)
    return desk.add_many(plan.book, plan.records, title=f"导入 {declared.count_words(len(plan.records))}")


# -- parts ------------------------------------------------------------------------------------------


def _normal(heading: str) -> str:
    from liaison.exchange.sheets import normal_heading

    return normal_heading(heading)


def _missing(book: Book, mapping: Mapping[str, int]) -> list[str]:
    filled_by_rules = {"kind", "holder"} if book.derive else set()
    return [
        f.label
        for f in book.typed
        if f.required and f.default is None and f.name not in mapping and f.name not in filled_by_rules
    ]


def _looks_like(desk: Desk, sheets: Sequence[Sheet], fit: int, book: str) -> Book | None:
    """Another book whose columns fit better than `fit`, and wholly; or None."""
    from liaison.exchange.sheets import find_header

    best: tuple[int, Book] | None = None
    for other in desk.books.values():
        for sheet in sheets if other.name != book else ():
            at = find_header(sheet.rows, headings_of(other))
            mapping = guess_mapping(other, sheet.rows[at]) if at is not None else {}
            if len(mapping) > (best[0] if best else fit) and not _missing(other, mapping):
                best = (len(mapping), other)
    return best[1] if best else None


def _content_rows(rows: Sequence[Sequence[Any]], start: int) -> tuple[list[int], list[Sequence[Any]]]:
    """The rows with something in them and their numbers as the user counts them; sum rows left out."""
    numbers, found = [], []
    counted: dict[Any, bool] = {}  # a sheet says the same first words again and again
    for number, row in enumerate(rows[start:], start + 1):
        first = row[0] if row else None
        if first is None or first == "":
            first = next((c for c in row if c is not None and c != ""), None)
        counts = counted.get(first)
        if counts is None:
            summed = isinstance(first, str) and first.strip().rstrip("：:") in SUM_WORDS
            counts = counted[first] = first is not None and not summed
        if counts:
            numbers.append(number)
            found.append(row)
    return numbers, found


def _parse_columns(
    desk: Desk,
    book: Book,
    mapping: Mapping[str, int],
    numbers: Sequence[int],
    rows: Sequence[Sequence[Any]],
    problems: list[Problem],
    bad: set[int],
) -> dict[str, list[Value]]:
    """Every mapped column's stored values; import-only columns first, since others need them as hints."""
    parsed: dict[str, list[Value]] = {}
    fields = {f.name: f for f in (*book.import_only, *book.typed)}
    for name in sorted(mapping, key=lambda n: n not in {f.name for f in book.import_only}):
        f, at = fields[name], mapping[name]
        raws = [row[at] if at < len(row) else None for row in rows]
        hints = parsed.get(f.hint) if isinstance(f, Reference) and f.hint else None
        parsed[name] = _parse_column(desk, f, raws, hints, numbers, problems, bad)
    for f in book.import_only:
        parsed.pop(f.name, None)
    return parsed


def _parse_column(
    desk: Desk,
    f: Field,
    raws: Sequence[Any],
    hints: Sequence[Value] | None,
    numbers: Sequence[int],
    problems: list[Problem],
    bad: set[int],
) -> list[Value]:
    """A column's stored values; where the same text gives the same value, each text is parsed once."""
    # A number in a name column is text here: only forms hand over record numbers.
    reference = isinstance(f, Reference)

    def parse(raw: Any, hint: Value) -> tuple[Value, str]:
        if raw is None or raw == "":
            return None, ""
        try:
            return f.parse(str(raw) if reference else raw, desk.names, str(hint or "")), ""
        except UserError as error:
            return None, error.sentence

    told = hints if hints is not None else repeat(None, len(raws))
    if not f.repeats:
        found = [parse(raw, hint) for raw, hint in zip(raws, told, strict=True)]
    else:
        # The type belongs to the key: 1, 1.0 and True are equal and yet not the same in a cell.
        keys = list(zip(raws, told, map(type, raws), strict=True))
        known = {key: parse(key[0], key[1]) for key in dict.fromkeys(keys)}
        found = [known[key] for key in keys]
    for i, (_, sentence) in enumerate(found):
        if sentence:
            problems.append(Problem(sentence, f.label, numbers[i], name=f.name))
            bad.add(i)
    return [value for value, _ in found]


def _gather(
    desk: Desk,
    book: Book,
    columns: Mapping[str, list[Value]],
    numbers: Sequence[int],
    bad: set[int],
    result: ImportPlan,
    progress: Progress | None = None,
) -> None:
    """Rows from columns; defaults, derived values, rules and uniqueness; good ones into the plan."""
    names = list(columns)
    uniques = [_Unique(desk, book, group) for group in book.unique]
    for i, row in enumerate(zip(*columns.values(), strict=True)):
        if progress is not None and i % STEP == 0:
            progress(i, len(numbers))
        if i in bad:
            continue
        values: Values = dict(zip(names, row, strict=True))
        refused = False
        for problem in entry.complete(book, values, desk.names, None):
            refused = refused or problem.blocking
            label = problem.column or (book.by_name[problem.name].label if problem.name in book.by_name else "")
            result.problems.append(Problem(problem.sentence, label, numbers[i], problem.blocking, problem.name))
        again = False
        for unique in uniques if not refused else ():
            before = unique.see(values, row)
            again = again or before == "same"
            if before not in ("", "same"):
                result.problems.append(Problem(before, "", numbers[i]))
                refused = True
                break
        if again and not refused:
            result.merged += 1
        elif not refused:
            result.records.append(values)
            result.rows.append(numbers[i])


class _Unique:
    """What no two records may share: within the sheet, and with the book."""

    def __init__(self, desk: Desk, book: Book, group: Sequence[str]) -> None:
        self.key = itemgetter(*group) if len(group) > 1 else lambda values: (values[group[0]],)
        self.group = group
        self.noun = book.noun
        self.labels = "、".join(f.label for f in book.fields if f.name in group)
        self.seen: dict[tuple[Value, ...], tuple[Value, ...]] = {}
        self.stored: set[tuple[Value, ...]] = set(
            desk.database.rows(f"SELECT {', '.join(group)} FROM {book.name} WHERE deleted = 0")
        )

    def see(self, values: Values, row: tuple[Value, ...]) -> str:
        """"" for a new one, "same" for a repeated line, else the sentence that refuses it."""
        try:
            key = self.key(values)
        except KeyError:
            return ""
        if key in self.seen:
            where = "" if self.seen[key] == row else "表里前面"
        elif key in self.stored:
            where = "册子里"
        else:
            if None not in key:
                self.seen[key] = row
            return ""
        return f"{where}已经有{self.labels}相同的{self.noun}，请去掉重复的一行" if where else "same"


__all__ = ["ImportPlan", "choose_sheet", "guess_mapping", "headings_of", "plan", "write"]
