"""纪要 of one activity (GB/T 9704-2012, 10.3): when, where, what was said, and who came, was on leave or sat in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from liaison.books.roster import Attendee
from liaison.books.signins import LEAVE
from liaison.chinese.dates import day
from liaison.kit.desk import Desk
from liaison.papers.activity_text import Meeting, agenda_paragraphs, labelled, typed
from liaison.papers.choosing import meant_activity
from liaison.papers.paper import Request
from liaison.papers.phrases import phrases
from liaison.press.blocks import Block, Document, Imprint, Paragraph, People, Properties, RedHead, Title
from liaison.settings import OfficeSettings

_SAID = "minutes"


def make(desk: Desk, settings: OfficeSettings, request: Request) -> Document:
    """The minutes of the activity that is meant, from what was typed about it and from its sign-in.

    Raises:
        UserError: there is no such activity.
    """
    words = phrases(_SAID)
    meeting = Meeting.of(desk, settings, meant_activity(desk, request))
    gathers = meeting.kind in words["meetings"].split()
    mark = words["mark.meeting" if gathers else "mark.activity"].format(office=settings.name)
    blocks: list[Block] = [RedHead(mark, request.issue.number, minutes=True), Title(meeting.title)]
    blocks += [*_facts(meeting), *_body(meeting), *_people(meeting)]
    copies = request.issue.copies_to or tuple(filter(None, map(str.strip, settings.copies_to.split("、"))))
    blocks.append(Imprint(copies, printed_by=settings.name, printed_on=day(desk.today, "form")))
    title = f"{meeting.title} 纪要"
    about = Properties(author=settings.name, subject=title, keywords=meeting.kind)
    return Document(title, tuple(blocks), about, names=(settings.name,))


def _facts(meeting: Meeting) -> Iterator[Block]:
    """When, where and by whom; what is not on record has no line."""
    words = phrases(_SAID)
    yield labelled(words["when"], meeting.when())
    for name, text in (
        ("place", meeting.text("place")), ("organiser", meeting.text("organiser")), ("host", meeting.host),
        ("leaders", meeting.text("leaders")),
    ):  # fmt: skip
        if text:
            yield labelled(words[name], text)


def _body(meeting: Meeting) -> Iterator[Block]:
    """The agenda, then what was noted, or that nothing was."""
    words = phrases(_SAID)
    yield from agenda_paragraphs(words["agenda"], meeting.agenda)
    noted = list(typed(meeting.text("minutes")))
    if noted:
        yield from noted
    else:
        yield Paragraph(words["no_minutes" if meeting.come else "not_yet"])


def _people(meeting: Meeting) -> Iterator[Block]:
    """出席, 请假 and 列席 by unit and name; a sentence where nobody is on record."""
    words, roster = phrases(_SAID), meeting.roster
    if not (roster.recorded or roster.guests):
        if meeting.come:
            yield Paragraph(words["no_signin"])
        return
    for label, people in (
        ("came", [person for person in roster.entries if person.came]),
        ("leave", [person for person in roster.entries if person.status in LEAVE]),
        ("guests", [guest for guest in roster.guests if guest.came]),
    ):
        if people:
            yield People(words[label], by_unit(people))


def by_unit(people: Iterable[Attendee]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """People under their units, units and names in the order of the sheet."""
    found: dict[str, list[str]] = {}
    for person in people:
        found.setdefault(person.unit, []).append(person.name)
    return tuple((unit, tuple(names)) for unit, names in found.items())
