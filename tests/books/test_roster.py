"""Sign-in of an activity: the counters, the base of the rate, who is called, and what the kiosk writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liaison.books.roster import TO_SIGN_LATER, Roster, time_and_reason
from liaison.books.signins import STATUSES
from liaison.errors import UserError
from liaison.office import Office

STROKES = [[[0.1, 0.2], [0.5, 0.25], [0.9, 0.2]], [[0.5, 0.1], [0.5, 0.9]]]

# name, unit, joined, left
PEOPLE = (
    ("沈佳禾", "镇中心小学", "2020-01-01", None),
    ("王芳", "镇卫生院", "2020-01-01", None),
    ("王芳", "溪畔茶叶合作社", "2020-01-01", None),
    ("刘犇", "犇远农机", "2020-01-01", "2026-08-01"),
    ("陈喆", "镇司法所", "2026-08-01", None),
    ("韩堃", "河口村", "2020-01-01", None),
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder: Path = tmp_path_factory.mktemp("roster") / "office"
    with Office.create(folder, name="云溪镇政协联络处", town="云溪镇", today=lambda: "2026-09-18") as made:
        for name, unit, joined, left in PEOPLE:
            made.add("members", {"name": name, "work_unit": unit, "joined": joined, "left_on": left})
        yield made


_made = iter(range(10_000))


def activity(office: Office, start: str = "2026-08-21 09:00", **values: object) -> int:
    raw = {"kind": "集中学习", "title": f"学习 {next(_made)}", "start": start, **values}
    return office.add("activities", raw).created["activities"][0]


def statuses(roster: Roster) -> dict[int | None, str]:
    return {entry.member: entry.status for entry in roster.entries}


def test_only_members_of_that_day_are_called(office: Office) -> None:
    def names(start: str) -> list[str]:
        return [e.name for e in office.signin.roster(activity(office, start)).entries]

    assert names("2026-07-31") == ["沈佳禾", "王芳", "王芳", "刘犇", "韩堃"]
    assert names("2026-08-01") == ["沈佳禾", "王芳", "王芳", "陈喆", "韩堃"]
    assert names("2019-12-31") == []


def test_named_members_only_as_far_as_they_are_members(office: Office) -> None:
    called = activity(office, called=[2, 4, 5])
    assert [e.member for e in office.signin.roster(called).entries] == [2, 5]


def test_nothing_recorded_counts_nobody_as_present(office: Office) -> None:
    roster = office.signin.roster(activity(office))
    assert not roster.recorded
    assert (roster.counts.required, roster.counts.present, roster.counts.unrecorded) == (5, 0, 5)


@pytest.mark.parametrize("status", STATUSES)
def test_the_first_choice_records_everybody_else_as_present(office: Office, status: str) -> None:
    number = activity(office)
    changes = office.signin.set_status(number, 3, status)
    roster = office.signin.roster(number)
    assert statuses(roster) == {1: "出席", 2: "出席", 3: status, 5: "出席", 6: "出席"}
    assert changes.records == {"signins": frozenset(e.signin for e in roster.entries)}


def test_one_undo_takes_the_first_choice_back_whole(office: Office) -> None:
    number = activity(office)
    changes = office.signin.set_status(number, 3, "缺席")
    office.undo(changes.action)
    assert not office.signin.roster(number).recorded
    office.signin.set_status(number, 1, "迟到")
    assert statuses(office.signin.roster(number))[3] == "出席"


def test_the_first_reason_records_everybody_too(office: Office) -> None:
    number = activity(office)
    office.signin.set_reason(number, 3, "9:20 到，车坏在路上")
    roster = office.signin.roster(number)
    assert roster.counts.unrecorded == 0
    entry = roster.entries[2]
    assert (entry.status, entry.time, entry.reason, entry.words) == (
        "出席", "9:20", "车坏在路上", "9:20 到，车坏在路上",
    )  # fmt: skip


def test_an_unknown_status_is_refused_and_nothing_written(office: Office) -> None:
    number = activity(office)
    with pytest.raises(UserError, match="出席、迟到"):
        office.signin.set_status(number, 1, "旷会")
    assert not office.signin.roster(number).recorded


def test_a_deleted_activity_says_where_to_go(office: Office) -> None:
    number = activity(office)
    office.remove("activities", [number])
    with pytest.raises((UserError, LookupError)):
        office.signin.roster(number)


def test_present_again_drops_the_reason_for_staying_away(office: Office) -> None:
    number = activity(office)
    office.signin.set_status(number, 1, "公假", reason="县里开会")
    office.signin.set_status(number, 1, "病假")
    assert office.signin.roster(number).entries[0].reason == "县里开会"
    office.signin.set_status(number, 1, "出席")
    assert office.signin.roster(number).entries[0].reason == ""


def test_the_kiosk_writes_one_person_only(office: Office) -> None:
    number = activity(office)
    office.signin.sign(number, 2, STROKES, "8:51")
    roster = office.signin.roster(number)
    assert statuses(roster) == {1: "", 2: "出席", 3: "", 5: "", 6: ""}
    signed = roster.entries[1]
    assert signed.signature == STROKES
    assert (signed.time, signed.note, signed.to_sign_later) == ("8:51", "", False)
    assert (roster.counts.present, roster.counts.unrecorded) == (1, 4)


def test_signing_keeps_late_and_replaces_leave(office: Office) -> None:
    number = activity(office)
    office.signin.set_status(number, 1, "迟到", reason="堵车")
    office.signin.set_status(number, 2, "公假", reason="县里开会")
    office.signin.sign(number, 1, STROKES, "9:20")
    office.signin.sign(number, 2, STROKES, "9:30")
    late, returned = office.signin.roster(number).entries[:2]
    assert (late.status, late.reason, late.words) == ("迟到", "堵车", "9:20 到，堵车")
    assert (returned.status, returned.reason) == ("出席", "")


def test_without_strokes_the_signature_is_still_to_come(office: Office) -> None:
    number = activity(office)
    office.signin.sign(number, 1, None, "8:51")
    entry = office.signin.roster(number).entries[0]
    assert (entry.status, entry.note, entry.to_sign_later) == ("出席", TO_SIGN_LATER, True)
    office.signin.set_status(number, 1, "缺席")
    assert not office.signin.roster(number).entries[0].to_sign_later
    office.signin.sign(number, 1, STROKES, "8:59")
    signed = office.signin.roster(number).entries[0]
    assert signed.signature == STROKES
    assert not signed.to_sign_later


def test_all_present_after_the_kiosk_leaves_what_is_there(office: Office) -> None:
    number = activity(office)
    office.signin.set_status(number, 1, "事假")
    office.signin.sign(number, 2, STROKES, "8:51")
    office.signin.record_all(number)
    roster = office.signin.roster(number)
    assert statuses(roster) == {1: "事假", 2: "出席", 3: "出席", 5: "出席", 6: "出席"}
    assert roster.entries[1].signature == STROKES
    assert not office.signin.record_all(number)


def test_guests_stand_apart_from_the_counters(office: Office) -> None:
    number = activity(office)
    office.signin.record_all(number)
    before = office.signin.roster(number).counts
    office.signin.add_guest(number, "周建民", "镇党委", STROKES, "8:40")
    office.signin.add_guest(number, "林素梅")
    roster = office.signin.roster(number)
    assert [(g.name, g.unit, g.member) for g in roster.guests] == [("周建民", "镇党委", None), ("林素梅", "", None)]
    assert roster.guests[0].signature == STROKES
    assert (roster.counts.guests, roster.counts.present, roster.counts.required) == (
        2, before.present, before.required,
    )  # fmt: skip
    assert roster.guests[0].signin is not None
    office.signin.remove_guest(roster.guests[0].signin)
    assert [g.name for g in office.signin.roster(number).guests] == ["林素梅"]


def test_a_guest_needs_a_name(office: Office) -> None:
    with pytest.raises(UserError):
        office.signin.add_guest(activity(office), "  ", "镇党委")


@given(st.lists(st.sampled_from((*STATUSES, None)), min_size=5, max_size=5), st.booleans())
@settings(max_examples=40, deadline=None)
def test_counters_agree_with_a_count_by_hand(office: Office, given: list[str | None], counts_leave: bool) -> None:
    number = activity(office)
    for member, status in zip((1, 2, 3, 5, 6), given, strict=True):
        if status is not None:
            office.add("signins", {"activity": number, "member": member, "status": status})
    service = office.signin
    service.duty_leave_counts = counts_leave
    counts = service.roster(number).counts
    came = sum(1 for s in given if s and s in "出席迟到早退")
    on_duty = given.count("公假")
    base = 5 if counts_leave else 5 - on_duty
    assert counts.required == 5
    assert counts.present == came
    assert counts.leave == sum(1 for s in given if s and s.endswith("假"))
    assert (counts.late, counts.early, counts.sick, counts.personal) == tuple(
        given.count(s) for s in ("迟到", "早退", "病假", "事假")
    )
    assert counts.unrecorded == given.count(None)
    assert counts.absent == len(counts.absent_names) == given.count("缺席")
    assert counts.present + counts.leave + counts.absent + counts.unrecorded == counts.required
    assert counts.rate == (None if base == 0 else came / base)
    assert counts.base.startswith(f"{came}/{base}")
    assert ("公假" in counts.base) == (on_duty > 0)


@given(st.lists(st.tuples(st.sampled_from((1, 2, 3, 5, 6)), st.sampled_from(STATUSES)), max_size=8))
@settings(max_examples=25, deadline=None)
def test_any_run_of_choices_ends_as_the_last_ones_say(office: Office, choices: list[tuple[int, str]]) -> None:
    number = activity(office)
    expected: dict[int | None, str] = dict.fromkeys((1, 2, 3, 5, 6), "出席" if choices else "")
    for member, status in choices:
        foreseen = office.signin.roster(number).with_status(member, status)
        office.signin.set_status(number, member, status)
        expected[member] = status
        after = office.signin.roster(number)
        assert statuses(foreseen) == statuses(after)
        assert foreseen.counts == after.counts
    assert statuses(office.signin.roster(number)) == expected


@given(st.sampled_from((None, *STATUSES)), st.sampled_from(("", "堵车", "9:20 到，堵车", "9:20")))
@settings(max_examples=25, deadline=None)
def test_what_a_reason_will_do_is_foreseen(office: Office, status: str | None, text: str) -> None:
    number = activity(office)
    if status is not None:
        office.signin.set_status(number, 3, status, time="8:50")
    foreseen = office.signin.roster(number).with_words(3, text)
    office.signin.set_reason(number, 3, text)
    after = office.signin.roster(number)
    assert [(e.status, e.words) for e in foreseen.entries] == [(e.status, e.words) for e in after.entries]
    assert foreseen.counts == after.counts


def test_all_present_is_foreseen(office: Office) -> None:
    number = activity(office)
    office.signin.sign(number, 2, STROKES, "8:51")
    foreseen = office.signin.roster(number).with_all_present()
    office.signin.record_all(number)
    assert statuses(foreseen) == statuses(office.signin.roster(number))
    assert foreseen.counts == office.signin.roster(number).counts


@pytest.mark.parametrize(
    ("start", "finish", "screen", "form"),
    [
        ("2026-08-21", None, "8月21日", "2026年8月21日"),
        ("2026-08-21 09:00", None, "8月21日 9:00", "2026年8月21日 9:00"),
        ("2026-08-21 09:00", "2026-08-21 11:30", "8月21日 9:00—11:30", "2026年8月21日 9:00—11:30"),
        ("2026-08-21", "2026-08-23", "8月21日至8月23日", "2026年8月21日至8月23日"),
        ("2026-12-31", "2027-01-01", "12月31日至1月1日", "2026年12月31日至2027年1月1日"),
        ("2026-08-21", "2026-08-21", "8月21日", "2026年8月21日"),
    ],
)
def test_day_and_time_in_words(office: Office, start: str, finish: str | None, screen: str, form: str) -> None:
    roster = office.signin.roster(activity(office, start, finish=finish))
    assert (roster.when(), roster.when("form")) == (screen, form)


@pytest.mark.parametrize(
    ("typed", "time", "reason"),
    [
        ("", "", ""),
        ("车坏在路上", "", "车坏在路上"),
        ("9:20", "9:20", ""),
        ("９：２０到，车坏", "9:20", "车坏"),
        ("09：05 到场，堵车", "9:05", "堵车"),
        ("9:20 到，车坏在路上", "9:20", "车坏在路上"),
        ("29:20 到", "", "29:20 到"),
        ("9:70", "", "9:70"),
    ],
)
def test_a_time_at_the_start_is_told_from_the_reason(typed: str, time: str, reason: str) -> None:
    assert time_and_reason(typed) == (time, reason)


@given(
    st.integers(0, 23), st.integers(0, 59),
    st.text(alphabet="车坏在路上堵县里开会，", max_size=20).map(lambda t: t.strip("，")),
)  # fmt: skip
def test_what_is_shown_can_be_typed_again(hour: int, minute: int, reason: str) -> None:
    shown = "，".join(part for part in (f"{hour}:{minute:02d} 到", reason) if part)
    assert time_and_reason(shown) == (f"{hour}:{minute:02d}", reason)
