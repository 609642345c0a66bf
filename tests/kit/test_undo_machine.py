"""Whatever is done in whatever order, undo and redo agree with a second account of what stands (proof 8)."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from liaison.changes import Changes
from liaison.errors import NeedsReversal, UserError
from liaison.kit import entry
from liaison.kit.fields import Values
from liaison.office import Office
from liaison.store.links import verify_trail
from tests.conftest import TODAY

Key = tuple[str, int]
Said = Mapping[str, object]
"""What the second account knows of a record: some columns, and "deleted"."""

COLUMNS = {
    "members": ("name", "notes"),
    "terms": ("name", "notes"),
    "honors": ("title", "member"),
    "donations": ("amount", "purpose", "serial", "reverses"),
}
PICK = st.integers(0, 10**6)
NAMES = st.sampled_from(["沈佳禾", "王芳", "周䶮", "欧阳慕容", "A"])
NOTES = st.sampled_from(["", "甲", "乙", "“丙”", "丁\n戊"])


def twins(account: Mapping[Key, Said]) -> bool:
    """Whether two living members or terms have one name, which their books refuse."""
    names = [
        (book, said["name"]) for (book, _), said in account.items()
        if book in ("members", "terms") and not said["deleted"]
    ]  # fmt: skip
    return len(names) != len(set(names))


@dataclass
class Step:
    """One ordinary action as the second account remembers it: each record before (None: not there) and after."""

    number: int
    was: dict[Key, Said | None]
    left: dict[Key, Said]
    undone_at: int = 0
    final: bool = False

    @property
    def undone(self) -> bool:
        return self.undone_at > 0


class UndoMachine(RuleBasedStateMachine):
    """Adds, edits, deletes, brings back, imports, enters, voids; undoes and redoes; closes and opens."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "o"
        self.office = Office.create(self.path, name="示例", town="云溪镇", today=lambda: TODAY)
        self.known: dict[Key, Said] = {("options", 0): {"director": "", "deleted": 0}}
        self.steps: list[Step] = []
        self.first = self.office.database.value("SELECT max(id) FROM actions")
        self.entries: dict[int, tuple[object, ...]] = {}

    # -- the second account -------------------------------------------------------------------------

    def did(self, changes: Changes, says: Mapping[Key, Said], *, final: bool = False) -> None:
        """An ordinary action happened: these records say this now."""
        if changes:
            was = {key: self.known.get(key) for key in says}
            self.steps.append(Step(changes.action, was, dict(says), final=final))
            self.known.update(says)

    def living(self, book: str) -> list[int]:
        return sorted(n for (name, n), said in self.known.items() if name == book and not said["deleted"])

    def pick(self, book: str, pick: int) -> int | None:
        found = self.living(book)
        return found[pick % len(found)] if found else None

    def voided(self) -> set[object]:
        return {said["reverses"] for (book, _), said in self.known.items() if book == "donations"} - {None}

    def is_final(self, step: Step) -> bool:
        """Never to be taken back: a reversal, what it voided, and what was a draft before it was entered."""
        gifts = {n: said for (book, n), said in step.left.items() if book == "donations"}
        was = {n: (step.was["donations", n] or {}).get("serial") for n in gifts}
        entered = [n for n, said in gifts.items() if said["serial"] and not was[n]]
        since = [n for n, said in gifts.items() if not said["serial"] and self.known["donations", n]["serial"]]
        return step.final or bool(since) or (bool(entered) and set(entered) <= self.voided())

    def needs_reversal(self, step: Step) -> bool:
        return any(
            book == "donations" and said["serial"] and not (step.was[book, n] or {}).get("serial")
            for (book, n), said in step.left.items()
        )

    def would(self, now: Mapping[Key, Said], then: Mapping[Key, Said | None]) -> dict[Key, Said] | None:
        """The account after these records go from `now` to `then`; None where that must be refused."""
        if any(self.known[key] != said for key, said in now.items()):
            return None
        after = dict(self.known)
        for key, said in then.items():
            after[key] = {**after[key], "deleted": 1} if said is None else said
        if twins(after):
            return None
        for (book, _), said in after.items():
            if book == "honors" and not said["deleted"] and after["members", int(str(said["member"]))]["deleted"]:
                return None
        return after

    def try_to(self, act: Callable[[], Changes], expected: dict[Key, Said] | None) -> Changes | None:
        """What the account refuses must be refused with a sentence; what it allows must be done."""
        try:
            changes = act()
        except UserError as error:
            assert expected is None, error.sentence
            assert error.sentence
            return None
        assert expected is not None, changes.title
        self.known = expected
        return changes

    # -- ordinary actions ---------------------------------------------------------------------------

    @rule(name=NAMES, notes=NOTES)
    def add_member(self, name: str, notes: str) -> None:
        raw = {"name": name, "work_unit": "茶场", "joined": "2020-01-01", "notes": notes}
        self._add("members", raw, {"name": name, "notes": notes or None, "deleted": 0})

    @rule(name=NAMES)
    def add_term(self, name: str) -> None:
        raw = {"name": name, "start": "2020-01-01", "until": "2024-12-31"}
        self._add("terms", raw, {"name": name, "notes": None, "deleted": 0})

    def _add(self, book: str, raw: dict[str, object], said: Said) -> None:
        refused = twins({**self.known, (book, 0): said})
        try:
            changes = self.office.add(book, raw)
        except UserError:
            assert refused
            return
        assert not refused
        self.did(changes, {(book, changes.created[book][0]): said})

    @rule(pick=PICK, title=NAMES)
    def add_honor(self, pick: int, title: str) -> None:
        member = self.pick("members", pick)
        if member is not None:
            raw = {"title": title, "level": "镇", "issuer": "镇", "date": "2026-01-01", "member": member}
            changes = self.office.add("honors", raw)
            said = {"title": title, "member": member, "deleted": 0}
            self.did(changes, {("honors", changes.created["honors"][0]): said})

    @rule(picks=st.lists(PICK, min_size=1, max_size=4), notes=NOTES)
    def edit_members(self, picks: list[int], notes: str) -> None:
        numbers = {n for n in (self.pick("members", pick) for pick in picks) if n is not None}
        changes = self.office.edit_many("members", {n: {"notes": notes} for n in sorted(numbers)})
        touched = changes.records.get("members", ())
        self.did(changes, {("members", n): {**self.known["members", n], "notes": notes or None} for n in touched})

    @rule(book=st.sampled_from(["members", "terms"]), pick=PICK, name=NAMES)
    def rename(self, book: str, pick: int, name: str) -> None:
        number = self.pick(book, pick)
        if number is None:
            return
        said = {**self.known[book, number], "name": name}
        refused = twins({**self.known, (book, number): said})
        try:
            changes = self.office.edit(book, number, {"name": name})
        except UserError:
            assert refused
            return
        assert not refused
        self.did(changes, {(book, number): said})

    @rule(book=st.sampled_from(["members", "terms", "honors", "donations"]), picks=st.lists(PICK, max_size=5))
    def delete(self, book: str, picks: list[int]) -> None:
        numbers = [n for n in dict.fromkeys(self.pick(book, pick) for pick in picks) if n is not None]
        said: dict[Key, Said] = {(book, n): {**self.known[book, n], "deleted": 1} for n in numbers}
        needed = book == "members" and any(
            self.known["honors", n]["member"] in numbers for n in self.living("honors")
        )
        entered = book == "donations" and any(self.known[book, n]["serial"] for n in numbers)
        try:
            changes = self.office.remove(book, numbers)
        except UserError:
            assert needed or entered
            return
        assert not (needed or entered)
        self.did(changes, said)

    @rule(book=st.sampled_from(["members", "terms", "honors", "donations"]), picks=st.lists(PICK, max_size=5))
    def bring_back(self, book: str, picks: list[int]) -> None:
        gone = [key for key, said in self.known.items() if key[0] == book and said["deleted"]]
        keys = list(dict.fromkeys(gone[pick % len(gone)] for pick in picks)) if gone else []
        said = {key: {**self.known[key], "deleted": 0} for key in keys}
        expected, was = self.would({}, said), self.known
        changes = self.try_to(lambda: self.office.bring_back(book, [n for _, n in keys]), expected)
        self.known = was
        if changes:
            self.did(changes, said)

    @rule(director=NAMES)
    def set_director(self, director: str) -> None:
        changes = self.office.change_settings(replace(self.office.settings, director=director))
        self.did(changes, {("options", 0): {"director": director, "deleted": 0}})

    @rule()
    def note(self) -> None:
        self.office.note("导出 委员")

    # -- the ledger ---------------------------------------------------------------------------------

    def _gift(self, number: int) -> Said:
        names = ", ".join(COLUMNS["donations"])
        row = self.office.database.rows(f"SELECT {names}, deleted FROM donations WHERE id = ?", (number,))[0]
        return dict(zip((*COLUMNS["donations"], "deleted"), row, strict=True))

    def _entered(self, changes: Changes, *, final: bool = False) -> None:
        said = {("donations", n): self._gift(n) for n in changes.records["donations"]}
        self.did(changes, {key: one for key, one in said.items() if one != self.known.get(key)}, final=final)
        for _, n in said:
            self.entries[n] = self.office.database.rows("SELECT * FROM donations WHERE id = ?", (n,))[0]

    @rule(fen=st.integers(1, 10**6))
    def draft(self, fen: int) -> None:
        raw = {"donor": "云溪商会", "kind": "款", "amount": f"{fen / 100:.2f}", "date": "2026-03-01", "purpose": "助学"}
        changes = self.office.add("donations", raw)
        said = {"amount": fen, "purpose": "助学", "serial": None, "reverses": None, "deleted": 0}
        self.did(changes, {("donations", changes.created["donations"][0]): said})

    @rule(fens=st.lists(st.integers(1, 10**6), min_size=1, max_size=4))
    def import_gifts(self, fens: list[int]) -> None:
        from liaison.kit.ledger import number_entries

        records: list[Values] = [
            {"donor": "茶厂", "kind": "款", "amount": fen, "date": "2026-03-01", "purpose": "敬老"} for fen in fens
        ]
        number_entries(self.office, self.office.books["donations"], records)
        self._entered(self.office.add_many("donations", records, title=f"导入 {len(fens)} 笔捐赠"))

    @rule(pick=PICK)
    def enter(self, pick: int) -> None:
        drafts = [n for n in self.living("donations") if not self.known["donations", n]["serial"]]
        if drafts:
            self._entered(self.office.enter("donations", [drafts[pick % len(drafts)]]))

    @rule(pick=PICK)
    def void(self, pick: int) -> None:
        standing = [
            n for n in self.living("donations")
            if (said := self.known["donations", n])["serial"] and not said["reverses"] and n not in self.voided()
        ]  # fmt: skip
        if standing:
            self._entered(self.office.reverse("donations", standing[pick % len(standing)], "写错"), final=True)

    # -- undo and redo ------------------------------------------------------------------------------

    def last(self) -> Step | None:
        return next((s for s in reversed(self.steps) if not s.undone and not self.is_final(s)), None)

    def following(self) -> Step | None:
        """What 重做 offers: the last undone, unless something ordinary was done since."""
        undone = [s for s in self.steps if s.undone]
        newest = max(undone, key=lambda s: s.undone_at, default=None)
        return newest if newest is not None and newest.undone_at > self.steps[-1].number else None

    def take_back(self, step: Step, number: int | None) -> None:
        free = not (step.undone or self.is_final(step) or self.needs_reversal(step))
        expected = self.would(step.left, step.was) if free else None
        changes = self.try_to(lambda: self.office.undo(number), expected)
        if changes:
            step.undone_at = changes.action
            assert changes.undone == step.number

    def do_again(self, step: Step, number: int | None) -> None:
        left = {key: {**self.known[key], "deleted": 1} if was is None else was for key, was in step.was.items()}
        again: dict[Key, Said | None] = dict(step.left)
        for key, was in step.was.items():
            if was is None:  # it came to be by this step, and was in the bin meanwhile
                left[key] = {**step.left[key], "deleted": 1}
        expected = self.would(left, again) if step.undone else None
        if self.try_to(lambda: self.office.redo(number), expected):
            step.undone_at = 0

    @rule()
    def undo(self) -> None:
        step, offered = self.last(), self.office.last_action()
        if step is None:
            assert offered is None or offered[0] <= self.first
            return
        assert offered is not None and offered[0] == step.number
        self.take_back(step, None)

    @rule()
    def redo(self) -> None:
        step, offered = self.following(), self.office.next_redo()
        if step is None:
            assert offered is None
            return
        assert offered is not None and offered[0] == step.number
        self.do_again(step, None)

    @rule(pick=PICK)
    def undo_any(self, pick: int) -> None:
        if self.steps:
            step = self.steps[pick % len(self.steps)]
            if self.needs_reversal(step) and not self.is_final(step):
                try:
                    self.office.undo(step.number)
                except NeedsReversal as error:
                    entered = {n for (_, n), said in step.left.items() if said.get("serial")}
                    assert set(error.records) == entered - self.voided()
                    return
                raise AssertionError("an entry was taken back")
            self.take_back(step, step.number)

    @rule(pick=PICK)
    def redo_any(self, pick: int) -> None:
        if self.steps:
            step = self.steps[pick % len(self.steps)]
            self.do_again(step, step.number)

    @rule()
    def reopen(self) -> None:
        self.office.close()
        self.office = Office.open(self.path, today=lambda: TODAY)

    # -- what always holds --------------------------------------------------------------------------

    @invariant()
    def what_stands_is_what_the_account_says(self) -> None:
        if not hasattr(self, "office"):
            return
        for book, names in COLUMNS.items():
            rows = self.office.database.rows(f"SELECT id, {', '.join(names)}, deleted FROM {book}")
            found = {(book, n): dict(zip((*names, "deleted"), rest, strict=True)) for n, *rest in rows}
            assert found == {key: dict(said) for key, said in self.known.items() if key[0] == book}
        assert self.office.settings.director == self.known["options", 0]["director"]

    @invariant()
    def everything_is_found_by_what_it_says(self) -> None:
        if not hasattr(self, "office"):
            return
        for name in COLUMNS:
            book = self.office.books[name]
            searched = [f.name for f in book.searched]
            for search, *values in self.office.database.rows(f"SELECT search, {', '.join(searched)} FROM {name}"):
                assert search == entry.search_text(book, dict(zip(searched, values, strict=True)))

    @invariant()
    def the_trail_verifies_and_no_entry_is_lost(self) -> None:
        if not hasattr(self, "office"):
            return
        assert verify_trail(self.office.database) is None
        now = {row[0]: row for row in self.office.database.rows("SELECT * FROM donations WHERE serial IS NOT NULL")}
        assert now == self.entries
        numbers = self.office.database.rows("SELECT serial FROM donations WHERE serial IS NOT NULL ORDER BY serial")
        assert [n for (n,) in numbers] == list(range(1, len(now) + 1))

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.office.close()
            self.folder.cleanup()


UndoMachine.TestCase.settings = settings(max_examples=14, stateful_step_count=25, deadline=None)
TestUndoMachine = UndoMachine.TestCase
