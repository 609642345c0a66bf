"""The ledgers' chain: whatever is changed around the program is found and named."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.books import BOOKS
from liaison.kit.schema import locked_columns
from liaison.office import Office
from liaison.store import ledger_chain, links, migrations
from liaison.store.database import APPLICATION_ID, DATABASE_ERRORS, FILE_NAME, Database
from liaison.store.ledger_chain import SEALED, Failure, agrees, first_unlike, head, verify
from liaison.store.steps import STEPS, statements
from liaison.store.writing import acting

GIFTS = 6


@pytest.fixture
def ledger(office: Office) -> Office:
    """Six entries, 2025-001 to 2026-003; the fifth voids the fourth, the sixth corrects the first."""
    for date, amount in (("2025-03-01", "100"), ("2025-05-01", "250.50"), ("2025-09-01", "30"), ("2026-02-01", "1000")):
        gift = {"donor": "云溪商会", "kind": "款", "amount": amount, "date": date, "purpose": "助学"}
        office.enter("donations", office.add("donations", gift).created["donations"])
    office.reverse("donations", 4, "多写了一个零")
    office.correct("donations", 1, {"amount": "90"}, "金额写错")
    return office


class Raw:
    """The office file without the program: the triggers gone, everything may be written."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path)
        for name, count, function, deterministic in links.FUNCTIONS:
            self.connection.create_function(name, count, function, deterministic=deterministic)
        for (name,) in self.connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            self.connection.execute(f"DROP TRIGGER {name}")

    def run(self, sql: str, parameters: tuple[object, ...] = ()) -> sqlite3.Cursor:
        return self.connection.execute(sql, parameters)

    def rows(self, sql: str, parameters: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        return self.run(sql, parameters).fetchall()

    def value(self, sql: str, parameters: tuple[object, ...] = ()) -> object:
        row = self.run(sql, parameters).fetchone()
        return row[0] if row else None


@pytest.fixture
def raw(ledger: Office) -> Iterator[Raw]:
    ledger.close()
    opened = Raw(ledger.folder / FILE_NAME)
    yield opened
    opened.connection.close()


def test_what_is_sealed_is_what_cannot_change() -> None:
    ledgers = {name: book for name, book in BOOKS.items() if book.ledger is not None}
    assert set(SEALED) == set(ledgers)
    for name, book in ledgers.items():
        assert sorted(SEALED[name]) == sorted(("id", *locked_columns(book)))


def test_a_sound_chain_has_a_head_and_no_failure(ledger: Office) -> None:
    assert verify(ledger.database, "donations") is None
    assert verify(ledger.database, "handouts") is None
    found = head(ledger.database, "donations")
    assert (found.entries, found.fen) == (GIFTS, 10_000 + 25_050 + 3_000 - 1_000)
    assert found.letters.replace(" ", "").lower() == found.hex16
    assert [len(group) for group in found.letters.split()] == [4, 4, 4, 4]
    assert head(ledger.database, "handouts") == (0, 0, "")


def test_the_digests_can_be_told_without_this_program(ledger: Office) -> None:
    """SHA-256 over the digest before and the entry as a JSON array, and nothing else."""
    digest = bytes(32)
    for columns in ledger.database.rows(f"SELECT {', '.join(SEALED['donations'])} FROM donations ORDER BY id"):
        said = json.dumps(["donations", *columns], ensure_ascii=False, separators=(",", ":"))
        digest = hashlib.sha256(digest + said.encode()).digest()
    assert head(ledger.database, "donations").hex16 == digest.hex()[:16]


def test_a_digest_stays_the_same_for_ever() -> None:
    """A value written down: a change of the form would break the chain of every office."""
    office = sqlite3.connect(":memory:")
    office.create_function("ledger_link", 2, ledger_chain.ledger_link, deterministic=True)
    columns = ", ".join(f"'{v}' AS {n}" if isinstance(v, str) else f"{v} AS {n}" for n, v in zip(
        SEALED["handouts"],
        (7, 2026, 3, "2026-09-18", "助学", "物", "NULL", '书包"大"', "NULL", 30_000, "个", "河口村\u3000小学", "NULL",
         "NULL", "NULL", "NULL", 0), strict=True,
    )).replace("'NULL'", "NULL")  # fmt: skip
    (digest,) = office.execute(
        f"SELECT ledger_link(NULL, {ledger_chain.said('handouts', 't')}) FROM (SELECT {columns}) t"
    ).fetchone()
    said = '["handouts",7,2026,3,"2026-09-18","助学","物",null,"书包\\"大\\"",null,30000,"个","河口村　小学",' \
        'null,null,null,null,0]'
    assert digest == hashlib.sha256(bytes(32) + said.encode()).digest()


def test_entering_both_ways_and_later_edits_keep_the_chain(ledger: Office) -> None:
    draft = {"donor": "茶厂", "kind": "款", "amount": "5", "date": "2026-09-01", "purpose": "助学"}
    number = ledger.add("donations", draft).created["donations"][0]
    before = head(ledger.database, "donations")
    ledger.edit("donations", number, {"amount": "6"})
    ledger.edit("donations", 1, {"notes": "收据另存"})
    assert head(ledger.database, "donations") == before
    ledger.enter("donations", [number])
    at_once = {"donor": "镇小", "kind": "款", "amount": 800, "date": "2026-09-01", "purpose": "助学", "year": 2026,
               "serial": 5, "publish": "不公示"}  # fmt: skip
    ledger.add_many("donations", [at_once], title="导入")
    assert head(ledger.database, "donations").entries == GIFTS + 2
    assert verify(ledger.database, "donations") is None


def test_entries_of_an_older_file_are_chained_when_it_is_migrated(tmp_path: Path) -> None:
    """In the order of their numbers, whatever order they were written in; drafts are not."""
    database = Database(tmp_path / "old", create=True)
    for step in STEPS[:2]:
        for statement in statements(step):
            database.run(statement)
    database.run(f"PRAGMA application_id = {APPLICATION_ID}")
    database.run("PRAGMA user_version = 2")
    insert = "INSERT INTO {0}(date, {1}, kind, amount, purpose, year, serial) VALUES (?, '甲', '款', ?, '助学', ?, ?)"
    entry, out = insert.format("donations", "donor"), insert.format("handouts", "recipient")
    with acting(database, "旧账"):
        for date, fen, year, serial in (("2026-01-05", 700, 2026, 1), ("2025-02-01", 100, 2025, 1),
                                        ("2025-03-01", 200, 2025, 2), ("2026-03-01", 5, None, None)):  # fmt: skip
            database.run(entry, (date, fen, year, serial))
        database.run(out, ("2026-02-01", 300, 2026, 1))
    assert migrations.migrate(database) == len(STEPS) - 2
    assert verify(database, "donations") is None and verify(database, "handouts") is None
    assert head(database, "donations")[:2] == (3, 1_000)
    assert head(database, "handouts")[:2] == (1, 300)
    assert database.rows("SELECT year, serial FROM chain WHERE book = 'donations' ORDER BY place") == [
        (2025, 1), (2025, 2), (2026, 1),
    ]  # fmt: skip
    with acting(database, "新账"):
        database.run(entry, ("2026-04-01", 9, 2026, 2))
    assert verify(database, "donations") is None
    assert head(database, "donations").entries == 4
    database.close()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE chain SET digest = zeroblob(32) WHERE place = 2",
        "UPDATE chain SET place = 9 WHERE place = 6",
        "DELETE FROM chain WHERE place = 6",
        "DELETE FROM chain",
        "INSERT OR REPLACE INTO chain VALUES ('donations', 6, 1, 2025, 1, zeroblob(32))",
        "REPLACE INTO chain VALUES ('donations', 1, 1, 2025, 1, zeroblob(32))",
        "INSERT INTO chain VALUES ('donations', 9, 1, 2025, 1, zeroblob(32))",
    ],
)
def test_the_chain_only_grows(ledger: Office, sql: str) -> None:
    before = ledger.database.rows("SELECT * FROM chain")
    with pytest.raises(DATABASE_ERRORS, match="ledger"), acting(ledger.database, "绕过"):
        ledger.database.run(sql)
    assert ledger.database.rows("SELECT * FROM chain") == before


