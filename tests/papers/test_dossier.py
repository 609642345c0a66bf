"""The member's dossier on paper: every line a record, nothing private unless asked for."""

from __future__ import annotations

import pytest

from liaison.errors import UserError
from liaison.office import Office
from liaison.papers.paper import Request
from liaison.press.plaintext import plain_text
from tests.papers.stage import Q2, Q3, full_quarter


def text_of(office: Office, **asked: object) -> str:
    return plain_text(office.print_paper("dossier", Request(**asked)).documents[0])  # type: ignore[arg-type]


def test_it_holds_every_record_of_the_member(peopled: Office) -> None:
    full_quarter(peopled)
    text = text_of(peopled, member="沈佳禾")
    for part in ("镇中心小学", "学习政协章程", "防汛物资清点", "优秀政协委员", "老街口述史整理", "已销号",
                 "集镇路灯损坏较多"):  # fmt: skip
        assert part in text
    assert "必须参加的活动应到3次，实到3/3次" in text
    assert "负责专班任务2件，已销号1件" in text


def test_same_names_are_told_apart_and_goods_stand_apart(peopled: Office) -> None:
    full_quarter(peopled)
    text = text_of(peopled, member="王芳（镇卫生院）")
    assert "书包30个" in text and "捐物1笔" in text and "捐款" not in text.split("二、")[0]
    assert "公假1次" in text
    with pytest.raises(UserError, match="有 2 位"):
        text_of(peopled, member="王芳")


def test_private_columns_only_when_asked(peopled: Office) -> None:
    peopled.edit("members", 1, {"phone": "13900001111", "address": "云溪镇老街 3 号"})
    assert "13900001111" not in text_of(peopled, records=(1,))
    asked = text_of(peopled, records=(1,), phones=True)
    assert "13900001111" in asked and "老街" in asked


def test_an_empty_record_says_so(peopled: Office) -> None:
    text = text_of(peopled, records=(1,), period=Q2)
    assert "这段时间还没有记录。" in text and "没有签到记录。" in text
    assert Q2.label in text


def test_only_the_period_counts(peopled: Office) -> None:
    full_quarter(peopled)
    assert "河口村饮水点" in text_of(peopled, records=(1,))
    assert "河口村饮水点" not in text_of(peopled, records=(1,), period=Q3)
