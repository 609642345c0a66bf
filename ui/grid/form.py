"""The form beside a list: one record, saved field by field as each is left; a new one when it is entered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from liaison.errors import Problem
from liaison.kit.book import Book
from liaison.kit.desk import Row
from liaison.kit.fields import SEALED, Data, Field, Money
from ui import theme
from ui.drafts import EMPTY, NEW, DraftKeeper, when_typed
from ui.grid import form_answers as answers
from ui.grid.capitals import say_capitals
from ui.grid.editors import PrivateEditor, initial_raw, make_editor
from ui.grid.form_body import FormBody
from ui.grid.form_foot import FormFoot
from ui.grid.form_offers import FieldOffers
from ui.pages.base import Room
from ui.private import ask_to_show
from ui.widgets.form import FormRow
from ui.widgets.frame import RightPanel

_SEALED = "资料已封存，这里看不到；要看请到履职档案解除封存"


class RecordForm(RightPanel):
    """Follows the list's current record.

    Signals:
        written: a new record was saved; its number.
        enter_wanted: a draft's number; void_wanted, remove_wanted: verbs at the foot, for the room to carry out.
        problem_elsewhere: record, column, text, sentence of a value refused after the user had gone on.
        mode_changed: True when a new record is being entered, False when one is shown.
        revealed: a record whose private fields were asked for.
        put_aside: a new record that was begun is kept while another record is looked at.
    """

    written = Signal(int)
    enter_wanted = Signal(int)
    void_wanted = Signal()
    remove_wanted = Signal()
    problem_elsewhere = Signal(int, str, str, str)
    put_aside = Signal()
    revealed = Signal(int)
    mode_changed = Signal(bool)

    def __init__(
        self, room: Room, book: Book, order: Sequence[str] = (),
        relevant: Callable[[str, str], bool] | None = None, parent: QWidget | None = None,
    ) -> None:
        """Args:
        order: the columns in the order they are typed; the others follow.
        relevant: (column, the record's kind) → whether the form shows it at all.
        """
        super().__init__("", theme.PANEL_REGISTER, parent)
        self.room, self.book = room, book
        self._relevant = relevant
        self.row: Row | None = None
        self._read_only = bool(room.office.read_only)
        self.is_new = False
        self._blank = self._may_resume = True
        self._heading: tuple[str, str, str] = ("", "", "plain")
        self.refused: dict[int, dict[str, tuple[object, str]]] = {}
        self._put_aside: dict[str, object] | None = None
        self._restored: set[int] = set()
        self.editors: dict[str, Any] = {}
        self.rows: dict[str, FormRow] = {}
        self.drafts = DraftKeeper(room.office, room.tasks, book.name, self._unsaved, self)
        self.drafts.arrived.connect(self._left_over)
        self.offers = FieldOffers(self)
        self._build(order)
        self.buttons = foot = FormFoot(self)
        self.extra, self.save_button, self.enter_button = foot.extra, foot.save, foot.enter
        self.draft_button, self.void_button, self.remove_button = foot.draft, foot.void, foot.remove
        self._foot_line.show()
        self.clear()

    # -- building -----------------------------------------------------------------------------------

    def _build(self, order: Sequence[str]) -> None:
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(0)
        self.body = FormBody(self.discard, self)
        self.left_over, self.notice = self.body.left_over, self.body.notice
        self.content.addWidget(self.body, 1)
        fields = {f.name: f for f in self.book.typed if not isinstance(f, Data)}
        for name in [*(n for n in order if n in fields), *(n for n in fields if n not in order)]:
            self._add_field(fields[name])
        self.body.close_column()

    def _add_field(self, f: Field) -> None:
        inside = self.body.inside
        editor = make_editor(f, self.room, _initials, inside)
        row = FormRow(f.label, editor, required=f.required, hint=f.help, parent=inside)
        self.editors[f.name], self.rows[f.name] = editor, row
        editor.left.connect(partial(_left, self, f.name))
        if isinstance(editor, PrivateEditor):
            editor.asked.connect(partial(_asked, self, f.name))
        when_typed(editor, self.drafts.touched)
        if isinstance(f, Money):
            editor.textChanged.connect(partial(say_capitals, self.rows, f))
        if f.name == "kind" and self._relevant is not None:
            editor.activated.connect(self._show_relevant)
        self.body.column.addWidget(row)

    # -- showing ------------------------------------------------------------------------------------

    @property
    def record(self) -> int:
        """The record shown; 0 for a new one or none."""
        return self.row.id if self.row is not None else NEW

    def clear(self) -> None:
        """No record is chosen."""
        self._keep_new()
        self.row, self.is_new = None, False
        self.set_title("没有选中记录")
        self.body.show_fields(False)
        self.left_over.hide()
        self.say("")
        self._show_buttons()
        self.mode_changed.emit(False)

    def set_title(self, title: str, status: str = "", tone: str = "plain") -> None:
        """The record's name beside its status; a long one is cut and whole in the tooltip."""
        metrics = QFontMetrics(theme.font("section"))
        chip = QFontMetrics(theme.font("hint")).horizontalAdvance(status) + 36 if status else 0
        room = theme.width(theme.PANEL_REGISTER) - 16 - theme.height(theme.CONTROL_IN_ROW) - 30 - chip
        short = metrics.elidedText(title, Qt.TextElideMode.ElideRight, room)
        super().set_title(short, status, tone)
        self.header.title.setToolTip(title if short != title else "")

    def show_record(self, row: Row, title: str = "", status: str = "", tone: str = "plain") -> None:
        """Show a record, or show it anew after a change; what is being typed into it stays."""
        if self.is_new:
            self._keep_new()
        same = self.row is not None and not self.is_new and self.row.id == row.id
        self.row, self.is_new = row, False
        self._heading = (title, status, tone)
        self.body.show_fields(True)
        self.set_title(title or row.texts.get(self.book.label, ""), status, tone)
        self.offers.fetch()
        entered = self._entered()
        refused = self.refused.get(row.id, {})
        kept = self.drafts.values(row.id)
        for name, editor in self.editors.items():
            if same and editor.is_changed() and name not in refused and editor.hasFocus():
                continue
            if not same:
                self.rows[name].clear_problem()
            editor.show_value(row.values.get(name), row.texts.get(name, ""))
            locked = self.is_sealed() or self._read_only or (entered and editor.of.locked)
            editor.set_locked(locked)
            self.rows[name].set_required(editor.of.required and not locked)
            if name in refused:
                editor.put(refused[name][0])
                self.rows[name].problem(refused[name][1])
            elif name in kept and not (entered and editor.of.locked):
                editor.put(kept[name])
        if not same:
            self.body.to_top()
            self.drafts.rest.stop()
        self.left_over.setVisible(row.id in self._restored)
        self.say(_SEALED if self.is_sealed() else self._why_locked() if entered else "")
        self._show_relevant()
        self._show_buttons()
        self.mode_changed.emit(False)

    def begin(self, foreseen: Mapping[str, object] | None = None, *, resume: bool = True) -> None:
        """A new record: its defaults with what is foreseen for it.

        Args:
            resume: go on with what was typed before and not saved, if there is any.
        """
        kept = (self._put_aside or self.drafts.values(NEW) or None) if resume else None
        self._may_resume = resume
        left_over = resume and self._put_aside is None and NEW in self._restored
        self.row, self.is_new = None, True
        self.body.show_fields(True)
        self.set_title(f"新增{self.book.noun}", "未保存", "near")
        self.offers.fetch()
        today = self.room.today().isoformat()
        for name, editor in self.editors.items():
            self.rows[name].clear_problem()
            editor.show_value(None, "")
            editor.set_locked(False)
            self.rows[name].set_required(editor.of.required)
            first = initial_raw(editor.of, editor.of.initial(today))
            value = (foreseen or {}).get(name, first)
            if kept is not None and name in kept:
                value = kept[name]
            if value is not None:
                editor.put(value)
        self._began = {name: editor.raw() for name, editor in self.editors.items()}
        self._blank = kept is None
        if kept and not left_over:
            self._began = dict.fromkeys(self.editors)
        self.left_over.setVisible(left_over)
        self.say("入账以后不能涂改，写错了用作废冲销" if self.book.ledger else "")
        self._show_relevant()
        self._show_buttons()
        self.body.to_top()
        self.mode_changed.emit(True)

    def focus_first(self) -> None:
        """Put the cursor into the first field that can be typed in and is still empty, or the first."""
        usable = [e for n, e in self.editors.items() if self.rows[n].isVisibleTo(self) and e.isEnabled()]
        empty = [e for e in usable if not e.raw() and e.of.required]
        for editor in (empty or usable)[:1]:
            editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def is_begun(self) -> bool:
        """Whether a new record holds something that was typed."""
        return self.is_new and any(e.raw() != self._began.get(n) for n, e in self.editors.items())

    def _keep_new(self) -> None:
        """Keep a new record that was begun, until 新增 takes it up again."""
        if self.is_begun():
            self._put_aside = {name: editor.raw() for name, editor in self.editors.items()}
            self.drafts.keep_now()
            self.put_aside.emit()

    @Slot()
    def give_up(self) -> None:
        """不填了: the new record is dropped."""
        self.forget_new()
        self.written.emit(NEW)

    def forget_new(self) -> None:
        """The new record is written, or not wanted."""
        self._put_aside = None
        self.is_new = False
        self.drafts.rest.stop()
        self.drafts.drop(NEW)
        self._restored.discard(NEW)

    # -- what was typed and not saved ---------------------------------------------------------------

    def _unsaved(self) -> tuple[int, dict[str, object]] | None:
        """What stands in the fields and nowhere else; a new record that was not touched keeps what it had."""
        if self.is_new:
            whole = self.is_begun() or not self._blank
            texts = {name: editor.raw() for name, editor in self.editors.items()} if whole else {}
            return NEW, {name: raw for name, raw in texts.items() if raw not in EMPTY}
        if self.row is None:
            return None
        refused = {name: raw for name, (raw, _) in self.refused.get(self.row.id, {}).items()}
        typed = {name: editor.raw() for name, editor in self.editors.items() if editor.is_changed()}
        return self.row.id, {**refused, **typed}

    @Slot()
    def _left_over(self) -> None:
        """What the last time left is known: it is shown where its record is shown, unless typing has begun."""
        self._restored.update(self.drafts.records())
        touched = any(editor.is_changed() for editor in self.editors.values())
        if self.is_new and NEW in self._restored and self._may_resume and not self.is_begun():
            self.begin()
        elif self.row is not None and self.row.id in self._restored and not touched:
            self._show_anew()

    def _show_anew(self) -> None:
        """Show the same record from the beginning."""
        row, self.row = self.row, None
        if row is not None:
            self.show_record(row, *self._heading)

    @Slot()
    def discard(self) -> None:
        """丢弃: what was left over is not wanted."""
        if self.is_new:
            self.give_up()
            return
        if self.row is None:
            return
        self.forget_unsaved(self.row.id)
        self._show_anew()

    def forget_unsaved(self, record: int, name: str = "") -> None:
        """A field's value is in the file, or the whole record's are not wanted; the rest stays kept."""
        if name:
            self.refused.get(record, {}).pop(name, None)
            self.drafts.settle(record, name)
        else:
            self.refused.pop(record, None)
            self.drafts.drop(record)
        if not self.drafts.values(record):
            self._restored.discard(record)
            if self.record == record:
                self.left_over.hide()

    def _entered(self) -> bool:
        return self.row is not None and self.row.values.get("serial") is not None

    def is_sealed(self) -> bool:
        """Whether the record shown is sealed (封存)."""
        return self.row is not None and SEALED in self.row.texts.values()

    def reveal(self, name: str) -> None:
        """Show the record's private fields, after asking where they belong to somebody in need."""
        if self.book.apart and not ask_to_show(self.book):
            return
        for editor in self.editors.values():
            if isinstance(editor, PrivateEditor):
                editor.reveal()
        self.editors[name].setFocus()
        if self.row is not None:
            self.revealed.emit(self.row.id)

    def _why_locked(self) -> str:
        assert self.row is not None
        return {
            "void": f"已作废：{self._reversal_reason()}" if self._reversal_reason() else "已作废，留在原处备查",
            "reversal": f"冲销，原因：{self.row.texts.get('reason', '')}",
            "correction": f"{self.row.texts.get('standing', '')}，原因：{self.row.texts.get('reason', '')}",
        }.get(self.row.mark, self._way_to_put_right())

    def _way_to_put_right(self) -> str:
        assert self.row is not None
        if int(str(self.row.values.get("year") or 0)) >= self.room.today().year:
            return "已入账，写错了请作废冲销"
        standing = self.row.texts.get("standing", "")
        return f"{standing}；以前年度的，写错了请更正，差额记在今年"

    def _reversal_reason(self) -> str:
        return self.row.texts.get("reason", "") if self.row is not None else ""

    def say(self, sentence: str) -> None:
        """A line under the fields: why they are locked, or what is wrong with none of them."""
        self.body.say(sentence)

    @Slot()
    def _show_relevant(self) -> None:
        """Leave out what this kind of record does not have, and empty columns that are locked."""
        kind = str(self.editors["kind"].raw() or "") if "kind" in self.editors else ""
        entered = self._entered()
        for name, row in self.rows.items():
            f = self.editors[name].of
            idle = entered and f.locked and self.row is not None and self.row.values.get(name) is None
            shown = not idle and (self._relevant is None or self._relevant(name, kind))
            row.setVisible(shown)

    def _show_buttons(self) -> None:
        self.buttons.show_for(self.row, is_new=self.is_new, entered=self._entered())

    # -- saving -------------------------------------------------------------------------------------

    def save_field(self, name: str) -> None:
        """Save one field of the record shown, if it says something new."""
        editor = self.editors[name]
        if self.is_new or self.row is None or not editor.is_changed():
            if self.row is not None and name in self.refused.get(self.row.id, {}) and not editor.is_changed():
                self.forget_unsaved(self.row.id, name)
                self.rows[name].clear_problem()
            return
        record, raw = self.row.id, editor.raw()
        if self.refused.get(record, {}).get(name, (None, ""))[0] == raw:
            return  # refused before and not changed since
        self.room.tasks.ask(
            answers.edit, self.room.office, self.book.name, record, {name: raw},
            done=partial(answers.saved, self, record, name),
            failed=partial(answers.refused, self, record, name, raw), owner=self,
        )

    def flush(self) -> None:
        """Save the field the cursor is in, as if it had been left."""
        for name in self.editors:
            self.save_field(name)

    def raws(self) -> dict[str, object]:
        """What a new record says, without the fields that do not belong to its kind."""
        return {
            name: editor.raw()
            for name, editor in self.editors.items()
            if not self.rows[name].isHidden() and editor.raw() not in (None, "", [])
        }

    @Slot()
    def save_new(self) -> None:
        """保存 a new record (a ledger's as a draft)."""
        self._add(enter=False)

    @Slot()
    def save_draft(self) -> None:
        """存为草稿."""
        self._add(enter=False)

    @Slot()
    def enter(self) -> None:
        """入账: a new record is written first."""
        if self.is_new:
            self._add(enter=True)
        else:
            self.flush()
            self.enter_wanted.emit(self.record)

    def save(self) -> None:
        """Ctrl+S: a new record is written, a shown one keeps what was typed."""
        if self.is_new:
            self._add(enter=self.book.ledger is not None)
        else:
            self.flush()

    def _add(self, *, enter: bool) -> None:
        for row in self.rows.values():
            row.clear_problem()
        self.buttons.busy(True)
        self.room.tasks.ask(
            self.room.office.add, self.book.name, self.raws(),
            done=partial(answers.added, self, enter), failed=partial(answers.not_added, self), owner=self,
        )

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Put each problem under its field; the first blocking one gets the cursor."""
        first: Any = None
        loose = []
        for problem in problems:
            row = self.rows.get(problem.name)
            if row is None or row.isHidden():
                loose.append(str(problem))
                continue
            row.problem(problem.sentence, blocking=problem.blocking)
            if problem.blocking and first is None:
                first = self.editors[problem.name]
        if loose:
            self.say("；".join(loose))
        if first is not None:
            first.setFocus()
            self.body.reveal(first)


def _left(form: RecordForm, name: str) -> None:
    form.save_field(name)


def _asked(form: RecordForm, name: str) -> None:
    form.reveal(name)


def _initials(text: str) -> str:
    from liaison.chinese.pinyin import initials

    return initials(text, name=True)
