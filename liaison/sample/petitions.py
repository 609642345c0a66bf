"""The petitions of the sample office: three, each with its contacts; one is resolved, one is due to be seen again."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from liaison.sample.maker import SampleMaker

_AGAIN = 21
"""Days from one contact to the next one that was agreed on."""


def plan_petitions(maker: SampleMaker) -> None:
    """Plan them so many days before the sample's end; chance has no part in it."""
    for place, told in enumerate(maker.data["petitions"]):
        begin = max(maker.first, maker.until - timedelta(days=told["days"]))
        maker.at(begin, partial(_begin, maker, told, place))


def _begin(maker: SampleMaker, told: dict[str, Any], place: int) -> None:
    day, member = maker.clock.day, maker.members[(place * 3 + 1) % len(maker.members)]
    number = maker.office.add(
        "petitions",
        {
            **{name: told[name] for name in ("petitioner", "phone", "address", "matter", "plan")},
            "member": member, "since": day.isoformat(),
        },
    ).created["petitions"][0]
    contacts = [(day + timedelta(days=after), how, what) for how, what, after in told["contacts"]]
    for turn, (on, how, what) in enumerate(contacts):
        last = turn == len(contacts) - 1
        maker.at(on, partial(_contact, maker, number, member, how, what, told if last else None))


def _contact(
    maker: SampleMaker, petition: int, member: int, how: str, what: str, ended: dict[str, Any] | None
) -> None:
    """One contact; the last one of a story leaves the petition as it stands at the end."""
    day, office = maker.clock.day, maker.office
    resolved = ended is not None and ended["status"] == "已化解"
    again = None if resolved else (day + timedelta(days=_AGAIN)).isoformat()
    office.add("petition_contacts", {"petition": petition, "member": member, "how": how, "what": what,
                                     "date": day.isoformat(), "next_contact": again})  # fmt: skip
    changes: dict[str, object] = {"next_contact": again}
    if ended is not None:
        changes |= {"status": ended["status"], "result": ended["result"]}
        changes |= {"resolved_on": day.isoformat()} if resolved else {}
    office.edit("petitions", petition, changes)
