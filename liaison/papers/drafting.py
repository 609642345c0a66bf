"""The report's draft: opening, measures and results, told from the books in sentences that follow the facts."""

from __future__ import annotations

from collections.abc import Sequence

from liaison.books.suggestions import ADOPTED, STATUSES
from liaison.chinese.numbers import before_number
from liaison.figures import marks
from liaison.figures.figure import Figure, Figures
from liaison.kit.desk import Desk, Row
from liaison.papers.carrying import Difficulty
from liaison.papers.outlook import difficulties, next_steps, open_advice
from liaison.papers.wording import Marked, Wording, gist, joined, numbered, trimmed
from liaison.settings import OfficeSettings

MANY = 8
"""Beyond so many activities of one kind a paper tells only when and what, not where and by whom."""


def draft(
    desk: Desk, settings: OfficeSettings, figures: Figures, carried: Sequence[Difficulty] = ()
) -> dict[str, str]:
    """The title and every section of a new report, with its figures as marks.

    Args:
        desk: the open office.
        settings: its name and whom the report goes to.
        figures: of the report's period.
        carried: difficulties of the report before that are not solved.
    """
    w = Wording(desk, settings, figures)
    return {
        "title": marks.plain(w.say("title")),
        "opening": opening(w),
        "measures": numbered([study(w), doings(w), groups(w)]),
        "results": numbered([attendance(w), advice(w), gifts(w), honors(w), tasks(w)]),
        "difficulties": difficulties(w, carried),
        "next_steps": next_steps(w),
        "suggestions": open_advice(w),
    }


def opening(w: Wording) -> str:
    """What the period was about, in one sentence."""
    if not w.has("activities.count"):
        return w.say("opening.none")
    kinds = sorted(w.figures.of("activities.count", "kind"), key=lambda kind: kind.endswith("活动"))
    if len(kinds) == 1:
        return w.say("opening.some", kinds=kinds[0])
    if len(kinds) <= 3:
        return w.say("opening.some", kinds=f"{'、'.join(kinds[:-1])}和{kinds[-1]}共")
    return w.say("opening.some", kinds=f"{'、'.join(kinds[:3])}等活动")


def study(w: Wording) -> tuple[str, list[Marked]]:
    """Each study meeting with its subject and tutor; the five items."""
    head = w.phrases["study.head"]
    number = w.has("activities.study")
    if not number:
        return head, [w.say("study.none")]
    items = []
    for row in w.rows("activities.study", "start"):
        name = "study.item" if row.texts["title"].startswith("学") else "study.quoted"
        item = w.say(name, day=w.day(row.values["start"]), title=row.texts["title"])
        tutor = trimmed(row.values["study_tutor"])
        items.append(Marked(item + w.say("study.tutor", tutor=tutor)) if tutor else item)
    told = [w.say("study.one" if number == 1 else "study.many", list=joined(items, "；"))]
    if w.has("activities.study_five") == number:
        told.append(w.say("study.five"))
    if w.has("activities.reflections"):
        told.append(w.say("study.reflections"))
    return head, told


def doings(w: Wording) -> tuple[str, list[Marked]]:
    """The other activities, kind by kind."""
    rows = w.rows("activities.count", "start")
    told = []
    for kind, figure in w.figures.of("activities.count", "kind").items():
        if kind == "集中学习":
            continue
        mine = [r for r in rows if r.values["kind"] == kind]
        items = joined([_doing(w, r, brief=len(mine) > MANY) for r in mine], "；")
        name = "doings.one" if len(mine) == 1 else "doings.many"
        told.append(w.say(name, kind=kind, count=w.mark(figure), list=items))
    if told and w.has("attendance.guests"):
        told.append(w.say("doings.guests"))
    return w.phrases["doings.head"], told or [w.say("doings.none")]


def _doing(w: Wording, row: Row, *, brief: bool) -> Marked:
    item = w.say("doings.item", day=w.day(row.values["start"]), title=row.texts["title"])
    if not brief and row.values["host"] is not None:
        item = Marked(item + w.say("doings.host", host=w.member(row.values["host"])))
    return item


