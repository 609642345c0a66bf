"""The office's books, one file each; `BOOKS` holds them all, parents before children."""

from __future__ import annotations

from collections.abc import Mapping

from liaison.books.activities import ACTIVITIES
from liaison.books.assignments import ASSIGNMENTS
from liaison.books.donations import DONATIONS
from liaison.books.groups import GROUPS
from liaison.books.handouts import HANDOUTS
from liaison.books.honors import HONORS
from liaison.books.members import MEMBERS
from liaison.books.memberships import MEMBERSHIPS
from liaison.books.petition_contacts import PETITION_CONTACTS
from liaison.books.petitions import PETITIONS
from liaison.books.progress import PROGRESS
from liaison.books.report_versions import REPORT_VERSIONS
from liaison.books.reports import REPORTS
from liaison.books.signins import SIGNINS
from liaison.books.suggestions import SUGGESTIONS
from liaison.books.terms import TERMS
from liaison.kit.book import Book

BOOKS: Mapping[str, Book] = {
    book.name: book
    for book in (
        TERMS,
        MEMBERS,
        ACTIVITIES,
        SIGNINS,
        DONATIONS,
        HANDOUTS,
        HONORS,
        GROUPS,
        MEMBERSHIPS,
        ASSIGNMENTS,
        PROGRESS,
        SUGGESTIONS,
        REPORTS,
        REPORT_VERSIONS,
        PETITIONS,
        PETITION_CONTACTS,
    )
}
