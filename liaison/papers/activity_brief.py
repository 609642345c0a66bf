"""活动简报: one activity in short, with its photos two or four to a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from liaison.chinese.dates import day
from liaison.kit.desk import Desk
from liaison.papers.activity_text import Meeting, agenda_paragraphs, typed
from liaison.papers.choosing import meant_activity
from liaison.papers.paper import Request
from liaison.papers.phrases import phrases
from liaison.papers.signin_sheet import count_sentence
from liaison.press.blocks import (
    Block,
    Document,
    Imprint,
    PageBreak,
    Paragraph,
    Photo,
    Photos,
    Properties,
    RedHead,
    Subtitle,
    Title,
)
from liaison.press.linebreak import text_width
from liaison.press.measures import CELLS
from liaison.settings import OfficeSettings
from liaison.store import attachments

PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".tif", ".tiff")

_SAID = "activity_brief"
_FIVE = ("study_notes", "study_materials", "study_plan", "study_tutor", "study_reflections")
# Names that cameras, telephones and chat programs give; they say nothing about the picture.
_CAMERA = re.compile(
    r"(?:img|dsc[nf]?|pxl|mvimg|mmexport|wx_camera|screenshot|photo|image|微信图片|微信截图|截图|图片|照片)?"
    r"[\s_\-]*(?:\d[\d\s_\-.()（）]*|[0-9a-f-]{16,})?(?:hdr|副本)?",
    re.IGNORECASE,
)


def make(desk: Desk, settings: OfficeSettings, request: Request) -> Document:
    """The brief of the activity that is meant, from what was typed about it, its sign-in and its photos.

    Raises:
        UserError: there is no such activity.
    """
    meeting = Meeting.of(desk, settings, meant_activity(desk, request))
    blocks: list[Block] = [*_masthead(meeting, request.issue.number), Title(meeting.title), _told(meeting)]
    blocks += _paragraphs(meeting)
    photos = photos_of(meeting)
    if photos:
        blocks += [*([PageBreak()] if len(photos) > 2 else []), Photos(photos, per_page(len(photos)))]
    issue = request.issue
    if issue.imprint or issue.copies_to:
        blocks.append(Imprint(issue.copies_to, printed_by=settings.name, printed_on=day(desk.today, "form")))
    title = f"{meeting.title} 简报"
    about = Properties(author=settings.name, subject=title, keywords=meeting.kind)
    return Document(title, tuple(blocks), about, names=(settings.name,))


def per_page(number: int) -> Literal[2, 4]:
    """Two large photos after the text, or where there are more, four to a page on pages of their own."""
    return 2 if number <= 2 else 4


def _masthead(meeting: Meeting, number: str) -> Iterator[Block]:
    """The mark in red; under it who issues it, the issue where one is given, and the day, over the red rule."""
    words = phrases(_SAID)
    issue = number.strip()
    if issue.isdecimal():
        issue = words["number"].format(number=issue)
    under = [part for part in (meeting.settings.name, issue) if part]
    dated = day(meeting.desk.today, "form")
    if text_width("　　".join((*under, dated))) <= CELLS:
        yield RedHead(words["mark"], "　　".join((*under, dated)))
        return
    yield RedHead(words["mark"], issue)
    yield Subtitle(meeting.settings.name)
    yield Subtitle(dated)


def _told(meeting: Meeting) -> Paragraph:
    """What, when and where, by whom; who came, with the base of the rate."""
    words, roster = phrases(_SAID), meeting.roster
    place, host = meeting.text("place"), meeting.host
    name = "held" if meeting.come else "coming"
    same = meeting.kind in meeting.title or meeting.title.endswith(meeting.kind[-2:])
    sentence = words[f"{name}.same" if same else name]
    told = sentence.format(
        day=day(meeting.starts[:10], "form"), organiser=meeting.text("organiser") or meeting.settings.name,
        place=words["place"].format(place=place) if place else "", kind=meeting.kind, title=meeting.title,
        host=words["host"].format(host=f"{host}委员") if host else "",
    )  # fmt: skip
    if meeting.text("leaders"):
        told += words["leaders"].format(leaders=meeting.text("leaders"))
    told += _studied(meeting)
    if roster.recorded:
        counts = meeting.settings.duty_leave_counts
        told += count_sentence(roster.counts, required=roster.required, duty_leave_counts=counts).replace(" ", "")
    elif meeting.come:
        told += words["no_signin"]
    return Paragraph(told)


def _studied(meeting: Meeting) -> str:
    """Tutor, reflections and the five items of a study meeting."""
    words, values = phrases(_SAID), meeting.roster.activity.values
    told = words["study.tutor"].format(tutor=meeting.text("study_tutor")) if meeting.text("study_tutor") else ""
    if values.get("study_reflections"):
        told += words["study.reflections"].format(count=values["study_reflections"])
    return told + words["study.five"] if all(values.get(name) for name in _FIVE) else told


def _paragraphs(meeting: Meeting) -> Iterator[Block]:
    """The agenda and what was noted, a paragraph a line."""
    yield from agenda_paragraphs(phrases(_SAID)["agenda"], meeting.agenda)
    yield from typed(meeting.text("minutes"))


# -- photos -----------------------------------------------------------------------------------------


def photos_of(meeting: Meeting) -> tuple[Photo, ...]:
    """The activity's attached pictures in the order they were attached; other files are left out."""
    database = meeting.desk.database
    found = attachments.named(meeting.roster.activity.values.get("files"))
    return tuple(
        Photo(
            attachments.Content(database.folder, one["digest"], database.key),
            caption_of(one["name"], meeting.title), one["name"],
        )
        for one in found
        if Path(one["digest"]).suffix.lower() in PICTURES
    )


def caption_of(name: str, title: str) -> str:
    """A file's own name where a person gave it one, else the activity's title."""
    stem = Path(name).stem.strip()
    return title if not stem or _CAMERA.fullmatch(stem) else stem
