"""A paper by its name: made, laid on pages, written as PDF and Word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from liaison.chinese.dates import Period
from liaison.errors import UserError
from liaison.kit.desk import Desk
from liaison.kit.query import Query
from liaison.papers import PAPERS, Request
from liaison.papers import templates as own
from liaison.papers.issue import issued
from liaison.paths import replacing
from liaison.press.blocks import Block, Document, Section
from liaison.settings import OfficeSettings

if TYPE_CHECKING:
    from liaison.press import FontSet, Pages

FORMATS = ("pdf", "docx")
_LONGEST_STEM = 80


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper ready to be looked at, printed and kept.

    Attributes:
        paper: its name in PAPERS, "" for a list.
        title: of the whole.
        documents: one, or one for every record of a batch.
        pages: of all documents together.
        pdf: the same pages as a PDF file.
        fonts: the faces they are drawn with.
        template: the office's own Word template, or None.
        notices: what the user should be told, one plain sentence each.
        period: whose figures it shows; a click on one asks the office for its records.
        private: the private columns that stand on it, in words ("手机、住址"); what goes out with them is noted.
    """

    paper: str
    title: str
    documents: tuple[Document, ...]
    pages: Pages
    pdf: bytes
    fonts: FontSet
    template: Path | None = None
    notices: tuple[str, ...] = ()
    period: Period | None = None
    private: str = ""

    @property
    def stem(self) -> str:
        """The proposed name of its file, without ending."""
        return file_stem(self.title)


def print_paper(desk: Desk, settings: OfficeSettings, name: str, request: Request) -> Printed:
    """Make a paper and lay it on pages.

    Raises:
        UserError: no such paper, something it needs is missing, or there is nothing to print it from.
    """
    paper = PAPERS.get(name)
    if paper is None:
        raise UserError(f"没有叫“{name}”的文稿，可以做的有：{'、'.join(PAPERS)}")
    _check_needs(name, request)
    made = paper.make(desk, settings, request)
    if paper.formal:
        made = tuple(
            issued(document, request.issue, settings, today=desk.today, upward=paper.upward) for document in made
        )
    whole = printed(desk, settings, made, paper=name, title=paper.title if len(made) > 1 else "")
    private = private_columns(desk, name) if request.phones else ""
    return replace(whole, period=None if _frozen(desk, name, request) else request.period, private=private)


def private_columns(desk: Desk, name: str) -> str:
    """What private columns a paper shows when it is asked for them, in words; "" for none."""
    paper = PAPERS[name]
    if not paper.phones:
        return ""
    return "、".join(f.label for f in desk.books[paper.book].columns if f.private) if paper.book else "电话"


def _frozen(desk: Desk, name: str, request: Request) -> bool:
    """Whether the paper is a finished report, whose figures are those of its own day."""
    if name != "quarterly-report" or request.period is None:
        return False
    from liaison.papers.reading import ReportReader
    from liaison.papers.views import DRAFT

    found = request.records[0] if request.records else ReportReader(desk).existing(request.period)
    return found is not None and desk.get("reports", found).get("stage") != DRAFT


def printed(
    desk: Desk, settings: OfficeSettings, documents: Sequence[Document], *, paper: str = "", title: str = ""
) -> Printed:
    """Documents laid on pages, with the office's faces and template."""
    from liaison import press

    fonts = office_fonts(desk, settings)
    names = _names(desk, settings)
    documents = tuple(replace(document, names=(*document.names, *names)) for document in documents)
    whole = joined(documents, title)
    pages = press.lay(whole)
    template, notice = own.usable(desk.database.folder, paper)
    notices = (*fonts.notices, *press.photo_notices(pages), *([notice] if notice else []))
    return Printed(
        paper, whole.title.replace("\n", ""), documents, pages, press.pdf_bytes(pages, fonts), fonts, template,
        notices,
    )


def _names(desk: Desk, settings: OfficeSettings) -> tuple[str, ...]:
    """The office, its town and everybody who ever was a member: no title's line ends inside one of these."""
    members = desk.rows("members", desk.ids("members", Query()))
    found = (settings.name, settings.town, *(str(member.values["name"] or "") for member in members))
    return tuple(dict.fromkeys(name for name in found if len(name) > 1))


