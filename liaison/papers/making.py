"""A paper by its name, written as PDF and Word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from liaison.chinese.dates import Period
from liaison.errors import UserError
from liaison.kit.desk import Desk
from liaison.papers import PAPERS, Request
from liaison.press.blocks import Document
from liaison.settings import OfficeSettings

if TYPE_CHECKING:
    from liaison.press import FontSet

FORMATS = ("pdf", "docx")


def make_paper(
    desk: Desk, settings: OfficeSettings, name: str, out: Path, *, period: str = "", member: str = "",
    activity: str = "", formats: Sequence[str] = FORMATS,
) -> list[Path]:  # fmt: skip
    """Make a paper and write it into a folder, one file a format; gives the files.

    Args:
        desk, settings: the open office.
        name: of the paper, as PAPERS knows it.
        out: the folder; it is made where it is missing.
        period, member, activity: as typed; a paper asks for what it needs.

    Raises:
        UserError: no such paper or format, something it needs is missing, or the folder cannot be written.
    """
    paper = PAPERS.get(name)
    if paper is None:
        raise UserError(f"没有叫“{name}”的文稿，可以做的有：{'、'.join(PAPERS)}")
    for form in formats:
        if form not in FORMATS:
            raise UserError(f"不会做“{form}”格式，请写 {'、'.join(FORMATS)}")
    request = Request(Period.parse(period) if period else None, member, activity)
    for need, sentence in _NEEDS.items():
        if need in paper.needs and not any(getattr(request, name) for name in need.split(" or ")):
            raise UserError(f"做“{paper.title}”{sentence}")
    document = paper.make(desk, settings, request)
    try:
        Path(out).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"文件夹“{Path(out).name}”建立不了，请换一个位置", details=str(error)) from error
    return write_paper(document, Path(out), document.title, formats, office_fonts(desk, settings))


_NEEDS = {
    "period": "要指明时段，如 --period 2026Q3",
    "member": "要指明委员，如 --member 王芳",
    "activity or period": "要指明活动，如 --activity 学习政协章程；只写时段时取其中最近的一次",
}


def office_fonts(desk: Desk, settings: OfficeSettings) -> FontSet:
    """The faces of this office's papers: those in its own `fonts` folder, the system's, the program's."""
    from liaison import press

    return press.find_fonts(desk.database.folder / "fonts", founder_licensed=settings.founder_licence)


def write_paper(
    document: Document, folder: Path, stem: str, formats: Sequence[str], fonts: FontSet
) -> list[Path]:
    """Write a document into a folder under a name that every system takes."""
    from liaison import press

    stem = re.sub(r'[\\/:*?"<>|\s]+', "", stem)[:80] or "文稿"
    pages = press.lay(document)
    made = []
    for form in formats:
        path = folder / f"{stem}.{form}"
        (press.write_pdf if form == "pdf" else press.write_word)(pages, path, fonts)
        made.append(path)
    return made
