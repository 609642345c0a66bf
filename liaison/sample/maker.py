"""What happens in the sample office, day by day, in the order of the days."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from liaison.books.signins import STATUSES
from liaison.chinese.dates import Period
from liaison.kit.query import Query
from liaison.office import Office
from liaison.sample.petitions import plan_petitions
from liaison.sample.scribble import scribble

Event = Callable[[], object]


@dataclass
class Clock:
    """The day it is in the sample."""

    day: date

    def today(self) -> str:
        """The day, ISO."""
        return self.day.isoformat()


@dataclass
class SampleMaker:
    """Lets one sample office's years pass; `liaison.sample.make_sample` is the door."""

    office: Office
    clock: Clock
    chance: random.Random
    data: dict[str, Any]
    first: date
    until: date
    members: list[int] = field(default_factory=list)
    groups: dict[str, int] = field(default_factory=dict)
    events: list[tuple[date, int, Event]] = field(default_factory=list)
    drawn: dict[str, int] = field(default_factory=dict)

    def at(self, day: date, event: Event) -> None:
        """Plan something for a day; what lies outside the sample's time does not happen."""
        if self.first <= day <= self.until:
            self.events.append((day, len(self.events), event))

    def run(self) -> None:
        """Let everything happen in the order of the days."""
        self.people()
        self.plan_activities()
        self.plan_gifts()
        self.plan_honors()
        self.plan_suggestions()
        self.plan_assignments()
        self.plan_reports()
        plan_petitions(self)
        done = 0
        while done < len(self.events):
            self.events[done:] = sorted(self.events[done:], key=lambda e: (e[0], e[1]))
            day, _, event = self.events[done]
            self.clock.day = max(self.clock.day, day)
            event()
            done += 1
        self.clock.day = self.until

    def draw(self, name: str) -> Any:
        """The next of a list, in turn, so that nothing repeats before all were used."""
        turn = self.drawn.get(name, 0)
        self.drawn[name] = turn + 1
        return self.data[name][turn % len(self.data[name])]

    # -- people -------------------------------------------------------------------------------------

    def people(self) -> None:
        """The term, the members, the work groups' leaders and members."""
        office, start = self.office, self.first
        self.clock.day = start
        office.add("terms", {"name": "第十五届", "start": f"{start.year}-01-01", "until": f"{start.year + 5}-01-01"})
        for position, person in enumerate(self.data["members"]):
            name, sex, unit, post, sector, party, schooling = person
            late = len(self.data["members"]) >= 8 and position == 7
            joined = start + timedelta(days=200) if late and start + timedelta(days=200) < self.until else start
            changes = office.add(
                "members",
                {
                    "name": name, "sex": sex, "work_unit": unit, "post": post, "sector": sector, "party": party,
                    "schooling": schooling, "ethnicity": "汉族", "home_town": self.data["town"],
                    "birth": f"{1962 + position * 3 % 24}-{1 + position % 12:02d}-{10 + position % 18:02d}",
                    "phone": f"1380000{position + 1:04d}", "joined": joined.isoformat(),
                },
            )
            self.members.append(changes.created["members"][0])
        self.groups = {label: number for number, label in office.names.labels("groups").items()}
        for position, number in enumerate(self.groups.values()):
            group = self.members[position :: len(self.groups)]
            if group:
                office.edit("groups", number, {"leader": group[0]})
            for member in group:
                since = str(office.get("members", member)["joined"])
                office.add("memberships", {"work_group": number, "member": member, "since": since})

    # -- activities and sign-ins --------------------------------------------------------------------

    def months(self) -> list[date]:
        """The first day of every month of the sample."""
        found, day = [], self.first.replace(day=1)
        while day <= self.until:
            found.append(day)
            day = (day + timedelta(days=32)).replace(day=1)
        return found

    def plan_activities(self) -> None:
        """A gathering a month, a study every two, a research trip a quarter, and others between."""
        for month in self.months():
            day = month + timedelta(days=self.chance.randint(8, 19))
            title = self.data["gatherings"][month.month - 1]
            self.activity(day, "集体活动", title, True, host=True)
            if month.month % 2 == 0:
                self.activity(month + timedelta(days=20), "集中学习", self.draw("studies"), True)
            if month.month % 3 == 2:
                topic = self.draw("researches")
                self.activity(month + timedelta(days=9), "专题调研", f"{topic}调研", True)
            if month.month % 3 == 0:
                kind, other = self.draw("others")
                self.activity(month + timedelta(days=5), kind, other, kind != "视察")
        coming = self.until + timedelta(days=12)
        self.at(self.until, lambda: self.add_activity(coming, "集体活动", "秋冬走访慰问筹备", True, True))

    def activity(self, day: date, kind: str, title: str, required: bool, *, host: bool = False) -> None:
        """Plan an activity with its sign-in on the day."""

        def happen() -> None:
            self.sign_in(self.add_activity(day, kind, title, required, host), kind)

        self.at(day, happen)

    def add_activity(self, day: date, kind: str, title: str, required: bool, host: bool) -> int:
        """Write the activity itself."""
        values: dict[str, object] = {
            "kind": kind, "title": title, "start": f"{day.isoformat()} 09:00",
            "finish": f"{day.isoformat()} 11:30", "place": self.draw("places"), "organiser": self.data["name"],
            "required": "必须" if required else "自愿",
        }
        if host:
            values["host"] = self.members[day.month % len(self.members)]
        if kind == "集中学习":
            values |= {"study_plan": "是", "study_materials": "是", "study_notes": "是",
                       "study_tutor": self.draw("tutors"), "study_reflections": max(1, len(self.members) - 3)}
        return self.office.add("activities", values).created["activities"][0]

    def sign_in(self, activity: int, kind: str) -> None:
        """Everyone came, but for a few; sometimes guests; the last ones signed with their hand."""
        signin = self.office.signin
        signin.record_all(activity)
        weights = (0, 5, 2, 4, 3, 3, 2)
        for member in signin.called(activity):
            if self.chance.random() < 0.14:
                status = self.chance.choices(STATUSES, weights)[0]
                if status != "出席":
                    reason = self.chance.choice(self.data["reasons"][status])
                    signin.set_status(activity, member, status, reason=reason)
        if kind in ("座谈", "协商议事", "会议", "集中学习"):
            for name, unit in self.chance.sample(self.data["guests"], self.chance.randint(1, 2)):
                signin.add_guest(activity, name, unit)
        if (self.until - self.clock.day).days < 40:
            for entry in signin.roster(activity).entries:
                if entry.status == "出席" and entry.member is not None:
                    minute = self.chance.randint(35, 59)
                    signin.sign(activity, entry.member, scribble(self.chance, len(entry.name)), f"8:{minute}")

    # -- gifts --------------------------------------------------------------------------------------

    def plan_gifts(self) -> None:
        """A few gifts a month, most handed out within weeks, one a year written wrong and reversed."""
        wrong_years: set[int] = set()
        for month in self.months():
            for _ in range(self.chance.randint(1, 3)):
                day = month + timedelta(days=self.chance.randint(1, 26))
                self.at(day, lambda: self.money_gift())
            if month.month % 2 == 0:
                self.at(month + timedelta(days=13), lambda: self.goods_gift())
            if month.month == 5 and month.year not in wrong_years:
                wrong_years.add(month.year)
                self.at(month + timedelta(days=15), self.wrong_gift)
            if month.month == 1:
                self.at(month + timedelta(days=14), self.found_out_later)

    def donor(self) -> dict[str, object]:
        """A member half of the time, else a native, a firm or somebody unnamed."""
        if self.chance.random() < 0.5:
            member = self.chance.choice(self.members)
            return {"donor": self.office.names.label("members", member), "member": member, "donor_kind": "委员",
                    "publish": "实名"}
        name, kind = self.draw("donors")
        return {"donor": name, "donor_kind": kind, "publish": "匿名" if name == "无名氏" else "实名"}

    def money_gift(self) -> None:
        """Money for a purpose; the greater part handed out soon after."""
        purpose = self.draw("purposes")
        fen = self.chance.choice((20000, 30000, 50000, 100000, 200000)) + self.chance.choice((0, 0, 0, 950, 14))
        gift = self.office.add(
            "donations",
            self.donor() | {"date": self.clock.today(), "kind": "款", "amount": f"{fen / 100:.2f}",
                            "purpose": purpose, "handled_by": self.data["director"]},
        ).created["donations"][0]
        self.office.enter("donations", [gift])
        if self.chance.random() < 0.7:
            self.at(self.clock.day + timedelta(days=self.chance.randint(7, 40)), lambda: self.hand_out(gift))

    def goods_gift(self) -> None:
        """Goods in their unit, with an estimate apart."""
        item, unit, purpose, price, quantity = self.draw("goods")
        gift = self.office.add(
            "donations",
            self.donor() | {"date": self.clock.today(), "kind": "物", "item": item, "unit": unit,
                            "quantity": str(quantity), "estimate": f"{price * quantity:.2f}", "purpose": purpose,
                            "handled_by": self.data["director"]},
        ).created["donations"][0]
        self.office.enter("donations", [gift])
        if self.chance.random() < 0.8:
            self.at(self.clock.day + timedelta(days=self.chance.randint(5, 25)), lambda: self.hand_out(gift))

    def hand_out(self, gift: int) -> None:
        """All of a gift to those it was meant for."""
        values = self.office.get("donations", gift)
        names = ("kind", "item", "unit", "purpose")
        given: dict[str, object] = {n: values[n] for n in names if values[n]}
        if values["kind"] == "款":
            given["amount"] = f"{int(values['amount'] or 0) / 100:.2f}"
        else:
            given["quantity"] = str(int(values["quantity"] or 0) // 1000)
        who = self.chance.choice(self.data["beneficiaries"][str(values["purpose"])])
        given |= {"date": self.clock.today(), "recipient": who, "received_by": "村（居）委会", "donation": gift}
        handout = self.office.add("handouts", given).created["handouts"][0]
        self.office.enter("handouts", [handout])

    def wrong_gift(self) -> None:
        """A slip of the pen: entered, voided by reversal, and entered right."""
        values: dict[str, object] = self.donor() | {"date": self.clock.today(), "kind": "款", "purpose": "助学"}
        for amount in ("1000.00", "100.00"):
            gift = self.office.add("donations", values | {"amount": amount}).created["donations"][0]
            self.office.enter("donations", [gift])
            if amount == "1000.00":
                self.office.reverse("donations", gift, "金额多写了一个零")

    def found_out_later(self) -> None:
        """What the yearly look through the books shows: a gift of the year before was entered with too little."""
        before = Query(period=Period.year(self.clock.day.year - 1), filters=frozenset({"money"}))
        gifts = [row for row in self.office.page("donations", before) if not row.mark]
        if gifts:
            right = f"{(int(gifts[-1].values['amount'] or 0) + 5000) / 100:.2f}"
            self.office.correct("donations", gifts[-1].id, {"amount": right}, "年终对账，少记了五十元")

    # -- honours, suggestions -----------------------------------------------------------------------

    def plan_honors(self) -> None:
        """About three a year and half-year."""
        for month in self.months():
            if month.month in (1, 3, 7, 9, 12):
                self.at(month + timedelta(days=17), self.honor)

    def honor(self) -> None:
        """For a member, or for the office where the title says so."""
        title, level, issuer = self.draw("honors")
        values: dict[str, object] = {"title": title, "level": level, "issuer": issuer, "date": self.clock.today(),
                                     "kept_at": "委员之家档案柜 2 号"}
        if "联络处" in title:
            values["holder"] = "联络处"
        else:
            values["member"] = self.chance.choice(self.members)
        self.office.add("honors", values)

    def plan_suggestions(self) -> None:
        """Six to eight a year, most answered within two months."""
        for month in self.months():
            if month.month % 3 != 1 or month.month == 7:
                self.at(month + timedelta(days=11), self.suggestion)

    def suggestion(self) -> None:
        """One piece of advice, and later its answer."""
        text, whom = self.draw("suggestions")
        number = self.office.add(
            "suggestions",
            {"date": self.clock.today(), "text": text, "to_whom": whom, "raised_by": self.chance.choice(self.members)},
        ).created["suggestions"][0]
        status = self.chance.choices(("采纳", "部分采纳", "留作参考", "未采纳", ""), (6, 2, 1, 1, 2))[0]
        if status:
            reply = self.chance.choice(self.data["replies"][status])
            self.at(
                self.clock.day + timedelta(days=self.chance.randint(20, 60)),
                lambda: self.office.edit(
                    "suggestions", number, {"status": status, "reply": reply, "reply_date": self.clock.today()}
                ),
            )

    # -- assignments --------------------------------------------------------------------------------

    def plan_assignments(self) -> None:
        """Every group has a task every other month and some more lately; each goes its steps, some stall."""
        for position, (group, tasks) in enumerate(self.data["tasks"].items()):
            months = self.months()[position % 2 :: 2]
            for turn, month in enumerate(months):
                what, steps = tasks[turn % len(tasks)]
                self.at(month + timedelta(days=6), lambda g=group, w=what, s=steps: self.assignment(g, w, s))  # type: ignore[misc]
            for later, back in enumerate((75, 40)):
                what, steps = tasks[(len(months) + later) % len(tasks)]
                late = self.until - timedelta(days=back)
                self.at(late, lambda g=group, w=what, s=steps: self.assignment(g, w, s, stalls=True))  # type: ignore[misc]

    def assignment(self, group: str, what: str, steps: list[str], *, stalls: bool = False) -> None:
        """An owner and a helper of the group, three steps, a due day two to four months off."""
        number = self.groups[group]
        people = [
            int(r.values["member"] or 0)
            for r in self.office.page("memberships")
            if r.values["work_group"] == number
        ] or self.members
        owner = self.chance.choice(people)
        others = [m for m in people if m != owner]
        day = self.clock.day
        values: dict[str, object] = {
            "work_group": number, "what": what, "owner": owner,
            "helpers": others[:1], "assigned_on": day.isoformat(), "steps": len(steps),
            "due": (day + timedelta(days=self.chance.randint(50, 110))).isoformat(),
        }
        task = self.office.add("assignments", values).created["assignments"][0]
        when = day
        for done, step in enumerate(steps[:-1] if stalls else steps, start=1):
            when += timedelta(days=self.chance.randint(12, 34))
            self.at(when, lambda s=step, d=done: self.office.board.log(task, s, steps_done=d))  # type: ignore[misc]
        if stalls:
            return
        result = self.chance.choice(self.data["results"])
        self.at(when + timedelta(days=3), lambda: self.office.board.close(task, result))

    # -- reports ------------------------------------------------------------------------------------

    def plan_reports(self) -> None:
        """Every finished quarter was reported, handed in and answered; this one has a draft."""
        quarter = Period.quarter_of(self.first.isoformat())
        while quarter.last < self.until.isoformat():
            self.at(date.fromisoformat(quarter.last), lambda q=quarter: self.report(q))  # type: ignore[misc]
            quarter = quarter.next()
        self.at(self.until, lambda: self.office.reports.draft(quarter))

    def report(self, quarter: Period) -> None:
        """Draft, add a difficulty, finish, hand in, and the committee's word on it."""
        reports = self.office.reports
        number = reports.draft(quarter)
        reports.add_difficulty(number, self.draw("difficulties"))
        reports.finish(number)
        day = self.clock.day
        self.at(day + timedelta(days=3), lambda: reports.hand_in(
            number, (day + timedelta(days=3)).isoformat(), f"{self.data['town']}党委办公室"))
        self.at(day + timedelta(days=9), lambda: reports.instruct(
            number, self.draw("instructions"), self.data["instructor"], (day + timedelta(days=9)).isoformat()))