TAMPERED = {
    "an amount": (["UPDATE donations SET amount = 25051 WHERE id = 2"], Failure("2025-002", "changed", "")),
    "a donor": (["UPDATE donations SET donor = '云溪茶厂' WHERE id = 3"], Failure("2025-003", "changed", "")),
    "the last entry deleted": (["DELETE FROM donations WHERE id = 6"], Failure("2026-003", "missing", "")),
    "a middle entry deleted": (["DELETE FROM donations WHERE id = 2"], Failure("2025-002", "missing", "")),
    "a middle entry deleted with its link": (
        ["DELETE FROM donations WHERE id = 2", "DELETE FROM chain WHERE place = 2 AND book = 'donations'"],
        Failure("2025-003", "order", ""),
    ),
    "numbers swapped": (
        ["UPDATE donations SET serial = 99 WHERE id = 2", "UPDATE donations SET serial = 2 WHERE id = 3",
         "UPDATE donations SET serial = 3 WHERE id = 2"],
        Failure("2025-002", "changed", ""),
    ),
    "renumbered after one was taken out": (
        ["DELETE FROM donations WHERE id = 1", "UPDATE donations SET serial = serial - 1 WHERE year = 2025"],
        Failure("2025-001", "missing", ""),
    ),
    "back to a draft": (["UPDATE donations SET serial = NULL WHERE id = 3"], Failure("2025-003", "missing", "")),
    "into the recycle bin": (["UPDATE donations SET deleted = 1 WHERE id = 3"], Failure("2025-003", "changed", "")),
    "one slipped in": (
        ["INSERT INTO donations(date, donor, kind, amount, purpose, year, serial)"
         " VALUES ('2026-09-01', '某人', '款', 500, '助学', 2026, 4)"],
        Failure("2026-004", "added", ""),
    ),
    "another reason for a voiding": (["UPDATE donations SET reason = '重复' WHERE id = 5"],
                                     Failure("2026-002", "changed", "")),
    "text that is no text": (["UPDATE donations SET donor = CAST(x'ff41' AS TEXT) WHERE id = 2"],
                             Failure("2025-002", "changed", "")),
    "text behind a null character": (["UPDATE donations SET donor = donor || char(0) || 'x' WHERE id = 2"],
                                     Failure("2025-002", "changed", "")),
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERED)
def test_what_is_changed_around_the_program_is_found_and_named(raw: Raw, what: str) -> None:
    statements, expected = TAMPERED[what]
    for statement in statements:
        raw.run(statement)
    found = verify(raw, "donations")
    assert found is not None
    assert (found.entry, found.kind) == (expected.entry, expected.kind)
    assert found.sentence


