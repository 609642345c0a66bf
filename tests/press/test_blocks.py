"""The blocks: what they check, and what they say as plain text."""

from __future__ import annotations

import subprocess
import sys

import pytest

from liaison import press
from liaison.press.blocks import (
    Addressee,
    AttachmentHead,
    AttachmentNote,
    Cell,
    Column,
    Document,
    Heading,
    Note,
    Paragraph,
    Run,
    Signature,
    Spacer,
    Table,
    Title,
    plain,
)
from liaison.press.plaintext import figures_in, plain_text


def test_plain_text() -> None:
    document = Document("x", (
        Title("关于\n工作的汇报"), Addressee("镇党委："), Paragraph((Run("共"), Run("3", figure="a"), Run("次"))),
        AttachmentNote(("甲", "乙")), Signature("联络处", "2026年1月2日"), Note("联系人：张三"), Spacer(),
        AttachmentHead(None, "甲"), Table((Column("姓名"), Column("次数")), (("王芳", Cell("2")),), caption="表"),
    ))
    assert plain_text(document).splitlines() == [
        "关于工作的汇报", "镇党委：", "共3次", "附件：1.甲", "2.乙", "联络处", "2026年1月2日", "（联系人：张三）",
        "附件", "甲", "表", "姓名\t次数", "王芳\t2"]


def test_figures_are_listed_once_in_order() -> None:
    runs = (Run("1", figure="b"), Run("2", figure="a"), Run("1", figure="b"))
    table = Table((Column("甲"),), ((Cell((Run("9", figure="c"),)),),))
    assert figures_in(Document("x", (Paragraph(runs), table))) == ("b", "a", "c")


def test_line_feeds_and_control_marks_never_reach_a_line() -> None:
    assert plain("一\n二\t三\x00\x07四\u3000五") == "一 二 三四\u3000五"


@pytest.mark.parametrize("level", [0, 5])
def test_headings_have_four_levels(level: int) -> None:
    with pytest.raises(ValueError, match="level"):
        Heading(level, "x")


def test_laying_needs_neither_reportlab_nor_docx() -> None:
    code = (
        "import sys; from liaison import press; from liaison.press.blocks import *;"
        "press.lay(Document('x', (Title('甲'), Paragraph('乙'), Table((Column('丙'),), (('丁',),)))));"
        "assert not {'reportlab', 'docx', 'lxml'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_table_without_labels_has_no_heading() -> None:
    table = Table((Column(""), Column("")), (("姓名", "沈佳禾"), ("单位", "镇中心小学")))
    document = Document("x", (table,))
    assert plain_text(document) == "姓名\t沈佳禾\n单位\t镇中心小学"
    page = press.lay(document)[0]
    assert [line.text for line in page.lines] == ["姓名", "沈佳禾", "单位", "镇中心小学"]
    assert press.word_bytes(document, press.bundled_fonts())
