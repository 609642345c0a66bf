"""会议通知 of one activity: a letter (GB/T 9704-2012, 10.1) with a reply slip on a page of its own.

What the books do not hold is left out: no deadline, no telephone and no subject is made up.
"""

from __future__ import annotations

from collections.abc import Iterator

from liaison.books.roster import Attendee
from liaison.chinese.dates import day
from liaison.chinese.numbers import in_hanzi
from liaison.kit.desk import Desk
from liaison.papers.activity_text import Meeting, agenda_paragraphs
from liaison.papers.choosing import meant_activity
from liaison.papers.issue import document_number
from liaison.papers.paper import Request
from liaison.papers.phrases import phrases
from liaison.press.blocks import (
    Addressee,
    AttachmentHead,
    AttachmentNote,
    Block,
    Cell,
    Column,
    Document,
    Imprint,
    LetterHead,
    Note,
    Paragraph,
    Properties,
    Signature,
    Table,
    Title,
)
from liaison.settings import OfficeSettings

MOST_UNITS = 6
"""So many units are addressed by name; where more are called, the letter goes to the members concerned."""

FIELD_HEIGHT, REASON_HEIGHT = 14.0, 40.0
"""The least heights in millimetres of a field that is filled in by hand, and of the one for the reason."""

_SAID = "meeting_notice"


def make(desk: Desk, settings: OfficeSettings, request: Request) -> Document:
    """The notice of the activity that is meant.

    Raises:
        UserError: there is no such activity.
    """
    words = phrases(_SAID)
    meeting = Meeting.of(desk, settings, meant_activity(desk, request))
    title = title_of(meeting)
    blocks: list[Block] = [
        LetterHead(settings.name, document_number(request.issue.number)), Title(title),
        Addressee(_addressee(meeting)), _lead(meeting),
        *_points(meeting), AttachmentNote((words["reply"],)),
        Signature(settings.name, day(desk.today, "form"), seal=True),
    ]  # fmt: skip
    contact = _contact(settings)
    if contact:
        blocks.append(Note(contact))
    blocks += [AttachmentHead(None, words["reply.title"].format(title=meeting.title)), *_reply(meeting)]
    if request.issue.copies_to:
        blocks.append(Imprint(request.issue.copies_to))  # after the attachment, on the last page (7.3.7, 10.1)
    whole = f"{meeting.title} 通知"
    about = Properties(author=settings.name, subject=title)
    return Document(whole, tuple(blocks), about, names=(settings.name,))


def title_of(meeting: Meeting) -> str:
    """What the notice is called: 召开 a meeting, 组织 a study, 开展 anything else."""
    words, title = phrases(_SAID), meeting.title
    if title.endswith(tuple(words["words.meeting"].split())):
        return words["title.meeting"].format(title=title)
    if title.endswith(words["talk"]):
        return words["title.meeting"].format(title=f"{title}会")
    if meeting.kind == words["study"]:
        return words["title.study"].format(title=title)
    bare = title.endswith(tuple(words["words.bare"].split()))
    return words["title.bare" if bare else "title.activity"].format(title=title)


def _addressee(meeting: Meeting) -> str:
    """All members, or the units of those who are called by name."""
    words = phrases(_SAID)
    if not meeting.called_by_name:
        return words["to.all"]
    units = list(dict.fromkeys(person.unit for person in meeting.roster.entries if person.unit))
    return "、".join(units) if 0 < len(units) <= MOST_UNITS else words["to.some"]


def _lead(meeting: Meeting) -> Block:
    words, organiser = phrases(_SAID), meeting.text("organiser")
    sentence = words["lead.other" if organiser and organiser != meeting.settings.name else "lead"]
    return Paragraph(sentence.format(organiser=organiser, title=meeting.title))


def _points(meeting: Meeting) -> Iterator[Block]:
    """一、时间 to the last point, numbered through; a point that the books say nothing of is left out."""
    points = [(label, lines) for label, lines in _told(meeting) if any(lines)]
    for number, (label, lines) in enumerate(points, start=1):
        yield from agenda_paragraphs(f"{in_hanzi(number)}、{label}", lines)


def _told(meeting: Meeting) -> Iterator[tuple[str, list[str]]]:
    words = phrases(_SAID)
    yield words["when"], [meeting.when()]
    yield words["place"], [meeting.text("place")]
    yield words["people"], [_people(meeting)]
    yield words["leaders"], [meeting.text("leaders")]
    yield words["agenda"], meeting.agenda
    wanted = words["wanted.required" if meeting.roster.required else "wanted.voluntary"]
    notes = words["wanted.study"] if meeting.kind == words["study"] else ""
    yield words["wanted"], [wanted + notes + words["wanted.reply"]]


def _people(meeting: Meeting) -> str:
    """Who is called, and who hosts it."""
    words = phrases(_SAID)
    if meeting.called_by_name:
        told = "、".join(_label(meeting, person) for person in meeting.roster.entries)
    else:
        told = words["people.all"]
    return told + (words["host"].format(host=meeting.host) if meeting.host else "")


def _label(meeting: Meeting, person: Attendee) -> str:
    return meeting.desk.names.label("members", person.member) if person.member is not None else person.name


def _contact(settings: OfficeSettings) -> str:
    words = phrases(_SAID)
    parts = [words["contact"].format(director=settings.director)] if settings.director else []
    parts += [words["phone"].format(phone=settings.phone)] if settings.phone else []
    return "，".join(parts)


# -- the reply slip ---------------------------------------------------------------------------------


def _reply(meeting: Meeting) -> Iterator[Block]:
    """A form for one person, or where members are called by name a table with a row for each."""
    words = phrases(_SAID)
    if not meeting.called_by_name:
        yield _form()
        return
    columns = (
        Column(words["name"], weight=1.2, align="center"), Column(words["unit"], weight=2.2),
        Column(words["comes"], width_mm=16, align="center"), Column(words["leave"], width_mm=16, align="center"),
        Column(words["reason"], weight=2.0),
    )  # fmt: skip
    rows = tuple(
        (person.name, person.unit_and_post, Cell(height=FIELD_HEIGHT), "", "") for person in meeting.roster.entries
    )
    yield Table(columns, rows)
    yield Paragraph(words["how"])


def _form() -> Table:
    """Label and blank side by side, to be filled in by hand."""
    words = phrases(_SAID)
    columns = (Column("", width_mm=30), Column(""), Column("", width_mm=34), Column(""))

    def label(name: str, height: float = FIELD_HEIGHT) -> Cell:
        return Cell(words[name], height=height, align="center")

    return Table(
        columns,
        (
            (label("name"), "", label("unit"), ""),
            (label("choice"), Cell(words["choices"], span=3, align="center")),
            (label("reason", REASON_HEIGHT), Cell(span=3)),
            (label("signed"), "", label("dated"), Cell(words["blank_date"], align="center")),
        ),
    )
