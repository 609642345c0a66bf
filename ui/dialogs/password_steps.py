"""A dialog of several steps, of which only the last one changes anything; Esc leaves all as it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from liaison.errors import UserError
from ui.dialogs.base import Dialog
from ui.tasks import Cancelled, Tasks
from ui.widgets.buttons import Button, LinkButton
from ui.widgets.states import ProgressStrip
from ui.widgets.text import label


@dataclass(frozen=True, slots=True)
class Step:
    """One step.

    Attributes:
        heading: what this step is about.
        body: what is shown.
        verb: the button that goes on.
        check: whether it may go on; says beside the field what is wrong. None: always.
        back: the word that leads back to the step before; "" for none.
    """

    heading: str
    body: QWidget
    verb: str
    check: Callable[[], bool] | None = None
    back: str = ""


class SteppedDialog(Dialog):
    """Steps, one at a time. Subclasses give the steps and override `finish`, `wipe` and `went_well`."""

    def __init__(self, tasks: Tasks, title: str, safe: str, *, wide: int = 480, kind: str = "primary") -> None:
        """Args:
        safe: the word that leaves all as it is.
        kind: of the button that goes on; "danger" for what takes something away.
        """
        super().__init__(title, wide=wide)
        self.tasks = tasks
        self._safe = safe
        self._steps: Sequence[Step] = ()
        self._working = False
        self.heading = label("", "section", wrap=True)
        self.body.addWidget(self.heading)
        self.stack = QStackedWidget(self)
        self.body.addWidget(self.stack, 1)
        self.trouble = label("", "body", "overdue", wrap=True)
        self.trouble.hide()
        self.body.addWidget(self.trouble)
        self.strip = ProgressStrip(tasks, self)
        self.body.addWidget(self.strip)
        self.back = LinkButton("", self.go_back, icon="left", flush=True)
        self.safe = Button(safe, self.reject, key="Esc")
        self.ahead = Button("", self.go_on, kind=kind)
        self.add_buttons([self.back], [self.safe, self.ahead])

    # -- the steps ----------------------------------------------------------------------------------

    def set_steps(self, steps: Sequence[Step]) -> None:
        """What the dialog goes through; shows the first."""
        self._steps = steps
        for step in steps:
            self.stack.addWidget(step.body)
        self.show_step(0)

    @property
    def step(self) -> int:
        """Which step is shown, from 0."""
        return self.stack.currentIndex()

    def show_step(self, number: int) -> None:
        """Show a step and give it the focus."""
        step = self._steps[number]
        self.stack.setCurrentIndex(number)
        self.heading.setText(step.heading)
        self.setAccessibleName(step.heading)
        self.say("")
        self.ahead.setText(step.verb)
        self.ahead.updateGeometry()
        self.back.set_word(step.back, "left")
        self.back.setVisible(bool(step.back))
        (step.body.focusProxy() or self.ahead).setFocus()

    @Slot()
    def go_on(self) -> None:
        """The primary button, or 回车 in the last field."""
        if self._working:
            return
        check = self._steps[self.step].check
        if check is not None and not check():
            return
        if self.step + 1 < len(self._steps):
            self.show_step(self.step + 1)
        else:
            self.finish()

    @Slot()
    def go_back(self) -> None:
        """The step before; what was typed stays."""
        if not self._working and self.step:
            self.show_step(self.step - 1)

    # -- the last step's work -----------------------------------------------------------------------

    def finish(self) -> None:
        """Do what the dialog is for; called when the last step may go on."""
        raise NotImplementedError

    def went_well(self, result: Any) -> None:
        """It is done; the dialog closes."""
        del result
        self.accept()

    def wipe(self) -> None:
        """Forget what was typed."""

    def work(self, word: str, function: Callable[..., Any], *arguments: Any, long: str = "") -> None:
        """Run the last step's work on the worker, with the buttons at rest.

        Args:
            word: what the button says meanwhile.
            long: the strip's title when it may last; the function then gets `progress` and can be stopped.
        """
        self._working = True
        self.say("")
        self.ahead.disable(word)
        self.ahead.setText(word)
        self.back.setEnabled(False)
        self.safe.setText("停止" if long else self._safe)
        self.safe.setEnabled(bool(long))
        if long:
            self.tasks.long(long, function, *arguments, done=self._done, failed=self._failed, owner=self)
        else:
            self.tasks.ask(function, *arguments, done=self._done, failed=self._failed, owner=self)

    def _rest(self) -> None:
        self._working = False
        self.ahead.enable()
        self.ahead.setText(self._steps[self.step].verb)
        self.back.setEnabled(True)
        self.safe.setText(self._safe)
        self.safe.setEnabled(True)

    def _done(self, result: Any) -> None:
        self._rest()
        self.went_well(result)

    def _failed(self, error: BaseException) -> None:
        self._rest()
        if isinstance(error, Cancelled):
            self.say("停下来了，什么都没有改")
        elif isinstance(error, UserError):
            self.refused(error)
        else:
            raise error

    def refused(self, error: UserError) -> None:
        """Why it was not done; override where a field is to blame."""
        self.say(error.sentence)

    def say(self, sentence: str) -> None:
        """What is wrong with the whole."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def reject(self) -> None:
        """Esc: stop what runs, or leave with everything as it was."""
        if self._working:
            self.tasks.stop()
        else:
            super().reject()

    def done(self, result: int) -> None:
        self.wipe()
        super().done(result)
