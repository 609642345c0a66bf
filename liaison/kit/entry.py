"""From what was typed to what is stored: clean, parse, derive, and obey the book's rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from liaison.chinese.text import fold
from liaison.errors import BadInput, Problem, UserError
from liaison.kit.book import Book, Reader
from liaison.kit.fields import Field, Reference, References, Text, Value, Values


def parse(book: Book, raw: Mapping[str, object], reader: Reader) -> tuple[Values, list[Problem]]:
    """Stored values of what was typed, with a problem for each value that is refused."""
    values: Values = {}
    problems: list[Problem] = []
    hints = {f.name: f for f in book.import_only}
    for name, typed in raw.items():
        column = hints.get(name) or book.by_name.get(name)
        if column is None:
            raise KeyError(f"{book.name} has no column {name}")
        hint = ""
        if isinstance(column, Reference) and column.hint and raw.get(column.hint):
            try:
                hint = str(hints[column.hint].parse(raw[column.hint], reader))
            except UserError:
                hint = ""  # the hint's own column reports it
        try:
            values[name] = column.parse(typed, reader, hint)
        except UserError as error:
            problems.append(Problem(error.sentence, column.label, name=name))
    for name in hints:
        values.pop(name, None)
    return values, problems


def complete(book: Book, values: Values, reader: Reader, record: int | None) -> list[Problem]:
    """Fill defaults and what follows, in place; give everything the book's rules find."""
    if record is None:
        for f in book.defaulted:
            if values.get(f.name) is None:
                values[f.name] = f.initial(reader.today)
    for derive in book.derive:
        derive(values, reader)
    problems: list[Problem] = []
    for f in book.needed:
        if values.get(f.name) is None:
            problems.append(Problem(f"还没有填，{_what_to_do(f)}", f.label, name=f.name))
    if not problems:
        for rule in book.rules:
            problems += rule(values, reader, record)
    return problems


def check(book: Book, raw: Mapping[str, object], reader: Reader, record: int | None = None) -> tuple[
    Values, list[Problem]
]:
    """All of it for one record: values as they would be stored, problems and warnings."""
    values, problems = parse(book, raw, reader)
    whole: Values = dict(reader.get(book.name, record)) if record is not None else {}
    whole.update(values)
    if not problems:
        problems = complete(book, whole, reader, record)
        changed = whole if record is None else {
            k: v for k, v in whole.items() if v != reader.get(book.name, record).get(k) or k in values
        }
        return changed, problems
    return values, problems


def refuse(problems: Sequence[Problem]) -> None:
    """Raise BadInput when one of the problems blocks."""
    blocking = [p for p in problems if p.blocking]
    if blocking:
        raise BadInput(blocking)


def search_text(book: Book, values: Mapping[str, Value]) -> str:
    """What the search box looks through: the searchable texts folded, names also by pinyin initials."""
    parts = []
    for f in book.searched:
        value = values.get(f.name)
        if value is None:
            continue
        text = str(value)
        parts.append(fold(text))
        if isinstance(f, Text) and f.pinyin:
            from liaison.chinese.pinyin import initials

            parts.append(initials(text))
    return "\n".join(parts)


def search_texts(book: Book, records: Sequence[Mapping[str, Value]]) -> list[str]:
    """`search_text` of many records; what several of them say is folded once."""
    said = [column for f in book.searched if any(column := [values.get(f.name) for values in records])]
    if not said:
        return [""] * len(records)
    known: dict[tuple[Value, ...], str] = {}
    texts = []
    for values, key in zip(records, zip(*said, strict=True), strict=True):
        text = known.get(key)
        if text is None:
            text = known[key] = search_text(book, values)
        texts.append(text)
    return texts


def references(book: Book) -> list[Reference]:
    """The fields through which the book points at others, for searching by their names."""
    return [f for f in book.fields if isinstance(f, Reference) and f.to]


def many_references(book: Book) -> list[References]:
    """The fields that hold several records of another book."""
    return [f for f in book.fields if isinstance(f, References)]


def _what_to_do(f: Field) -> str:
    from liaison.kit.fields import Choice, Day, Moment

    if isinstance(f, Moment):
        return "请填日期，如 2026-09-18 或 2026-09-18 9:00"
    if isinstance(f, Day):
        return "请填日期，如 2026-09-18"
    if isinstance(f, Choice):
        return f"请选：{'、'.join(f.options[:8])}"
    return "请补上"
