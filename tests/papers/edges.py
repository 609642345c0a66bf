"""A small office of 云溪镇 in which everything happens that makes two papers differ."""

from __future__ import annotations

from pathlib import Path

from liaison.kit.query import Query
from liaison.office import Office

TODAY = "2026-09-18"
PHONE, ID_NUMBER, ADDRESS = "13912345678", "110101199003070038", "云溪镇河口村三组十九号"
SILENT, VEILED = "不愿具名的谷雨生", "不愿署名的白露"
"""Donors who did not agree to be named: one to nothing at all, one to a line without the name."""


def edge_office(folder: Path) -> Office:
    """The office with all its records; today is 18 September 2026."""
    office = Office.create(
        folder, name="政协云溪镇联络处", town="云溪镇", director="孙国平", today=lambda: TODAY
    )
    _people(office)
    _activities(office)
    _gifts(office)
    _handouts(office)
    _work(office)
    # What the register learnt late: two had left before a day on which somebody signed for them.
    office.edit("members", 4, {"left_on": "2026-08-15"})
    office.edit("members", 6, {"left_on": "2026-06-10"})
    return office


def _add(office: Office, book: str, **values: object) -> int:
    return office.add(book, values).created[book][0]


def _people(office: Office) -> None:
    """Two of one name; one joins within the quarter, one leaves within it, one is gone before it."""
    for name, unit, joined in (
        ("沈佳禾", "镇中心小学", "2022-01-01"), ("王芳", "镇卫生院", "2022-01-01"),
        ("王芳", "溪畔茶叶合作社", "2024-03-01"), ("韩堃", "河口村", "2022-01-01"),
        ("周䶮", "镇农技站", "2026-08-01"), ("刘犇", "犇远农机", "2022-01-01"),
    ):  # fmt: skip
        private = {"phone": PHONE, "id_number": ID_NUMBER, "address": ADDRESS}
        _add(office, "members", name=name, work_unit=unit, joined=joined, sex="女", **private)


def _hold(office: Office, title: str, start: str, kind: str, away: dict[int, str], **values: object) -> int:
    """An activity where everybody came who was called, but those named."""
    number = _add(office, "activities", title=title, start=start, kind=kind, **values)
    office.signin.record_all(number)
    for member, status in away.items():
        office.signin.set_status(number, member, status)
    return number


def _activities(office: Office) -> None:
    _hold(office, "春季植树", "2026-03-31 09:00", "集体活动", {2: "缺席"}, host=1)
    _hold(office, "二季度议事", "2026-06-15 09:00", "协商议事", {1: "公假", 6: "出席"})
    _hold(office, "防汛物资清点", "2026-07-01", "集体活动", {2: "公假", 3: "迟到"}, host=3)
    _hold(office, "入户义诊", "2026-08-08 14:00", "义诊", {2: "缺席", 4: "早退"}, required="自愿")
    _hold(office, "八月例会", "2026-08-15 09:00", "会议", {3: "病假", 5: "事假"})
    study = _hold(office, "学习协商规则", "2026-08-21 09:00", "集中学习", {1: "公假", 5: "缺席"}, study_tutor="林老师",
                  study_notes="是", study_materials="是", study_plan="是", study_reflections=2)  # fmt: skip
    for guest, unit in (("杜青山", "镇人大"), ("郭宏", "县委党校")):
        office.signin.add_guest(study, guest, unit)
    absent = office.database.value("SELECT max(id) FROM signins WHERE member IS NULL")
    office.edit("signins", absent, {"status": "缺席"})  # announced, and did not come
    # One record was taken back: that member was required and nothing is known.
    row = office.database.value("SELECT id FROM signins WHERE activity = ? AND member = 3", (study,))
    office.remove("signins", [row])
    _hold(office, "自学交流", "2026-09-01 09:00", "集中学习", {3: "事假"}, required="自愿")
    called = _hold(office, "校园食堂座谈", "2026-09-12 09:00", "座谈", {2: "早退", 5: "缺席"}, called=[1, 2, 5])
    office.signin.set_status(called, 3, "出席")  # came without being called
    _hold(office, "全体外出开会", "2026-09-18 09:00", "会议", {1: "公假", 2: "公假", 3: "公假", 5: "公假"})
    _add(office, "activities", title="还没记签到的视察", start="2026-09-05", kind="视察")
    only_guests = _add(office, "activities", title="只有来宾的走访", start="2026-09-06", kind="集体活动")
    office.signin.add_guest(only_guests, "林素梅", "县政协")
    coming = _add(office, "activities", title="秋季助学", start="2026-09-25 09:00", kind="集体活动", host=5)
    office.signin.set_status(coming, 2, "公假")  # asked for leave beforehand; the others are noted as coming


