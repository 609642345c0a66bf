"""Undo, redo, the recycle bin and what changed: every change in every book is one step, across restarts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from liaison.books.reports import SECTIONS
from liaison.changes import Changes
from liaison.chinese.dates import Period
from liaison.errors import NeedsParents, NeedsReversal, UserError
from liaison.kit.fields import Values
from liaison.kit.query import Query
from liaison.office import Office
from liaison.store.writing import acting
from tests.conftest import TODAY
from tests.kit.test_ledger import gift


def everything(office: Office) -> dict[str, list[tuple[object, ...]]]:
    """All living records as stored, with their search texts, and the settings."""
    tables = {
        name: office.database.rows(f"SELECT * FROM {name} WHERE deleted = 0 ORDER BY id") for name in office.books
    }
    return {**tables, "options": sorted(office.database.rows("SELECT key, value FROM options"))}


def a_member(office: Office, name: str = "周芸", **more: object) -> Changes:
    return office.add("members", {"name": name, "work_unit": "茶场", "joined": "2022-01-01", **more})


def an_activity(office: Office) -> int:
    values = {"kind": "集中学习", "title": "学习条例", "start": "2026-09-10 09:00"}
    return office.add("activities", values).created["activities"][0]


def a_task(office: Office) -> int:
    values = {"work_group": 1, "what": "路灯修复", "owner": 1, "due": "2026-10-01", "steps": 1}
    return office.add("assignments", values).created["assignments"][0]


def nothing(_office: Office) -> None:
    """What some changes need before them."""


def draft_report(office: Office) -> int:
    return office.reports.draft(Period.parse("2026Q3"))


def written_report(office: Office) -> None:
    report = draft_report(office)
    for name, _ in SECTIONS:
        office.reports.save_section(report, name, "没有")


# -- every kind of change is one step --------------------------------------------------------------

Way = tuple[Callable[[Office], object], Callable[[Office], object]]
WAYS: dict[str, Way] = {
    "新增": (nothing, a_member),
    "修改": (nothing, lambda o: o.edit("members", 1, {"name": "沈禾", "phone": "13800000000"})),
    "成批修改": (nothing, lambda o: o.edit_many("members", {1: {"notes": "甲"}, 2: {"notes": "乙"}})),
    "删除": (nothing, lambda o: o.remove("members", [1, 2])),
    "恢复": (lambda o: o.remove("members", [1, 2]), lambda o: o.bring_back("members", [1, 2])),
    "粘贴": (
        nothing,
        lambda o: o.write_block(o.plan_block("members", [(1, {"post": "站长"}), (None, {"name": "新人"})])),
    ),
    "签到": (an_activity, lambda o: o.signin.set_status(1, 1, "迟到", reason="车坏")),
    "全部出席": (an_activity, lambda o: o.signin.record_all(1)),
    "来宾": (an_activity, lambda o: o.signin.add_guest(1, "来宾", "县政协")),
    "签名": (an_activity, lambda o: o.signin.sign(1, 1, [[[0.1, 0.2], [0.3, 0.4]]], "9:00")),
    "任务": (nothing, a_task),
    "进展": (a_task, lambda o: o.board.log(1, "开工", steps_done=1)),
    "销号": (lambda o: (a_task(o), o.board.log(1, "完工", steps_done=1)), lambda o: o.board.close(1, "亮了")),
    "设置": (nothing, lambda o: o.change_settings(replace(o.settings, director="李主任", phone="1"))),
    "起草": (nothing, draft_report),
    "定稿": (written_report, lambda o: o.reports.finish(1)),
    "草稿": (nothing, gift),
    "改草稿": (gift, lambda o: o.edit("donations", 1, {"amount": "5", "beneficiary": "河口村"})),
    "入账后改空栏": (
        lambda o: o.enter("donations", [gift(o)]), lambda o: o.edit("donations", 1, {"beneficiary": "河口村"})
    ),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_every_change_is_one_step_back_and_forth_across_restarts(peopled: Office, way: str) -> None:
    prepare, change = WAYS[way]
    prepare(peopled)
    before, last = everything(peopled), peopled.last_action()
    change(peopled)
    after = everything(peopled)
    assert after != before
    folder = peopled.folder

    def reopened() -> Office:
        peopled.close()
        peopled.__dict__.update(Office.open(folder, today=lambda: TODAY).__dict__)
        return peopled

    step = peopled.last_action()
    assert step is not None and step != last
    undone = reopened().undo()
    assert undone.title == f"撤销“{step[1]}”" and undone.undone == step[0] and not undone.undoable
    assert everything(peopled) == before
    assert peopled.last_action() == last and reopened().next_redo() == step
    redone = peopled.redo()
    assert redone.title == f"重做“{step[1]}”" and redone.undoable
    assert everything(peopled) == after
    assert peopled.last_action() == step and peopled.next_redo() is None
    assert peopled.undo(redone.action).undone == step[0]  # its redoing names it too
    assert everything(reopened()) == before
    assert peopled.redo(undone.action) and everything(peopled) == after


def test_an_import_is_one_step_with_its_name(office: Office, tmp_path: Path) -> None:
    sheet = tmp_path / "名册.csv"
    rows = "".join(f"委员{n},茶场,2022-01-01\n" for n in range(36))
    sheet.write_text(f"姓名,工作单位,加入日期\n{rows}", encoding="utf-8")
    found, at = office.read_for("members", sheet)
    office.import_plan(office.plan_import("members", found, at))
    assert office.last_action()[1] == "导入 36 位委员"  # type: ignore[index]
    office.undo()
    assert office.count("members") == 0 and office.trash_counts() == {"members": 36}
    office.redo()
    assert office.count("members") == 36 and office.count("members", Query(search="wy3")) > 0


# -- the order of steps -----------------------------------------------------------------------------


def test_steps_go_back_one_by_one_and_forth_in_turn(peopled: Office) -> None:
    states = [everything(peopled)]
    for n in range(4):
        peopled.edit("members", 1, {"notes": f"第{n}次"})
        states.append(everything(peopled))
    for state in reversed(states[:-1]):
        peopled.undo()
        assert everything(peopled) == state
    for state in states[1:]:
        peopled.redo()
        assert everything(peopled) == state
    with pytest.raises(UserError, match="没有可以重做"):
        peopled.redo()


def test_something_new_ends_redoing(peopled: Office) -> None:
    peopled.edit("members", 1, {"notes": "甲"})
    peopled.undo()
    peopled.edit("members", 2, {"notes": "乙"})
    assert peopled.next_redo() is None
    peopled.note("导出 委员 4 位")
    peopled.undo()
    peopled.note("导出 委员 4 位")  # changes nothing, so that it ends nothing
    assert peopled.next_redo() is not None


def test_any_action_may_be_named_while_its_records_stand(peopled: Office) -> None:
    first = peopled.edit("members", 1, {"notes": "甲"})
    second = peopled.edit("members", 1, {"notes": "乙"})
    other = peopled.edit("members", 2, {"notes": "丙"})
    with pytest.raises(UserError, match=f"请先撤销“{second.title}”"):
        peopled.undo(first.action)
    peopled.undo(second.action)
    peopled.undo(first.action)
    assert peopled.get("members", 1)["notes"] is None and peopled.get("members", 2)["notes"] == "丙"
    with pytest.raises(UserError, match="已经撤销过"):
        peopled.undo(first.action)
    with pytest.raises(UserError, match="没有撤销过"):
        peopled.redo(other.action)
    with pytest.raises(UserError, match=f"请先重做“{first.title}”"):
        peopled.redo(second.action)
    peopled.redo(first.action)
    peopled.redo(second.action)
    assert peopled.get("members", 1)["notes"] == "乙"


def test_nothing_is_taken_back_that_does_not_stand_as_it_was_left(peopled: Office) -> None:
    made = a_member(peopled)
    peopled.edit("members", made.created["members"][0], {"notes": "补记"})
    before = everything(peopled)
    with pytest.raises(UserError, match="之后又改过"):
        peopled.undo(made.action)
    assert everything(peopled) == before


def test_what_others_need_is_not_taken_back(peopled: Office) -> None:
    made = a_member(peopled)
    honor = {"title": "先进", "level": "镇", "issuer": "镇政府", "date": "2026-01-01", "member": "周芸"}
    peopled.add("honors", honor)
    before = everything(peopled)
    with pytest.raises(UserError, match="“周芸”在“荣誉登记簿”里还有 1 项记录"):
        peopled.undo(made.action)
    assert everything(peopled) == before


def test_what_belongs_to_something_deleted_is_not_brought_back_by_undo(peopled: Office) -> None:
    number = a_member(peopled).created["members"][0]
    honor = {"title": "先进", "level": "镇", "issuer": "镇政府", "date": "2026-01-01", "member": number}
    peopled.add("honors", honor)
    gone = peopled.remove("honors", [1])
    peopled.remove("members", [number])
    with pytest.raises(UserError, match="委员“周芸”在回收站里，请先恢复它"):
        peopled.undo(gone.action)
    assert peopled.count("honors") == 0


def test_a_twin_stands_in_the_way(office: Office) -> None:
    term = {"name": "第一届", "start": "2016-01-01", "until": "2020-12-31"}
    office.add("terms", term)
    gone = office.remove("terms", [1])
    office.add("terms", term)
    for again in (lambda: office.undo(gone.action), lambda: office.bring_back("terms", [1])):
        with pytest.raises(UserError, match="现在已有届次相同的"):
            again()
    assert office.ids("terms") == [2]


def test_what_was_erased_stays_erased(peopled: Office) -> None:
    changed = peopled.edit("members", 1, {"notes": "甲"})
    before = peopled.last_action()
    assert before is not None and before[0] == changed.action
    with acting(peopled.database, "删除个人信息"):
        line = peopled.database.value("SELECT max(id) FROM trail")
        peopled.database.run("UPDATE trail SET before = NULL, after = NULL WHERE id = ?", (line,))
    with pytest.raises(UserError, match="已按要求删除"):
        peopled.undo(changed.action)
    assert peopled.last_action() != before
    assert peopled.history("members", 1)[0].kind == "erased"


def test_what_is_sealed_is_left_alone(peopled: Office) -> None:
    changed = peopled.edit("members", 1, {"phone": "13800001234"})
    peopled.people.seal(1, "本人要求")
    for act in (lambda: peopled.undo(changed.action), lambda: peopled.remove("members", [1])):
        with pytest.raises(UserError, match="请先解除封存"):
            act()
    (shift,) = peopled.history("members", 1, whole=True)[0].shifts
    assert shift.after == "已封存"
    peopled.people.unseal(1, "本人要求")
    peopled.undo(changed.action)
    assert peopled.get("members", 1)["phone"] is None


def test_an_unknown_action_is_a_sentence(office: Office) -> None:
    with pytest.raises(UserError, match="操作记录"):
        office.undo(10**6)


# -- the ledger -------------------------------------------------------------------------------------


def test_entries_ask_for_a_reversal_and_reversals_are_final(office: Office) -> None:
    number = gift(office)
    entered = office.enter("donations", [number])
    with pytest.raises(NeedsReversal, match="作废冲销") as asked:
        office.undo()
    assert (asked.value.book, asked.value.records) == ("donations", (number,))
    office.reverse("donations", number, "写错")
    for action in (entered.action, entered.action - 1, entered.action + 1):  # entered, drafted, voided
        with pytest.raises(UserError):
            office.undo(action)
    last = office.last_action()
    assert last is not None and last[0] < entered.action - 1  # all three are passed over
    assert office.count("donations") == 2


def test_an_import_of_entries_names_those_not_yet_voided(office: Office, tmp_path: Path) -> None:
    sheet = tmp_path / "捐赠.csv"
    rows = "".join(f"2026-03-0{n},云溪商会,{n}00,助学\n" for n in range(1, 4))
    sheet.write_text(f"日期,捐赠人,金额,用途\n{rows}", encoding="utf-8")
    found, at = office.read_for("donations", sheet)
    made = office.import_plan(office.plan_import("donations", found, at))
    office.reverse("donations", 2, "写错")
    with pytest.raises(NeedsReversal, match="2 笔") as asked:
        office.undo(made.action)
    assert asked.value.records == (1, 3)
    for number in asked.value.records:
        office.reverse("donations", number, "导入错了")
    with pytest.raises(UserError, match="都已经作废或更正"):
        office.undo(made.action)
    assert {row.number: row.state for row in office.actions()}[made.action] == "final"


def test_what_was_corrected_is_final(office: Office) -> None:
    number = gift(office, "100", date="2025-03-01")
    entered = office.enter("donations", [number])
    with pytest.raises(NeedsReversal):
        office.undo()
    corrected = office.correct("donations", number, {"amount": "120"}, "金额写错")
    with pytest.raises(UserError, match="都已经作废或更正"):
        office.undo(entered.action)
    with pytest.raises(NeedsReversal) as asked:
        office.undo(corrected.action)
    office.reverse_many("donations", asked.value.records, "更正错了")
    with pytest.raises(NeedsReversal):
        office.undo(entered.action)


# -- deleting and the recycle bin -------------------------------------------------------------------


def test_deleting_many_asks_a_few_questions_only(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    people: list[Values] = [{"name": f"委员{n}", "work_unit": "茶场", "joined": "2022-01-01"} for n in range(500)]
    numbers = office.add_many("members", people, title="导入").created["members"]
    asked = 0
    run = office.database.run

    def counting(*arguments: object) -> object:
        nonlocal asked
        asked += 1
        return run(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(office.database, "run", counting)
    office.remove("members", numbers)
    assert asked < 60
    assert office.count("members") == 0
    office.undo()
    assert office.count("members") == 500


def test_deleting_says_who_is_needed(peopled: Office) -> None:
    for n in (1, 2):
        peopled.add("honors", {"title": f"先进{n}", "level": "镇", "issuer": "镇", "date": "2026-01-01", "member": n})
    with pytest.raises(UserError, match="“沈佳禾”在“荣誉登记簿”里还有 1 项记录，不能删除"):
        peopled.remove("members", [1])
    with pytest.raises(UserError, match="“沈佳禾”等 2 位委员在“荣誉登记簿”里还有记录"):
        peopled.remove("members", [1, 2, 3])
    assert peopled.count("members") == 4
    assert not peopled.remove("members", [99]) and not peopled.bring_back("members", [1])


def test_the_bin_lists_finds_and_gives_back(peopled: Office) -> None:
    activity = an_activity(peopled)
    peopled.signin.set_status(activity, 1, "公假")
    numbers = peopled.ids("signins")
    peopled.remove("signins", numbers)
    peopled.remove("activities", [activity])
    assert peopled.trash_counts() == {"activities": 1, "signins": len(numbers)}
    found = peopled.trash()
    assert found[0][:2] == ("activities", activity) and len(found) == 1 + len(numbers)
    rows = peopled.trash_rows(found[:2])
    assert rows[0].label == "学习条例" and rows[0].title == "删除活动 学习条例"
    assert [r.label for r in peopled.trash_rows(peopled.trash(search="沈佳禾"))] == ["学习条例 沈佳禾 公假"]
    assert peopled.trash("signins", "没有的人") == []
    with pytest.raises(NeedsParents) as asked:
        peopled.bring_back("signins", numbers)
    assert asked.value.parents == {"activities": (activity,)} and "学习条例" in asked.value.sentence
    assert peopled.count("signins") == 0
    peopled.bring_back("signins", numbers, parents=True)
    assert peopled.count("signins") == len(numbers) and peopled.count("activities") == 1
    peopled.undo()
    assert peopled.trash_counts() == {"activities": 1, "signins": len(numbers)}


def test_many_at_once_are_told_before(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(office, "copy_first", told.append)
    numbers = [a_member(office, f"委员{n}").created["members"][0] for n in range(20)]
    office.edit_many("members", {n: {"notes": "甲"} for n in numbers})
    office.remove("members", numbers[:19])
    office.bring_back("members", numbers[:19])
    office.remove("members", numbers)
    assert told == ["bulk", "bulk"]


# -- what changed -----------------------------------------------------------------------------------


def test_history_says_from_what_to_what_as_it_is_read(peopled: Office) -> None:
    number = gift(peopled, "1000")
    peopled.edit("donations", number, {"amount": "2000", "member": "沈佳禾", "date": "2026-09-02"})
    peopled.remove("donations", [number])
    gone, changed, made = peopled.history("donations", number)
    assert (gone.kind, made.kind, changed.title) == ("deleted", "created", "修改捐赠 云溪商会")
    shifts = {s.label: (s.before, s.after) for s in changed.shifts}
    assert shifts["金额"] == ("1,000.00", "2,000.00")
    assert shifts["日期"] == ("2026年9月1日", "2026年9月2日")
    assert ("", "沈佳禾") in shifts.values()
    assert ("用途", "", "助学") in [(s.label, s.before, s.after) for s in made.shifts]


def test_history_masks_what_is_private(peopled: Office) -> None:
    peopled.edit("members", 1, {"phone": "13800001234"})
    (shift,) = peopled.history("members", 1)[0].shifts
    assert shift.after == "138****1234"
    (shift,) = peopled.history("members", 1, whole=True)[0].shifts
    assert shift.after == "13800001234"


def test_settings_have_a_history_in_words(office: Office) -> None:
    office.change_settings(replace(office.settings, duty_leave_counts=True))
    (shift,) = office.history("options", 0)[0].shifts
    assert (shift.label, shift.before, shift.after) == ("公假计入应到", "否", "是")
    office.undo()
    assert office.settings.duty_leave_counts is False


def test_the_list_of_actions(peopled: Office) -> None:
    changed = peopled.edit("members", 1, {"notes": "甲"})
    peopled.undo()
    peopled.redo()
    peopled.note("导出 委员 4 位，含电话")
    gone = peopled.remove("members", [4])
    peopled.undo()
    states = {row.title: row.state for row in peopled.actions()}
    assert states[changed.title] == "redone" and states[gone.title] == "undone"
    assert states["导出 委员 4 位，含电话"] == "final" and states[f"撤销“{gone.title}”"] == "turn"
    assert peopled.actions(limit=1, offset=1)[0].title == gone.title
    assert peopled.actions(search="导出 电话")[0].counts == {} and peopled.action_count("导出 电话") == 1
    assert peopled.action_count(book="groups") == 1 == len(peopled.actions(book="groups"))
    assert [row.counts for row in peopled.actions(book="groups")] == [{"groups": 3}]
    assert peopled.action_count() == len(peopled.actions(limit=1000))
    assert {row.title for row in peopled.actions(book="members", record=4)} == {
        "新增委员 韩堃", gone.title, f"撤销“{gone.title}”"
    }
    (one,) = peopled.changes_of(changed.action)
    assert (one.book, one.record, one.label) == ("members", 1, "沈佳禾") and peopled.change_count(changed.action) == 1
