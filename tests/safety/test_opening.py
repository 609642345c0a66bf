"""What is said when an office is opened: each of its places and clocks has one plain answer."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from liaison.office import Office
from liaison.safety.opening import notices, place_warning
from liaison.store import premises
from liaison.store.premises import Machine

CHINA = timezone(timedelta(hours=8))


class Computer(Machine):
    """A computer of the test's own: where the folder lies, what room there is, what the clock says."""

    def __init__(self, *, place: str = "/home/sun", system: str = "ext4", stick: bool = False, free: int | None = None,
                 now: datetime | None = None) -> None:
        self.platform, self.environment = "linux", {}
        self.place, self.system, self.stick, self.free, self.clock = place, system, stick, free, now

    def resolve(self, folder: Path) -> str:
        return f"{self.place}/{folder.name}"

    def mounts(self) -> str:
        return f"1 1 8:1 / / rw - {self.system} /dev/sda1 rw"

    def is_pluggable(self, device: str) -> bool:
        return self.stick

    def free_bytes(self, folder: Path) -> int | None:
        return self.free

    def now(self) -> datetime:
        return self.clock or super().now()


def kinds(office: Office, computer: Computer) -> list[str]:
    return [notice.kind for notice in notices(office, computer)]


def test_an_ordinary_place_says_nothing(peopled: Office) -> None:
    assert notices(peopled, Computer(free=10**12)) == []


@pytest.mark.parametrize(
    ("computer", "kind", "words"),
    [
        (Computer(place="/home/sun/我的坚果云"), "synced", ("坚果云", "移到网盘以外", "备份")),
        (Computer(stick=True), "removable", ("U 盘", "先退出联络簿再拔", "备份")),
        (Computer(free=150 * 2**20), "space", ("150 MB", "清理")),
        (Computer(now=datetime(1970, 1, 1, tzinfo=CHINA)), "clock", ("1970年1月1日", "还早", "不会乱")),
        (Computer(now=datetime(2099, 1, 1, tzinfo=CHINA)), "clock", ("2099年1月1日", "晚了", "不会乱")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_has_one_answer(peopled: Office, computer: Computer, kind: str, words: tuple[str, ...]) -> None:
    (notice,) = notices(peopled, computer)
    assert notice.kind == kind
    assert all(word in notice.sentence + notice.word for word in words)
    assert notice.harmless


def test_a_clock_that_is_a_little_slow_is_not_wrong(peopled: Office) -> None:
    last = datetime.fromisoformat(peopled.database.value("SELECT max(moment) FROM actions"))
    assert kinds(peopled, Computer(now=last - timedelta(minutes=5))) == []
    assert kinds(peopled, Computer(now=last - timedelta(minutes=11))) == ["clock"]
    assert kinds(peopled, Computer(now=last.astimezone(timezone(timedelta(hours=-11))))) == [], "another time zone"


def test_one_wrong_year_is_told_until_the_next_action_not_for_ever(peopled: Office) -> None:
    """The order is the number's: after an action by the right clock, the wrong one of before is history."""
    last = peopled.database.value("SELECT max(id) FROM actions")
    peopled.database.run("UPDATE actions SET moment = '2099-01-01T08:00:00+08:00' WHERE id = ?", (last,))
    assert kinds(peopled, Computer()) == ["clock"]
    peopled.add("members", {"name": "赵立新", "work_unit": "云溪电子", "joined": "2022-1-1"})
    assert kinds(peopled, Computer()) == []


def test_the_newest_backup_counts_as_well(peopled: Office) -> None:
    folder = peopled.folder / "backups"
    folder.mkdir(exist_ok=True)
    (folder / "000007-20980101T080000-exit.db").write_bytes(b"x")
    (folder / "000009-20500101T080000-exit.db").write_bytes(b"x")
    (folder / "no backup.db").write_bytes(b"x")
    (notice,) = notices(peopled, Computer())
    assert "2050年1月1日" in notice.sentence, "the one with the highest number"


def test_no_year_of_an_empty_office_is_before_2020(tmp_path: Path) -> None:
    with Office.create(tmp_path / "o", name="政协云溪镇联络处", town="云溪镇") as office:
        office.database.run("UPDATE actions SET moment = 'no moment at all'")
        assert kinds(office, Computer(now=datetime(2019, 12, 31, tzinfo=CHINA))) == ["clock"]
        assert kinds(office, Computer(now=datetime(2026, 12, 31, tzinfo=CHINA))) == []


def test_a_share_opens_to_read_and_says_where_to_copy_it(
    peopled: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    peopled.close()
    share = Computer(system="cifs", place="/mnt/县委共享/我的坚果云", free=1)
    monkeypatch.setattr(premises, "MACHINE", share)
    with Office.open(peopled.folder) as office:
        assert office.read_only
        assert office.count("members") == 4
        (notice,) = notices(office)
        assert (notice.kind, notice.harmless) == ("network", False)
        assert "拷到本机" in notice.sentence
        with pytest.raises(Exception, match=r"网络共享盘上.*拷到本机"):
            office.add("members", {"name": "赵立新", "work_unit": "云溪电子", "joined": "2022-1-1"})


def test_nothing_new_is_made_on_a_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(premises, "MACHINE", Computer(system="nfs4"))
    with pytest.raises(Exception, match=r"网络共享盘.*本机"):
        Office.create(tmp_path / "o", name="政协云溪镇联络处", town="云溪镇")
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize(
    ("computer", "word", "refused"),
    [
        (Computer(), "", False), (Computer(system="nfs4"), "网络共享盘", True),
        (Computer(place="/home/sun/OneDrive"), "OneDrive", False), (Computer(stick=True), "U 盘", False),
    ],
)  # fmt: skip
def test_a_place_for_a_new_office(computer: Computer, word: str, refused: bool, tmp_path: Path) -> None:
    sentence, no = place_warning(tmp_path, computer)
    assert (word in sentence, no) == (True, refused)
    assert bool(sentence) == bool(word)
