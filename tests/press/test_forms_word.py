"""Heads, 版记, people and lines to sign in the Word file: real styles, and, as LibreOffice lays them, our places."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pdfplumber
import pytest

from liaison import press
from liaison.press.blocks import (
    Addressee,
    AttachmentNote,
    Block,
    CutLine,
    Display,
    Document,
    Heading,
    Imprint,
    LetterHead,
    Note,
    PageBreak,
    Paragraph,
    People,
    RedHead,
    Section,
    Signature,
    SignOff,
    Spacer,
    Title,
)
from liaison.press.measures import MM
from tests.press.libreoffice import turned_to_pdf
from tests.press.texts import calibration, corpus

OFFICE = "政协云溪镇委员联络处"
DATE = "2026年9月30日"
IMPRINT = Imprint(("县政协办公室", "镇党委、镇政府", "各村（社区）委员小组", "中心小学", "卫生院"), (), OFFICE, DATE)
PEOPLE = (
    People("出席", (("云溪镇中心小学", ("王堃", "李喆")), ("云溪镇农业农村办公室", ("赵昇",)), ("商会", ("钱镕",)))),
    People("请假", (("", ("孙㛃",)),)),
    People("列席", (("云溪镇水利站", ("吴𬭚",)),)),
)


def _body(size: int, seed: int) -> tuple[Block, ...]:
    texts = tuple(Paragraph(text) for text in corpus(seed, size))
    return (Addressee("中共云溪镇委员会"), Heading(1, "一、主要工作"), *texts, Signature(OFFICE, DATE, seal=True))


def _paper(head: Block, title: str, size: int, *more: Block, seed: int = 3) -> Document:
    return Document("文", (head, Title(title), *_body(size, seed), *more))


DOWN = RedHead("政协云溪镇委员联络处文件", "云协联〔2026〕12号")
UP = RedHead(DOWN.mark, DOWN.number, ("王堃", "欧阳和平", "吴昇"), "000001", "机密★1年", "特急")
LETTER = LetterHead(OFFICE, "云协联函〔2026〕3号")
NOTED = LetterHead("云溪镇联络处", "云协联函〔2026〕3号", "000001", "秘密", "加急")
REPORT = "政协云溪镇委员联络处关于2026年第三季度委员履职情况的报告"
NOTICE = "关于召开2026年第四季度全体委员会议的通知"
MINUTES = RedHead("云溪镇政协工作会议纪要", "第3期", minutes=True)
SLIP = (
    Display("感谢状", 56, red=True), Spacer(2), Paragraph("王堃委员：", indent=0), Paragraph("承蒙捐赠。" * 16),
    Signature(OFFICE, DATE), SignOff(("经手人", "复核", "主任")), CutLine("存根"), Display("登记回执", 30),
    Paragraph("今收到捐赠款物。"), SignOff(("经手人", "捐赠人")),
)  # fmt: skip

THANKS = "承蒙关心云溪镇公益事业，于2026年7月2日至9月18日先后2次捐款人民币贰仟叁佰零玖元伍角整（2,309.50元）。"
LARGE = (
    Display("感 谢 状", 54, red=True), Display(f"吴志远委员：\n　　{THANKS}用于助学、重阳慰问。", 22, "kai", "left"),
    Display(THANKS, 26, "kai", "left", red=True), Signature(OFFICE, DATE),
)  # fmt: skip
TIGHT = "《买买提·艾力》（“试行”）、《章程》的通知"

DOCUMENTS = {
    "large": Document("感谢状", LARGE, landscape=True, page_numbers=False),
    "titles": Document("标题", tuple(
        part for lead in range(14, 28) for part in (Title("国" * lead + TIGHT), Paragraph("正文"))
    )),
    "down": _paper(DOWN, REPORT, 900, Note("联系人：张三"), IMPRINT),
    "up": _paper(UP, REPORT, 1500, IMPRINT, seed=4),
    "short": _paper(RedHead("云溪镇文件"), "关于做好工作的通知", 600, Imprint((), (), OFFICE, DATE), seed=5),
    "letter": _paper(LETTER, NOTICE, 900, Imprint(("县政协办公室",))),
    "noted": _paper(NOTED, NOTICE, 400, seed=6),
    "minutes": Document("纪要", (MINUTES, *(Paragraph(text) for text in corpus(7, 700)), *PEOPLE, IMPRINT)),
    "slip": Document("回执", SLIP, page_numbers=False),
    "batch": Document("多份", (*_paper(LETTER, NOTICE, 900).blocks, Section(restart=True),
                              *_paper(DOWN, REPORT, 500).blocks, PageBreak(), *SLIP)),
    **{
        f"foot{lines}": Document("版记", (DOWN, Paragraph(calibration(lines), indent=0), IMPRINT))
        for lines in range(6, 12)
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory, faces: press.FontSet) -> dict[str, tuple[Path, Path]]:
    """Every document as our PDF and as the PDF that LibreOffice makes of our Word file."""
    folder = tmp_path_factory.mktemp("forms")
    theirs = turned_to_pdf({name: press.word_bytes(made, faces) for name, made in DOCUMENTS.items()}, folder)
    for name, made in DOCUMENTS.items():
        press.write_pdf(made, folder / f"{name}-ours.pdf", faces)
    return {name: (folder / f"{name}-ours.pdf", path) for name, path in theirs.items()}


def _rows(page: pdfplumber.page.Page) -> list[list[dict[str, object]]]:
    """The characters line by line, blanks and page numbers left out."""
    rows: list[list[dict[str, object]]] = []
    letters = [each for each in page.chars if each["text"].strip() and each["matrix"][5] > 842 - 263 * MM]
    for letter in sorted(letters, key=lambda each: -each["matrix"][5]):
        if not rows or abs(rows[-1][0]["matrix"][5] - letter["matrix"][5]) > 3:  # type: ignore[index, operator]
            rows.append([])
        rows[-1].append(letter)
    return rows


def _lines(path: Path) -> list[list[str]]:
    """Each page's lines, their characters in an order of their own: where a line is tight, two may change places."""
    with pdfplumber.open(path) as file:
        return [
            ["".join(sorted(str(each["text"]) for each in row)).strip("\u200b_") for row in _rows(page)]
            for page in file.pages
        ]


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_word_ends_lines_and_pages_where_the_pdf_does(name: str, turned: dict[str, tuple[Path, Path]]) -> None:
    ours, theirs = map(_lines, turned[name])
    assert theirs == ours


