"""A whole fictional office, made through the same doors as a real one.

The same seed and day give the same records. Time runs as it would: every record is written with the
clock on its own day, so that the books' rules about days hold for the sample too.
"""

from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

from liaison.office import Office
from liaison.paths import resources
from liaison.sample.maker import Clock, SampleMaker


def make_sample(
    folder: Path, *, members: int = 11, years: int = 3, until: str | None = None, seed: int = 1
) -> Office:
    """Make the sample office in a new folder and give it, open.

    Args:
        members: how many, 1 to 200; beyond the eleven of the sample more are made up.
        years: how many years of records, 1 to 20.
        until: its last day (ISO), by default today.
        seed: another seed, another office.

    Raises:
        UserError: the folder holds an office already.
    """
    data = json.loads((resources() / "sample" / "office.json").read_text(encoding="utf-8"))
    chance = random.Random(seed)
    last = date.fromisoformat(until) if until else date.today()
    start = last.replace(year=last.year - years, day=1)
    clock = Clock(start)
    data["members"] = _people(data, members, chance)
    office = Office.create(
        folder, name=data["name"], town=data["town"], director=data["director"], sample=True, today=clock.today
    )
    SampleMaker(office, clock, chance, data, start, last).run()
    return office


def _people(data: dict[str, Any], count: int, chance: random.Random) -> list[list[str]]:
    people: list[list[str]] = data["members"][:count]
    while len(people) < count:
        n = len(people)
        given = data["more_given"][n % len(data["more_given"])]
        surname = data["more_surnames"][(n // len(data["more_given"])) % len(data["more_surnames"])]
        unit = data["more_units"][n % len(data["more_units"])]
        people.append([surname + given, chance.choice("男女"), unit, "委员", "特邀", "群众", "大学专科"])
    return people
