"""Which copies stay: by number, never by age; damage pushes no good copy out, and the last good one never goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.office import Office
from liaison.store.backup import keeping, making
from liaison.store.backup.keeping import NEWEST, staying
from liaison.store.backup.shelf import Copy, Shelf, digest_of, needed

REASONS = st.sampled_from(
    ["start", "import", "bulk", "migration", "restore", "upgrade", "exit", "changes", "manual", "handover"]
)
MOMENTS = st.sampled_from(["19700101T000000", "20260918T120000", "20990101T000000", "20380119T031407"])


def shelf_of(kinds: list[tuple[str, str]]) -> list[Copy]:
    """Copies by (reason, moment), numbered in their order; newest first."""
    made = [
        Copy(Path(f"{n:06d}-{moment}-{reason}.db"), n, moment, reason, 1)
        for n, (reason, moment) in enumerate(kinds, start=1)
    ]
    return made[::-1]


@given(st.lists(st.tuples(REASONS, MOMENTS), max_size=400))
def test_the_newest_stay_whatever_the_clock_said(kinds: list[tuple[str, str]]) -> None:
    good = shelf_of(kinds)
    stay = staying(good, [])
    assert {copy.path for copy in good[:NEWEST]} <= stay
    assert len(stay) <= NEWEST + keeping.OF_EVERY + keeping.OF_TURNING_POINTS
    turning = [copy for copy in good if copy.reason in keeping.TURNING_POINTS]
    assert {copy.path for copy in turning[: keeping.OF_TURNING_POINTS]} <= stay
    reversed_clock = [(reason, "20260101T000000") for reason, _ in kinds]
    same = {path.name[:6] for path in staying(shelf_of(reversed_clock), [])}
    assert {path.name[:6] for path in stay} == same, "the moments have no part in it"


@given(st.lists(st.tuples(REASONS, MOMENTS), min_size=1, max_size=150), st.data())
def test_one_by_one_nothing_is_missed_later(kinds: list[tuple[str, str]], data: st.DataObject) -> None:
    """Made one after the other with thinning each time: what stays in the end is what would stay of all at once,
    so that no copy went too early that was wanted later. The same with damaged ones between."""
    broken = data.draw(st.sets(st.integers(1, len(kinds)), max_size=len(kinds) // 2))
    everything = shelf_of(kinds)
    kept: list[Copy] = []
    for copy in everything[::-1]:
        kept.insert(0, copy)
        if copy.serial in broken:
            continue
        stay = staying([c for c in kept if c.serial not in broken], [c for c in kept if c.serial in broken])
        kept = [c for c in kept if c.path in stay]
    whole = [c for c in everything if c.serial not in broken]
    assert {c.path for c in kept if c.serial not in broken} == staying(whole, []) & {c.path for c in whole}
    assert {c.path for c in whole[:NEWEST]} <= {c.path for c in kept}


@pytest.fixture
def shelf(office: Office) -> Shelf:
    return Shelf.of(office.folder)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rule with smaller numbers."""
    for name, number in (("NEWEST", 3), ("EVERY", 5), ("OF_EVERY", 2), ("OF_TURNING_POINTS", 2), ("DAMAGED", 2)):
        monkeypatch.setattr(keeping, name, number)


def make(office: Office, reason: str = "start", *, sound: bool = True) -> Copy:
    with pytest.MonkeyPatch.context() as patch:
        if not sound:
            patch.setattr(making, "verify", lambda *_: False)
        copy = making.make(office.database, Shelf.of(office.folder), reason)
    keeping.tidy(Shelf.of(office.folder), copy)
    return copy


def numbers(shelf: Shelf) -> list[int]:
    return [copy.serial for copy in shelf.copies()]


@pytest.mark.usefixtures("few")
def test_older_ones_are_thinned(office: Office, shelf: Shelf) -> None:
    for n in range(1, 25):
        make(office, "restore" if n in (2, 4, 6) else "start")
    assert numbers(shelf) == [24, 23, 22, 20, 15, 6, 4]