def _bars(page: pdfplumber.page.Page, *, red: bool) -> Iterator[tuple[float, float, float, float]]:
    """Drawn rules from the top: upper edge, lower edge, left and right, in millimetres."""
    found = set()
    for drawn in (*page.lines, *page.rects, *page.curves):
        colour = drawn["stroking_color"] if drawn["stroke"] else drawn["non_stroking_color"]
        is_red = tuple(round(float(part), 2) for part in colour or ()) == (1.0, 0.0, 0.0)
        half = drawn["linewidth"] / 2 if drawn["stroke"] and drawn in page.lines else 0.0
        if is_red == red and drawn["width"] > 400:
            found.add((drawn["top"] - half, drawn["bottom"] + half, drawn["x0"], drawn["x1"]))
    return ((top / MM, bottom / MM, left / MM, right / MM) for top, bottom, left, right in sorted(found))


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", ["down", "up", "short", "minutes"])
def test_the_mark_and_the_red_rule(name: str, turned: dict[str, tuple[Path, Path]]) -> None:
    with pdfplumber.open(turned[name][1]) as file:
        page = file.pages[0]
        (rule,) = _bars(page, red=True)
        assert (rule[2], rule[3]) == (pytest.approx(28, abs=0.5), pytest.approx(184, abs=0.5))
        mark = [each for each in page.chars if each["size"] > 30]
        # the face that stands in here holds its ink 0.86 em over the base line at the most
        base = (842 - mark[0]["matrix"][5]) / MM
        assert base - 0.86 * mark[0]["size"] / MM == pytest.approx(37 + 35, abs=1.5)
        middle = (mark[0]["x0"] + mark[-1]["x1"]) / 2
        assert middle / MM == pytest.approx(28 + 78, abs=1.5)
        over = max(842 - row[0]["matrix"][5] for row in _rows(page)  # type: ignore[index, operator]
                   if 842 - row[0]["matrix"][5] < rule[0] * MM)  # type: ignore[index, operator]
        if name in ("down", "up"):
            assert rule[0] - (over + 0.14 * 16) / MM == pytest.approx(4, abs=0.6)


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", ["letter", "noted"])
def test_the_letters_lines(name: str, turned: dict[str, tuple[Path, Path]]) -> None:
    with pdfplumber.open(turned[name][1]) as file:
        head = [each for each in file.pages[0].chars if each["size"] > 30]
        base = (842 - head[0]["matrix"][5]) / MM
        assert base - 0.86 * head[0]["size"] / MM == pytest.approx(30, abs=1.5)
        drawn = list(_bars(file.pages[0], red=True))
        assert drawn[0][0] == pytest.approx(30 + head[0]["size"] / MM + 4, abs=0.8)
        assert drawn[-1][1] == pytest.approx(277, abs=0.3)
        assert {(round(bar[2]), round(bar[3])) for bar in drawn} == {(20, 190)}
        feet = [[each for each in page.chars if each["matrix"][5] < 842 - 263 * MM] for page in file.pages]
        assert not feet[0], "no number on a letter's first page"
        assert all(feet[1:])


