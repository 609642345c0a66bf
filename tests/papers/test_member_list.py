"""委员名册 and 委员联系方式: the members in office on the day, in their own order, phones only when asked for."""

from __future__ import annotations

import pytest

from liaison.office import Office
from liaison.papers.contact_list import make as contacts
from liaison.papers.member_list import make as members
from liaison.papers.paper import Request
from liaison.press.blocks import Document, Table, cell_of, plain
from liaison.press.plaintext import plain_text


def rows(document: Document) -> list[list[str]]:
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    return [[plain(cell_of(cell).text) for cell in row] for row in table.rows]  # type: ignore[union-attr]


@pytest.mark.parametrize("make", [members, contacts])
def test_those_in_office_in_their_own_order(peopled: Office, make) -> None:  # type: ignore[no-untyped-def]
    peopled.add("members", {"name": "阿依", "work_unit": "民族小学", "joined": "2022-01-01"})
    peopled.add("members", {"name": "明日来", "work_unit": "县医院", "joined": "2026-09-19"})
    found = rows(make(peopled, peopled.settings, Request()))
    assert [row[1] for row in found] == ["沈佳禾", "王芳", "王芳", "阿依"]
    assert [row[0] for row in found] == ["1", "2", "3", "4"]
    assert [unit for row in found for unit in row if unit in ("镇卫生院", "溪畔茶叶合作社")] == [
        "镇卫生院", "溪畔茶叶合作社",
    ]  # fmt: skip


def test_the_list_tells_sexes_and_sectors_and_leaves_out_what_nobody_has(peopled: Office) -> None:
    peopled.edit("members", 1, {"sex": "女", "sector": "教育", "birth": "1962-03-08"})
    peopled.edit("members", 2, {"sex": "女"})
    peopled.edit("members", 3, {"sex": "男"})
    document = members(peopled, peopled.settings, Request())
    text = plain_text(document)
    assert "在任委员3人；女2人、男1人；界别：教育1人。" in text
    assert "序号\t姓名\t性别\t出生年月\t界别\t工作单位\t职务\t加入日期" in text
    assert "1962年3月" in text and "3月8日" not in text and "2024年3月1日" in text


def test_phones_only_when_asked_for(peopled: Office) -> None:
    peopled.edit("members", 1, {"phone": "13900001111", "id_number": "11010519491231002X", "address": "老街3号"})
    for make in (members, contacts):
        text = plain_text(make(peopled, peopled.settings, Request()))
        assert "1390" not in text and "手机" not in text and "老街" not in text and "1949" not in text
    asked = plain_text(contacts(peopled, peopled.settings, Request(phones=True)))
    assert "13900001111" in asked and "请妥善保管" in asked
    assert "老街" not in asked and "11010519491231002X" not in asked
    assert "13900001111" not in plain_text(members(peopled, peopled.settings, Request(phones=True)))


def test_an_office_without_members_says_so(office: Office) -> None:
    for make in (members, contacts):
        assert "现在没有在任的委员。" in plain_text(make(office, office.settings, Request()))
