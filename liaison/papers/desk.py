"""A desk that prints: the doors to the papers that an open office offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from liaison.exchange.desk import SheetDesk
from liaison.kit.private import noted
from liaison.kit.query import Query
from liaison.settings import OfficeSettings

if TYPE_CHECKING:
    from liaison.papers.making import Printed
    from liaison.papers.paper import Paper, Request
    from liaison.press import FontSet


class PrintingDesk(SheetDesk):
    """Makes, lays and writes papers; holds their templates and faces. The office fills in its settings and folder."""

    folder: Path

    @property
    def settings(self) -> OfficeSettings:
        """What the director set for this office."""
        raise NotImplementedError

    @property
    def papers(self) -> Mapping[str, Paper]:
        """Every paper the office prints, by name."""
        from liaison.papers import PAPERS

        return PAPERS

    def print_paper(self, name: str, request: Request) -> Printed:
        """A paper laid on pages, to be looked at, printed and kept.

        Raises:
            UserError: something it needs is missing, or there is nothing to print it from.
        """
        from liaison.papers.making import print_paper

        return print_paper(self, self.settings, name, request)

    def print_list(
        self, book: str, query: Query, columns: Sequence[str], *, title: str = "", said: str = "", private: bool = False
    ) -> Printed:
        """A book's records as a plain list: these columns, this filter, this order.

        Args:
            book, query: which records.
            columns: names of columns, left to right.
            title: over the list; the book's own when left out.
            said: what the filter says in words.
            private: private columns were asked for in this very moment.
        """
        from liaison.papers.listing import make_list
        from liaison.papers.making import printed

        document = make_list(self, self.settings, book, query, columns, title=title, said=said, private=private)
        declared = self.books[book]
        labels = [declared.field(name).label for name in columns if private and declared.field(name).private]
        # Of a book apart everything is private, whatever columns stand on the sheet.
        words = "、".join(labels) or (declared.title if declared.apart else "")
        return replace(printed(self, self.settings, (document,)), private=words)

    def write_printed(self, made: Printed, path: Path, form: str, *, each: bool = False) -> list[Path]:
        """Keep a paper as PDF or Word; a batch as one file, or one each; see papers.making. Noted where it is private.

        Raises:
            UserError: it cannot be written there.
        """
        from liaison.papers.making import write_printed

        files = write_printed(made, Path(path), form, each=each)
        self.note_printed(made, "存成 PDF" if form == "pdf" else "存成 Word")
        return files

    def note_printed(self, made: Printed, verb: str = "打印") -> None:
        """Note in 操作记录 that a paper with private columns left the office; any other paper is nobody's secret."""
        if made.private:
            noted(self, f"{verb} {made.title}，含{made.private}")

    def make_paper(
        self, name: str, out: Path, request: Request, *, formats: Sequence[str] = ("pdf", "docx"), each: bool = False
    ) -> list[Path]:
        """Make a paper into a folder, one file a format; gives their paths.

        Raises:
            UserError: no such paper, what it needs was not named, or the folder cannot be written.
        """
        from liaison.papers.making import make_paper, private_columns

        files = make_paper(self, self.settings, name, Path(out), request, formats=formats, each=each)
        if request.phones and (private := private_columns(self, name)):
            noted(self, f"存成文件 {self.papers[name].title}，含{private}")
        return files

    def templates(self) -> Mapping[str, Path]:
        """The papers that have a Word template of the office's own, with its file."""
        from liaison.papers.templates import path_of

        found = {name: path_of(self.folder, name) for name in self.papers}
        return {name: path for name, path in found.items() if path.exists()}

    def choose_template(self, paper: str, source: Path | None) -> None:
        """Use a Word file as a paper's template from now on; None goes back to the built-in form.

        Raises:
            UserError: it is no template that can be used.
        """
        from liaison.papers.templates import choose

        choose(self.folder, paper, source)

    def add_font(self, source: Path) -> None:
        """Copy a font file into the office folder, where papers look for faces first.

        Raises:
            UserError: it cannot be used for papers, or not be copied.
        """
        from liaison.press.fonts import add_font

        add_font(self.folder, Path(source))

    @property
    def fonts(self) -> FontSet:
        """The faces papers are drawn with on this computer, for pages that are laid away from the office."""
        from liaison.papers.making import office_fonts

        return office_fonts(self, self.settings)

    def font_report(self) -> tuple[tuple[str, str, str], ...]:
        """The faces papers are set in on this computer: role, face, and a notice or ""."""
        from liaison.press import font_report

        return font_report(self.fonts)
