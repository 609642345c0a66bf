"""`check` walks the ledgers, holds them against the trail and the backups, and names the first entry that fails."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable

import pytest

from liaison.__main__ import main
from liaison.kit.checking import check_office
from liaison.office import Office
from liaison.store import ledger_chain, links
from liaison.store.backup.making import make
from liaison.store.backup.shelf import Shelf
from liaison.store.database import FILE_NAME
from tests.kit.test_ledger import gift

Around = Callable[[sqlite3.Connection], None]


@pytest.fixture
def ledger(office: Office) -> Office:
    """Four entries, 2025-001 to 2026-002, and a copy of the office made before the last."""
    for amount, date in (("1000", "2025-03-01"), ("20", "2025-04-01"), ("30", "2026-03-01")):
        office.enter("donations", [gift(office, amount, date)])
    make(office.database, Shelf.of(office.folder), "manual")
    office.enter("donations", [gift(office, "40", "2026-04-01")])
    return office


def around(office: Office, *doings: str | Around, guards: bool = True) -> Office:
    """The office after something was done to its file without the program; the guards put back unless said."""
    office.close()
    connection = sqlite3.connect(office.folder / FILE_NAME)
    for name, count, function, _ in links.FUNCTIONS:
        connection.create_function(name, count, function)
    kept = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _ in kept:
        connection.execute(f"DROP TRIGGER {name}")
    for doing in doings:
        if isinstance(doing, str):
            connection.execute(doing)
        else:
            doing(connection)
    for _, sql in kept if guards else ():
        connection.execute(sql)
    connection.commit()
    connection.close()
    return Office.open(office.folder, today=lambda: "2026-09-18")


def rewrite_chain(connection: sqlite3.Connection) -> None:
    digest: bytes | None = None
    for place, record in connection.execute("SELECT place, record FROM chain ORDER BY place").fetchall():
        (digest,) = connection.execute(
            f"SELECT ledger_link(?, {ledger_chain.said('donations', 't')}) FROM donations t WHERE id = ?",
            (digest, record),
        ).fetchone()
        connection.execute("UPDATE chain SET digest = ? WHERE place = ?", (digest, place))


def rewrite_trail(connection: sqlite3.Connection) -> None:
    """The trail made to tell the forged story, sealed anew from its beginning."""
    connection.execute(
        "UPDATE trail SET after = json_set(after, '$.amount', 9900) WHERE book = 'donations' AND record = 2"
        " AND after IS NOT NULL"
    )
    connection.execute(
        "UPDATE trail SET before = json_set(before, '$.amount', 9900) WHERE book = 'donations' AND record = 2"
        " AND before IS NOT NULL"
    )
    seal: bytes | None = None
    for line, moment, book, record, before, after in connection.execute(
        "SELECT t.id, a.moment, t.book, t.record, t.before, t.after FROM trail t JOIN actions a ON a.id = t.action"
        " ORDER BY t.id"
    ).fetchall():
        seal = links.trail_seal(seal, line, moment, book, record, before, after)
        connection.execute("UPDATE trail_links SET seal = ? WHERE id = ?", (seal, line))


FORGED = "UPDATE donations SET amount = 9900 WHERE id = 2"


def test_a_sound_office_has_nothing_to_tell(ledger: Office) -> None:
    assert check_office(ledger) == []


@pytest.mark.parametrize(
    ("doings", "sentence"),
    [
        ((FORGED,), "“捐赠台账”第 2025-002 号内容和入账时不一样"),
        ((FORGED, rewrite_chain), "“捐赠台账”从第 2025-002 号起和2026年"),
        ((FORGED, rewrite_chain, rewrite_trail), "“捐赠台账”从第 2025-002 号起和2026年"),
        (("DELETE FROM donations WHERE id = 4",), "“捐赠台账”第 2026-002 号不见了"),
        (("DELETE FROM donations WHERE id = 4", "DELETE FROM chain WHERE place = 4"),
         "“捐赠台账”第 2026-002 号连同它的校验都不见了"),
        (("UPDATE trail SET after = json_set(after, '$.donor', '别人') WHERE id = (SELECT max(id) FROM trail)",),
         "操作记录从第"),
    ],
)  # fmt: skip
def test_what_was_done_around_the_program_is_named(
    ledger: Office, doings: tuple[str | Around, ...], sentence: str
) -> None:
    with around(ledger, *doings) as changed:
        assert any(found.startswith(sentence) for found in check_office(changed)), check_office(changed)


def test_guards_that_are_missing_or_changed_are_told(ledger: Office) -> None:
    with around(ledger, guards=False) as changed:
        assert [s for s in check_office(changed) if "防涂改的保护不全" in s] == [
            "“捐赠台账”防涂改的保护不全，像是在程序外被改动，请从最近的备份恢复",
            "“发放登记”防涂改的保护不全，像是在程序外被改动，请从最近的备份恢复",
        ]


def test_a_history_written_anew_is_found_behind_a_newer_backup_too(ledger: Office) -> None:
    with around(ledger, FORGED, rewrite_chain) as changed:
        make(changed.database, Shelf.of(changed.folder), "start")
        told = [s for s in check_office(changed) if "对不上" in s and "备份对不上" in s]
        assert len(told) == 1
        assert "从第 2025-002 号起" in told[0]
        assert "恢复过" not in told[0]


def test_after_a_restore_the_copies_left_behind_are_only_asked_about_once(ledger: Office) -> None:
    """Going back to an older state is no forgery: the newest copy is told with its likely reason, then no more."""
    make(ledger.database, Shelf.of(ledger.folder), "restore")
    older = Shelf.of(ledger.folder).copies()[1].path
    ledger.close()
    shutil.copyfile(older, ledger.folder / FILE_NAME)
    connection = sqlite3.connect(ledger.folder / FILE_NAME)
    connection.execute("DROP TABLE manifest")
    connection.commit()
    connection.close()
    with Office.open(ledger.folder, today=lambda: "2026-09-18") as back:
        back.enter("donations", [gift(back, "41", "2026-04-02")])
        (sentence,) = check_office(back)
        assert "刚从更早的备份恢复过的，再备份一次就好" in sentence
        make(back.database, Shelf.of(back.folder), "start")
        assert check_office(back) == []


def test_a_copy_of_the_first_version_says_nothing(ledger: Office) -> None:
    """The copy made before migrating has neither seals nor chains; nor can a copy be asked that is damaged."""
    newest = make(ledger.database, Shelf.of(ledger.folder), "migration").path
    connection = sqlite3.connect(newest)
    connection.execute("UPDATE manifest SET value = '[]' WHERE name = 'ledgers'")
    for table in ("trail_links", "chain"):
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND instr(sql, ?) > 0", (table,)
        ).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(f"DROP TABLE {table}")
    connection.commit()
    connection.close()
    assert check_office(ledger) == []
    older = Shelf.of(ledger.folder).copies()[1].path
    content = bytearray(older.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    older.write_bytes(content)
    assert check_office(ledger) == []


def test_the_command_line_gives_the_heads(ledger: Office, capsys: pytest.CaptureFixture[str]) -> None:
    folder = ledger.folder
    found = ledger_chain.head(ledger.database, "donations")
    ledger.close()
    assert main(["check", str(folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sound"] is True
    assert told["ledgers"][0] == {"book": "donations", "title": "捐赠台账", "entries": 4, "total": 1090.0,
                                  "fen": 109_000, "head": found.hex16}  # fmt: skip
    assert told["ledgers"][1]["entries"] == 0


def test_a_purpose_that_gave_out_more_than_came_is_told(ledger: Office) -> None:
    out = {"kind": "款", "amount": "5000", "purpose": "助学", "recipient": "河口小学", "date": "2026-09-01"}
    ledger.enter("handouts", ledger.add("handouts", out).created["handouts"])
    assert ledger.gifts.overdrawn() == ["“助学”发出的比收到的多 3,910.00 元，请核对"]