_AS_IT_IS: dict[str, object] = {}


def _give(
    office: Office, book: str = "donations", *, enter: bool = True, void: bool = False,
    right: dict[str, object] | None = _AS_IT_IS, **values: object,
) -> int:
    """Give, and void or correct it: `right` is what was found out later, None that it should not stand at all."""
    who = {"recipient": "河口村困难学生"} if book == "handouts" else {"donor": "周国栋"}
    number = _add(office, book, **{"date": "2026-08-01", "purpose": "助学", **who, **values})
    if enter:
        office.enter(book, [number])
    if void:
        office.reverse(book, number, "金额写错")
    if right is not _AS_IT_IS:
        office.correct(book, number, right, "上年记错")
    return number


def _gifts(office: Office) -> None:
    """Voids in the same quarter, of another quarter; corrections of another year; drafts; goods in several units."""
    member = {"donor": "沈佳禾", "member": 1, "donor_kind": "委员"}
    two, three = (
        {"donor": "王芳", "member": number, "donor_kind": "委员"} for number in (2, 3)
    )
    _give(office, date="2025-11-11", kind="款", amount="300.00", publish="实名")
    _give(office, date="2025-12-12", kind="款", amount="77.07", right=None)
    _give(office, date="2025-12-13", kind="物", item="食用油", quantity="6", unit="桶", right=None)
    _give(office, date="2025-12-14", kind="款", amount="1000.10", publish="实名", right={"amount": "1234.56"}, **member)
    _give(office, date="2025-12-15", kind="款", amount="12.00", purpose="抗灾救灾", right={"purpose": "重阳慰问"})
    _give(office, date="2025-12-16", kind="物", item="雨鞋", quantity="8", unit="双", estimate="240",
          right={"quantity": "9", "estimate": "200"})  # fmt: skip
    again = _give(office, date="2025-12-17", kind="款", amount="31.00", right={"amount": "30.00"})
    office.reverse("donations", office.ids("donations", Query(equals={"corrects": again}))[0], "没有记错")
    _give(office, date="2026-01-10", kind="款", amount="5000.01", publish="实名", **member)
    _give(office, date="2026-05-02", kind="款", amount="888.88", void=True, **member)
    _give(office, date="2026-05-03", kind="物", item="大米", quantity="12.5", unit="袋", estimate="600", publish="实名")
    _give(office, date="2026-07-01", kind="款", amount="1409.50", publish="实名", purpose="大病帮扶", **two)
    _give(office, date="2026-07-02", kind="款", amount="1000.00", publish="实名", void=True, **two)
    _give(office, date="2026-07-03", kind="款", amount="0.05", publish="不公示", donor=SILENT)
    _give(office, date="2026-07-03", kind="款", amount="20.00", publish="匿名", donor=VEILED, purpose="重阳慰问")
    _give(office, date="2026-07-04", kind="款", amount="60.00", publish="不公示", **three)
    _give(office, date="2026-07-05", kind="款", amount="40.00", publish="实名", **three)
    _give(office, date="2026-07-06", kind="物", item="大米", quantity="0.255", unit="千克", publish="实名", **three)
    _give(office, date="2026-07-07", kind="物", item="大米", quantity="7.5", unit="袋", estimate="360.5",
          publish="匿名")  # fmt: skip
    _give(office, date="2026-07-08", kind="物", item="棉被", quantity="4", unit="床", donor=SILENT, purpose="抗灾救灾")
    _give(office, date="2026-07-09", kind="物", item="书包", quantity="30", unit="个", void=True)
    # Figures in name and unit must not run into the quantity, nor the slash into the key.
    cement = {"item": "水泥42.5", "quantity": "2", "unit": "25公斤/袋"}
    _give(office, date="2026-08-10", kind="物", publish="实名", **cement, **three)
    former = {"donor": "刘犇", "member": 6, "donor_kind": "委员"}
    _give(office, date="2026-09-18", kind="款", amount="10.00", publish="实名", **former)
    _give(office, date="2026-08-08", kind="款", amount="9999.00", enter=False)


