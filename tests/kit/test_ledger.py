"""The donation ledger: append-only once entered, numbers without gaps, voiding by reversal."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from liaison.changes import Changes
from liaison.chinese.dates import Period
from liaison.errors import BadInput, NeedsReversal, UserError
from liaison.kit.query import Query
from liaison.office import Office
from liaison.store.database import DATABASE_ERRORS
from liaison.store.ledger_chain import head, verify
from liaison.store.writing import acting


def gift(office: Office, amount: str = "100", date: str = "2026-09-01", **more: str) -> int:
    values = {"donor": "云溪商会", "kind": "款", "amount": amount, "date": date, "purpose": "助学", **more}
    return office.add("donations", values).created["donations"][0]


def test_a_draft_is_free_to_edit_until_it_is_entered(office: Office) -> None:
    number = gift(office)
    office.edit("donations", number, {"amount": "200"})
    assert office.row("donations", number).texts["entry"] == ""
    office.enter("donations", [number])
    assert office.row("donations", number).texts["entry"] == "2026-001"
    with pytest.raises(BadInput, match="作废冲销"):
        office.edit("donations", number, {"amount": "300"})
    with pytest.raises(UserError, match="作废冲销"):
        office.remove("donations", [number])
    office.edit("donations", number, {"beneficiary": "河口村学生"})
    assert office.get("donations", number)["beneficiary"] == "河口村学生"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE donations SET amount = 1 WHERE id = 1",
        "UPDATE donations SET serial = NULL WHERE id = 1",
        "UPDATE donations SET deleted = 1 WHERE id = 1",
        "DELETE FROM donations WHERE id = 1",
        "INSERT OR REPLACE INTO donations(id, date, donor, kind, amount, purpose) "
        "VALUES (1, '2026-01-01', 'x', '款', 1, 'y')",
        "INSERT INTO donations(date, donor, kind, amount, purpose, year, serial) "
        "VALUES ('2026-01-01', 'x', '款', 1, 'y', 2026, 7)",
        "INSERT INTO donations(date, donor, kind, amount, purpose, year, serial, reverses, reason) "
        "VALUES ('2026-09-01', '云溪商会', '款', -99, '助学', 2026, 2, 1, 'x')",
        "INSERT INTO donations(date, donor, kind, amount, purpose) VALUES ('2026-09-01', 'x', '款', -99, '助学')",
    ],
)
def test_the_file_itself_refuses_what_a_ledger_must_not_do(office: Office, sql: str) -> None:
    office.enter("donations", [gift(office)])
    before = office.database.rows("SELECT * FROM donations")
    with pytest.raises(DATABASE_ERRORS, match="ledger"), acting(office.database, "绕过"):
        office.database.run(sql)
    assert office.database.rows("SELECT * FROM donations") == before


def test_a_mistake_is_voided_by_its_negative_and_stays_in_its_place(office: Office) -> None:
    first = gift(office, "1000")
    office.enter("donations", [first])
    office.reverse("donations", first, "多写了一个零")
    rows = office.page("donations")
    assert [(r.texts["entry"], r.mark, r.values["amount"]) for r in rows] == [
        ("2026-001", "void", 100_000), ("2026-002", "reversal", -100_000),
    ]
    assert rows[1].texts["standing"] == "冲销第 001 号"
    totals = office.gifts.totals()
    assert (totals.money_count, totals.money, totals.voided) == (0, 0, 1)
    for number, words in ((first, "已经作废过"), (rows[1].id, "不能再冲销")):
        with pytest.raises(UserError, match=words):
            office.reverse("donations", number, "再来")
    with pytest.raises(UserError, match="原因"):
        office.reverse("donations", first, " ")


def test_an_entry_is_not_undone_but_reversed(office: Office) -> None:
    number = gift(office)
    office.enter("donations", [number])
    with pytest.raises(UserError, match="作废冲销"):
        office.undo()


def test_numbers_run_by_year(office: Office) -> None:
    office.enter("donations", [gift(office, date="2026-02-01"), gift(office, date="2025-12-31")])
    office.enter("donations", [gift(office, date="2025-01-01")])
    entries = [r.texts["entry"] for r in office.page("donations")]
    assert entries == ["2025-001", "2025-002", "2026-001"]


def test_money_and_goods_are_never_added_together(office: Office) -> None:
    office.enter("donations", [gift(office, "6007.14")])
    goods = {"donor": "茶厂", "date": "2026-09-02", "purpose": "助学", "item": "书包", "quantity": "30", "unit": "个",
             "estimate": "1350"}
    office.enter("donations", [office.add("donations", goods).created["donations"][0]])
    totals = office.gifts.totals()
    assert totals.capitals == "人民币陆仟零柒元壹角肆分"
    assert [(g.item, g.unit, g.quantity) for g in totals.goods] == [("书包", "个", 30_000)]
    assert totals.estimate == 135_000
    with pytest.raises(BadInput, match="不和捐款相加"):
        office.add("donations", goods | {"kind": "物", "amount": "5"})


def test_a_handout_beyond_the_balance_is_told(office: Office) -> None:
    office.enter("donations", [gift(office, "100")])
    assert office.gifts.shortfall({"purpose": "助学", "kind": "款", "amount": 10_000}) == ""
    assert "只剩 100.00 元" in office.gifts.shortfall({"purpose": "助学", "kind": "款", "amount": 10_001})


class LedgerMachine(RuleBasedStateMachine):
    """Whatever is done in whatever order, the ledger's invariants hold after every step."""

    @initialize()
    def begin(self) -> None:
        import tempfile
        from pathlib import Path

        self.folder = tempfile.TemporaryDirectory()
        self.office = Office.create(
            Path(self.folder.name) / "o", name="示例", town="云溪镇", today=lambda: "2026-09-18"
        )
        self.expected: dict[int, int] = {}

    @rule(fen=st.integers(1, 10**9), year=st.sampled_from(["2024", "2025", "2026"]))
    def give(self, fen: int, year: str) -> None:
        gift(self.office, f"{fen / 100:.2f}", f"{year}-03-01")

    @rule(pick=st.integers(0, 10**6))
    def enter(self, pick: int) -> None:
        drafts = self.office.ids("donations", Query(filters=frozenset({"draft"})))
        if drafts:
            number = drafts[pick % len(drafts)]
            self.office.enter("donations", [number])
            self.expected[number] = int(self.office.get("donations", number)["amount"] or 0)

    @rule(pick=st.integers(0, 10**6))
    def void(self, pick: int) -> None:
        of_this_year = [n for n in self.expected if self.office.get("donations", n)["year"] == 2026]
        if of_this_year:
            number = sorted(of_this_year)[pick % len(of_this_year)]
            self.took_back(self.office.reverse("donations", number, "写错", again=pick % 2 == 1))

    @rule(picks=st.lists(st.integers(0, 10**6), min_size=1, max_size=3))
    def void_several(self, picks: list[int]) -> None:
        of_this_year = sorted(n for n in self.expected if self.office.get("donations", n)["year"] == 2026)
        if of_this_year:
            chosen = {of_this_year[pick % len(of_this_year)] for pick in picks}
            self.took_back(self.office.reverse_many("donations", sorted(chosen), "导错了"))

    @rule(pick=st.integers(0, 10**6), fen=st.integers(0, 10**9), donor=st.sampled_from(("云溪商会", "茶厂")))
    def correct(self, pick: int, fen: int, donor: str) -> None:
        earlier = sorted(n for n in self.expected if int(self.office.get("donations", n)["year"] or 0) < 2026)
        if not earlier:
            return
        number = earlier[pick % len(earlier)]
        right = {"amount": f"{fen / 100:.2f}", "donor": donor} if fen else None
        try:
            self.office.correct("donations", number, right, "写错")
        except UserError as error:
            assert "没有要更正的" in error.sentence
            assert self.expected[number] == fen
        self.expected[number] = fen

    @rule()
    def undo(self) -> None:
        try:
            self.office.undo()
        except NeedsReversal as asked:
            try:
                self.took_back(self.office.reverse_many(asked.book, asked.records, "撤销"))
            except UserError as refused:
                assert "以前年度" in refused.sentence or "又更正过" in refused.sentence
        except UserError as error:
            assert "撤销" in error.sentence

    def took_back(self, changes: Changes) -> None:
        """What reversals did to what is expected: a gift is gone, a correction's difference undone."""
        for row in self.office.rows("donations", changes.created["donations"]):
            if row.mark == "draft":
                continue
            if row.values["corrects"] is None:
                del self.expected[int(row.values["reverses"] or 0)]
            else:
                self.expected[int(row.values["corrects"])] += int(row.values["amount"] or 0)

    @invariant()
    def numbers_have_no_gaps_and_sums_agree(self) -> None:
        if not hasattr(self, "office"):
            return
        for count, last in self.office.database.rows(
            "SELECT count(*), max(serial) FROM donations WHERE serial IS NOT NULL GROUP BY year"
        ):
            assert count == last
        assert min(self.expected.values(), default=0) >= 0
        assert self.office.gifts.totals().money == sum(self.expected.values())
        plain_sum = self.office.database.value(
            "SELECT coalesce(sum(amount), 0) FROM donations WHERE serial IS NOT NULL"
        )
        assert plain_sum == sum(self.expected.values())
        this_year = self.office.gifts.totals(query=Query(period=Period.year(2026)))
        assert this_year.money_count == sum(self.office.get("donations", n)["year"] == 2026 for n in self.expected)

    @invariant()
    def every_entry_is_sealed_and_stays_as_it_was(self) -> None:
        if not hasattr(self, "office"):
            return
        database = self.office.database
        assert verify(database, "donations") is None
        entered = database.rows(
            "SELECT id, year, serial FROM donations WHERE serial IS NOT NULL ORDER BY id DESC LIMIT 1"
        )
        assert head(database, "donations").entries == self.office.count("donations") - len(
            self.office.ids("donations", Query(filters=frozenset({"draft"})))
        )
        for number, year, serial in entered:
            for sql in (
                f"UPDATE donations SET amount = amount + 1 WHERE id = {number}",
                f"UPDATE donations SET serial = NULL, year = NULL WHERE id = {number}",
                f"DELETE FROM donations WHERE id = {number}",
                "INSERT OR REPLACE INTO donations(id, date, donor, kind, amount, purpose, year, serial)"
                f" VALUES ({number}, '{year}-01-01', 'x', '款', 1, 'y', {year}, {serial})",
                "INSERT OR REPLACE INTO donations(date, donor, kind, amount, purpose, year, serial)"
                f" VALUES ('{year}-01-01', 'x', '款', 1, 'y', {year}, {serial})",
                "INSERT INTO donations(date, donor, kind, amount, purpose, year, serial)"
                f" VALUES ('{year}-01-01', 'x', '款', 1, 'y', {year}, {serial + 1000})",
                "DELETE FROM chain WHERE place = 1",
                "UPDATE chain SET record = record + 1 WHERE place = 1",
            ):
                with pytest.raises(DATABASE_ERRORS, match="ledger"):
                    database.run(sql)

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.office.close()
            self.folder.cleanup()


LedgerMachine.TestCase.settings = settings(max_examples=12, stateful_step_count=20, deadline=None)
TestLedgerMachine = LedgerMachine.TestCase


@given(st.lists(st.integers(1, 10**10), min_size=1, max_size=8))
def test_balances_follow_every_entry(amounts: list[int]) -> None:
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder, Office.create(
        Path(folder) / "o", name="示例", town="云溪镇", today=lambda: "2026-09-18"
    ) as office:
        office.enter("donations", [gift(office, f"{fen // 100}.{fen % 100:02d}") for fen in amounts])
        assert [b.left for b in office.gifts.balances()] == [sum(amounts)]
