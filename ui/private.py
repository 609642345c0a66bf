"""The question before somebody's private data is shown, and the words for a book's private columns."""

from __future__ import annotations

from liaison.kit.book import Book
from ui import ask


def private_labels(book: Book) -> str:
    """“手机、身份证号、住址”; "" where the book has nothing private."""
    return "、".join(f.label for f in book.columns if f.private)


def ask_to_show(book: Book) -> bool:
    """Whether the private columns of a book apart are to be shown now; asked each time, never remembered."""
    return ask.question(
        f"显示{private_labels(book)}？", yes="显示", no="不显示",
        detail="旁边有别人的时候先不要显示。换一条记录、离开这一页，都会重新遮住。",
    )


def ask_to_take_out(book: Book, verb: str) -> bool:
    """Whether a book apart is to be printed or exported now, with everything in it."""
    return ask.question(
        f"{verb}“{book.title}”？", yes=verb, no=f"不{verb}",
        detail=f"里面有{private_labels(book)}和办理情况，请只给该看的人，用完收好。这次{verb}会记进操作记录。",
    )
