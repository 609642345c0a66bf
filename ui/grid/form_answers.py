"""What comes back from the worker when a form has asked for something to be written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from liaison.changes import Changes
from liaison.errors import BadInput, Problem, UserError

if TYPE_CHECKING:
    from ui.grid.form import RecordForm


def edit(office: Any, book: str, record: int, raw: dict[str, object]) -> tuple[Changes, list[Problem]]:
    """On the worker: change some columns; with the warnings that stay."""
    changes = office.edit(book, record, raw)
    return changes, list(office.check(book, raw, record))


def saved(form: RecordForm, record: int, name: str, answer: tuple[Changes, list[Problem]]) -> None:
    """A field of a record is in the file."""
    changes, warnings = answer
    form.forget_unsaved(record, name)
    if form.record == record:
        form.rows[name].clear_problem()
        for problem in warnings:
            if not problem.blocking and problem.name in form.rows:
                form.rows[problem.name].problem(problem.sentence, blocking=False)
    if changes:
        form.room.changed(changes)
    form.drafts.touched()


def refused(form: RecordForm, record: int, name: str, raw: object, error: BaseException) -> None:
    """A field was refused: what was typed stays, with the reason; also when the reason is a bug of ours."""
    problems = error.problems if isinstance(error, BadInput) else ()
    own = next((p.sentence for p in problems if p.name == name), None)
    plain = error.sentence if isinstance(error, UserError) else "没有存上，请再试一次"
    sentence = own or (str(problems[0]) if problems else plain)
    form.refused.setdefault(record, {})[name] = (raw, sentence)
    if form.record == record:
        form.rows[name].problem(sentence)
        form.drafts.keep_now()
    else:
        form.problem_elsewhere.emit(record, name, str(raw), sentence)
    if not isinstance(error, UserError):
        form.refused[record].pop(name)  # the next leaving of the field tries again
        raise error


def added(form: RecordForm, enter: bool, changes: Changes) -> None:
    """A new record is in the file."""
    form.buttons.busy(False)
    form.forget_new()
    number = changes.created[form.book.name][0]
    form.room.changed(changes)
    form.written.emit(number)
    if enter:
        form.enter_wanted.emit(number)


def not_added(form: RecordForm, error: BaseException) -> None:
    """A new record was refused: everything typed stays."""
    form.buttons.busy(False)
    form.drafts.keep_now()
    if isinstance(error, BadInput):
        form.show_problems(error.problems)
    elif isinstance(error, UserError):
        form.say(error.sentence)
    else:
        raise error