def _handouts(office: Office) -> None:
    _give(office, "handouts", date="2025-12-20", kind="款", amount="7.00", right={"amount": "6.50"})
    _give(office, "handouts", date="2026-02-02", kind="款", amount="1000.01")
    _give(office, "handouts", date="2026-08-02", kind="款", amount="1400.50", purpose="大病帮扶")
    _give(office, "handouts", date="2026-08-03", kind="款", amount="5.00", void=True)
    _give(office, "handouts", date="2026-08-04", kind="物", item="大米", quantity="18.25", unit="袋")
    _give(office, "handouts", date="2026-08-05", kind="物", item="大米", quantity="0.255", unit="千克", enter=False)


def _work(office: Office) -> None:
    """Honours, advice and assignments at the edges of the quarter."""
    honor = {"issuer": "县政协", "level": "县"}
    _add(office, "honors", title="优秀委员", date="2026-07-01", member=1, **honor)
    _add(office, "honors", title="先进联络处", date="2026-09-18", level="市", issuer="市政协", holder="联络处",
         member=2)  # fmt: skip
    _add(office, "honors", title="优秀社员", date="2026-06-30", member=2, level="其他", issuer="学会")
    _add(office, "honors", title="文史先进", date="2026-08-30", member=6, **honor)
    advise = {"text": "集镇路灯损坏较多。", "raised_by": 1}
    _add(office, "suggestions", **advise, date="2026-06-30", status="办理中")
    _add(office, "suggestions", text="渡口便道修补", raised_by=2, date="2026-06-01", status="采纳", reply="已列入计划",
         reply_date="2026-07-15")  # fmt: skip
    _add(office, "suggestions", text="护学岗", raised_by=3, date="2026-07-01", status="部分采纳", reply="先设一处",
         reply_date="2026-08-01")  # fmt: skip
    _add(office, "suggestions", text="饮水点水压", date="2026-09-18", status="办理中")
    first, second = list(office.names.labels("groups"))[:2]
    for member, group in ((1, first), (4, first), (6, first), (2, second), (5, second)):
        since = "2022-01-01" if member != 5 else "2026-08-01"
        _add(office, "memberships", work_group=group, member=member, since=since)
    given = {"assigned_on": "2026-04-01"}
    _add(office, "assignments", work_group=first, what="二季度办结", owner=1, due="2026-06-30", closed_on="2026-06-30",
         result="成了", **given)  # fmt: skip
    _add(office, "assignments", work_group=first, what="三季度办结", owner=1, due="2026-07-30", closed_on="2026-07-01",
         result="成了", helpers=[2], **given)  # fmt: skip
    late = _add(office, "assignments", work_group=first, what="逾期的路灯", owner=4, due="2026-09-17", steps=5, **given)
    _add(office, "assignments", work_group=first, what="离任者的任务", owner=6, due="2026-12-31", **given)
    _add(office, "assignments", work_group=second, what="今天到期", owner=2, due="2026-09-18", helpers=[5], **given)
    _add(office, "assignments", work_group=second, what="四季度到期", owner=2, due="2026-10-01", assigned_on=TODAY)
    done = {"assignment": late, "date": "2026-08-30"}
    _add(office, "progress", what="灯杆到货", steps_done=5, **done)
    office.edit("assignments", late, {"steps": "3"})  # fewer than are done
