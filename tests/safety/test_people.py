"""One person's data: handed out, sealed, unsealed, erased; the trail verifies and no count changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from liaison.chinese.dates import Period
from liaison.errors import UserError
from liaison.exchange.sheets import read_sheets
from liaison.kit.checking import check_office
from liaison.kit.fields import SEALED
from liaison.kit.query import Query
from liaison.office import Office
from liaison.safety.protection import new_recovery_code
from liaison.store.links import verify_trail

NAME, PHONE, ID_NUMBER, ADDRESS = "钟离晓岚", "13912345678", "330102198001010015", "云溪镇宝峰村十二号"
OTHER = "沈佳禾"


@pytest.fixture
def told(peopled: Office, tmp_path: Path) -> tuple[Office, int]:
    """An office whose books know one member well: (office, the member)."""
    office = peopled
    photo = tmp_path / "钟离晓岚.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0 a face \xff\xd9")
    member = office.add(
        "members",
        {"name": NAME, "work_unit": "镇文化站", "joined": "2022-01-01", "phone": PHONE, "id_number": ID_NUMBER,
         "address": ADDRESS, "sex": "女", "photo": [office.attach(photo)], "notes": "爱人在县城上班"},
    ).created["members"][0]  # fmt: skip
    office.edit("members", member, {"post": "站长"})
    activity = office.add("activities", {"kind": "会议", "title": "季度例会", "start": "2026-09-01",
                                         "minutes": f"{NAME}发言，建议修路"}).created["activities"][0]
    office.signin.record_all(activity)
    office.signin.sign(activity, member, [[[0.1, 0.2], [0.3, 0.4]]], "09:00")
    talk = {"kind": "座谈", "title": "座谈会", "start": "2026-09-02"}
    other = office.add("activities", talk).created["activities"][0]
    office.signin.set_status(other, member, "病假", reason="做手术住院")
    group = next(iter(office.names.labels("groups")))
    task = office.add("assignments", {"work_group": group, "what": "修村道", "owner": member, "due": "2026-12-01",
                                      "helpers": OTHER}).created["assignments"][0]
    office.board.log(task, f"{NAME}已到现场", steps_done=1)
    office.add("suggestions", {"date": "2026-09-03", "text": "建议修路", "raised_by": member})
    office.add("honors", {"member": member, "title": "优秀委员", "level": "县", "issuer": "县政协",
                          "date": "2026-05-01"})  # fmt: skip
    return office, member


def _give(office: Office, member: int, **more: object) -> int:
    gift = office.add("donations", {"date": "2026-09-05", "donor": NAME, "member": member, "amount": "100",
                                    "purpose": "助学", **more}).created["donations"][0]
    office.enter("donations", [gift])
    return gift


def _numbers(office: Office) -> dict[str, object]:
    """Every figure's number and records; keys name people, so that only the numbers are compared."""
    figures = office.figures(Period.parse("2026")).as_json()
    return {str(at): (f["value"], f["records"]) for at, f in enumerate(figures)}  # type: ignore[arg-type,index]


def _bytes_hold(office: Office, *words: str) -> list[str]:
    content = (office.folder / "office.db").read_bytes()
    return [word for word in words if word.encode() in content]


# -- one's own data ---------------------------------------------------------------------------------


def _cells(path: Path) -> dict[str, list[list[str]]]:
    return {s.name: [["" if c is None else str(c) for c in row] for row in s.rows] for s in read_sheets(path)}


