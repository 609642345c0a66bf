"""任务交办单: one page for an assignment, signed by both, with its stub."""

from __future__ import annotations

import pytest

from liaison.chinese.dates import Period
from liaison.errors import UserError
from liaison.office import Office
from liaison.papers.assignment_slip import LONGEST, make
from liaison.papers.paper import Request
from liaison.press.blocks import CutLine, SignOff
from liaison.press.plaintext import plain_text
from tests.papers.stage import Q3, task


def test_a_slip_says_what_who_and_until_when(peopled: Office) -> None:
    task(peopled, "河口村饮水点复检", "2026-10-15", owner=2, helpers=[1, 3], steps=4, priority="急",
         notes="先取水样\n再送检")  # fmt: skip
    for number, what in enumerate(("已联系", "已取样", "已送检", "已出结果"), start=1):
        peopled.board.log(1, what, steps_done=number - 1, on=f"2026-09-0{number}")
    (document,) = make(peopled, peopled.settings, Request(records=(1,)))
    text = plain_text(document)
    for part in (
        "民生热点难点问题调查处理", "轻重\t急", "河口村饮水点复检", "王芳（镇卫生院）",
        "沈佳禾、王芳（溪畔茶叶合作社）",
        "2026年7月1日", "2026年10月15日", "分4步办，已办3步　■■■□", "先取水样；再送检。",
        "……2026年9月2日已取样；2026年9月3日已送检；2026年9月4日已出结果。", "政协云溪镇联络处",
    ):  # fmt: skip
        assert part in text, part
    assert sum(isinstance(block, CutLine) for block in document.blocks) == 1
    signed = [block.labels for block in document.blocks if isinstance(block, SignOff)]
    assert signed == [("交办人", "承办人", "日期")] * 2
    assert text.count("河口村饮水点复检") == 2, "on the slip and on its stub"


def test_a_batch_is_every_open_one_of_the_period(peopled: Office) -> None:
    task(peopled, "甲事", "2026-09-30")
    task(peopled, "乙事", "2026-09-20", "2026-09-10")
    task(peopled, "丙事", "2026-12-20")
    task(peopled, "丁事", "2026-12-20", assigned_on="2026-04-01")
    found = make(peopled, peopled.settings, Request(Q3))
    assert [document.title for document in found] == ["任务交办单 甲事 沈佳禾", "任务交办单 丙事 沈佳禾"]
    chosen = make(peopled, peopled.settings, Request(records=(2,)))
    assert "2026年9月10日" in plain_text(chosen[0]) and "已办成" in plain_text(chosen[0])
    with pytest.raises(UserError, match="没有可以打印的任务"):
        make(peopled, peopled.settings, Request(Period.parse("2020")))
    with pytest.raises(UserError, match="没有可以打印的任务"):
        make(peopled, peopled.settings, Request(records=(99,)))


def test_long_requirements_stand_whole_on_the_next_sheet(peopled: Office) -> None:
    task(peopled, "甲事", "2026-09-30", notes="求" * 3000)
    task(peopled, "乙事", "2026-09-30", notes="求" * LONGEST)
    long, short = (plain_text(made) for made in make(peopled, peopled.settings, Request(records=(1, 2))))
    assert "见下页“办理要求”" in long and long.count("求") == 3003
    assert "见下页" not in short and short.count("求") == LONGEST + 1


def test_a_slip_stays_one_page_with_the_longest_words(office: Office) -> None:
    for number in range(3):
        name = f"{number}阿卜杜热依木·买买提艾力{'长' * 27}"
        office.add("members", {"name": name, "work_unit": "单位" * 30, "joined": "2022-01-01"})
    task(office, "任务" * 40, "2026-09-30", helpers=[2, 3], notes="求" * LONGEST, steps=12)
    for day in ("01", "02", "03"):
        office.board.log(1, "进" * 200, steps_done=1, on=f"2026-09-{day}")
    made = office.print_paper("assignment-slip", Request(records=(1,)))
    assert len(made.pages) == 2, "the slip, and the log that is too long for it"
    assert made.pages[0].text.count("承办人：") == 2
    assert "".join(made.pages[1].text.split()).count("进") == 601
    office.remove("progress", [1, 2, 3])
    assert len(office.print_paper("assignment-slip", Request(records=(1,))).pages) == 1
