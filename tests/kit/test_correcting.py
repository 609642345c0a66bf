"""Entries of an earlier year are corrected by entries of this year, in blue; entries of this year are voided."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.changes import Changes
from liaison.errors import BadInput, UserError
from liaison.kit.query import Query
from liaison.office import Office
from liaison.store.database import DATABASE_ERRORS
from liaison.store.ledger_chain import verify
from liaison.store.writing import acting
from tests.kit.test_ledger import gift

GOODS = {"donor": "茶厂", "kind": "物", "item": "书包", "quantity": "30", "unit": "个", "estimate": "1350",
         "date": "2025-05-01", "purpose": "助学"}  # fmt: skip


@pytest.fixture
def wrong(office: Office) -> Office:
    """2025-001: 1000 yuan of 云溪商会; 2025-002: 30 bags of 茶厂; 2026-001: 50 yuan."""
    for number in (gift(office, "1000", "2025-03-01"), office.add("donations", GOODS).created["donations"][0],
                   gift(office, "50", "2026-03-01")):  # fmt: skip
        office.enter("donations", [number])
    return office


def written(office: Office, created: tuple[int, ...]) -> list[tuple[object, ...]]:
    names = ("donor", "kind", "amount", "quantity", "estimate", "purpose", "date", "corrects", "reason")
    return [(r.texts["entry"], *(r.values[n] for n in names)) for r in office.rows("donations", created)]


def test_a_wrong_amount_takes_one_entry_with_the_signed_difference(wrong: Office) -> None:
    changes = wrong.correct("donations", 1, {"amount": "100"}, "多写了一个零")
    assert not changes.undoable
    assert changes.title == "更正第 2025-001 号"
    assert changes.records["donations"] == {1, 4}
    (entry,) = written(wrong, changes.created["donations"])
    assert entry == ("2026-002", "云溪商会", "款", -90_000, None, None, "助学", "2026-09-18", 1, "多写了一个零")
    rows = wrong.page("donations")
    assert [(r.texts["entry"], r.texts["standing"], r.mark) for r in rows if r.id in (1, 4)] == [
        ("2025-001", "已更正，见 2026-002 号", ""), ("2026-002", "更正 2025-001 号", "correction"),
    ]
    assert wrong.gifts.balances()[0].came == 10_000 + 5_000
    assert verify(wrong.database, "donations") is None


def test_a_correction_counts_as_money_of_its_year_and_as_no_gift(wrong: Office) -> None:
    from liaison.chinese.dates import Period

    wrong.correct("donations", 1, {"amount": "1200"}, "漏记")
    this_year, before = wrong.figures(Period.year(2026)), wrong.figures(Period.year(2025))
    assert (this_year["donations.count"].value, this_year["donations.money"].value) == (1, 5_000 + 20_000)
    assert (this_year["donations.corrected"].value, this_year["donations.corrected_money"].value) == (1, 20_000)
    assert (before["donations.count"].value, before["donations.money"].value) == (2, 100_000)
    totals = wrong.gifts.totals(query=Query(period=Period.year(2026)))
    assert (totals.money_count, totals.money, totals.corrections) == (1, 25_000, 1)


def test_another_giver_takes_two_entries_in_one_action(wrong: Office) -> None:
    changes = wrong.correct("donations", 1, {"donor": "镇小", "amount": "900"}, "记错了人")
    assert written(wrong, changes.created["donations"]) == [
        ("2026-002", "云溪商会", "款", -100_000, None, None, "助学", "2026-09-18", 1, "记错了人"),
        ("2026-003", "镇小", "款", 90_000, None, None, "助学", "2026-09-18", 1, "记错了人"),
    ]
    assert wrong.row("donations", 1).texts["standing"] == "已更正，见 2026-002、2026-003 号"


def test_goods_corrected_again_start_from_what_stands_now(wrong: Office) -> None:
    wrong.correct("donations", 2, {"quantity": "20", "estimate": "900"}, "点错")
    wrong.correct("donations", 2, {"item": "雨伞", "unit": "把"}, "看错")
    changes = wrong.correct("donations", 2, {"estimate": "1000"}, "另估")
    assert written(wrong, changes.created["donations"])[0][2:6] == ("物", None, None, 10_000)
    left = [(g.item, g.unit, g.quantity) for g in wrong.gifts.totals().goods]
    assert left == [("雨伞", "把", 20_000)]
    assert wrong.gifts.totals().estimate == 100_000


def test_what_should_never_have_been_is_taken_back_whole(wrong: Office) -> None:
    wrong.correct("donations", 2, None, "重复登记")
    assert wrong.gifts.totals().goods == ()
    assert wrong.row("donations", 2).texts["handed"] == ""
    with pytest.raises(UserError, match="没有要更正的"):
        wrong.correct("donations", 2, None, "再来")
    wrong.correct("donations", 2, {"quantity": "5"}, "原来还是有的")
    assert [g.quantity for g in wrong.gifts.totals().goods] == [5_000]


@pytest.mark.parametrize(
    ("number", "right", "sentence"),
    [
        (1, {"amount": "1000"}, "没有要更正的"),
        (1, {"amount": "0"}, "大于 0"),
        (1, {"amount": ""}, "金额"),
        (1, {"date": "2025-04-01"}, "在备注里说明"),
        (1, {"notes": "x"}, "直接改就行"),
        (1, {"kind": "物"}, "品名"),
        (3, {"amount": "60"}, "今年记的"),
    ],
)
def test_what_is_no_correction_is_refused(wrong: Office, number: int, right: dict[str, str], sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        wrong.correct("donations", number, right, "写错")
    assert wrong.count("donations") == 3


def test_a_correction_wants_its_reason_and_an_entry(wrong: Office) -> None:
    with pytest.raises(UserError, match="原因"):
        wrong.correct("donations", 1, {"amount": "9"}, " ")
    with pytest.raises(UserError, match="还没有入账"):
        wrong.correct("donations", gift(wrong, "5", "2025-02-02"), {"amount": "9"}, "写错")
    made = wrong.correct("donations", 1, {"amount": "9"}, "写错").created["donations"][0]
    with pytest.raises(UserError, match="请到第 2025-001 号上再更正"):
        wrong.correct("donations", made, {"amount": "9"}, "写错")


def test_an_entry_of_an_earlier_year_is_not_voided(wrong: Office) -> None:
    with pytest.raises(UserError, match=r"2025-001 号是以前年度的.*更正"):
        wrong.reverse("donations", 1, "写错")
    with pytest.raises(UserError, match="2025-001、2025-002是以前年度的"):
        wrong.reverse_many("donations", [1, 2, 3], "导错了")


def test_several_entries_are_voided_as_one_action(office: Office) -> None:
    numbers = [gift(office, f"{n}", "2026-03-01") for n in range(1, 5)]
    office.enter("donations", numbers)
    office.reverse("donations", numbers[0], "写错")
    changes = office.reverse_many("donations", numbers, "导错了文件")
    assert changes.title == "作废冲销 3 笔捐赠"
    assert len(changes.created["donations"]) == 3
    assert office.gifts.totals().money == 0
    with pytest.raises(UserError, match="都已经作废"):
        office.reverse_many("donations", numbers, "再来")


def test_voided_and_written_anew_in_one_step(office: Office) -> None:
    number = gift(office, "1000", "2026-03-01", notes="现场交", beneficiary="河口小学")
    office.enter("donations", [number])
    reversal, draft = office.reverse("donations", number, "多写了一个零", again=True).created["donations"]
    assert office.row("donations", reversal).mark == "reversal"
    row = office.row("donations", draft)
    assert (row.mark, row.values["amount"], row.values["date"], row.values["notes"], row.values["beneficiary"]) == (
        "draft", 100_000, "2026-03-01", "现场交", "河口小学",
    )
    office.edit("donations", draft, {"amount": "100"})
    office.enter("donations", [draft])
    assert office.row("donations", draft).texts["entry"] == "2026-003"


def test_a_correction_of_this_year_can_be_taken_back_whole(wrong: Office) -> None:
    created = wrong.correct("donations", 1, {"donor": "镇小"}, "记错了人").created["donations"]
    wrong.correct("donations", 1, {"amount": "700"}, "又错")
    with pytest.raises(DATABASE_ERRORS, match="wrong correction"), acting(wrong.database, "绕过"):
        # Taking back the right one alone would leave less than nothing of 镇小.
        wrong.database.run(
            "INSERT INTO donations(date, donor, kind, amount, purpose, year, serial, reverses, corrects, reason)"
            " SELECT '2026-09-18', donor, kind, -amount, purpose, 2026, 5, id, corrects, 'x' FROM donations"
            " WHERE id = ?",
            (created[1],),
        )
    wrong.correct("donations", 1, {"amount": "1000"}, "没有错")
    wrong.reverse("donations", created[1], "没有记错人")
    assert wrong.gifts.totals().money == 105_000
    assert [r.mark for r in wrong.rows("donations", created)] == ["void", "void"]
    assert verify(wrong.database, "donations") is None
    people = {r.values["donor"] for r in wrong.page("donations") if r.mark == ""}
    assert people == {"云溪商会", "茶厂"}


def _entry(**more: object) -> str:
    values: dict[str, object] = {
        "date": "2026-09-18", "donor": "云溪商会", "kind": "款", "amount": -100, "purpose": "助学", "year": 2026,
        "serial": 2, "corrects": 1, "reason": "x", **more,
    }  # fmt: skip
    said = ", ".join("NULL" if v is None else repr(v) for v in values.values())
    return f"INSERT INTO donations({', '.join(values)}) VALUES ({said})"


@pytest.mark.parametrize(
    "more",
    [
        {"amount": -100_001}, {"amount": 0}, {"amount": None}, {"reason": None}, {"corrects": 3}, {"corrects": 99},
        {"donor": "别人"}, {"purpose": "其他"}, {"serial": None, "year": None}, {"corrects": None},
        {"year": 2025, "serial": 3, "date": "2025-12-31"}, {"estimate": -1},
    ],
)  # fmt: skip
def test_the_file_itself_refuses_a_wrong_correction(wrong: Office, more: dict[str, object]) -> None:
    with acting(wrong.database, "对照"):
        wrong.database.run(_entry())
        wrong.database.run("SAVEPOINT before")
    with pytest.raises(DATABASE_ERRORS, match="ledger"), acting(wrong.database, "绕过"):
        wrong.database.run(_entry(**{"serial": 3, **more}))


def test_only_what_still_stands_untouched_is_reversed_across_years(wrong: Office) -> None:
    sql = ("INSERT INTO donations(date, donor, kind, amount, purpose, year, serial, reverses, reason)"
           " VALUES ('2026-09-18', '云溪商会', '款', -100000, '助学', 2026, 2, 1, 'x')")  # fmt: skip
    with pytest.raises(DATABASE_ERRORS, match="wrong reversal"), acting(wrong.database, "绕过"):
        wrong.database.run(sql)


def test_a_handout_follows_the_corrected_gift(wrong: Office) -> None:
    out = {"kind": "款", "amount": "100", "purpose": "助学", "recipient": "河口小学", "donation": 1}
    wrong.enter("handouts", wrong.add("handouts", out).created["handouts"])
    assert wrong.row("donations", 1).texts["handed"] == "部分发放"
    plan = wrong.plan_correction("donations", 1, {"amount": "100"})
    assert plan.before is not None and plan.after is not None
    assert (plan.before["amount"], plan.after["amount"]) == (100_000, 10_000)
    assert wrong.gifts.shortfall_after("donations", plan.entries) == ""
    wrong.correct("donations", 1, {"amount": "100"}, "多写了一个零")
    assert wrong.row("donations", 1).texts["handed"] == "已发放"
    less = wrong.plan_correction("donations", 1, {"amount": "20"})
    assert "少 30.00 元" in wrong.gifts.shortfall_after("donations", less.entries)
    elsewhere = wrong.plan_correction("donations", 1, {"purpose": "抗灾救灾"})
    assert "“助学”" in wrong.gifts.shortfall_after("donations", elsewhere.entries)


def test_handouts_are_corrected_as_gifts_are(wrong: Office) -> None:
    out = {"kind": "款", "amount": "100", "purpose": "助学", "recipient": "河口小学", "donation": 1,
           "date": "2025-06-01"}  # fmt: skip
    number = wrong.add("handouts", out).created["handouts"][0]
    wrong.enter("handouts", [number])
    changes = wrong.correct("handouts", number, {"recipient": "镇中"}, "写错对象")
    assert [(r.values["recipient"], r.values["amount"], r.values["donation"]) for r in
            wrong.rows("handouts", changes.created["handouts"])] == [("河口小学", -10_000, 1), ("镇中", 10_000, 1)]
    with pytest.raises(BadInput, match="不是一类"):
        wrong.correct("handouts", number, {"donation": "茶厂"}, "写错")


def test_what_is_sealed_is_neither_voided_nor_corrected(wrong: Office) -> None:
    from liaison.safety.people import seal_records

    person = {"name": "沈佳禾", "work_unit": "镇中心小学", "joined": "2022-01-01"}
    (member,) = wrong.add("members", person).created["members"]
    with wrong.acting("封存"):
        seal_records(wrong, {"donations": [1, 3]}, member, "本人要求")
    wrong.names.forget(Changes(1, "", {"donations": frozenset({1, 3})}))
    with pytest.raises(UserError, match="已封存，不能改"):
        wrong.reverse("donations", 3, "写错")
    with pytest.raises(UserError, match="已封存，不能改"):
        wrong.correct("donations", 1, {"amount": "9"}, "写错")


def test_a_sheet_has_the_numbers_in_words_and_not_the_records(wrong: Office, tmp_path: Path) -> None:
    from liaison.exchange.exporting import exported_columns

    names = [f.name for f in exported_columns(wrong.books["donations"])]
    assert {"entry", "standing", "reason"} <= set(names)
    assert not {"year", "serial", "reverses", "corrects"} & set(names)
    wrong.correct("donations", 1, {"amount": "9"}, "写错")
    assert wrong.export("donations", tmp_path / "捐赠.csv") == 4
    assert "更正 2025-001 号" in (tmp_path / "捐赠.csv").read_text(encoding="utf-8-sig")


@given(st.lists(st.integers(1, 10**9) | st.none(), min_size=1, max_size=6))
def test_whatever_is_corrected_the_books_say_what_was_said_last(amounts: list[int | None]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder, Office.create(
        Path(folder) / "o", name="示例", town="云溪镇", today=lambda: "2026-09-18"
    ) as office:
        number = gift(office, "77", "2025-03-01")
        office.enter("donations", [number])
        now: int | None = 7_700
        for fen in amounts:
            right = None if fen is None else {"amount": f"{fen // 100}.{fen % 100:02d}"}
            if (fen or 0) == (now or 0):
                with pytest.raises(UserError, match="没有要更正的"):
                    office.correct("donations", number, right, "写错")
            else:
                office.correct("donations", number, right, "写错")
            now = fen
        assert office.gifts.totals().money == (now or 0)
        assert verify(office.database, "donations") is None