def rewrite(raw: Raw, first: int) -> None:
    """What a forger with this source at hand would do: compute every digest anew from a place on."""
    digest = raw.value("SELECT digest FROM chain WHERE book = 'donations' AND place = ?", (first - 1,))
    for place, record in raw.rows("SELECT place, record FROM chain WHERE place >= ? ORDER BY place", (first,)):
        digest = raw.value(
            f"SELECT ledger_link(?, {ledger_chain.said('donations', 't')}) FROM donations t WHERE id = ?",
            (digest, record),
        )
        raw.run("UPDATE chain SET digest = ? WHERE place = ?", (digest, place))


def test_a_tail_written_anew_only_shows_against_a_head_that_was_kept(raw: Raw) -> None:
    """可发现，不可阻止: the chain agrees with itself again, the paper and the backup do not."""
    before = head(raw, "donations")
    kept = sqlite3.connect(":memory:")
    raw.connection.commit()
    raw.connection.backup(kept)
    kept_file = Raw.__new__(Raw)
    kept_file.connection = kept
    assert first_unlike(raw, "donations", kept_file) == ""
    raw.run("UPDATE donations SET amount = 5050 WHERE id = 2")
    rewrite(raw, 2)
    assert verify(raw, "donations") is None
    assert head(raw, "donations").hex16 != before.hex16
    assert not agrees(raw, "donations", before.entries, before.hex16)
    assert agrees(raw, "donations", 1, str(raw.value("SELECT lower(substr(hex(digest), 1, 16)) FROM chain"
                                                     " WHERE place = 1")))
    assert first_unlike(raw, "donations", kept_file) == "2025-002"
    kept.close()


