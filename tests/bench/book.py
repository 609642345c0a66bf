"""A book of 5,000 rows against reportlab's own LongTable of the same rows, and Word's time by the cell.

Both sides get the same texts, sheet and face. The other side is what a programmer writes by the library's manual:
a LongTable with repeated headings whose cells that may wrap are Paragraphs that break Chinese text.
"""

from __future__ import annotations

import gc
import random
from pathlib import Path
from typing import Any

from liaison import press
from liaison.press.blocks import Column, Document, Table
from liaison.press.measures import AREA_HEIGHT, MM, PAGE_HEIGHT, PAGE_WIDTH
from tests.bench.measure import paired, seconds

ROWS = 5000
LABELS = ("编号", "日期", "捐赠人", "金额（元）", "用途", "经手人", "备注")
WRAPPING = (2, 4, 6)
SIZE = 10.5


def run(folder: Path) -> list[str]:
    """The ratio from one run, then Word's time for a cell at three sizes."""
    rows = book_rows(ROWS)
    fonts = press.bundled_fonts()
    document = book(rows)

    def ours() -> None:
        press.write_pdf(document, folder / "ours.pdf", fonts)

    def bare() -> None:
        long_table(folder / "bare.pdf", rows, str(fonts.face("fangsong").path))

    a, b, ratio = paired(ours, bare, runs=3)
    count = len(press.lay(document))
    lines = [
        f"{ROWS} rows, {count} pages laid and written {a:.2f} s, LongTable {b:.2f} s, "
        f"ratio {ratio:.2f} (aim: at most 1)"
    ]
    _word_seconds(book(rows[:10]), fonts)
    cells = [
        (size, _word_seconds(book(rows[:size]), fonts) / (size * len(LABELS)) * 1e6) for size in (1000, 2000, ROWS)
    ]
    told = ", ".join(f"{size} rows {micro:.0f} µs" for size, micro in cells)
    lines.append(f"Word, for every cell: {told}, ratio {cells[-1][1] / cells[0][1]:.2f} (aim: at most 1.25)")
    return lines


def book_rows(count: int, seed: int = 5) -> list[tuple[str, ...]]:
    """Rows as they stand in a donation ledger: numbers, days, names, amounts, and texts from none to long."""
    source = random.Random(seed)
    surnames, names = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "建国明华秀英志强丽娟伟芳军敏静杰涛磊艳霞堃喆"
    uses = ("助学", "助学（石桥镇中心小学困难学生助学金）", "慰问困难群众", "通村道路硬化工程配套资金")
    remarks = ("", "", "", "票据附后", "捐赠人要求不公开姓名", "分两次到账，第二笔由经手人次月补登，收据一并归档")
    rows = []
    for number in range(1, count + 1):
        name = "".join(source.choices(names, k=2))
        rows.append((
            f"2026-{number:04d}", f"2026-{source.randint(1, 12):02d}-{source.randint(1, 28):02d}",
            source.choice(surnames) + name if source.random() < 0.7 else f"石桥镇{name}商贸有限责任公司",
            f"{source.randint(1, 99999):,}.{source.randint(0, 99):02d}",
            source.choice(uses), source.choice(surnames) + source.choice(names),
            source.choice(remarks) + (f"（第{source.randint(1, 4000)}号）" if source.random() < 0.3 else ""),
        ))  # fmt: skip
    return rows


def book(rows: list[tuple[str, ...]]) -> Document:
    """The rows as a landscape table."""
    aligned = {3: "right"}
    columns = tuple(Column(label, align=aligned.get(place, "left")) for place, label in enumerate(LABELS))  # type: ignore[arg-type]
    return Document("台账", (Table(columns, tuple(rows), size=SIZE),), landscape=True)


def long_table(path: Path, rows: list[tuple[str, ...]], face: str) -> None:
    """The same rows by the library's manual."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle

    if "bare-book" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("bare-book", face))
    style = ParagraphStyle("cell", fontName="bare-book", fontSize=SIZE, leading=SIZE * 1.3, wordWrap="CJK")
    data: list[list[Any]] = [list(LABELS)]
    for row in rows:
        data.append([
            Paragraph(text, style) if place in WRAPPING and text else text for place, text in enumerate(row)
        ])  # fmt: skip
    table = LongTable(data, colWidths=[62, 66, 120, 62, 140, 42, 145], repeatRows=1)
    table.setStyle(TableStyle([
        ("FONT", (0, 0), (-1, -1), "bare-book", SIZE), ("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("ALIGN", (3, 1), (3, -1), "RIGHT"),
        ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ]))  # fmt: skip
    margins = {"leftMargin": 35 * MM, "topMargin": 28 * MM, "bottomMargin": 26 * MM}
    right = PAGE_HEIGHT - 35 * MM - AREA_HEIGHT
    SimpleDocTemplate(str(path), pagesize=(PAGE_HEIGHT, PAGE_WIDTH), rightMargin=right, pageCompression=1,
                      initialFontName="bare-book", **margins).build([table])


def _word_seconds(document: Document, fonts: press.FontSet) -> float:
    """The least time to write the Word file of pages that are laid: what the machine does beside only adds to it."""
    pages = press.lay(document)
    gc.collect()
    return min(seconds(lambda: press.word_bytes(pages, fonts)) for _ in range(3))
