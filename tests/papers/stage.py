"""A quarter of 云溪镇 to report about, written through the same doors as a real one."""

from __future__ import annotations

from liaison.chinese.dates import Period
from liaison.office import Office

Q2, Q3, Q4 = (Period.parse(f"2026Q{n}") for n in (2, 3, 4))


def give(office: Office, book: str = "donations", **values: object) -> int:
    """An entered gift or handout."""
    who = {"donor": "周国栋"} if book == "donations" else {"recipient": "河口村"}
    number = office.add(book, {"date": "2026-08-01", "purpose": "助学", **who, **values}).created[book][0]
    office.enter(book, [number])
    return number


def hold(office: Office, title: str, day: str, kind: str = "集体活动", away: dict[int, str] | None = None,
         **values: object) -> int:  # fmt: skip
    """An activity where everybody came but those named."""
    raw = {"title": title, "start": f"{day} 09:00", "kind": kind, **values}
    activity = office.add("activities", raw).created["activities"][0]
    office.signin.record_all(activity)
    for member, status in (away or {}).items():
        office.signin.set_status(activity, member, status)
    return activity


def advise(office: Office, text: str, day: str, status: str = "办理中", **values: object) -> int:
    """A suggestion."""
    raw = {"text": text, "date": day, "status": status, "raised_by": 1, **values}
    return office.add("suggestions", raw).created["suggestions"][0]


def task(office: Office, what: str, due: str, closed: str = "", **values: object) -> int:
    """An assignment of the first work group."""
    raw = {"work_group": 1, "what": what, "owner": 1, "assigned_on": "2026-07-01", "due": due, **values}
    if closed:
        raw |= {"closed_on": closed, "result": "已办成"}
    return office.add("assignments", raw).created["assignments"][0]


def full_quarter(office: Office) -> None:
    """Something in every book; the office has the four members of the fixture."""
    hold(office, "学习政协章程", "2026-08-21", "集中学习", {2: "公假"}, study_tutor="县委党校林老师", study_notes="是",
         study_materials="是", study_plan="是", study_reflections=3)  # fmt: skip
    hold(office, "防汛物资清点", "2026-07-12", host=1)
    hold(office, "秋季助学走访", "2026-09-12", away={3: "缺席"}, host=2)
    give(office, kind="款", amount="6000.00", publish="实名")
    give(office, kind="款", amount="7.14", purpose="重阳慰问", donor="无名氏", publish="匿名")
    give(office, kind="物", item="书包", quantity="30", unit="个", donor="王芳", member=2, publish="实名")
    give(office, "handouts", kind="款", amount="1000.00")
    honor = {"level": "县", "issuer": "县政协", "date": "2026-07-20"}
    office.add("honors", {**honor, "title": "优秀政协委员", "member": 1})
    office.add("honors", {**honor, "title": "先进联络处", "level": "市", "issuer": "市政协"})
    answer = {"reply": "已列入计划", "reply_date": "2026-08-01"}
    advise(office, "集镇路灯损坏较多，建议纳入维修计划。", "2026-07-05", "采纳", **answer)
    advise(office, "修补渡口便道，设限重标志", "2026-09-01", to_whom="镇村建办")
    advise(office, "河口村饮水点水压不足", "2026-05-10", to_whom="镇水利站")
    task(office, "老街口述史整理", "2026-08-30", "2026-08-20")
    task(office, "茶叶冷库项目对接", "2026-09-10")
    task(office, "古树名木登记", "2026-11-20", owner=2, helpers=[3])
