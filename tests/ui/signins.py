"""An office with the study meeting of the design picture, for the tests of sign-in and kiosk."""

from __future__ import annotations

import math

from liaison.office import Office

# name, unit, post, status, time, reason
PEOPLE = (
    ("沈佳禾", "镇中心小学", "教师", "出席", "8:51", ""),
    ("王芳", "镇卫生院", "副院长", "出席", "8:52", ""),
    ("王芳", "溪畔茶叶合作社", "理事长", "出席", "", ""),
    ("刘犇", "犇远农机", "经理", "迟到", "9:20", "车坏在路上"),
    ("陈喆", "镇司法所", "副所长", "出席", "8:54", ""),
    ("赵立新", "立新建材", "总经理", "公假", "", "县里开会"),
    ("韩堃", "河口村", "党支部书记", "出席", "8:55", ""),
    ("周䶮", "镇农技站", "农艺师", "出席", "8:57", ""),
    ("马桂兰", "清溪食品厂", "厂长", "病假", "", "有请假条"),
    ("吴志远", "退休教师", "", "缺席", "", "未说明"),
    ("何秀英", "爱心超市", "负责人", "出席", "8:58", ""),
)
GUESTS = (("周建民", "镇党委副书记"), ("林素梅", "县政协委工委"), ("郭宏", "辅导教师"))


def scribble(seed: int) -> list[list[list[float]]]:
    """A signature that is nobody's: a few bent strokes."""
    lines = []
    for stroke in range(5):
        bend, turn = math.sin(seed * 7 + stroke * 3), math.cos(seed * 5 + stroke * 2)
        left, top = 0.2 + 0.12 * stroke, 0.35 + 0.06 * turn
        lines.append([
            [round(left + 0.2 * t * abs(bend) + 0.03 * math.sin(6 * t + seed), 4),
             round(top + 0.3 * t * turn + 0.05 * math.sin(4 * t + stroke), 4)]
            for t in (n / 24 for n in range(25))
        ])  # fmt: skip
    return lines


def add_members(office: Office) -> list[int]:
    """The eleven members, two of one name."""
    return [
        office.add("members", {"name": n, "work_unit": u, "post": p, "joined": "2022-01-01"}).created["members"][0]
        for n, u, p, *_ in PEOPLE
    ]


def add_study(office: Office, start: str = "2026-08-21 9:00", finish: str = "2026-08-21 11:30") -> int:
    """A study meeting nobody has signed in to yet; its number."""
    return office.add(
        "activities",
        {"kind": "集中学习", "title": "集中学习（7—8月）", "start": start, "finish": finish, "place": "委员之家",
         "host": office.names.find("members", "何秀英"), "study_plan": 1, "study_materials": 1, "study_notes": 1,
         "study_tutor": "郭宏", "study_reflections": 6},
    ).created["activities"][0]  # fmt: skip


def add_empty_meeting(office: Office) -> None:
    """Members and a meeting without a record: activity 1."""
    add_members(office)
    add_study(office)


def add_recorded_meeting(office: Office) -> None:
    """The meeting as the picture shows it: activity 1."""
    members = add_members(office)
    activity = add_study(office)
    for place, (number, person) in enumerate(zip(members, PEOPLE, strict=True)):
        *_, status, time, reason = person
        office.signin.set_status(activity, number, status, time=time, reason=reason)
        if time and status == "出席":
            office.signin.sign(activity, number, scribble(place), time)
    for name, unit in GUESTS:
        office.signin.add_guest(activity, name, unit)


def add_half_signed_meeting(office: Office) -> None:
    """In the middle of 现场签到: six have signed, two are on leave, three are missing: activity 1."""
    members = add_members(office)
    activity = add_study(office)
    by_name = dict(enumerate(members))
    for place, (_, _, _, status, time, _) in enumerate(PEOPLE):
        if status == "出席" and time:
            office.signin.sign(activity, by_name[place], scribble(place), time)
    for place in (5, 8):
        office.signin.set_status(activity, by_name[place], PEOPLE[place][3], reason=PEOPLE[place][5])


def add_crowd(office: Office) -> None:
    """Thirty members, some with long names, and a meeting: activity 1."""
    for place in range(30):
        name = "赵钱孙李周吴郑王冯陈"[place % 10] + "建国志远桂兰秀英"[place % 8]
        name = "阿不都热合曼·买买提" if place % 9 == 4 else name
        unit = f"云溪镇{place + 1}号单位" + ("的一个名字特别长的下属服务中心" if place % 7 == 3 else "")
        office.add("members", {"name": name, "work_unit": unit, "post": "负责人", "joined": "2022-01-01"})
    office.add("activities", {"kind": "会议", "title": "全体会议", "start": "2026-09-18 9:00", "place": "镇政府二楼"})