def groups(w: Wording) -> tuple[str, list[Marked]]:
    """The work groups, new assignments, and how many members have one."""
    head = w.phrases["groups.head"]
    told = []
    if w.has("groups.count"):
        told.append(w.say("groups.names", names="、".join(w.desk.names.labels("groups").values())))
    told.append(w.say("groups.new" if w.has("assignments.new") else "groups.no_new"))
    people, busy = w.has("members.count"), w.has("members.with_assignment")
    if people:
        name = "groups.all_busy" if busy == people else "groups.some_busy" if busy else "groups.none_busy"
        told.append(w.say(name))
    return head, told


def attendance(w: Wording) -> tuple[str, list[Marked]]:
    """Required, present and on leave, with the base of the rate; voluntary activities apart."""
    head = w.phrases["attendance.head"]
    if not w.has("activities.count"):
        return head, [w.say("attendance.none")]
    told = []
    required, present, duty = (w.has(f"attendance.{k}") for k in ("required", "present", "duty_leave"))
    if required:
        told.append(_required(w, required, present, duty))
        if w.has("activities.unrecorded"):
            told.append(w.say("attendance.unrecorded"))
    elif w.has("activities.required"):
        told.append(w.say("attendance.no_record"))
    if w.has("activities.voluntary"):
        came = w.has("attendance.voluntary")
        told.append(w.say("attendance.voluntary" if came else "attendance.voluntary_only"))
    return head, told


def _required(w: Wording, required: int, present: int, duty: int) -> Marked:
    if present == required:
        return w.say("attendance.all")
    if duty == required:
        return w.say("attendance.nobody")
    if present == required - duty:
        return w.say("attendance.all_but_duty")
    away = ("attendance.duty_leave", "attendance.sick", "attendance.personal", "attendance.absent")
    return w.say("attendance.some", away=joined([w.say(key) for key in away if w.has(key)], ""))


def advice(w: Wording) -> tuple[str, list[Marked]]:
    """How many suggestions, where they stand, and what became of those that were answered."""
    head = w.phrases["advice.head"]
    number = w.has("suggestions.count")
    told = [w.say("advice.some", standing=_standing(w, number)) if number else w.say("advice.none")]
    raised = set(w.figures["suggestions.count"].records)
    for row in w.rows("suggestions.count", "date"):
        if row.values["status"] in ADOPTED:
            told.append(_told(w, row, "told", "one"))
    for row in w.rows("suggestions.answered", "reply_date"):
        if row.id not in raised and row.values["status"] != "办理中":
            told.append(_told(w, row, "earlier", "now"))
    return head, told


def _standing(w: Wording, number: int) -> Marked:
    by_status = w.figures.of("suggestions.count", "status")
    if len(by_status) == 1:
        return w.say(f"advice.{'all' if number > 1 else 'one'}.{next(iter(by_status))}")
    order = [s for s in STATUSES if s != "办理中"] + ["办理中"]
    parts = [
        w.say("advice.part", status=w.phrases[f"advice.one.{s}"].removeprefix("已"), count=w.mark(by_status[s]))
        for s in order if s in by_status
    ]
    return joined(parts, "，")


def _told(w: Wording, row: Row, sentence: str, words: str) -> Marked:
    reply = gist(trimmed(row.values["reply"]))
    return w.say(
        f"advice.{sentence}", who=w.member(row.values["raised_by"]), gist=gist(str(row.values["text"])),
        status=w.say(f"advice.{words}.{row.values['status']}"),
        reply=w.say("advice.reply", reply=reply) if reply else "",
    )


def gifts(w: Wording) -> tuple[str, list[Marked]]:
    """Money and goods apart, by purpose; who gave and wishes to be named; what was handed out and is left."""
    head = w.phrases["gifts.head"]
    told = _came(w) if w.has("donations.count") else [w.say("gifts.none")]
    told += _corrected(w, "donations")
    if w.has("handouts.money"):
        told.append(w.say("handouts.money", purposes=_purposes(w, "handouts.money")))
    if _some(w, "handouts.goods", "item"):
        told.append(w.say("handouts.goods", list=_goods(w, "handouts.goods")))
    told += _corrected(w, "handouts")
    if w.has("donations.count") and not w.has("handouts.count"):
        told.append(w.say("handouts.none"))
    if w.has("balance.money"):
        told.append(w.say("balance.some"))
    elif w.has("donations.money") and w.has("handouts.money"):
        told.append(w.say("balance.nought"))
    return head, told


