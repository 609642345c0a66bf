"""A large office for the benchmarks: members, activities and up to 100,000 sign-ins."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from liaison.books.signins import STATUSES
from liaison.kit.fields import Values
from liaison.office import Office

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
GIVEN = ["芳", "立新", "秀英", "志远", "佳禾", "桂兰", "国栋", "明远", "秋实", "若兰"]


def make_big_office(folder: Path, signins: int, members: int = 40) -> Office:
    """An office with that many sign-ins; always the same for the same numbers."""
    chance = random.Random(7)
    office = Office.create(folder, name="政协大河镇联络处", town="大河镇", today=lambda: "2026-09-18")
    people: list[Values] = [
        {"name": SURNAMES[n % 20] + GIVEN[(n // 3) % 10], "work_unit": f"第{n}村", "joined": "2000-01-01"}
        for n in range(members)
    ]
    office.add_many("members", people, title="委员")
    count = max(1, signins // members)
    first = date(2026, 9, 1) - timedelta(days=count)
    kinds = ("集中学习", "专题调研", "座谈", "集体活动")
    titles = ("学习条例", "河道污水治理调研", "企业用工座谈", "助学走访", "重阳慰问", "茶叶品牌调研")
    activities: list[Values] = [
        {"kind": kinds[n % 4], "title": f"{titles[n % 6]}第{n}次", "required": 1,
         "start": f"{first + timedelta(days=n)} 09:00", "place": "委员之家"}
        for n in range(count)
    ]
    office.add_many("activities", activities, title="活动")
    rows: list[Values] = []
    for activity in range(1, count + 1):
        for member in range(1, members + 1):
            status = STATUSES[0] if chance.random() < 0.85 else chance.choice(STATUSES)
            reason = "县里开会" if status == "公假" else ("路上堵车" if status == "迟到" else None)
            rows.append({"activity": activity, "member": member, "status": status, "reason": reason})
    office.add_many("signins", rows[:signins], title="签到")
    return office
