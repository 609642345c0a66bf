"""Offices for the rooms' tests, made and closed on the worker, as the program does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget

from liaison.office import Office
from ui.tasks import Tasks

PEOPLE = (
    ("沈佳禾", "镇中心小学", "校长"),
    ("吴志远", "镇文化站", "站长"),
    ("赵立新", "云溪电子", "经理"),
    ("韩堃", "河口村", "村主任"),
    ("陈喆", "镇司法所", "所长"),
    ("何秀英", "集镇社区", "主任"),
    ("王芳", "溪畔茶叶合作社", "理事长"),
    ("王芳", "镇卫生院", "医师"),
    ("刘犇", "犇远农机", "经理"),
    ("周䶮", "个体工商户", ""),
    ("马桂兰", "云溪敬老院", "院长"),
)

# group, leader, members; then what, owner, helpers, due, steps, progress, (closed on, result)
GROUPS = (("民生", 3, (0, 3, 4, 8)), ("文史", 1, (0, 1, 5)), ("招商", 2, (2, 6, 7, 8)))
TASKS = (
    (0, "河口村饮水点复检", 3, (4,), "2026-09-15", 4, ((3, "2026-09-11", "水样已送检"),)),
    (0, "集镇路灯修复", 8, (), "2026-10-08", 3, ((2, "2026-09-16", "灯杆到货"),)),
    (0, "老旧小区排水改造", 4, (3,), "2026-10-20", 4, ((1, "2026-09-08", "已入户登记"),)),
    (0, "校门口早晚拥堵", 0, (7,), "2026-10-31", 3, ()),
    (1, "老街口述史整理", 1, (0,), "2026-09-22", 4, ((3, "2026-09-14", "已录 3 人"),)),
    (1, "云溪渡口老照片征集", 5, (), "2026-10-15", 3, ((2, "2026-09-10", "收到 17 张"),)),
    (1, "古树名木登记", 0, (1,), "2026-11-10", 3, ((1, "2026-08-30", "已查 9 棵"),)),
    (2, "茶叶冷库项目对接", 6, (2,), "2026-09-28", 4, ((2, "2026-09-12", "已看地块"),)),
    (2, "返乡创业座谈筹备", 2, (8,), "2026-10-08", 4, ((4, "2026-09-17", "场地定了"),)),
    (2, "在外客商走访名单", 7, (), "2026-10-30", 2, ((1, "2026-09-05", "已列 12 人"),)),
)
CLOSED = (
    (0, "村口积水排查", 3, "2026-08-10"), (0, "敬老院通道修缮", 4, "2026-09-01"),
    (1, "碑刻拓片整理", 1, "2026-07-20"), (1, "方言录音", 5, "2026-08-20"),
    (2, "茶企用工对接", 2, "2026-07-15"), (2, "农技下乡对接", 8, "2026-09-18"),
)


def add_people(office: Office) -> list[int]:
    """The eleven members; two of them are called 王芳."""
    made = [
        office.add("members", {"name": n, "work_unit": u, "post": p, "joined": "2022-01-01"})
        for n, u, p in PEOPLE
    ]
    return [changes.created["members"][0] for changes in made]


def add_board(office: Office) -> None:
    """Members, work groups and assignments as the design picture shows them on 18 September 2026."""
    members = add_people(office)
    numbers = list(office.names.labels("groups"))
    for number, (_, leader, people) in zip(numbers, GROUPS, strict=True):
        office.edit("groups", number, {"leader": members[leader]})
        for place in people:
            office.add(
                "memberships", {"work_group": number, "member": members[place], "since": "2022-01-01"}
            )
    for group, what, owner, helpers, due, steps, log in TASKS:
        task = add_task(office, numbers[group], what, members[owner], [members[h] for h in helpers], due, steps)
        for done, on, words in log:
            office.board.log(task, words, steps_done=done, on=on)
    for group, what, owner, on in CLOSED:
        task = add_task(office, numbers[group], what, members[owner], [], on, 1)
        office.board.log(task, "办好了", steps_done=1, on=on)
        office.board.close(task, "已办成", on=on)


def add_quarter(office: Office) -> None:
    """A third quarter of 2026 with activities, sign-ins, gifts, honours and suggestions, over `add_board`."""
    add_board(office)
    for kind, title, start, absences in (
        ("集体活动", "防汛安全走访", "2026-07-10 09:00", {3: "公假"}),
        ("集中学习", "集中学习", "2026-08-21 09:00", {5: "病假", 9: "缺席", 11: "公假"}),
        ("集体活动", "敬老院清凉行动", "2026-08-07 09:00", {}),
        ("专题调研", "污水治理调研（第2次）", "2026-09-10 14:30", {4: "事假"}),
    ):
        number = office.add("activities", {"kind": kind, "title": title, "start": start}).created["activities"][0]
        office.signin.record_all(number)
        for member, status in absences.items():
            office.signin.set_status(number, member, status)
    office.add(
        "activities", {"kind": "集体活动", "title": "秋季助学走访", "start": "2026-09-19 09:00", "host": 3}
    )
    for on, amount in (("2026-07-08", "2000.00"), ("2026-08-15", "4000.00"), ("2026-09-10", "7.14")):
        add_gift(office, date=on, donor="云溪电子", member=3, kind="款", amount=amount)
    add_gift(office, date="2026-08-28", donor="王芳（镇卫生院）", kind="物", item="书包", quantity="30", unit="个")
    add_gift(office, date="2026-09-02", donor="茶叶合作社", kind="物", item="棉被", quantity="20", unit="床")
    office.add(
        "honors", {"title": "县优秀政协委员", "level": "县", "issuer": "县政协", "date": "2026-07-01", "member": 1}
    )
    for n, (on, status) in enumerate(
        (("2026-02-10", "采纳"), ("2026-04-12", "采纳"), ("2026-07-12", "办理中"), ("2026-08-12", "采纳"))
    ):
        office.add("suggestions", {"date": on, "text": f"关于集镇停车的建议之{n + 1}", "status": status})


def add_gift(office: Office, **values: object) -> int:
    """An entered gift; its number."""
    number = office.add("donations", {"purpose": "助学", **values}).created["donations"][0]
    office.enter("donations", [number])
    return number


def add_task(
    office: Office, group: int, what: str, owner: int, helpers: list[int], due: str, steps: int = 3
) -> int:
    """An assignment; its number."""
    changes = office.add(
        "assignments",
        {"work_group": group, "what": what, "owner": owner, "helpers": helpers, "due": due, "steps": steps,
         "assigned_on": "2026-07-01"},
    )  # fmt: skip
    return changes.created["assignments"][0]


def on_worker(tasks: Tasks, function: Callable[..., Any], *arguments: Any) -> Any:
    """Run something on the worker and wait for what it gives; its error is raised here."""
    found: list[Any] = []
    errors: list[BaseException] = []
    tasks.ask(function, *arguments, done=found.append, failed=errors.append)
    assert tasks.wait_idle()
    if errors:
        raise errors[0]
    return found[0]


def make_office(folder: Path, fill: Callable[[Office], object] | None = None, today: str = "2026-09-18") -> Office:
    """An office in a folder; to be called on the worker."""
    office = Office.create(folder, name="政协云溪镇联络处", town="云溪镇", director="孙国平", today=lambda: today)
    if fill is not None:
        fill(office)
    return office


def write(widget: QWidget, text: str) -> None:
    """Type as an input method does: characters arrive committed, not as key presses."""
    widget.setFocus()
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)
