"""Papers about one activity, one member or one work group against the books and the bulletins."""

from __future__ import annotations

import re

import pytest

from liaison.chinese.dates import Period
from liaison.office import Office
from tests.papers.counters import check_counters
from tests.papers.reading import by_heading, numbers, rows_under, text_of
from tests.papers.tally import QUARTERS, Tally, capitals, money, or_dash, total

# -- one activity -----------------------------------------------------------------------------------


@pytest.mark.parametrize("quarter", QUARTERS[:3])
def test_sheets_and_minutes_of_every_activity(any_office: Office, quarter: str) -> None:
    t = Tally(any_office, Period.parse(quarter))
    for number, _, required, title, _ in t.held():
        sheet = text_of(any_office, "signin-sheet-filled", records=(number,))
        minutes = text_of(any_office, "minutes", records=(number,))
        assert title in minutes
        if required:
            check_counters(t, number, sheet.rsplit("\n", 1)[-1])
            counted, brief = t.attendance(activity=number), text_of(any_office, "activity-brief", records=(number,))
            told = numbers(r"应到(\d+)人，实到(\d+)人", brief)
            assert told == ((str(counted.required), str(counted.present)) if counted.required else ())
        guests = t.column("SELECT guest FROM signins WHERE deleted = 0 AND activity = ? AND member IS NULL", number)
        listed = rows_under(sheet, "序号", "姓名", "单位及职务")
        assert len(guests) == (0 if "列席与来宾\n" not in sheet else len(
            [line for line in sheet.split("列席与来宾\n")[1].split("\n") if line.count("\t") == 4]
        ))  # fmt: skip
        recorded = t.rows(
            "SELECT m.id, m.name, s.status FROM signins s JOIN members m ON m.id = s.member WHERE s.deleted = 0"
            " AND s.activity = ? ORDER BY m.id", number,
        )  # fmt: skip
        for label, statuses in (("出席", ("出席", "迟到", "早退")), ("请假", ("公假", "病假", "事假"))):
            names = [name for _, name, status in recorded if status in statuses]
            line = next((part for part in minutes.split("\n") if part.startswith(f"{label}：")), "")
            assert sum(line.count(name) for name in set(names)) == len(names), (title, line)
        for _, name, status in recorded:
            word = "" if status == "出席" else status
            assert any(cells[1] == name and word in cells[4] for cells in listed)


# -- members ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("period", ["2026Q3", "2026Q2", "2025", "2026"])
def test_every_dossier_says_what_the_bulletin_says_of_the_member(any_office: Office, period: str) -> None:
    t = Tally(any_office, Period.parse(period))
    bulletin = text_of(any_office, "quarterly-bulletin", period=period)
    rows = {row["姓名"]: row for row in by_heading(bulletin, "序号", "姓名", "出席")} if t.members() else {}
    for member in t.members():
        text = text_of(any_office, "dossier", period=period, member=t.names[member])
        check_dossier(t, member, text.split("\n一、履职概况\n")[1].split("\n")[0], rows[t.names[member]])
        listed = by_heading(text, "序号", "日期", "类型", "活动") if "没有签到记录" not in text else []
        mine = t.attendance(member=member)
        counted = [row for row in listed if "（" not in row["情况"]]
        required = {title for number, _, must, title, _ in t.held() if must and t.attendance(activity=number).required}
        assert sum(row["活动"] in required for row in counted) == mine.required
        came = [row for row in counted if row["情况"] in ("出席", "迟到", "早退")]
        assert sum(row["活动"] in required for row in came) == mine.present