def test_a_clock_at_1970_and_2099_deletes_nothing(
    office: Office, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proof 12: the order is that of the making, nothing goes for its age, and the wrong clock is shown."""
    years = ("20260918T080000", "19700101T080001", "20990101T080000", "20260919T080000")
    for moment in years:
        monkeypatch.setattr(making, "now", lambda moment=moment: moment)
        make(office)
    found = shelf.copies()
    assert [(c.serial, c.moment[:4], c.behind) for c in found] == [
        (4, "2026", True), (3, "2099", False), (2, "1970", True), (1, "2026", False),
    ]  # fmt: skip


@pytest.mark.usefixtures("few")
def test_damaged_copies_push_no_good_one_out(
    office: Office, shelf: Shelf
) -> None:
    for _ in range(3):
        make(office)
    good = numbers(shelf)
    for _ in range(4):
        make(office, sound=False)
    assert set(good) <= set(numbers(shelf))
    assert numbers(shelf) == [7, 6, 5, 4, 3, 2, 1], "nothing goes while only damaged ones are made"
    make(office)
    assert numbers(shelf) == [8, 7, 6, 3, 2]


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("damage", ["flip", "cut", "envelope", "empty"])
def test_a_copy_that_rots_counts_no_more(
    office: Office, shelf: Shelf, damage: str
) -> None:
    for _ in range(3):
        make(office)
    for copy in shelf.copies()[:2]:
        content = bytearray(copy.path.read_bytes())
        if damage == "flip":
            content[5000] ^= 1
            copy.path.write_bytes(content)
        elif damage == "cut":
            copy.path.write_bytes(content[:9000])
        elif damage == "empty":
            copy.path.write_bytes(b"")
        else:
            copy.envelope_path.write_text("{", encoding="utf-8")
    for _ in range(2):
        make(office)
    assert numbers(shelf) == [5, 4, 3, 2, 1], "the good one of the first three is still among the newest good"
    make(office)
    assert numbers(shelf) == [6, 5, 4, 3, 2]


@pytest.mark.usefixtures("few")
def test_rot_is_found_though_the_file_looks_untouched(
    office: Office, shelf: Shelf
) -> None:
    """Size and time as before, another content: each making reads one older copy again."""
    import os

    for _ in range(3):
        make(office)
    rotten = shelf.copies()[2]
    state = rotten.path.stat()
    content = bytearray(rotten.path.read_bytes())
    content[5000] ^= 1
    rotten.path.write_bytes(content)
    os.utime(rotten.path, ns=(state.st_atime_ns, state.st_mtime_ns))
    for _ in range(3):
        make(office)
    assert numbers(shelf) == [6, 5, 4, 1], "kept apart as damaged, and none of the good ones went for it"
    assert shelf.copies()[-1] == rotten


@pytest.mark.usefixtures("few")
def test_files_go_with_the_last_copy_that_needs_them(
    office: Office, shelf: Shelf, tmp_path: Path
) -> None:
    note = tmp_path / "便条.txt"
    note.write_text("先有的", encoding="utf-8")
    attached = office.attach(note)
    path = next((office.folder / "attachments").rglob(f"{attached['digest'][:64]}*"))
    make(office)
    stored = shelf.file(digest_of(path))
    path.unlink()
    for _ in range(2):
        make(office)
        assert stored.exists()
    make(office)
    assert not stored.exists()
    assert needed(shelf.copies()) == set()


@pytest.mark.usefixtures("few")
def test_no_file_goes_while_an_envelope_cannot_be_read(
    office: Office, shelf: Shelf, tmp_path: Path
) -> None:
    """Nobody knows what its copy needs."""
    note = tmp_path / "便条.txt"
    note.write_text("先有的", encoding="utf-8")
    office.attach(note)
    first = make(office)
    said = first.envelope()
    assert said is not None
    first.envelope_path.write_text("{", encoding="utf-8")
    for path in (office.folder / "attachments").rglob("*.txt"):
        path.unlink()
    for _ in range(5):
        make(office)
    assert shelf.file(said.files[0].sha256).exists()


def test_the_newest_good_one_is_found_behind_damaged_ones(office: Office) -> None:
    from liaison.safety import backups

    made = [office.backup.make("manual") for _ in range(3)]
    made[2].path.write_bytes(made[2].path.read_bytes()[:-1])
    made[1].path.write_bytes(bytes(made[1].path.stat().st_size))
    found = backups.newest_good(office.folder)
    assert found is not None
    assert found[0] == made[0]
    made[0].path.unlink()
    assert backups.newest_good(office.folder) is None
