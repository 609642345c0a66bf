"""The right side of the kiosk: what to do, the guest's name, and the box to sign in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout

from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.cards import Card
from ui.widgets.signature import SignaturePad, Strokes
from ui.widgets.states import Icon
from ui.widgets.text import ElidedLabel, label, recolour

_MARGINS = (24, 20, 24, 16)
_MAY_SKIP = "不便手写的，直接按“签好了”，记为到场，会后在纸上补签"
_SIGNED_BEFORE = "已经签过，重写后按“签好了”就换成新的"


class _Large(Button):
    """A button of the kiosk's height with larger words."""

    def __init__(self, word: str, clicked: object, *, kind: str = "secondary", icon: str = "") -> None:
        super().__init__(word, clicked, kind=kind, icon=icon)  # type: ignore[arg-type]
        font = theme.font("section" if kind == "primary" else "reading")
        font.setPointSizeF(font.pointSizeF() * 1.2)
        self.setFont(font)
        self.setFixedHeight(theme.height(theme.CONTROL_KIOSK))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)


class IdlePane(Card):
    """Nobody has tapped a name: who signed last, and what the next one does."""

    def __init__(self) -> None:
        super().__init__(margins=_MARGINS)
        self.body.addStretch(2)
        self._tick = Icon("done", 40, "done")
        self.said = label("", "title", "done", wrap=True)
        self.said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hand = Icon("sign", 40, "hint")
        self.next = label("", "reading", "second", wrap=True)
        self.next.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for part in (self._tick, self._hand):
            self.body.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addSpacing(8)
        self.body.addWidget(self.said)
        self.body.addWidget(self.next)
        self.body.addStretch(3)
        self.say("")

    def say(self, sentence: str) -> None:
        """Who has just signed; "" for nobody."""
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))
        self._tick.setVisible(bool(sentence))
        self._hand.setVisible(not sentence)
        self.next.setText("请下一位点自己的姓名" if sentence else "请在左边点自己的姓名，再到这里签名")


class SignPane(Card):
    """The box to sign in.

    Signals:
        back: 不是我，返回.
        done: 签好了, with the strokes; [] when nothing was written.
    """

    back = Signal()
    done = Signal(list)

    def __init__(self) -> None:
        super().__init__(margins=_MARGINS, spacing=10)
        head = QHBoxLayout()
        names = QVBoxLayout()
        names.setSpacing(2)
        self.title, self.unit = ElidedLabel("", "title"), ElidedLabel("", "body", "second")
        names.addWidget(self.title)
        names.addWidget(self.unit)
        head.addLayout(names, 1)
        self.back_button = Button("不是我，返回", self.back)
        self.back_button.setFixedHeight(theme.height(44))
        head.addWidget(self.back_button)
        self.body.addLayout(head)
        self.pad = SignaturePad()
        self.pad.changed.connect(self._inked)
        self.body.addWidget(self.pad, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        self.again_button = _Large("重写", self.again, icon="undo")
        self.done_button = _Large("签好了", self._done, kind="primary", icon="check")
        buttons.addWidget(self.again_button, 1)
        buttons.addWidget(self.done_button, 2)
        self.body.addLayout(buttons)
        self.line = label("", "hint", "second", wrap=True)
        self.line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.body.addWidget(self.line)
        self._before: Strokes = []

    def begin(self, title: str, unit: str, strokes: Strokes) -> None:
        """Ask someone to sign; with the signature there is already."""
        self.title.setText(title)
        self.unit.setText(unit)
        self._before = strokes
        self.pad.set_strokes(strokes)
        recolour(self.line, "second")
        self.line.setText(_SIGNED_BEFORE if strokes else _MAY_SKIP)

    def begin_again(self, strokes: Strokes, sentence: str) -> None:
        """What was signed could not be written: it stands here again, with the reason."""
        self._before = []
        self.pad.set_strokes(strokes)
        recolour(self.line, "overdue")
        self.line.setText(sentence)

    def begun(self) -> Strokes:
        """What was written and not yet given with 签好了; [] when nothing was."""
        strokes = self.pad.strokes()
        return [] if strokes == self._before else strokes

    @Slot()
    def again(self) -> None:
        """重写."""
        self.pad.clear()

    @Slot(bool)
    def _inked(self, ink: bool) -> None:
        self.again_button.setEnabled(ink)

    @Slot()
    def _done(self) -> None:
        """An older signature is only ever replaced by a new one, never by nothing."""
        strokes = self.pad.strokes()
        if self._before and strokes in ([], self._before):
            self.back.emit()
        else:
            self.done.emit(strokes)


class GuestPane(Card):
    """A guest's name and unit.

    Signals:
        back: 返回.
        named: name, unit.
    """

    back = Signal()
    named = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(margins=_MARGINS, spacing=10)
        head = QHBoxLayout()
        head.addWidget(label("来宾签到", "title"), 1)
        self.back_button = Button("返回", self.back)
        self.back_button.setFixedHeight(theme.height(44))
        head.addWidget(self.back_button)
        self.body.addLayout(head)
        self.name, self.unit = QLineEdit(), QLineEdit()
        for field, word, limit in ((self.name, "姓名", 40), (self.unit, "单位及职务", 60)):
            self.body.addSpacing(6)
            self.body.addWidget(label(word, "section", "second"))
            field.setFont(theme.font("title"))
            field.setMaxLength(limit)
            field.setAccessibleName(word)
            field.setFixedHeight(theme.height(theme.CONTROL_KIOSK - 10))
            field.returnPressed.connect(self._entered)
            self.body.addWidget(field)
        self.problem = label("", "body", "overdue")
        self.body.addWidget(self.problem)
        self.next_button = _Large("去签名", self._go, kind="primary", icon="sign")
        self.body.addWidget(self.next_button)
        self.body.addStretch(1)

    def begin(self) -> None:
        """Empty fields for a new guest."""
        self.name.clear()
        self.unit.clear()
        self.problem.clear()
        self.name.setFocus()

    @Slot()
    def _entered(self) -> None:
        if self.name.hasFocus() and self.name.text().strip():
            self.unit.setFocus()
        else:
            self._go()

    @Slot()
    def _go(self) -> None:
        name = self.name.text().strip()
        if not name:
            self.problem.setText("请先填姓名")
            self.name.setFocus()
            return
        self.problem.clear()
        self.named.emit(name, self.unit.text().strip())


