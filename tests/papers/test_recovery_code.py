"""The recovery code's sheet: one page, the code whole and large, in no list of papers, kept nowhere."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest

from liaison.office import Office
from liaison.papers import PAPERS
from liaison.papers.recovery_code import CODE_SIZE, make
from liaison.safety.protection import check_recovery_code, new_recovery_code
from liaison.settings import OfficeSettings
from tests.papers.laid import lay_whole


def test_the_page_carries_the_code_as_it_is_typed_back(office: Office) -> None:
    code = new_recovery_code()
    printed = office.protection.print_code(code)
    with pdfplumber.open(BytesIO(printed.pdf)) as opened:
        (page,) = opened.pages
        large = [c["text"] for c in page.chars if c["size"] == pytest.approx(CODE_SIZE) and c["text"] in code]
        text = (page.extract_text() or "").replace("\n", "")
    assert "".join(large) == code.replace("-", "")
    assert check_recovery_code("".join(large)) == ""
    for words in ("政协云溪镇联络处", "2026年9月18日", "第 5 组", "保管人", "存放处", "不要和电脑、U盘放在一起"):
        assert words in text
    assert printed.paper == "" and "恢复码" in printed.stem


def test_the_code_of_a_handing_over_says_what_it_is_for(office: Office) -> None:
    code = new_recovery_code()
    printed = office.protection.print_code(code, handing_over=True)
    with pdfplumber.open(BytesIO(printed.pdf)) as opened:
        (page,) = opened.pages
        text = (page.extract_text() or "").replace("\n", "")
    for words in ("移交码", "打开移交文件", "分开带", "移交人", "接手人"):
        assert words in text
    assert "恢复码" not in text


@pytest.mark.parametrize("name", ["政协" + "云溪镇" * 12 + "处", "X" * 40, "<b>政协</b>&"])
def test_any_offices_name_leaves_it_on_one_page(name: str) -> None:
    settings = OfficeSettings(name=name, town="云溪镇")
    for handing_over in (False, True):
        sheet = make(settings, "2026-09-18", new_recovery_code(), handing_over=handing_over)
        assert len(lay_whole(sheet)) == 1


def test_it_is_in_no_list_and_leaves_nothing_behind(office: Office) -> None:
    before = {path: path.read_bytes() for path in Path(office.folder).rglob("*") if path.is_file()}
    code = new_recovery_code()
    office.protection.print_code(code)
    assert not any("recovery" in name for name in PAPERS)
    assert {path: path.read_bytes() for path in Path(office.folder).rglob("*") if path.is_file()} == before
    assert not any(code in title for (title,) in office.database.rows("SELECT title FROM actions"))
