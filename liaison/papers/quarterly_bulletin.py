"""季通报: what every member did in a quarter, on one or two pages, for the members and the committee."""

from __future__ import annotations

from liaison.chinese.dates import Period, add_days, day
from liaison.figures import collect
from liaison.kit.desk import Desk
from liaison.kit.query import Query
from liaison.papers.bulletin import BulletinWording, activity_chart, gaps, group_table, member_blocks
from liaison.papers.paper import Request
from liaison.papers.phrases import phrases
from liaison.papers.wording import Marked, joined
from liaison.press.blocks import Addressee, Block, Document, Heading, Properties, Signature, Title
from liaison.settings import OfficeSettings

CHART_HEIGHT = 36.0
"""In millimetres: low, so that the whole stays on two pages."""

_SAID = "quarterly_bulletin"
_LISTED = 6


def make(desk: Desk, settings: OfficeSettings, request: Request) -> Document:
    """The bulletin of a quarter, or of any other span; what there was none of is said so."""
    span = request.period or Period.quarter_of(desk.today)
    figures = collect(desk, span, duty_leave_counts=settings.duty_leave_counts)
    w = BulletinWording(desk, settings, figures, _SAID)
    words = phrases(_SAID)
    title = words["title"].format(office=settings.name, period=span.label)
    blocks: list[Block] = [Title(title), Addressee(w.phrases["to"]), w.paragraph([lead(w)])]
    blocks += [Heading(1, words["people"]), *member_blocks(w, settings.duty_leave_counts)]
    blocks += activity_chart(w, settings.duty_leave_counts, CHART_HEIGHT)
    blocks += [Heading(1, words["groups"]), *group_table(w)]
    blocks += [Heading(1, words["gaps"]), w.paragraph(gaps(w)), w.paragraph([_coming(w), _due(w)])]
    blocks.append(Signature(settings.name, day(desk.today, "form"), seal=True))
    about = Properties(author=settings.name, subject=title, keywords=span.label)
    return Document(title, tuple(blocks), about, names=(settings.name,))


def lead(w: BulletinWording) -> Marked:
    """The quarter in figures: activities and attendance, advice, gifts, honours, assignments; then what there was
    none of."""
    if w.period.first > w.desk.today:
        return w.say("lead.future")
    done = [way(w) for key, _, way in _TOLD if w.has(key)]
    none = [w.say(f"lead.no_{name}") for key, name, _ in _TOLD if not w.has(key)]
    nothing = w.say("lead.nothing", list=joined(none, "，")) if none else Marked()
    return w.say("lead", held=_held(w), attended=_attended(w), done=joined(done, ""), nothing=nothing)


def _held(w: BulletinWording) -> Marked:
    kinds = w.figures.of("activities.count", "kind")
    if not kinds:
        return w.say("lead.not_held")
    if len(kinds) == 1:
        return w.say("lead.held_one_kind", kind=next(iter(kinds)))
    parts = [w.say("lead.kind", kind=kind, count=w.mark(figure)) for kind, figure in kinds.items()]
    return w.say("lead.held", kinds=joined(parts, "、"))


def _attended(w: BulletinWording) -> Marked:
    told = []
    if w.has("attendance.required"):
        duty = w.say("lead.duty") if w.has("attendance.duty_leave") else Marked()
        nobody = not w.figures["attendance.present"].base
        told.append(w.say("lead.all_on_duty") if nobody else w.say("lead.attended", duty=duty))
    elif w.has("activities.required"):
        told.append(w.say("lead.no_record"))
    if w.has("activities.voluntary"):
        told.append(w.say("lead.voluntary" if w.has("attendance.voluntary") else "lead.voluntary_only"))
    return joined(told, "")


def _advice(w: BulletinWording) -> Marked:
    return w.say("lead.advice", adopted=w.say("lead.adopted") if w.has("suggestions.adopted") else Marked())


def _gifts(w: BulletinWording) -> Marked:
    parts = [w.say("lead.money")] if w.has("donations.count:kind=款") else []
    parts += [w.say("lead.goods")] if w.has("donations.count:kind=物") else []
    return w.say("lead.gifts", what=joined(parts, "，"))


def _honors(w: BulletinWording) -> Marked:
    return w.say("lead.honors")


def _tasks(w: BulletinWording) -> Marked:
    parts = [w.say(f"lead.{key}") for key in ("closed", "open") if w.has(f"assignments.{key}")]
    late = w.say("lead.overdue") if w.has("assignments.overdue") else Marked()
    return w.say("lead.tasks", what=Marked(joined(parts, "，") + late))


_TOLD = (
    ("suggestions.count", "advice", _advice), ("donations.count", "gifts", _gifts), ("honors.count", "honors", _honors),
    ("assignments.total", "tasks", _tasks),
)  # fmt: skip


def _coming(w: BulletinWording) -> Marked:
    """What is arranged from tomorrow until the next period's end."""
    begins, last = add_days(w.desk.today, 1), w.period.next().last
    if begins > last:
        return w.say("next.no_doings")
    ahead = Query(period=Period.span(begins, last), sort="start")
    number = w.desk.count("activities", ahead)
    if not number:
        return w.say("next.no_doings")
    items = [
        w.say("next.doing", day=w.day(row.values["start"]), title=row.texts["title"])
        for row in w.desk.page("activities", ahead, 0, _LISTED)
    ]
    more = w.say("next.more", count=str(number)) if number > _LISTED else ""
    return w.say("next.doings", list=Marked(joined(items, "、") + more))


def _due(w: BulletinWording) -> Marked:
    rows = w.rows("assignments.due_next", "due")
    if not rows:
        return w.say("next.no_tasks")
    return w.say("next.task" if len(rows) == 1 else "next.tasks", due=w.day(rows[0].values["due"]))