def joined(documents: Sequence[Document], title: str = "") -> Document:
    """Several documents as one file, each on pages of its own with numbers of its own.

    Raises:
        UserError: there are none.
    """
    if not documents:
        raise UserError("没有可以打印的记录，请换一个时段，或先选中几条")
    first = documents[0]
    if len(documents) == 1:
        return first
    blocks: list[Block] = list(first.blocks)
    for document in documents[1:]:
        numbering = document.numbering if document.page_numbers else "none"
        blocks.append(Section(document.landscape, document.plain, numbering, restart=True, opens=True))
        blocks += document.blocks
    return replace(first, title=title or first.title, blocks=tuple(blocks))


def write_printed(made: Printed, path: Path, form: str, *, each: bool = False) -> list[Path]:
    """Keep a paper as a file, or a batch as one file for every record beside it.

    Args:
        made: the paper.
        path: the file; of a batch kept one by one, its folder and the beginning of each name.
        form: "pdf" or "docx".
        each: one file for every document.

    Raises:
        UserError: it cannot be written there; what was there before stays whole.
    """
    from liaison import press

    if each and len(made.documents) > 1:
        laid = [
            (path.with_name(f"{path.stem}{number:02d}{_apart(document, made)}{path.suffix}"), press.lay(document))
            for number, document in enumerate(made.documents, start=1)
        ]
    else:
        laid = [(path, made.pages)]
    for target, pages in laid:
        if form == "pdf" and pages is made.pages:  # drawn already
            with replacing(target) as temporary:
                temporary.write_bytes(made.pdf)
        elif form == "pdf":
            press.write_pdf(pages, target, made.fonts)
        else:
            press.write_word(pages, target, made.fonts, template=made.template)
    return [target for target, _pages in laid]


def make_paper(
    desk: Desk, settings: OfficeSettings, name: str, out: Path, request: Request, *,
    formats: Sequence[str] = FORMATS, each: bool = False,
) -> list[Path]:  # fmt: skip
    """Make a paper and write it into a folder, one file a format; gives the files.

    Raises:
        UserError: no such paper or format, something it needs is missing, or the folder cannot be written.
    """
    for form in formats:
        if form not in FORMATS:
            raise UserError(f"不会做“{form}”格式，请写 {'、'.join(FORMATS)}")
    made = print_paper(desk, settings, name, request)
    out = Path(out)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"文件夹“{out.name}”建立不了，请换一个位置", details=str(error)) from error
    files: list[Path] = []
    for form in formats:
        files += write_printed(made, out / f"{made.stem}.{form}", form, each=each)
    return files


def office_fonts(desk: Desk, settings: OfficeSettings) -> FontSet:
    """The faces of this office's papers: those in its own `fonts` folder, the system's, the program's."""
    from liaison import press

    return press.find_fonts(desk.database.folder / "fonts", founder_licensed=settings.founder_licence)


def file_stem(title: str) -> str:
    """A file name that every system takes."""
    return re.sub(r'[\\/:*?"<>|\s]+', "", title)[:_LONGEST_STEM].strip(".") or "文稿"


def _apart(document: Document, made: Printed) -> str:
    """What tells one file of a batch from the others."""
    own_title = file_stem(document.title)
    return "" if own_title == made.stem else f"-{own_title}"


_NEEDS = {
    "period": "要指明时段，如 --period 2026Q3",
    "year": "要指明年度，如 --period 2026",
    "member": "要指明委员，如 --member 王芳",
    "activity or period": "要指明活动，如 --activity 学习政协章程；只写时段时取其中最近的一次",
    "records or period": "要指明记录，如 --record 3，或写时段，如 --period 2026Q3",
}


def _check_needs(name: str, request: Request) -> None:
    paper = PAPERS[name]
    period: Period | None = request.period
    given = {
        "": True,
        "period": period is not None or (bool(paper.book) and bool(request.records)),
        "year": period is not None and period.kind == "year",
        "member": bool(request.member or request.records),
        "activity or period": bool(request.activity or request.records or period),
        "records or period": bool(request.records or period),
    }
    if not given[paper.needs]:
        raise UserError(f"做“{paper.title}”{_NEEDS[paper.needs]}")
