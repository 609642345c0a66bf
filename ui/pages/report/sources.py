"""Where a figure comes from: the records behind it, and the way to them in their own register."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from liaison.chinese.dates import day
from ui import theme
from ui.pages.base import Room
from ui.pages.records import open_record, open_records
from ui.widgets.buttons import LinkButton
from ui.widgets.cards import Card, paint_line
from ui.widgets.pressing import DrawnButton
from ui.widgets.text import ElidedLabel, label

MOST = 60
"""More rows than these are looked at in the register itself."""
_ROW, _HEAD = 32, 39


@dataclass(frozen=True, slots=True)
class Source:
    """One record behind a figure: which, when, what in words, how much."""

    id: int
    on: str
    words: str
    amount: str


@dataclass(frozen=True, slots=True)
class Sources:
    """The records behind one figure, ready to be shown.

    Attributes:
        key: the figure's key; `label`: what it is; `text`: as it stands in the report; `base`: what of.
        book, ids: all of the records; `measure`: their measure word.
        rows: the first of them, newest first.
        others: the records of further books.
    """

    key: str
    label: str
    text: str
    base: str
    book: str
    ids: tuple[int, ...]
    measure: str
    rows: tuple[Source, ...]
    others: tuple[tuple[str, tuple[int, ...]], ...] = ()


def read(office: Any, report: int, key: str) -> Sources | None:
    """The records behind a figure of a report; to be called on the worker. None: no such figure."""
    figure = office.reports.figure(report, key)
    if figure is None:
        return None
    book = office.books.get(figure.book)
    rows: list[Source] = []
    if book is not None:
        records = office.rows(figure.book, figure.records)
        records.sort(key=lambda row: str(row.values.get(_date_of(figure.book, book)) or ""), reverse=True)
        rows = [_source(figure.book, book, row) for row in records[:MOST]]
    return Sources(
        figure.key, figure.label, figure.text, figure.base, figure.book, tuple(figure.records),
        book.measure if book is not None else "条", tuple(rows), tuple(figure.others.items()),
    )  # fmt: skip


def _date_of(name: str, book: Any) -> str:
    return {"signins": "on", "assignments": "due"}.get(name) or str(book.date or "")


_WORDS = {
    "donations": "{donor}，{purpose}",
    "handouts": "{recipient}，{purpose}",
    "activities": "{title}",
    "honors": "{member}，{title}",
    "suggestions": "{text}",
    "assignments": "{what}，{owner}",
}
_AMOUNTS = {
    "activities": "kind", "honors": "level", "suggestions": "status", "assignments": "standing", "signins": "status",
}


def _source(name: str, book: Any, row: Any) -> Source:
    """One record in a line: its day, who or what, how much or where it stands."""
    texts = row.texts
    on = str(row.values.get(_date_of(name, book)) or "")[:10]
    if name == "signins":
        words = f"{texts.get('member') or texts.get('guest', '')}，{texts.get('activity', '')}"
    elif name in _WORDS:
        words = _WORDS[name].format_map({key: str(value) for key, value in texts.items()}).strip("，")
    else:
        words = texts.get(book.label, "")
    if name in ("donations", "handouts"):
        goods = f"{texts.get('item', '')} {texts.get('quantity', '')}{texts.get('unit', '')}".strip()
        amount = texts.get("amount") or goods
    else:
        amount = texts.get(_AMOUNTS.get(name, ""), "")
    return Source(row.id, day(on) if on else "", words.replace("\n", " "), amount)


class SourceRow(DrawnButton):
    """One record; a click or 回车 opens it in its register."""

    def __init__(self, source: Source, wide: int, parent: QWidget | None = None) -> None:
        """Args: wide: how much room the days of all rows take, in px."""
        super().__init__(parent)
        self.source, self._wide = source, wide
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.height(_ROW))
        self.setAccessibleName(" ".join(part for part in (source.on, source.words, source.amount) if part))

    def sizeHint(self) -> QSize:
        return QSize(theme.width(200), theme.height(_ROW))

    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave):
            self.update()
        elif event.type() == QEvent.Type.Resize:
            metrics = QFontMetrics(theme.font("body"))
            cut = metrics.horizontalAdvance(self.source.words) > self._room_for_words()
            self.setToolTip(self.source.words if cut else "打开这条记录")
        return super().event(event)

    def _room_for_words(self) -> float:
        used = QFontMetrics(theme.font("body")).horizontalAdvance(self.source.amount)
        left = self._wide + 16 if self._wide else 0
        return self.width() - 14 - 15 - left - (used + 14 if used else 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        if self.underMouse():
            painter.fillRect(box.adjusted(1, 1, -1, 0), theme.colour("foot"))
        paint_line(painter, QRectF(0, 0, box.width(), 1))
        inner = box.adjusted(14, 0, -15, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("hint"))
        painter.setPen(theme.colour("second"))
        painter.drawText(inner, middle, self.source.on)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text"))
        left = self._wide + 16 if self._wide else 0
        words = QRectF(inner.left() + left, 0, self._room_for_words(), box.height())
        cut = painter.fontMetrics().elidedText(self.source.words, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(words, middle, cut)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, self.source.amount)
        if self.hasFocus():
            theme.paint_focus(painter, box)


class SourcesCard(Card):
    """6,007.14 元的出处 11 笔: rows, and 全部打开."""

    def __init__(self, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(parent, margins=(1, 1, 1, 1), spacing=0)
        self._room = room
        self.sources: Sources | None = None
        head = QHBoxLayout()
        head.setContentsMargins(14, 0, 8, 0)
        head.setSpacing(8)
        self.title = ElidedLabel("", "section")
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.count = label("", "hint", "second")
        self.all = LinkButton("全部打开", self.open_all)
        self.all.setToolTip("在台账里打开这些记录（Ctrl+回车）")
        head.addWidget(self.title)
        head.addWidget(self.count)
        head.addStretch(1)
        head.addWidget(self.all)
        host = QWidget(self)
        host.setFixedHeight(theme.height(_HEAD))
        host.setLayout(head)
        self.body.addWidget(host)
        self.note = label("", "hint", "second", wrap=True)
        self.note.setContentsMargins(14, 2, 14, 8)
        self.body.addWidget(self.note)
        self._rows = QWidget()
        self._list = QVBoxLayout(self._rows)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(self._rows)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.viewport().setAutoFillBackground(False)
        self._rows.setAutoFillBackground(False)
        self.body.addWidget(self._scroll)
        self.show_sources(None)

    def show_sources(self, sources: Sources | None, words: str = "") -> None:
        """Show the records behind a figure; None says how to come by them.

        Args:
            words: what stands in the report instead of the figure, when it was typed over.
        """
        self.sources = sources
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.setParent(None)
                widget.deleteLater()
        self.count.setVisible(sources is not None)
        self.all.setVisible(sources is not None and bool(sources.ids))
        rows = sources.rows if sources is not None else ()
        self._scroll.setVisible(bool(rows))
        if sources is None:
            self.title.setText("数字的出处")
            self._say("点开正文里带底色的数字，这里列出它数的每一条记录。")
            return
        self.title.setText(f"{_apart(sources.text)}的出处")
        self.count.setText(f"{len(sources.ids)} {sources.measure}")
        self._say(_about(sources, words))
        self._fill(rows)
        self.setAccessibleName(f"{sources.label}，{sources.text}的出处")

    def _say(self, sentence: str) -> None:
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))

    def _fill(self, rows: Sequence[Source]) -> None:
        metrics = QFontMetrics(theme.font("hint"))
        wide = max((metrics.horizontalAdvance(row.on) for row in rows), default=0)
        for source in rows:
            made = SourceRow(source, wide)
            made.clicked.connect(self._open_one)
            self._list.addWidget(made)
        self._list.addStretch(1)
        high = theme.height(_ROW)
        self._scroll.setMaximumHeight(high * len(rows))
        self._scroll.setMinimumHeight(high * min(3, len(rows)))

    def source_rows(self) -> list[SourceRow]:
        """The rows shown, in order."""
        return self._rows.findChildren(SourceRow)

    @Slot()
    def open_all(self) -> None:
        """Exactly these records, in their register."""
        if self.sources is not None:
            open_records(self._room, self.sources.book, self.sources.ids, self.sources.label)

    @Slot()
    def _open_one(self) -> None:
        row = self.sender()
        if isinstance(row, SourceRow) and self.sources is not None:
            open_record(self._room, self.sources.book, row.source.id)


def _apart(text: str) -> str:
    """A blank between the number and its unit: 6,007.14 元."""
    return re.sub(r"(?<=[\d%])(?=[\u4e00-\u9fff])", " ", text, count=1)


def _about(sources: Sources, words: str) -> str:
    """What else is to know: typed over, what of, nothing counted, more than is shown."""
    lines = []
    if words and words != sources.text:
        lines.append(f"文稿里手改成了 {words}")
    if sources.base and sources.base not in sources.text:
        lines.append(f"底数 {sources.base}")
    if not sources.ids:
        lines.append("没有记录，所以是零。")
    elif len(sources.ids) > len(sources.rows):
        lines.append(f"只列最近 {len(sources.rows)} {sources.measure}，全部打开可看完。")
    return "；".join(lines)