def check_dossier(t: Tally, member: int, said: str, row: dict[str, str]) -> None:
    """The summary of a dossier against the books, and against the member's row in the bulletin."""
    mine, given = t.attendance(member=member), [g for g in t.gifts("donations") if g.member == member]
    base, duty = str(mine.base), f"，公假{mine.duty}次" if mine.duty else ""
    if mine.base:
        assert f"应到{mine.required}次，实到{mine.present}/{base}次{duty}" in said
        assert row["出席"] == mine.text
    voluntary = t.voluntary()[member]
    assert numbers(r"另自愿参加活动(\d+)次", said) == ((str(voluntary),) if voluntary else ())
    assert row.get("自愿", "—") == or_dash(voluntary)
    fen = total(given)
    assert numbers(r"捐款([\d,.]+)元（(\S+?)）", said) == ((money(fen), capitals(fen)) if fen else ())
    if all(g.publish == "实名" for g in given):
        assert row["捐款（元）"] == (money(fen) if fen else "—")
    things = sum(g.kind == "物" and not g.correction for g in given)
    assert numbers(r"捐物(\d+)笔", said) == ((str(things),) if things else ())
    honors = sum(who == member for _, _, _, who, _ in t.honors())
    assert numbers(r"获得荣誉(\d+)项", said) == ((str(honors),) if honors else ())
    assert row["荣誉"] == or_dash(honors)
    closed, still = (sum(owner == member for _, _, owner, _ in t.tasks(key)) for key in ("closed", "open"))
    told = numbers(r"负责专班任务(\d+)件，(?:已销号(\d+)件|还没有销号)", said)
    assert told == ((str(closed + still), str(closed or "")) if closed or still else ())
    assert row["任务"] == (f"{closed}/{still}" if closed or still else "—")
    advice = sum(by == member for _, _, by in t.suggestions())
    assert numbers(r"提出意见建议(\d+)条", said) == ((str(advice),) if advice else ())
    assert row["建议"] == or_dash(advice)


def test_the_list_of_members_has_those_in_office(any_office: Office) -> None:
    t = Tally(any_office, Period.quarter_of(any_office.today))
    text = text_of(any_office, "member-list")
    plain = [any_office.get("members", n)["name"] for n in t.present()]
    assert [row["姓名"] for row in by_heading(text, "序号", "姓名")] == plain
    assert f"在任委员{len(plain)}人" in text
    contacts = text_of(any_office, "contact-list")
    assert [row["姓名"] for row in by_heading(contacts, "序号", "姓名")] == plain


# -- the work groups --------------------------------------------------------------------------------


def test_chart_and_table_of_assignments_are_the_bulletins(any_office: Office) -> None:
    t = Tally(any_office, Period.quarter_of(any_office.today))
    chart = text_of(any_office, "workgroup-chart")
    table = text_of(any_office, "assignment-table", period=t.period.key)
    names = dict(t.rows("SELECT id, name FROM groups WHERE deleted = 0 ORDER BY place, id"))
    sheets = re.split(r"\n?^(?=\S+\n\S+专班挂图作战图)", chart, flags=re.MULTILINE)
    sheets = [sheet for sheet in sheets if sheet]
    assert [sheet.split("\n")[0] for sheet in sheets] == list(names.values())
    for sheet, number in zip(sheets, names, strict=True):
        of = {key: [what for _, group, _, what in t.tasks(key) if group == number]
              for key in ("open", "closed", "overdue")}  # fmt: skip
        assert f"未销号{len(of['open'])}件" in sheet
        assert numbers(r"逾期(\d+)件", sheet) == ((str(len(of["overdue"])),) if of["overdue"] else ())
        assert f"销号{len(of['closed'])}件\n" in sheet + "\n"
        rows = by_heading(sheet, "序号", "任务", "负责人") if of["open"] or of["closed"] else []
        assert sorted(row["任务"] for row in rows) == sorted(of["open"] + of["closed"])
        members = t.column(
            "SELECT DISTINCT s.member FROM memberships s JOIN members m ON m.id = s.member WHERE s.deleted = 0"
            " AND s.work_group = ? AND s.since <= ? AND coalesce(s.until, '9999') > ?", number, t.now, t.now,
        )  # fmt: skip
        there = [n for n in members if n in t.present()]
        assert numbers(r"成员\t\S+（(\d+)人）", sheet) == ((str(len(there)),) if there else ())
        head = numbers(rf"^{names[number]}（(\d+)人\S*?任务(\d+)件）$", "") or re.findall(
            rf"^{names[number]}（(\d+)人\S*?任务(\d+)件）$", table, re.MULTILINE
        )
        assert head == ([(str(len(there)), str(len(rows)))] if rows else [])
    everything = len(t.tasks("open")) + len(t.tasks("closed"))
    assert f"共{everything}件任务：" in table
    idle = [t.names[n] for n in t.present() if n not in t.busy()]
    assert numbers(r"还没有任务的委员(\d+)人：(\S+?)。", table) == ((str(len(idle)), "、".join(idle)) if idle else ())
