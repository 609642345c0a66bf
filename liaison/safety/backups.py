"""Written next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liaison.papers.desk import PrintingDesk


class Backups:
    """Written next."""

    def __init__(self, office: PrintingDesk) -> None:
        self.office = office
