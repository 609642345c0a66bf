"""A stick that is pulled out while the office is open, and a file that somebody puts in its place."""

from __future__ import annotations

import shutil

import pytest
from sqlcipher3 import dbapi2

from liaison.errors import UserError
from liaison.office import Office
from tests.faults.places import pulled_out

ZHANG = {"name": "张明", "work_unit": "镇", "joined": "2022-1-1"}
LI = {"name": "李四", "work_unit": "村", "joined": "2022-1-1"}


def test_the_next_write_says_so_and_works_again_when_it_is_back(peopled: Office) -> None:
    peopled.add("members", ZHANG)
    peopled.keep_draft("members", 0, {"name": "李"})
    with pulled_out(peopled.folder):
        for write in (
            lambda: peopled.add("members", LI), lambda: peopled.undo(), lambda: peopled.keep_draft("members", 0, LI),
            lambda: peopled.edit("members", 1, {"post": "校长"}),
        ):  # fmt: skip
            with pytest.raises(UserError, match=r"文件夹不见了（U 盘被拔出.*没有保存，填的内容还在.*放回原处"):
                write()
        assert not peopled.folder.exists(), "nothing is made anew where the office was"
    peopled.add("members", LI)
    assert peopled.count("members") == 6
    assert [dict(d.values) for d in peopled.drafts("members")] == [{"name": "李"}]
    assert not (peopled.folder / "damaged").exists() or not any((peopled.folder / "damaged").iterdir())
    peopled.close()
    with Office.open(peopled.folder) as again:
        assert again.count("members") == 6


def test_what_was_read_before_is_read_anew_when_it_is_back(peopled: Office) -> None:
    peopled.names.labels("members")
    names = peopled.names
    assert peopled.settings.town == "云溪镇"
    with pulled_out(peopled.folder), pytest.raises(UserError):
        peopled.add("members", LI)
    peopled.add("members", LI)
    assert peopled.names is not names
    assert peopled.settings.town == "云溪镇"


def test_gone_in_the_middle_of_an_action_nothing_of_it_is_there(peopled: Office) -> None:
    """Pulled out after half of the action: it goes on into nothing, and the office that comes back is as before."""
    with pytest.raises(UserError), peopled.acting("改一半") as action:
        peopled.update(action, "members", 1, {"post": "校长"})
        with pulled_out(peopled.folder):
            raise UserError("拔出")
    assert peopled.row("members", 1).values["post"] is None
    peopled.edit("members", 1, {"post": "主任"})
    assert peopled.row("members", 1).values["post"] == "主任"


def test_another_file_in_its_place_is_never_written_over(peopled: Office) -> None:
    """A cloud's program puts its older copy there: both are kept, nothing is mixed."""
    file = peopled.folder / "office.db"
    older = file.read_bytes()
    peopled.add("members", ZHANG)
    file.unlink()
    file.write_bytes(older)
    for _ in range(2):
        with pytest.raises(UserError, match=r"换成了另一份.*damaged.*退出联络簿再打开"):
            peopled.add("members", LI)
    assert file.read_bytes()[100:] == older[100:]
    peopled.close()
    (kept,) = (peopled.folder / "damaged").glob("被换下-*.db")
    with Office.open(peopled.folder) as again:
        assert again.count("members") == 4
    rescued = peopled.folder.with_name("rescued")
    rescued.mkdir()
    shutil.copy(kept, rescued / "office.db")
    with Office.open(rescued) as whole:
        assert whole.count("members") == 5


def test_another_offices_file_in_its_place_is_refused(peopled: Office) -> None:
    other = peopled.folder.with_name("other")
    Office.create(other, name="政协河口镇联络处", town="河口镇").close()
    (peopled.folder / "office.db").unlink()
    shutil.copy(other / "office.db", peopled.folder / "office.db")
    before = (peopled.folder / "office.db").read_bytes()
    with pytest.raises(UserError, match="换成了另一份"):
        peopled.add("members", ZHANG)
    assert (peopled.folder / "office.db").read_bytes() == before


def no_answer(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on nothing comes from the disk, as when a cable is loose, until the file is opened anew."""
    real = office.database.peewee.connection()

    class Loose:
        in_transaction = False

        def execute(self, *_arguments: object) -> object:
            raise dbapi2.OperationalError("disk I/O error")

        def __getattr__(self, name: str) -> object:
            return getattr(real, name)

    monkeypatch.setattr(office.database.peewee, "connection", Loose)


def test_a_disk_that_does_not_answer_is_asked_again(peopled: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    no_answer(peopled, monkeypatch)
    with pytest.raises(UserError, match=r"读不出来.*再试一次"):
        peopled.database.rows("SELECT count(*) FROM members")
    assert peopled.count("members") == 4
    no_answer(peopled, monkeypatch)
    with pytest.raises(UserError, match=r"磁盘读写出错，这一步没有保存.*再试一次"), peopled.database.transaction():
        pass
    peopled.add("members", ZHANG)
    assert peopled.count("members") == 5
