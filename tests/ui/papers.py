"""Pages with a mark to measure, and an office that prints them, for the tests of the print room."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from liaison.errors import UserError
from liaison.papers.paper import Paper, Request
from liaison.paths import replacing
from ui.dialogs.printing.sending import Sender

A4 = (595.276, 841.89)


def pdf_of(pages: int, *, landscape: bool = False, wide_sheet: bool = False) -> bytes:
    """A4 pages; page n has a black bar n inches below its head, from 100 to 400 points.

    Args:
        landscape: to be read the broad way: portrait sheets with the head at the left, shown turned (/Rotate).
        wide_sheet: landscape sheets that are not turned.
    """
    from reportlab.pdfgen.canvas import Canvas

    buffer = BytesIO()
    wide, high = (A4[1], A4[0]) if wide_sheet else A4
    # Where a page is turned, reportlab is told the size after turning, but draws on the sheet before it.
    canvas = Canvas(buffer, pagesize=(high, wide) if landscape else (wide, high))
    for page in range(pages):
        if landscape:
            canvas.setPageRotation(90)
            canvas.rect(72 * (page + 1), 100, 20, 300, stroke=0, fill=1)
            canvas.rect(0, 0, 6, A4[1], stroke=0, fill=1)  # the head's own edge
        else:
            canvas.rect(100, high - 72 * (page + 1) - 20, 300, 20, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def send_all(sender: Sender) -> bool:
    """Send everything at once; whether the printer took it."""
    ends: list[bool] = []
    sender.ended.connect(ends.append)
    sender.start()
    sender._turns.stop()
    while not ends:
        sender.step()
    return ends[0]


@dataclass(frozen=True)
class Sheet:
    """A page whose bar is a figure."""

    index: int

    def figure_boxes(self) -> list[tuple[str, float, float, float, float]]:
        return [("donations.money", 100, 72, 300, 20)]

    def figure_at(self, x: float, y: float) -> str:
        return "donations.money" if 100 <= x <= 400 and 72 <= y <= 92 else ""


class Sheets(list[Sheet]):
    """Laid pages without a cover."""

    covers: tuple[int, ...] = ()


PAPERS = {
    paper.name: paper
    for paper in (
        Paper("notice", "会议通知", "信函", "x:make", "activity or period", book="activities", formal=True),
        Paper("minutes", "会议纪要", "记录", "x:make", "activity or period", book="activities", numbered="编号"),
        Paper("report", "季度汇报", "给镇党委", "x:make", "period", formal=True, upward=True),
        Paper("slip", "登记回执", "一笔一张", "x:make", "records or period", book="donations", batch=True),
        Paper("contacts", "委员联系方式", "联系", "x:make", "", phones=True),
        Paper("book", "签到簿", "装订成册", "x:make", "year"),
        Paper("table", "任务表", "横排", "x:make", ""),
    )
}


@dataclass
class StandIn:
    """What the print room and the pages of papers ask of an office; it notes every request."""

    activities: Sequence[tuple[int, str, str]] = ()
    today: str = "2026-09-18"
    figures: list[tuple[Any, str]] = field(default_factory=list)

    papers: Mapping[str, Paper] = field(default_factory=lambda: PAPERS)
    read_only: bool = False
    asked: list[tuple[str, Request]] = field(default_factory=list)
    lists: list[dict[str, Any]] = field(default_factory=list)
    written: list[tuple[Path, str, bool]] = field(default_factory=list)
    noted: list[tuple[str, str]] = field(default_factory=list)
    own: dict[str, Path] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    refusal: Callable[[Request], str] | None = None
    before: Callable[[], None] | None = None
    fonts: tuple[tuple[str, str, str], ...] = (
        ("仿宋（正文）", "思源宋体", "本机无仿宋体，以宋体代替"), ("黑体（一级标题）", "思源黑体", ""),
        ("楷体（二级标题）", "思源宋体", "本机无仿宋体，以宋体代替"),
    )  # fmt: skip

    @property
    def settings(self) -> Any:
        return SimpleNamespace(director="孙国平", copies_to="县政协办公室、镇人大", name="政协云溪镇联络处")

    def print_paper(self, name: str, request: Request) -> Any:
        if self.before is not None:
            self.before()
        self.asked.append((name, request))
        sentence = self.refusal(request) if self.refusal else ""
        if sentence:
            raise UserError(sentence)
        pages = 3 + request.issue.red_head
        copies = 3 if self.papers[name].batch else 1
        pdf = pdf_of(pages, landscape=name == "table")
        private = "电话" if request.phones else ""
        return self._printed(name, self.papers[name].title, pdf, copies, request.period, private)

    def print_list(self, book: str, query: Any, columns: Any, **said: Any) -> Any:
        self.lists.append({"book": book, "query": query, "columns": columns, **said})
        return self._printed("", said["title"], pdf_of(2))

    def note_printed(self, made: Any) -> None:
        self.noted.append((made.title, made.private))

    def _printed(
        self, paper: str, title: str, pdf: bytes, copies: int = 1, period: Any = None, private: str = ""
    ) -> Any:
        return SimpleNamespace(
            paper=paper, title=title, stem=title, pdf=pdf, notices=self.notices, documents=tuple(range(copies)),
            period=period, private=private, pages=Sheets([Sheet(0)]),
        )

    def page(self, book: str, query: Any, offset: int, limit: int) -> list[Any]:
        assert (book, query, offset) == ("activities", None, 0)
        return self.rows(book, [number for number, _start, _title in self.activities[:limit]])

    def rows(self, _book: str, numbers: Sequence[int]) -> list[Any]:
        return [
            SimpleNamespace(id=number, values={"start": start}, texts={"title": title})
            for number, start, title in self.activities if number in numbers
        ]

    def figure(self, period: Any, key: str) -> Any:
        self.figures.append((period, key))
        return SimpleNamespace(book="donations", records=(3, 5), label="捐款")

    def write_printed(self, made: Any, path: Path, form: str, *, each: bool = False) -> list[Path]:
        self.written.append((path, form, each))
        count = len(made.documents) if each else 1
        targets = [path.with_name(f"{path.stem}{n:02d}{path.suffix}") for n in range(1, count + 1)] if each else [path]
        for target in targets:
            with replacing(target) as temporary:
                temporary.write_bytes(made.pdf)
        return targets

    def templates(self) -> Mapping[str, Path]:
        return dict(self.own)

    def choose_template(self, paper: str, source: Path | None) -> None:
        if source is None:
            self.own.pop(paper, None)
        elif not source.exists():
            raise UserError(f"“{source.name}”不是 Word 模板")
        else:
            self.own[paper] = source

    def font_report(self) -> tuple[tuple[str, str, str], ...]:
        return self.fonts
