"""An office in whose third quarter things happened, for the tests of the report room."""

from __future__ import annotations

from liaison.office import Office
from tests.ui.offices import add_board

GIFTS = (
    ("2026-07-08", "犇远农机", "500", "助学"), ("2026-07-21", "溪畔茶叶合作社", "1680.32", "助学"),
    ("2026-08-05", "韩堃", "300", "大病帮扶"), ("2026-08-18", "立新建材", "1409.50", "修路修桥"),
    ("2026-08-30", "何秀英", "200", "助学"), ("2026-09-02", "清溪食品厂", "917.32", "敬老"),
    ("2026-09-10", "王芳（卫生院）", "300", "大病帮扶"), ("2026-09-14", "无名氏", "200", "助学"),
    ("2026-09-16", "韩堃", "500", "助学"),
)  # fmt: skip
GOODS = (("书包", "30", "个"), ("食用油", "12", "桶"), ("大米", "20", "袋"), ("水泥", "2", "吨"))
SUGGESTIONS = (
    ("2026-07-12", "集镇早市占道，建议划定临时摊位", "采纳"), ("2026-08-02", "河口村公交末班车延后半小时", "采纳"),
    ("2026-09-03", "云溪河沿岸污水治理", "办理中"), ("2026-05-20", "河口村饮水点水压不足", "办理中"),
)
MEETINGS = (
    ("集中学习", "集中学习（7—8月）", "2026-08-21 9:00"), ("专题调研", "云溪河沿岸污水治理", "2026-07-15 9:00"),
    ("集体活动", "敬老院走访", "2026-07-28 14:00"), ("集体活动", "返乡创业座谈", "2026-08-28 14:00"),
    ("座谈", "茶企用工座谈", "2026-09-08 9:00"),
)


def add_quarter(office: Office) -> None:
    """Members, work groups, five activities with sign-ins, gifts, an honor, suggestions."""
    add_board(office)
    people = list(office.names.labels("members"))
    for kind, title, start in MEETINGS:
        made = office.add("activities", {"kind": kind, "title": title, "start": start, "place": "委员之家"})
        number = made.created["activities"][0]
        office.signin.record_all(number)
        office.signin.set_status(number, people[5], "缺席" if kind == "座谈" else "迟到")
    for date, donor, amount, purpose in GIFTS:
        office.add("donations", {"date": date, "donor": donor, "kind": "款", "amount": amount, "purpose": purpose})
    for item, quantity, unit in GOODS:
        office.add("donations", {"date": "2026-09-12", "donor": "爱心超市", "kind": "物", "item": item,
                                 "quantity": quantity, "unit": unit, "purpose": "助学"})  # fmt: skip
    office.enter("donations", office.ids("donations"))
    for date, text, status in SUGGESTIONS:
        office.add("suggestions", {"date": date, "text": text, "status": status, "raised_by": people[3]})
    office.add("honors", {"holder": "委员", "member": people[0], "title": "优秀教师", "level": "县",
                          "issuer": "县教育局", "date": "2026-09-09"})  # fmt: skip