def test_a_member_gets_everything_and_nothing_of_others(told: tuple[Office, int], tmp_path: Path) -> None:
    office, member = told
    _give(office, member)
    count = office.people.own_data(member, tmp_path / "本人.xlsx")
    sheets = _cells(tmp_path / "本人.xlsx")
    assert set(sheets) == {
        "委员名册", "签到簿", "捐赠台账", "荣誉登记簿", "专班任务", "意见建议", "任务进展", "修改记录",
    }  # fmt: skip
    said = "\n".join("|".join(row) for rows in sheets.values() for row in rows)
    for word in (PHONE, ID_NUMBER, ADDRESS, "做手术住院", "优秀委员", "建议修路", "钟离晓岚.jpg", "站长"):
        assert word in said, word
    assert OTHER not in said
    assert count == sum(len(rows) - 1 for title, rows in sheets.items() if title != "修改记录")
    assert any("本人的信息" in title for (title,) in office.database.rows("SELECT title FROM actions"))


def test_what_changed_is_told_column_by_column(told: tuple[Office, int], tmp_path: Path) -> None:
    office, member = told
    office.edit("members", member, {"phone": "13800000001"})
    office.people.own_data(member, tmp_path / "本人.xlsx")
    changes = _cells(tmp_path / "本人.xlsx")["修改记录"]
    assert any(row[3:] == ["修改", "手机", PHONE, "13800000001"] for row in changes), changes


def test_petitions_are_only_counted(told: tuple[Office, int], tmp_path: Path) -> None:
    office, member = told
    office.add("petitions", {"petitioner": "郝来访", "matter": "宅基地纠纷", "member": member})
    office.people.own_data(member, tmp_path / "本人.xlsx")
    sheets = _cells(tmp_path / "本人.xlsx")
    assert sheets["单独保管的"][1:] == [["信访包保", "1.0"]]
    assert "郝来访" not in str(sheets) and "宅基地" not in str(sheets)


def test_a_sealed_person_still_gets_everything(told: tuple[Office, int], tmp_path: Path) -> None:
    office, member = told
    office.people.seal(member, "本人申请")
    office.people.own_data(member, tmp_path / "本人.xlsx")
    assert PHONE in str(_cells(tmp_path / "本人.xlsx"))


# -- sealing ----------------------------------------------------------------------------------------


def test_sealed_data_is_hidden_everywhere(told: tuple[Office, int], tmp_path: Path) -> None:
    office, member = told
    before = _numbers(office)
    office.people.seal(member, "本人书面申请")
    row = office.rows("members", [member], whole=True)[0]
    assert row.texts["name"] == NAME and row.texts["phone"] == row.texts["work_unit"] == row.texts["birth"] == SEALED
    assert PHONE not in str(row) and ADDRESS not in str(row)
    assert PHONE not in str(office.get("members", member))
    assert member not in office.names.offered("members") and member in office.names.labels("members")
    with pytest.raises(UserError, match="已封存"):
        office.names.find("members", NAME)
    with pytest.raises(UserError, match="已封存"):
        office.edit("members", member, {"phone": "13800000001"})
    for private in (False, True):
        office.export("members", tmp_path / "册.xlsx", private=private)
        assert PHONE not in str(_cells(tmp_path / "册.xlsx")) and "镇文化站" not in str(_cells(tmp_path / "册.xlsx"))
    assert _numbers(office) == before
    assert office.ids("members", Query(search="镇文化站")) == []
    assert office.ids("members", Query(search=NAME)) == [member]
    assert office.ids("members", Query(search=PHONE)) == []


def test_unsealing_needs_a_reason_and_brings_all_back(told: tuple[Office, int]) -> None:
    office, member = told
    before = office.rows("members", [member], whole=True)
    with pytest.raises(UserError, match="原因"):
        office.people.seal(member, "  ")
    office.people.seal(member, "本人申请")
    with pytest.raises(UserError, match="已经封存"):
        office.people.seal(member, "又一次")
    assert office.people.sealed()[member].reason == "本人申请"
    with pytest.raises(UserError, match="原因"):
        office.people.unseal(member, "")
    office.people.unseal(member, "本人撤回申请")
    assert office.rows("members", [member], whole=True) == before
    assert office.people.sealed() == {}
    with pytest.raises(UserError, match="不用解除"):
        office.people.unseal(member, "再来")
    titles = [title for (title,) in office.database.rows("SELECT title FROM actions ORDER BY id DESC LIMIT 2")]
    assert titles == [f"解除封存 {NAME} 的资料：本人撤回申请", f"封存委员 {NAME} 的资料：本人申请"]


