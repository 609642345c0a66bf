"""A desk that takes sheets in and gives them out: importing, exporting, and blocks of cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from liaison.changes import Changes
from liaison.kit.desk import Desk
from liaison.kit.query import Query

if TYPE_CHECKING:
    from liaison.exchange.importing import ImportPlan
    from liaison.exchange.sheets import Sheet
    from liaison.kit.pasting import BlockPlan


class SheetDesk(Desk):
    """Reads and writes spreadsheets and the clipboard's blocks."""

    def read_for(self, book: str, path: Path) -> tuple[Sheet, int]:
        """The sheet of a file that fits a book, and its header row's position; reads no record.

        Raises:
            UserError: no sheet, no header, another book's sheet, or columns are missing.
        """
        from liaison.exchange import importing, sheets

        return importing.choose_sheet(self, book, sheets.read_sheets(Path(path)))

    @staticmethod
    def read_sheets(path: Path) -> tuple[Sheet, ...]:
        """Every sheet of a file that has anything in it, for choosing one by hand.

        Raises:
            UserError: the file is missing, empty, damaged, open elsewhere or no sheet.
        """
        from liaison.exchange import sheets

        return sheets.read_sheets(Path(path))

    def choose_sheet(self, book: str, found: Sequence[Sheet]) -> tuple[Sheet, int]:
        """The sheet among those read that fits a book, and its header row's position; as `read_for`."""
        from liaison.exchange import importing

        return importing.choose_sheet(self, book, found)

    def guess_mapping(self, book: str, header: Sequence[object]) -> dict[str, int]:
        """Which column of a header row is which column of the book."""
        from liaison.exchange import importing

        return importing.guess_mapping(self.books[book], header)

    def plan_import(
        self, book: str, sheet: Sheet, header_at: int, mapping: Mapping[str, int] | None = None,
        progress: Callable[[int, int], object] | None = None,
    ) -> ImportPlan:
        """What an import would do: good rows, problems with row and column; nothing is written."""
        from liaison.exchange import importing

        return importing.plan(self, book, sheet, header_at, mapping, progress)

    def import_plan(self, plan: ImportPlan, *, only_good: bool = False) -> Changes:
        """Write a plan's rows as one action, after a verified backup.

        Raises:
            UserError: rows are rejected and `only_good` is not set; nothing is written.
        """
        from liaison.errors import BadInput
        from liaison.exchange import importing

        if plan.rejected and not only_good:
            raise BadInput(plan.rejected)
        self.copy_first("import")
        return importing.write(self, plan)

    def export(
        self, book: str, path: Path, query: Query | None = None, columns: Sequence[str] | None = None,
        *, private: bool = False,
    ) -> int:
        """Write a book, or what a query finds of it, as xlsx or csv; gives the number of rows."""
        from liaison.exchange import exporting

        return exporting.export(self, book, Path(path), query, columns, private=private)

    # -- blocks of cells ----------------------------------------------------------------------------

    @staticmethod
    def parse_block(text: str) -> list[list[str]]:
        """The cells of a block copied in WPS or Excel."""
        from liaison.exchange import clipboard

        return clipboard.parse_block(text)

    @staticmethod
    def format_block(rows: Sequence[Sequence[str]]) -> str:
        """A block as WPS and Excel take it from the clipboard."""
        from liaison.exchange import clipboard

        return clipboard.format_block(rows)

    def plan_block(self, book: str, rows: Sequence[tuple[int | None, Mapping[str, object]]]) -> BlockPlan:
        """What a pasted block would do; see kit.pasting. Nothing is written."""
        from liaison.kit import pasting

        return pasting.plan_block(self, book, rows)

    def write_block(self, plan: BlockPlan, *, title: str = "") -> Changes:
        """Write a block's good rows as one action."""
        from liaison.kit import pasting

        return pasting.write_block(self, plan, title=title)
