"""报送 and 批示: what the office notes down after the report has left the house."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from liaison.chinese.dates import parse_date
from liaison.errors import BadInput, Problem, UserError
from ui import theme
from ui.dialogs.form import FormDialog, Work
from ui.tasks import Tasks

Send = Callable[..., Any]


class HandInDialog(FormDialog):
    """报送: the day, and to whom. Its result is the Changes."""

    def __init__(
        self, tasks: Tasks, send: Send, *, today: str, to_whom: str, parent: QWidget | None = None
    ) -> None:
        """Args:
        send: takes day and addressee; called on the worker.
        today: the day proposed, ISO.
        to_whom: the addressee proposed.
        """
        super().__init__(tasks, "报送", "报送", safe="先不报", parent=parent)
        self._send, self._year = send, int(today[:4])
        self.on = QLineEdit(today)
        self.add_row("handed_in_on", "日期", self.on, required=True, hint="如 2026-09-25 或 9月25日")
        self.to_whom = QLineEdit(to_whom)
        self.to_whom.setMaxLength(60)
        self.add_row("handed_to", "报送给", self.to_whom, required=True)

    def work(self) -> Work:
        return partial(
            _checked, self._send, ("handed_in_on", self.on.text(), "报送日期"), self._year,
            ("handed_to", self.to_whom.text(), "报送给"),
        )  # fmt: skip


class InstructDialog(FormDialog):
    """批示: what the committee wrote on the report, who, and when. Its result is the Changes."""

    def __init__(
        self,
        tasks: Tasks,
        send: Send,
        *,
        today: str,
        text: str = "",
        by: str = "",
        on: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Args:
        send: takes text, who and day; called on the worker.
        text, by, on: what is noted already, to be corrected.
        """
        super().__init__(tasks, "记下批示", "记下", safe="不记了", wide=520, parent=parent)
        self._send, self._year = send, int(today[:4])
        self.text = QPlainTextEdit(text)
        self.text.setFixedHeight(theme.height(110))
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("批示内容")
        self.text.setPlaceholderText("照原话写")
        self.add_row("instruction", "内容", self.text, required=True)
        self.by = QLineEdit(by)
        self.by.setMaxLength(40)
        self.add_row("instructed_by", "批示人", self.by, required=True)
        self.on = QLineEdit(on or today)
        self.add_row("instructed_on", "日期", self.on, required=True)

    def work(self) -> Work:
        return partial(
            _instruct, self._send, self.text.toPlainText(), self.by.text(), self.on.text(), self._year
        )


def _checked(send: Send, day: tuple[str, str, str], year: int, words: tuple[str, str, str]) -> Any:
    """Read the typed day, see that nothing is missing, then send; each refusal at its own field."""
    problems: list[Problem] = []
    on = _day(*day, year, problems)
    _needed(*words, problems)
    if problems:
        raise BadInput(problems)
    return send(on, words[1].strip())


def _instruct(send: Send, text: str, by: str, on: str, year: int) -> Any:
    problems: list[Problem] = []
    _needed("instruction", text, "批示内容", problems)
    _needed("instructed_by", by, "批示人", problems)
    day = _day("instructed_on", on, "批示日期", year, problems)
    if problems:
        raise BadInput(problems)
    return send(text.strip(), by.strip(), day)


def _day(name: str, typed: str, label: str, year: int, problems: list[Problem]) -> str:
    try:
        return parse_date(typed, year=year) if typed.strip() else _missing(name, label, problems)
    except UserError as error:
        problems.append(Problem(error.sentence, label, name=name))
        return ""


def _needed(name: str, typed: str, label: str, problems: list[Problem]) -> None:
    if not typed.strip():
        _missing(name, label, problems)


def _missing(name: str, label: str, problems: list[Problem]) -> str:
    problems.append(Problem(f"请填{label}", label, name=name))
    return ""