def test_a_kept_head_stays_good_while_the_ledger_grows(ledger: Office) -> None:
    kept = head(ledger.database, "donations")
    gift = {"donor": "茶厂", "kind": "款", "amount": "5", "date": "2026-09-01", "purpose": "助学"}
    ledger.enter("donations", ledger.add("donations", gift).created["donations"])
    assert agrees(ledger.database, "donations", kept.entries, kept.letters)
    assert head(ledger.database, "donations", kept.entries) == kept
    assert head(ledger.database, "donations", 99) == (0, 0, "")
    assert not agrees(ledger.database, "donations", 99, kept.hex16)
    assert agrees(ledger.database, "handouts", 0, "")


@pytest.fixture(scope="module")
def bare() -> Iterator[Raw]:
    """The two ledgers and their chain in memory, filled by statements, to be changed over and over."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        with Office.create(Path(folder) / "o", name="示例", town="云溪镇", today=lambda: "2026-09-18") as office:
            goods = {"date": "2025-05-01", "kind": "物", "item": "书包", "spec": "大", "quantity": "30", "unit": "个",
                     "purpose": "助学"}
            for n in range(3):
                gift = office.add("donations", goods | {"donor": f"商会{n}", "estimate": "900"})
                office.enter("donations", gift.created["donations"])
                out = office.add("handouts", goods | {"recipient": f"小学{n}", "donation": 1, "quantity": "10"})
                office.enter("handouts", out.created["handouts"])
            office.correct("donations", 2, {"quantity": "20"}, "点错")
        raw = Raw(Path(folder) / "o" / FILE_NAME)
        raw.connection.commit()
        yield raw
        raw.connection.close()


@given(data=st.data(), book=st.sampled_from(sorted(SEALED)))
def test_any_single_change_of_any_entry_is_found(bare: Raw, data: st.DataObject, book: str) -> None:
    column = data.draw(st.sampled_from(SEALED[book]))
    entries = bare.rows(f"SELECT id, year, serial, {column} FROM {book} ORDER BY id")
    number, year, serial, old = data.draw(st.sampled_from(entries))
    storage = bare.value(f"SELECT type FROM pragma_table_info('{book}') WHERE name = '{column}'")
    needed = bare.value(f"SELECT \"notnull\" OR pk FROM pragma_table_info('{book}') WHERE name = '{column}'")
    whole = st.integers(-(2**63), 2**63 - 1)
    values = whole if storage == "INTEGER" else st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    new = data.draw((values if needed else values | st.none()).filter(lambda v: v != old))
    if column == "id":  # a record's own number: only one that no other entry has
        new = 50
    bare.run("PRAGMA foreign_keys = OFF")
    try:
        bare.run("SAVEPOINT tried")
        bare.run(f"DROP INDEX {book}_number")
        bare.run(f"UPDATE {book} SET {column} = ? WHERE id = ?", (new, number))
        found = verify(bare, book)
        assert found is not None
        assert found.entry == f"{year}-{serial:03d}"
    finally:
        bare.run("ROLLBACK TO tried")
        bare.run("RELEASE tried")