@pytest.mark.libreoffice
@pytest.mark.parametrize("name", ["down", "up", "minutes", "foot7", "foot11"])
def test_the_imprint_stands_on_the_type_areas_foot(name: str, turned: dict[str, tuple[Path, Path]]) -> None:
    with pdfplumber.open(turned[name][1]) as file:
        bars = list(_bars(file.pages[-1], red=False))
    assert len(bars) == 3
    assert bars[-1][1] == pytest.approx(262, abs=0.4)
    assert [round(bottom - top, 1) for top, bottom, *_sides in bars] == pytest.approx([0.35, 0.25, 0.35], abs=0.11)
    for bar in bars:
        assert (bar[2], bar[3]) == (pytest.approx(28, abs=0.3), pytest.approx(184, abs=0.3))


def test_every_form_has_a_style_of_its_own(faces: press.FontSet) -> None:
    def styles(name: str) -> dict[str, str]:
        opened = docx.Document(io.BytesIO(press.word_bytes(DOCUMENTS[name], faces)))
        return {paragraph.text: paragraph.style.name for paragraph in opened.paragraphs}

    up = styles("up")
    assert up["政协云溪镇委员联络处文件"] == "发文机关标志"
    assert up["机密★1年"] == "份号密级"
    assert up["\t签发人：王堃\t欧阳和平"] == "签发人"
    assert up["\t云协联〔2026〕12号\t吴昇"] == "签发人"
    assert [style for text, style in up.items() if text.startswith(("抄送：", OFFICE + "\t"))] == ["版记", "版记"]
    assert styles("down")["云协联〔2026〕12号"] == "发文字号"
    minutes = styles("minutes")
    assert [style for text, style in minutes.items() if text.startswith(("出席", "请假", "列席"))] == ["出席人员"] * 3
    slip = styles("slip")
    assert (slip["感谢状"], slip["存根"]) == ("大字", "裁切线")


def test_the_imprint_is_one_frame(faces: press.FontSet) -> None:
    opened = docx.Document(io.BytesIO(press.word_bytes(DOCUMENTS["down"], faces)))
    frames = list(opened.element.body.xpath(".//w:framePr"))
    assert len(frames) == 5, "three rules, who has a copy, who printed it"
    assert len({tuple(sorted(frame.attrib.items())) for frame in frames}) == 1


def test_names_hang_before_they_are_long_enough_to_need_it(faces: press.FontSet) -> None:
    blocks = (Paragraph("正文"), AttachmentNote(("统计表", "名单")), *PEOPLE)
    opened = docx.Document(io.BytesIO(press.word_bytes(Document("x", blocks), faces)))
    indents = {
        paragraph.text: (paragraph.paragraph_format.left_indent.pt, paragraph.paragraph_format.first_line_indent.pt)
        for paragraph in opened.paragraphs if "统计表" in paragraph.text or "请假" in paragraph.text
    }  # fmt: skip
    assert indents == {
        "附件：1.统计表": (pytest.approx(6 * 15.8, abs=0.3), pytest.approx(-4 * 15.8, abs=0.3)),
        "请假：孙㛃": (pytest.approx(5 * 15.8, abs=0.3), pytest.approx(-3 * 15.8, abs=0.3)),
    }