def _came(w: Wording) -> list[Marked]:
    told = []
    if w.has("donations.count:kind=款"):
        told.append(w.say("gifts.money", purposes=_purposes(w, "donations.money")))
    else:
        told.append(w.say("gifts.no_money"))
    if w.has("donations.count:kind=物") and _some(w, "donations.goods", "item"):
        told.append(w.say("gifts.goods", list=_goods(w, "donations.goods")))
        if w.has("donations.estimate"):
            told.append(w.say("gifts.estimate"))
    return [*told, *_donors(w)]


def _corrected(w: Wording, book: str) -> list[Marked]:
    """What entries of earlier years were put right by; the difference is in the sums told before."""
    if not w.has(f"{book}.corrected"):
        return []
    return [w.say(f"{book}.corrected.money" if w.has(f"{book}.corrected_money") else f"{book}.corrected")]


def _purposes(w: Wording, family: str) -> Marked:
    by_purpose = _some(w, family, "purpose")
    if len(by_purpose) == 1:
        return w.say("gifts.one_purpose", purpose=next(iter(by_purpose)))
    parts = [Marked(w.say("advice.part", status=p, count=w.mark(f))) for p, f in by_purpose.items()]
    return w.say("gifts.purposes", list=joined(parts, "、"))


def _some(w: Wording, family: str, dimension: str) -> dict[str, Figure]:
    """The parts of a family that there is something of: corrections may leave nought."""
    return {name: figure for name, figure in w.figures.of(family, dimension).items() if figure.value}


def _goods(w: Wording, family: str) -> Marked:
    things = _some(w, family, "item")
    parts = [
        w.say("advice.part", status=before_number(key.rpartition("/")[0]), count=w.mark(figure))
        for key, figure in things.items()
    ]
    return joined(parts, "、")


def _donors(w: Wording) -> list[Marked]:
    """Only those who wish to be named; anonymity belongs to the gift."""
    rows = w.rows("donations.count", "date")
    named = [r for r in rows if r.values["publish"] == "实名"]
    if not named:
        return []
    names = dict.fromkeys(
        w.member(r.values["member"]) if r.values["member"] is not None else str(r.values["donor"]) for r in named
    )
    others = len(named) < len(rows)
    return [w.say("gifts.donors_and_others" if others else "gifts.donors", names="、".join(names))]


def honors(w: Wording) -> tuple[str, list[Marked]]:
    """Who was honoured, by whom, with what."""
    head = w.phrases["honors.head"]
    rows = w.rows("honors.count", "date")
    if not rows:
        return head, [w.say("honors.none")]
    items = []
    for row in rows:
        level = str(row.values["level"])
        items.append(
            w.say(
                "honors.item", issuer=row.texts["issuer"], title=row.texts["title"],
                who=w.member(row.values["member"] if row.values["holder"] == "委员" else None),
                level="其他" if level == "其他" else f"{level}级",
            )
        )
    return head, [w.say("honors.one" if len(rows) == 1 else "honors.many", list=joined(items, "；"))]


def tasks(w: Wording) -> tuple[str, list[Marked]]:
    """Closed, open and overdue assignments; each closed one with its result."""
    head = w.phrases["tasks.head"]
    if not w.has("assignments.total"):
        return head, [w.say("tasks.none")]
    overdue = w.say("tasks.overdue") if w.has("assignments.overdue") else Marked()
    if not w.has("assignments.closed"):
        return head, [w.say("tasks.no_closed", overdue=overdue)]
    still = Marked(w.say("tasks.open") + overdue) if w.has("assignments.open") else w.say("tasks.all_closed")
    closed = [
        w.say(
            "tasks.item", what=row.texts["what"], who=w.member(row.values["owner"]),
            day=w.day(row.values["closed_on"]), result=trimmed(row.values["result"]),
        )
        for row in w.rows("assignments.closed", "closed_on")
    ]
    return head, [w.say("tasks.some", rest=still), w.say("tasks.list", list=joined(closed, "；"))]