def test_of_two_with_one_name_the_sealed_one_loses_its_unit(peopled: Office) -> None:
    peopled.people.seal(2, "本人申请")
    assert peopled.names.label("members", 2) == "王芳（已封存）"
    assert peopled.names.label("members", 3) == "王芳（溪畔茶叶合作社）"
    assert peopled.names.find("members", "王芳") == 3


# -- erasing ----------------------------------------------------------------------------------------


def test_nothing_of_an_erased_person_is_left_in_the_file(told: tuple[Office, int]) -> None:
    office, member = told
    before = _numbers(office)
    titles = office.database.value("SELECT count(*) FROM actions WHERE instr(title, ?) > 0", (NAME,))
    assert titles and _bytes_hold(office, NAME, PHONE, ADDRESS) == [NAME, PHONE, ADDRESS]
    done = office.people.erase(member, "本人书面申请")
    assert done.instead == "已删除的人〔1〕" and done.left == () and done.lines > 5
    assert office.get("members", member)["name"] == "已删除的人〔1〕"
    assert _bytes_hold(office, NAME, PHONE, ID_NUMBER, ADDRESS, "爱人在县城", "做手术住院", "镇文化站") == []
    assert list((office.folder / "attachments").rglob("*.jpg")) == []
    assert verify_trail(office.database) is None and check_office(office) == []
    assert _numbers(office) == before
    minutes = office.database.value("SELECT minutes FROM activities WHERE title = '季度例会'")
    assert minutes == "已删除的人〔1〕发言，建议修路"
    assert office.people.is_erased(member)
    with pytest.raises(UserError, match="已经删除"):
        office.people.erase(member, "再来一次")
    assert not any(NAME in str(row) for book in office.books for row in office.rows(book, office.ids(book), whole=True))


def test_erasing_is_foreseen_by_count(told: tuple[Office, int]) -> None:
    office, member = told
    _give(office, member)
    seen = office.people.foresee(member)
    assert seen.name == NAME and seen.instead == "已删除的人〔1〕" and seen.others == 0
    assert seen.emptied == ("姓名", "性别", "工作单位", "职务", "手机", "身份证号", "照片", "住址", "备注")
    assert (seen.signatures, seen.files, seen.gifts) == (2, 1, 1)
    assert dict(seen.kept)["签到簿"] == 2 and dict(seen.kept)["捐赠台账"] == 1
    assert {(m.book, m.column, m.fixed) for m in seen.mentions} == {
        ("activities", "minutes", False), ("progress", "what", False), ("donations", "donor", True),
    }  # fmt: skip
    done = office.people.erase(member, "本人申请")
    assert done.lines >= seen.lines
    assert office.database.value("SELECT count(*) FROM actions WHERE instr(title, ?) > 0", (NAME,)) == 0


def test_gifts_are_sealed_and_never_erased(told: tuple[Office, int]) -> None:
    office, member = told
    gift = _give(office, member, notes=f"{NAME}亲自送来")
    total = office.sum("donations", "amount")
    office.people.erase(member, "本人申请")
    row = office.rows("donations", [gift], whole=True)[0]
    assert row.texts["donor"] == SEALED and row.texts["amount"] == "100.00"
    assert row.texts["member"] == "已删除的人〔1〕"
    assert office.sum("donations", "amount") == total
    assert office.database.value("SELECT donor FROM donations WHERE id = ?", (gift,)) == NAME
    assert office.database.value("SELECT notes FROM donations WHERE id = ?", (gift,)) == "已删除的人〔1〕亲自送来"
    assert office.ids("donations", Query(search=NAME)) == []
    assert check_office(office) == [] and verify_trail(office.database) is None
    assert office.people.sealed_gifts(member) == 1
    office.people.unseal(member, "上级查账")
    assert office.rows("donations", [gift])[0].texts["donor"] == NAME
    assert (office.people.sealed_gifts(member), office.people.shown_gifts(member)) == (0, 1)
    assert office.get("members", member)["name"] == "已删除的人〔1〕"
    assert member not in office.names.offered("members")
    office.people.seal(member, "查完了")
    assert office.rows("donations", [gift])[0].texts["donor"] == SEALED
    assert office.people.sealed_gifts(member) == 1


