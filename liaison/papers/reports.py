"""The quarterly report from its draft to the committee's instructions.

A draft's text is the director's; its figures are the books'. Finishing freezes both, with a copy of the
papers; what moves in the books afterwards is told beside the report and never changes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from liaison.changes import Changes
from liaison.chinese.dates import Period, day, parse_date
from liaison.chinese.text import clean_text
from liaison.errors import UserError
from liaison.figures import marks
from liaison.figures.marks import Piece
from liaison.kit.desk import Desk
from liaison.kit.fields import Value, Values
from liaison.papers.carrying import stands_in
from liaison.papers.paper import Request
from liaison.papers.reading import ReportReader, moved_in_draft
from liaison.papers.views import (
    DRAFT,
    FINAL,
    HANDED_IN,
    INSTRUCTED,
    LABELS,
    NAMES,
    Carried,
    Move,
    ReportView,
    drawn,
    frozen,
    known_texts,
    up_to_date,
)
from liaison.papers.wording import Wording
from liaison.press.blocks import Document
from liaison.settings import OfficeSettings
from liaison.store import attachments
from liaison.store.writing import Action

LONGEST = 10_000
"""Characters in one section, marks included; as the book declares it."""


class ReportService(ReportReader):
    """Drafts, keeps, finishes and hands in reports; reads them too. One for an open office."""

    # -- the draft ----------------------------------------------------------------------------------

    def draft(self, period: Period) -> int:
        """The number of the period's report: the one there is, or a new draft."""
        found = self.existing(period)
        if found is not None:
            return found
        figures = self._figures(period)
        with self.desk.acting(f"起草{period.label}汇报") as action:
            numbers = self.desk.insert(action, "reports", [self._fresh(period, figures)])
        return numbers[0]

    def save_section(self, report: int, name: str, text: str | Sequence[Piece | tuple[str, str | None]]) -> Changes:
        """Keep a section as it is typed; a figure that was typed over is marked as such.

        Raises:
            UserError: the report is final, or the section too long.
        """
        if name not in NAMES:
            raise KeyError(name)
        values = self._editable(report)
        told = marks.parse(text) if isinstance(text, str) else text
        pieces = [p if isinstance(p, Piece) else Piece(*p) for p in told]
        known = known_texts(values)
        inserted = self._drawn_since(values, pieces, known)
        settled = [Piece(_clean(p.text), p.key, p.typed_over) for p in marks.settle(pieces, {**known, **inserted})]
        given: Values = {name: _bounded(marks.write(settled), LABELS[name])}
        if inserted:
            given["frozen"] = json.dumps({"texts": {**known, **inserted}}, ensure_ascii=False)
        return self._write(report, given, f"改写{LABELS[name]}")

    def save_head(
        self, report: int, *, title: str | None = None, addressee: str | None = None, dated: str | None = None
    ) -> Changes:
        """Change title, addressee or date of a draft; what is None stays."""
        self._editable(report)
        given = {"title": title, "addressee": addressee, "dated": dated}
        return self.desk.edit("reports", report, {k: v for k, v in given.items() if v is not None})

    def refresh(self, report: int) -> tuple[Move, ...]:
        """Bring the figures in a draft up to date and say which moved; the state before is kept as a version.

        What was typed over stays as typed. When nothing moved, nothing is written.
        """
        values = self._editable(report)
        now = self._figures(Period.parse(str(values["period"])))
        moved = moved_in_draft(values, now)
        if moved:
            texts: Values = {name: marks.refresh(str(values[name] or ""), now)[0] for name in NAMES}
            with self.desk.acting(f"更新 {len(moved)} 个数字") as action:
                self._keep(action, report, "更新数字之前")
                self.desk.update(action, "reports", report, {**texts, "frozen": drawn(now)})
        return moved

    def redraft(self, report: int, names: Iterable[str] = NAMES) -> Changes:
        """Write sections of a draft anew from the books; the state before is kept as a version."""
        values = self._editable(report)
        period = Period.parse(str(values["period"]))
        figures = self._figures(period)
        fresh = self._fresh(period, figures)
        with self.desk.acting("重新起草") as action:
            self._keep(action, report, "重新起草之前")
            chosen: Values = {name: fresh[name] for name in names}
            self.desk.update(action, "reports", report, {**chosen, "frozen": fresh["frozen"]})
        return action.changes()

    def put_back(self, report: int, section: str, key: str) -> Changes:
        """A typed-over figure shows the books' figure again.

        Raises:
            UserError: the books no longer know the figure.
        """
        values = self._editable(report)
        figure = self._figures(Period.parse(str(values["period"]))).find(key)
        if figure is None:
            raise UserError("台账里已经没有这个数字，请改写这一句")
        pieces = [
            Piece(figure.text, key) if p.key == key and p.typed_over else p
            for p in marks.parse(str(values[section] or ""))
        ]
        texts = {**known_texts(values), key: figure.text}
        again: Values = {section: marks.write(pieces), "frozen": json.dumps({"texts": texts}, ensure_ascii=False)}
        return self._write(report, again, f"恢复数字 {figure.text}")

    def add_difficulty(self, report: int, text: str) -> Changes:
        """Add a difficulty as a line of its own, unless it stands there; a line that said there is none goes."""
        if stands_in(text.strip().rstrip("。；"), str(self._editable(report)["difficulties"] or "")):
            return Changes(0, "")
        return self._add_line(report, "difficulties", marks.escape(clean_text(text, limit=2000)))

    def write_in(self, report: int, carried: Carried) -> Changes:
        """写进本季: put something that came over into its section."""
        return self._add_line(report, carried.section, carried.sentence)

    # -- from final to instructed -------------------------------------------------------------------

    def finish(self, report: int, *, dated: str | None = None) -> Changes:
        """定稿: freeze text and figures, keep the papers as PDF and Word, and a version.

        The figures in the text are brought up to date first, so that text and table agree; what was typed
        over stays as typed.

        Raises:
            UserError: a section is empty, the report is final already, or the papers cannot be written.
        """
        values = dict(self._editable(report))
        empty = [LABELS[name] for name in NAMES if not marks.plain(str(values[name] or "")).strip()]
        if empty:
            raise UserError(f"“{'”“'.join(empty)}”还没有写；没有做的，请写明“没有”，再定稿")
        figures = self._figures(Period.parse(str(values["period"])))
        values |= {name: marks.refresh(str(values[name] or ""), figures)[0] for name in NAMES}
        values |= {
            "stage": FINAL, "finished_on": self.desk.today, "frozen": frozen(figures),
            "dated": parse_date(dated) if dated else values["dated"] or self.desk.today,
        }
        kept = [*attachments.named(values["papers"]), *self._papers(self._view(report, values, figures))]
        values["papers"] = json.dumps(kept, ensure_ascii=False)
        with self.desk.acting(f"定稿 {values['title']}") as action:
            self.desk.update(action, "reports", report, values)
            self._keep(action, report, "定稿", values)
        return action.changes()

    def reopen(self, report: int, reason: str) -> Changes:
        """Make a final report a draft again; the final state stays readable as a version.

        The hand-in and the instructions belong to that version and are cleared here.

        Raises:
            UserError: it is a draft, or no reason was given.
        """
        values = self._values(report)
        reason = clean_text(reason, limit=50)
        if values["stage"] == DRAFT:
            raise UserError("这份汇报就是草稿，可以直接改")
        if not reason:
            raise UserError("请写明为什么重新打开，如“党委要求补充数据”")
        again: Values = dict.fromkeys(
            ("finished_on", "handed_in_on", "handed_to", "instruction", "instructed_by", "instructed_on")
        )
        texts = {"texts": known_texts(values)}
        again |= {"stage": DRAFT, "frozen": json.dumps(texts, ensure_ascii=False)}
        with self.desk.acting(f"重新打开 {values['title']}") as action:
            self._keep(action, report, f"重新打开：{reason}"[:60])
            self.desk.update(action, "reports", report, again)
        return action.changes()

    def hand_in(self, report: int, on: str, to_whom: str) -> Changes:
        """报送: the day and to whom.

        Raises:
            UserError: it is still a draft, or the day lies before it was finished.
        """
        if self._values(report)["stage"] == DRAFT:
            raise UserError("还是草稿，请先定稿再报送")
        if not clean_text(to_whom):
            raise UserError("请写明报送给谁，如“云溪镇党委办公室”")
        given = {"handed_in_on": on, "handed_to": to_whom}
        stage = self._values(report)["stage"]
        return self.desk.edit(
            "reports", report, {**given, "stage": HANDED_IN if stage == FINAL else stage}, title="登记报送"
        )

    def instruct(self, report: int, text: str, by: str, on: str) -> Changes:
        """批示: what the committee instructed, who and when.

        Raises:
            UserError: it was not handed in yet, or something is missing.
        """
        if self._values(report)["stage"] not in (HANDED_IN, INSTRUCTED):
            raise UserError("还没有报送，请先登记报送再记批示")
        if not clean_text(text, lines=True) or not clean_text(by):
            raise UserError("批示内容和批示人都要填")
        given = {"instruction": text, "instructed_by": by, "instructed_on": on, "stage": INSTRUCTED}
        return self.desk.edit("reports", report, given, title="登记批示")

    # -- parts --------------------------------------------------------------------------------------

    def _drawn_since(
        self, values: Mapping[str, Value], pieces: Sequence[Piece], known: Mapping[str, str]
    ) -> dict[str, str]:
        """Figures among the pieces that read as the books read now, not as when the draft was drawn.

        A figure inserted after the books have moved is no typing over.
        """
        asked = {p.key for p in pieces if p.key and p.text != known.get(p.key)}
        if not asked:
            return {}
        now = self._figures(Period.parse(str(values["period"])))
        found = {key: figure.text for key in asked if (figure := now.find(key)) is not None}
        written = {(p.key, p.text) for p in pieces}
        return {key: text for key, text in found.items() if (key, text) in written}

    def _editable(self, report: int) -> Mapping[str, Value]:
        values = self._values(report)
        if values["stage"] != DRAFT:
            raise UserError("已经定稿，文字和数字不再改动；要改请先重新打开")
        return values

    def _write(self, report: int, values: Values, title: str) -> Changes:
        old = self._values(report)
        changed = {k: v for k, v in values.items() if (old.get(k) or "") != (v or "")}
        if not changed:
            return Changes(0, "")
        with self.desk.acting(title) as action:
            self.desk.update(action, "reports", report, changed)
        return action.changes()

    def _add_line(self, report: int, section: str, line: str) -> Changes:
        values = self._editable(report)
        wording = Wording(self.desk, self.settings, self._figures(Period.parse(str(values["period"]))))
        nothing = {"difficulties": ("difficulty.none", "difficulty.none_new"), "suggestions": ()}
        gone = {wording.say(name) for name in nothing.get(section, ())}
        lines = [one for one in str(values[section] or "").split("\n") if one.strip() and one.strip() not in gone]
        return self._write(report, {section: "\n".join([*lines, line])}, f"改写{LABELS[section]}")

    def _keep(self, action: Action, report: int, reason: str, values: Mapping[str, Value] | None = None) -> None:
        """The state of a report as a version, within an action."""
        number = self.desk.database.value(
            "SELECT coalesce(max(number), 0) + 1 FROM report_versions WHERE report = ?", (report,)
        )
        content = dict(values if values is not None else self._values(report))
        record: Values = {
            "report": report, "number": int(number), "reason": reason, "moment": self._moment(),
            "content": json.dumps(content, ensure_ascii=False),
        }
        self.desk.insert(action, "report_versions", [record])

    def _moment(self) -> str:
        """The desk's day with the clock's time: the sample lives on days of its own."""
        return f"{self.desk.today} {datetime.now():%H:%M}"

    def _papers(self, view: ReportView) -> list[attachments.Attachment]:
        """PDF and Word of a final report, copied into the office folder."""
        from liaison import press
        from liaison.papers.making import file_stem, printed

        stem = file_stem(f"{view.title}（{day(view.dated, 'form')}）")
        made = printed(self.desk, self.settings, (self.document(view),), paper="quarterly-report")
        word = press.word_bytes(made.pages, made.fonts, template=made.template)
        database = self.desk.database
        return [
            attachments.attach_content(database.folder, f"{stem}{ending}", content, database.key)
            for ending, content in ((".pdf", made.pdf), (".docx", word))
        ]


def make(desk: Desk, _settings: OfficeSettings, request: Request) -> Document:
    """The stored report of the period, a draft with today's figures; without one, a fresh draft not stored."""
    service = ReportService(desk)
    found = request.records[0] if request.records else None
    if found is None:
        assert request.period is not None
        found = service.existing(request.period)
        if found is None:
            return service.document(up_to_date(service.compose(request.period)))
    view = service.get(found)
    return service.document(up_to_date(view) if view.editable else view)


def _clean(text: str) -> str:
    """Without control marks, but with the blanks at both ends that are still being typed."""
    return clean_text(f"|{text}|", lines=True)[1:-1]


def _bounded(text: str, label: str) -> str:
    if len(text) > LONGEST:
        raise UserError(f"“{label}”太长了：最多 {LONGEST} 个字，现有 {len(text)} 个字。多出的部分还没有保存")
    return text
