"""What a paper is, what it is asked, and how it goes out: values that rooms and papers share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from liaison.chinese.dates import Period

if TYPE_CHECKING:
    from liaison.kit.desk import Desk
    from liaison.press.blocks import Document
    from liaison.settings import OfficeSettings

Need = Literal["", "period", "year", "member", "activity or period", "records or period"]


@dataclass(frozen=True, slots=True)
class Issue:
    """How an official paper is issued; the standard's head and foot are printed only when asked for.

    Attributes:
        red_head: 红头, with the mark that the settings hold (7.2).
        number: 发文字号, such as 云协联〔2026〕12号.
        signer: 签发人, named on papers to a higher body (7.2.6).
        copies_to: 抄送 in the 版记 (7.4.2).
        imprint: 版记 with the office and the day of printing.
    """

    red_head: bool = False
    number: str = ""
    signer: str = ""
    copies_to: tuple[str, ...] = ()
    imprint: bool = False

    @property
    def wanted(self) -> bool:
        """Whether it changes the paper at all."""
        return self.red_head or self.imprint or bool(self.copies_to)


@dataclass(frozen=True, slots=True)
class Request:
    """What a paper is asked about; names as they are typed, "" where nothing was said.

    Attributes:
        period: the span of time.
        member, activity: names, as the books know them.
        records: numbers of records in the paper's own book; empty for all of the period.
        phones: private columns were asked for in this very moment.
        issue: how an official paper is issued.
    """

    period: Period | None = None
    member: str = ""
    activity: str = ""
    records: tuple[int, ...] = ()
    phones: bool = False
    issue: Issue = field(default_factory=Issue)


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper.

    Attributes:
        name: on the command line.
        title: on the screen.
        about: one line on the screen: what it is, for whom.
        maker: module and function under liaison.papers that makes it, as "module:function".
        needs: what it cannot do without.
        book: whose records `Request.records` are.
        formal: it may carry a red head and an imprint (GB/T 9704-2012, 7.2 and 7.4).
        upward: it goes to a higher body, so that its head names the signer (7.2.6).
        numbered: what its number is called, where it has a head of its own that carries one, and can name copies.
        batch: it is made once for every record: one file, or one each.
        phones: it can show phone numbers, and does so only when asked.
    """

    name: str
    title: str
    about: str
    maker: str
    needs: Need
    book: str = ""
    formal: bool = False
    upward: bool = False
    numbered: str = ""
    batch: bool = False
    phones: bool = False

    def make(self, desk: Desk, settings: OfficeSettings, request: Request) -> tuple[Document, ...]:
        """The paper's documents: one, or for a batch one for every record.

        Raises:
            UserError: there is nothing to print it from.
        """
        module, _, function = self.maker.partition(":")
        maker: Callable[..., Any] = getattr(import_module(f"liaison.papers.{module}"), function)
        made = maker(desk, settings, request)
        return made if isinstance(made, tuple) else (made,)
