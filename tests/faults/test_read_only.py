"""Proof 4: a file or folder that cannot be written opens to read; every write is refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from liaison.errors import UserError
from liaison.office import Office
from liaison.safety.opening import look_over, notices
from tests.faults.places import foreign_folder

Work = Callable[[Office], object]

WRITES: dict[str, Work] = {
    "add": lambda o: o.add("members", {"name": "张明", "work_unit": "镇", "joined": "2022-1-1"}),
    "add many": lambda o: o.add_many("honors", [{"title": "先进", "date": "2026-01-01"}], title="荣誉"),
    "edit": lambda o: o.edit("members", 1, {"post": "校长"}),
    "remove": lambda o: o.remove("members", [3]),
    "undo": lambda o: o.undo(),
    "enter": lambda o: o.enter("donations", [1]),
    "settings": lambda o: o.change_settings(o.settings.__class__(name="另一个", town="云溪镇")),
    "draft": lambda o: o.keep_draft("members", 0, {"name": "张"}),
    "block": lambda o: o.write_block(o.plan_block("members", [(1, {"post": "校长"})])),
    "activity": lambda o: o.add("activities", {"kind": "集中学习", "title": "学习", "start": "2026-09-10 09:00"}),
    "attach": lambda o: o.attach(Path(__file__)),
}


@pytest.fixture
def filled(peopled: Office) -> Path:
    peopled.add("donations", {"donor": "云溪电子", "amount": "500", "date": "2026-09-01", "purpose": "助学"})
    peopled.close()
    return peopled.folder


@pytest.mark.parametrize("only_file", [False, True])
def test_it_opens_to_read_and_says_so_at_the_start(filled: Path, only_file: bool) -> None:
    before = (filled / "office.db").read_bytes()
    with foreign_folder(filled, only_file=only_file) as folder, Office.open(folder) as office:
        assert office.read_only
        (notice,) = [n for n in notices(office) if n.kind == "read-only"]
        assert not notice.harmless
        assert "可以查看、打印和导出" in notice.sentence
        assert "拷到能写的地方" in notice.sentence
        assert office.count("members") == 4
        look_over(office)
        assert office.backup.make_if_changed() is None
    assert (filled / "office.db").read_bytes() == before


@pytest.mark.parametrize("write", WRITES)
def test_every_write_is_refused_with_a_sentence(filled: Path, write: str) -> None:
    with foreign_folder(filled) as folder, Office.open(folder) as office:
        with pytest.raises(UserError) as refused:
            WRITES[write](office)
        assert any(words in refused.value.sentence for words in ("只能看不能改", "不能写入"))
        assert office.count("members") == 4


def test_exports_still_go_elsewhere(filled: Path) -> None:
    import tempfile

    with foreign_folder(filled) as folder, tempfile.TemporaryDirectory() as elsewhere, Office.open(folder) as office:
        target = Path(elsewhere) / "名册.csv"
        assert office.export("members", target) == 4
        assert target.stat().st_size > 0


def test_an_older_file_says_that_it_must_be_opened_elsewhere_once(filled: Path) -> None:
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(str(filled / "office.db"))
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    with foreign_folder(filled) as folder, pytest.raises(UserError, match=r"旧版写的.*拷到本机"):
        Office.open(folder)
