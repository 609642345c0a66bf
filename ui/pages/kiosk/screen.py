"""现场签到: over the whole screen, people tap their name and sign with finger, pen or mouse.

Shows names and units only. It needs no keyboard, and what stands behind it is out of reach: Esc (or the
line at the foot) asks, a click on 确认退出 leaves; closing by the window system asks the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from liaison.changes import Changes
from liaison.errors import UserError
from ui import theme
from ui.pages.base import Room
from ui.pages.kiosk.pane import GuestPane, IdlePane, SignPane
from ui.pages.kiosk.tiles import TileWall
from ui.widgets.buttons import Button, LinkButton
from ui.widgets.signature import Strokes
from ui.widgets.states import Icon
from ui.widgets.text import ElidedLabel, label

if TYPE_CHECKING:
    from liaison.books.roster import Attendee, Roster

_MARGIN = 32
_PANE_SHARE = 0.4026  # of the width: 550 of 1366, the signing box then is 500 wide


_ALL_SIGNED = "要退出现场签到吗，已经签好的都记下了"


def time_of_day() -> str:
    """Now, as it is written on the sheet: 8:51."""
    now = datetime.now()
    return f"{now.hour}:{now.minute:02d}"


class Kiosk(QWidget):
    """The full-screen room. Show it with `showFullScreen`; it deletes itself when left.

    Signals:
        left: it was left by 确认退出.
    """

    left = Signal()

    def __init__(
        self, room: Room, activity: int, parent: QWidget | None = None, clock: Callable[[], str] = time_of_day
    ) -> None:
        """Args: clock: gives the time of day that is written; tests set it."""
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("现场签到")
        self.room, self.activity, self.clock = room, activity, clock
        self.roster: Roster | None = None
        self.person: Attendee | None = None
        self._guest = ("", "")
        self._pending = 0
        self._may_close = self._leaving = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.top = _Top()
        outer.addWidget(self.top)
        body = QHBoxLayout()
        body.setContentsMargins(_MARGIN, 18, _MARGIN, 0)
        body.setSpacing(24)
        self.wall = TileWall()
        self.wall.person_tapped.connect(self.tap)
        self.wall.guest_tapped.connect(self.begin_guest)
        body.addWidget(self.wall, 1)
        body.addWidget(self._make_pane())
        outer.addLayout(body, 1)
        outer.addWidget(self._make_foot())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()
        self._load()

    def _make_pane(self) -> QWidget:
        self.pane = QStackedWidget()
        self.idle, self.signing, self.guest = IdlePane(), SignPane(), GuestPane()
        for part in (self.idle, self.signing, self.guest):
            self.pane.addWidget(part)
        self.signing.back.connect(self.go_back)
        self.signing.done.connect(self.sign)
        self.guest.back.connect(self.go_back)
        self.guest.named.connect(self.sign_guest)
        return self.pane

    def _make_foot(self) -> QWidget:
        self.foot = QStackedWidget()
        self.foot.setFixedHeight(theme.height(48))
        usual, leaving = QWidget(), QWidget()
        row = QHBoxLayout(usual)
        row.setContentsMargins(_MARGIN, 0, _MARGIN - 6, 0)
        row.addWidget(Icon("lock", 15, "second"))
        row.addSpacing(6)
        row.addWidget(label("只显示姓名和单位，不显示电话、证件号码", "hint", "second"))
        row.addStretch(1)
        self.leave_link = LinkButton("工作人员退出：按 Esc，再点“确认退出”", self.ask_to_leave, role="second")
        self.leave_link.setFont(theme.font("hint"))
        row.addWidget(self.leave_link)
        row = QHBoxLayout(leaving)
        row.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        row.setSpacing(12)
        row.addStretch(1)
        self.leave_words = label(_ALL_SIGNED, "strong")
        row.addWidget(self.leave_words)
        self.stay_button = Button("继续签到", self.stay, key="Esc")
        self.keep_button = Button("记下再退出", self.keep_and_leave)
        self.leave_button = Button("确认退出", self.leave, kind="danger")
        row.addWidget(self.stay_button)
        row.addWidget(self.keep_button)
        row.addWidget(self.leave_button)
        self.foot.addWidget(usual)
        self.foot.addWidget(leaving)
        return self.foot

    # -- showing ------------------------------------------------------------------------------------

    def _load(self) -> None:
        self.room.tasks.ask(
            partial(_fetch, self.room.office, self.activity), done=self._loaded, owner=self,
            key=("kiosk", self.activity),
        )  # fmt: skip

    def _loaded(self, answer: tuple[Roster, str]) -> None:
        roster, office = answer
        if not self._pending:
            self._office = office
            self._show(roster)

    def _show(self, roster: Roster) -> None:
        self.roster = roster
        self.top.show_roster(roster, self._office)
        self.wall.show_roster(roster)
        self.wall.choose(self.person.member if self.person else None)

    # -- signing ------------------------------------------------------------------------------------

    @Slot(int)
    def tap(self, member: int) -> None:
        """Someone tapped a name."""
        if self.roster is None:
            return
        self.person = next((e for e in self.roster.entries if e.member == member), None)
        if self.person is None:
            return
        self.wall.choose(member)
        self.signing.begin(f"{self.person.name} 委员，请签名", self.person.unit_and_post, self.person.signature or [])
        self.pane.setCurrentWidget(self.signing)

    @Slot()
    def begin_guest(self) -> None:
        """来宾签到: first name and unit."""
        self.person = None
        self.wall.choose_guest()
        self.guest.begin()
        self.pane.setCurrentWidget(self.guest)

    @Slot(str, str)
    def sign_guest(self, name: str, unit: str) -> None:
        """来宾签到: then the signature."""
        self._guest = (name, unit)
        self.signing.begin(f"{name}，请签名", unit, [])
        self.pane.setCurrentWidget(self.signing)

    @Slot()
    def go_back(self) -> None:
        """不是我，返回."""
        self.person, self._guest = None, ("", "")
        self.wall.choose(None)
        self.idle.say("")
        self.pane.setCurrentWidget(self.idle)

    @Slot(list)
    def sign(self, strokes: Strokes) -> None:
        """签好了: shown at once, written behind; without strokes the signature is given on paper later."""
        time = self.clock()
        if self.person is not None:
            person = self.person
            work = partial(_sign, self.room.office, self.activity, person.member, strokes or None, time)
            self._foresee(person, strokes, time)
            name = person.name
        elif self._guest[0]:
            name, unit = self._guest
            person = None
            work = partial(_add_guest, self.room.office, self.activity, name, unit, strokes or None, time)
        else:
            return
        failed = partial(self._not_written, person, self._guest, strokes)
        self._pending += 1
        self.room.tasks.ask(work, done=self._written, failed=failed, owner=self)
        self.go_back()
        self.idle.say(f"{name} 已签到 {time}" if strokes else f"{name} 已到场 {time}，会后在纸上补签")

    def _foresee(self, person: Attendee, strokes: Strokes, time: str) -> None:
        """The tile turns green before the file is written."""
        if self.roster is None:
            return
        status = person.status if person.came else "出席"
        now = replace(
            person, status=status, time=time, signature=strokes or None, note="" if strokes else "到场，待补签"
        )
        self._show(self.roster.with_entry(now))

    def _written(self, changes: Changes) -> None:
        self._pending -= 1
        self.room.changed(changes)
        if self._pending:
            return
        if self._leaving:
            self.leave()
        else:
            self._load()

    def _not_written(
        self, person: Attendee | None, guest: tuple[str, str], strokes: Strokes, error: BaseException
    ) -> None:
        """Back to the pad with what was written, and why; the tile turns back."""
        self._pending -= 1
        self._leaving = False
        self._load()
        if person is not None and person.member is not None:
            self.tap(person.member)
            self.person = person  # as it was before, not as it was foreseen
        else:
            self.person = None
            self.sign_guest(*guest)
        sentence = error.sentence if isinstance(error, UserError) else "没有记下来，请再按一次，或在纸上签名"
        self.signing.begin_again(strokes, sentence)
        if not isinstance(error, UserError):
            raise error

    # -- leaving ------------------------------------------------------------------------------------

    @Slot()
    def ask_to_leave(self) -> None:
        """Esc: the question at the foot; the safe button has the focus. A signature that was begun is named."""
        begun = bool(self._begun())
        name = self.person.name if self.person is not None else self._guest[0]
        self.leave_words.setText(f"“{name}”的签名写了还没有按“签好了”" if begun else _ALL_SIGNED)
        self.keep_button.setVisible(begun)
        self.leave_button.setText("不记，退出" if begun else "确认退出")
        self.foot.setCurrentIndex(1)
        self.stay_button.setFocus()

    @Slot()
    def stay(self) -> None:
        """继续签到."""
        self.foot.setCurrentIndex(0)
        self.setFocus()

    def _begun(self) -> Strokes:
        """The signature that stands in the box and was not given with 签好了."""
        return self.signing.begun() if self.pane.currentWidget() is self.signing else []

    @Slot()
    def keep_and_leave(self) -> None:
        """记下再退出: the signature that was begun counts as signed."""
        strokes = self._begun()
        if strokes:
            self.sign(strokes)
        self.leave()

    @Slot()
    def leave(self) -> None:
        """确认退出; what is still being written is waited for, so that a refusal is not lost."""
        if self._pending:
            self._leaving = True
            return
        self._may_close = True
        self.left.emit()
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.foot.currentIndex() == 0:
                self.ask_to_leave()
            else:
                self.stay()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close:
            super().closeEvent(event)
        else:
            event.ignore()
            self.ask_to_leave()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.pane.setFixedWidth(round(self.width() * _PANE_SHARE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("page"))


class _Top(QWidget):
    """Title, when and where, and the four counters."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(theme.height(90))
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN, 12, _MARGIN, 12)
        row.setSpacing(10)
        heads = QVBoxLayout()
        heads.setSpacing(0)
        self.title, self.line = ElidedLabel("", "name"), ElidedLabel("", "body", "second")
        heads.addStretch(1)
        heads.addWidget(self.title)
        heads.addWidget(self.line)
        heads.addStretch(1)
        row.addLayout(heads, 1)
        self.figures = {}
        for word, role in (("应到", "text"), ("已签", "done"), ("请假", "second"), ("未签", "near")):
            row.addSpacing(16)
            row.addWidget(label(word, "reading", "second"))
            figure = label("", "name", role)
            row.addWidget(figure)
            self.figures[word] = figure

    def show_roster(self, roster: Roster, office: str) -> None:
        """Show an activity."""
        values = roster.activity.values
        self.title.setText(str(values["title"]))
        parts = (roster.when().partition("—")[0], str(values.get("place") or ""), office)
        self.line.setText("　".join(part for part in parts if part))
        signed = sum(e.signed for e in roster.entries)
        away = roster.counts.leave
        numbers = (len(roster.entries), signed, away, len(roster.entries) - signed - away)
        for figure, number in zip(self.figures.values(), numbers, strict=True):
            figure.setText(str(number))
        self.setAccessibleName("，".join(f"{w} {n}" for w, n in zip(self.figures, numbers, strict=True)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.colour("hairline"))


# -- work on the database worker ----------------------------------------------------------------------


def _fetch(office: Any, activity: int) -> tuple[Roster, str]:
    settings = office.settings
    return office.signin.roster(activity), settings.name + ("（示例）" if settings.sample else "")


def _sign(office: Any, activity: int, member: int, strokes: Strokes | None, time: str) -> Changes:
    made: Changes = office.signin.sign(activity, member, strokes, time)
    return made


def _add_guest(office: Any, activity: int, name: str, unit: str, strokes: Strokes | None, time: str) -> Changes:
    made: Changes = office.signin.add_guest(activity, name, unit, strokes, time)
    return made

