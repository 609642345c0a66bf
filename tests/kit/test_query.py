"""Queries against a plain recount of the same records in Python."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from liaison.chinese.dates import Period
from liaison.chinese.text import fold
from liaison.kit import query as query_module
from liaison.kit.query import Query
from liaison.office import Office

TITLES = st.sampled_from(["学习章程", "学习条例", "河道调研", "河道视察", "重阳慰问", "Ａ组座谈", "a组座谈2"])
DAYS = st.dates(min_value=date(2025, 1, 1), max_value=date(2026, 9, 1))
KINDS = st.sampled_from(["集中学习", "专题调研", "座谈"])
ACTIVITIES = st.lists(st.tuples(TITLES, DAYS, KINDS), min_size=1, max_size=25, unique_by=lambda a: (a[0], a[1]))
WORDS = st.sampled_from(["", "学习", "河道", "调研", "a组", "Ａ组", "不在", "学习 章程", "2", "河"])


def make(folder: str) -> Office:
    return Office.create(Path(folder) / "o", name="示例", town="云溪镇", today=lambda: "2026-09-18")


@given(ACTIVITIES, WORDS, st.sampled_from([None, "title", "-title", "start", "-start", "kind"]))
def test_search_and_order_agree_with_a_recount(activities, word: str, sort: str | None) -> None:  # type: ignore[no-untyped-def]
    with tempfile.TemporaryDirectory() as folder, make(folder) as office:
        rows = [{"title": t, "start": d.isoformat(), "kind": k, "required": 1} for t, d, k in activities]
        office.add_many("activities", rows, title="活动")
        found = office.ids("activities", Query(search=word, sort=sort))
        expected = [
            n for n, (t, _, _) in enumerate(activities, start=1) if all(fold(w) in fold(t) for w in word.split())
        ]
        assert sorted(found) == expected
        assert office.count("activities", Query(search=word)) == len(expected)
        windows = [
            n for at in range(0, len(found) + 1, 3) for n in office.ids("activities", Query(search=word, sort=sort),
                                                                        at, 3)
        ]
        assert windows == found
        if sort in (None, "-start"):
            starts = [activities[n - 1][1] for n in found]
            assert starts == sorted(starts, reverse=True)


@given(ACTIVITIES, st.sampled_from(["2026Q1", "2026H1", "2025", "2026-03"]), KINDS)
def test_periods_and_filters_agree_with_a_recount(activities, key: str, kind: str) -> None:  # type: ignore[no-untyped-def]
    period = Period.parse(key)
    with tempfile.TemporaryDirectory() as folder, make(folder) as office:
        rows = [{"title": t, "start": f"{d} 09:00", "kind": k, "required": 1} for t, d, k in activities]
        office.add_many("activities", rows, title="活动")
        found = office.ids("activities", Query(period=period, filters=frozenset({kind})))
        expected = [
            n for n, (_, d, k) in enumerate(activities, start=1)
            if period.first <= d.isoformat() <= period.last and k == kind
        ]
        assert sorted(found) == expected


def test_many_hits_and_few_hits_find_the_same(peopled: Office, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    for n in range(1, 31):
        peopled.add("activities", {"kind": "座谈", "title": f"座谈第{n}次", "start": f"2026-03-{n:02d}"})
    rows = [{"activity": a, "member": m, "status": "出席"} for a in range(1, 31) for m in (1, 2)]
    peopled.add_many("signins", rows, title="签到")
    for word in ("第1", "第12次", "沈", "sjh", "座谈", "没有", "出席"):
        few = peopled.ids("signins", Query(search=word), 0, 10)
        monkeypatch.setattr(query_module, "SPARSE", 0)
        assert peopled.ids("signins", Query(search=word), 0, 10) == few
        monkeypatch.undo()


def test_typed_text_never_becomes_sql(peopled: Office) -> None:
    for hostile in ("' OR 1=1 --", '"; DROP TABLE members; --', "%", "_", "\\", "?1"):
        assert peopled.ids("members", Query(search=hostile)) == []
        assert peopled.ids("members", Query(equals={"name": hostile})) == []
    assert peopled.count("members") == 4


def test_people_are_sorted_by_pinyin(office: Office) -> None:
    for name in ("周䶮", "沈佳禾", "单小明", "陈喆", "区文"):
        office.add("members", {"name": name, "work_unit": "镇", "joined": "2022-1-1"})
    names = [r.values["name"] for r in office.page("members", Query(sort="name"))]
    assert names == ["陈喆", "区文", "单小明", "沈佳禾", "周䶮"]