def test_a_sealed_gift_is_not_voided_with_a_hidden_name(told: tuple[Office, int]) -> None:
    office, member = told
    gift = _give(office, member)
    office.people.erase(member, "本人申请")
    with pytest.raises(UserError, match="已封存"):
        office.reverse("donations", gift, "记错了")
    office.people.unseal(member, "记错了，要冲销")
    office.reverse("donations", gift, "记错了")
    assert office.sum("donations", "amount") == 0 and check_office(office) == []


def test_an_encrypted_office_loses_the_same(told: tuple[Office, int]) -> None:
    office, member = told
    office.protection.turn_on("一个很长的密码 2026", new_recovery_code())
    before = len([p for p in (office.folder / "attachments").rglob("*") if p.is_file()])
    office.people.erase(member, "本人申请")
    assert len([p for p in (office.folder / "attachments").rglob("*") if p.is_file()]) == before - 1
    assert verify_trail(office.database) is None and check_office(office) == []
    said = [str(row) for table in ("members", "trail", "actions", "signins", "drafts")
            for row in office.database.rows(f"SELECT * FROM {table}")]  # fmt: skip
    assert not [row for row in said if NAME in row or PHONE in row]


def test_what_was_begun_and_not_saved_goes_too(told: tuple[Office, int]) -> None:
    office, member = told
    office.keep_draft("activities", 0, {"title": f"{NAME}的汇报会"})
    office.keep_draft("members", member, {"post": "馆长"})
    office.keep_draft("members", 1, {"post": "教师"})
    assert office.people.foresee(member).drafts == 2
    office.people.erase(member, "本人申请")
    assert [(d.book, d.record) for book in ("activities", "members") for d in office.drafts(book)] == [("members", 1)]


def test_another_person_of_the_same_name_keeps_it(peopled: Office) -> None:
    met = {"kind": "会议", "title": "例会", "start": "2026-09-01", "minutes": "王芳发言"}
    activity = peopled.add("activities", met)
    seen = peopled.people.foresee(2)
    assert seen.others == 1 and [m.column for m in seen.mentions] == ["minutes"] and seen.sure == ()
    peopled.people.erase(2, "本人申请")
    assert peopled.get("activities", activity.created["activities"][0])["minutes"] == "王芳发言"
    assert peopled.names.label("members", 3) == "王芳"
    assert peopled.history("members", 3) and verify_trail(peopled.database) is None
    titles = [t for (t,) in peopled.database.rows("SELECT title FROM actions WHERE instr(title, '王芳') > 0")]
    assert titles == ["新增委员 王芳"]  # the other one's


def test_a_longer_name_that_holds_the_name_stays(peopled: Office) -> None:
    peopled.add("members", {"name": "韩堃宇", "work_unit": "镇中学", "joined": "2024-01-01"})
    activity = peopled.add(
        "activities", {"kind": "会议", "title": "例会", "start": "2026-09-01", "minutes": "韩堃宇和韩堃发言"}
    ).created["activities"][0]
    peopled.people.erase(4, "本人申请")
    assert peopled.get("activities", activity)["minutes"] == "韩堃宇和已删除的人〔1〕发言"
    assert any(t == "新增委员 韩堃宇" for (t,) in peopled.database.rows("SELECT title FROM actions"))


def test_what_was_not_chosen_stays_as_it_was_typed(told: tuple[Office, int]) -> None:
    office, member = told
    office.people.erase(member, "本人申请", [])
    assert office.database.value("SELECT minutes FROM activities WHERE title = '季度例会'").startswith(NAME)


def test_two_erased_people_are_told_apart(peopled: Office) -> None:
    assert peopled.people.erase(2, "本人申请").instead == "已删除的人〔1〕"
    assert peopled.people.erase(3, "本人申请").instead == "已删除的人〔2〕"


def test_erasing_is_not_undone(told: tuple[Office, int]) -> None:
    office, member = told
    office.people.erase(member, "本人申请")
    last = office.last_action()
    for _ in range(3):
        if last is None:
            break
        try:
            office.undo(last[0])
        except UserError:
            break
        last = office.last_action()
    assert office.get("members", member)["name"] == "已删除的人〔1〕"
    assert _bytes_hold(office, PHONE, ADDRESS) == []


def test_older_backups_go_when_that_is_wanted(told: tuple[Office, int]) -> None:
    office, member = told
    office.backup.make("manual")
    office.backup.make("manual")
    assert office.people.foresee(member).backups == 2
    done = office.people.erase(member, "本人申请", old_backups=True)
    assert done.backups == 2 and len(office.backup.all()) == 1
    for path in (office.folder / "backups").rglob("*"):
        if path.is_file():
            assert NAME.encode() not in path.read_bytes() and b"a face" not in path.read_bytes(), path


def test_a_shared_file_stays(told: tuple[Office, int]) -> None:
    office, member = told
    photo = json.loads(str(office.get("members", member)["photo"]))
    office.edit("members", 1, {"photo": photo})
    assert office.people.foresee(member).files == 0
    office.people.erase(member, "本人申请")
    assert office.attachment(office.attached(office.get("members", 1)["photo"])[0][1])


def test_former_names_numbers_and_files_go_too(told: tuple[Office, int], tmp_path: Path) -> None:
    office, member = told
    old = tmp_path / "旧照.jpg"
    old.write_bytes(b"\xff\xd8\xff\xe0 a younger face \xff\xd9")
    attached = office.attach(old)
    now = office.get("members", member)["photo"]
    former = {"name": "钟离小岚", "phone": "13800001111", "photo": [attached], "work_unit": "旧单位文化宫"}
    office.edit("members", member, former)
    office.add("activities", {"kind": "会议", "title": "茶话会", "start": "2026-09-03",
                              "minutes": "钟离小岚到场，电话 13800001111"})  # fmt: skip
    office.edit("members", member, {"name": NAME, "phone": PHONE, "photo": now, "work_unit": "镇文化站"})
    assert any("钟离小岚" in action.title for action in office.actions())
    assert office.people.foresee(member).files == 2
    office.people.erase(member, "本人要求")
    assert not any("钟离" in action.title for action in office.actions())
    assert not list(office.folder.rglob(f"{attached['digest'][:64]}*"))
    content = (office.folder / "office.db").read_bytes()
    for word in ("钟离", "小岚", "13800001111", "旧单位文化宫"):
        assert word.encode() not in content, word
    assert verify_trail(office.database) is None


def test_a_former_name_that_another_bears_stays_theirs(peopled: Office) -> None:
    member = peopled.add("members", {"name": "诸葛明", "work_unit": "镇中学", "joined": "2022-01-01"})
    number = member.created["members"][0]
    peopled.edit("members", number, {"name": "诸葛朗"})
    peopled.add("members", {"name": "诸葛明", "work_unit": "镇医院", "joined": "2022-01-01"})
    talk = peopled.add("activities", {"kind": "会议", "title": "例会", "start": "2026-09-01", "minutes": "诸葛明发言"})
    peopled.people.erase(number, "本人要求")
    assert peopled.get("activities", talk.created["activities"][0])["minutes"] == "诸葛明发言"
