"""Petitions: their time-line, their reminders, and that they stay apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from liaison.books.duties import duties
from liaison.errors import BadInput, UserError
from liaison.kit.query import Query
from liaison.office import Office

NAME, MATTER = "郝来访", "宅基地界址有争议"


def _petition(office: Office, **more: object) -> int:
    values = {"petitioner": NAME, "phone": "13900001111", "matter": MATTER, "member": 1, "since": "2026-06-01", **more}
    return office.add("petitions", values).created["petitions"][0]


def test_a_contact_says_when_the_next_one_is(peopled: Office) -> None:
    number = _petition(peopled)
    changes = peopled.petitions.contact(
        number, {"date": "2026-09-10", "how": "上门", "member": 1, "what": "谈了一次", "next_contact": "2026-09-30"}
    )
    row = peopled.row("petitions", number)
    assert (row.values["next_contact"], row.values["last_contact"], row.values["contacts"]) == (
        "2026-09-30", "2026-09-10", 1,
    )  # fmt: skip
    assert changes.title == "记一次信访联系"
    assert [r.texts["what"] for r in peopled.petitions.contacts(number)] == ["谈了一次"]
    peopled.undo()
    assert peopled.petitions.contacts(number) == []
    assert peopled.row("petitions", number).values["next_contact"] is None


def test_resolving_ends_the_reminders(peopled: Office) -> None:
    number = _petition(peopled, next_contact="2026-09-01")
    assert [d.words for d in duties(peopled) if d.key == "petitions"] == ["1 件到了约定联系的日子"]
    met = {"date": "2026-09-10", "what": "签了和解书", "next_contact": "2026-10-01"}
    peopled.petitions.contact(number, met, status="已化解", result="双方和解")
    values = peopled.get("petitions", number)
    assert (values["status"], values["resolved_on"], values["next_contact"], values["result"]) == (
        "已化解", "2026-09-10", None, "双方和解",
    )  # fmt: skip
    assert not [d for d in duties(peopled) if d.key == "petitions"]


def test_what_cannot_be_is_refused_whole(peopled: Office) -> None:
    number = _petition(peopled)
    with pytest.raises(BadInput, match="早于"):
        peopled.petitions.contact(number, {"date": "2026-09-10", "what": "谈了", "next_contact": "2026-09-01"})
    with pytest.raises(BadInput, match="还没有到"):
        peopled.petitions.contact(number, {"date": "2027-01-01", "what": "谈了"})
    with pytest.raises(UserError, match="换一件"):
        peopled.petitions.contact(99, {"what": "谈了"})
    assert peopled.petitions.contacts(number) == []


@pytest.mark.parametrize(
    ("next_contact", "status", "words"),
    [("2026-09-18", "未化解", "该联系了"), ("2026-09-19", "稳定", "快到日子"), ("2026-10-30", "未化解", ""),
     ("2026-09-01", "已化解", ""), (None, "未化解", "")],
)  # fmt: skip
def test_the_reminder_follows_from_the_day(peopled: Office, next_contact: str, status: str, words: str) -> None:
    number = _petition(peopled, next_contact=next_contact, status=status)
    assert peopled.row("petitions", number).texts["standing"] == words


def test_names_are_masked_and_in_no_title(peopled: Office) -> None:
    number = _petition(peopled)
    row = peopled.row("petitions", number)
    assert row.texts["petitioner"] == "郝**" and row.texts["phone"] == "139****1111"
    assert peopled.rows("petitions", [number], whole=True)[0].texts["petitioner"] == NAME
    peopled.edit("petitions", number, {"plan": "找他谈"})
    peopled.remove("petitions", [number])
    peopled.bring_back("petitions", [number])
    peopled.undo()
    titles = [title for (title,) in peopled.database.rows("SELECT title FROM actions")]
    assert not any(NAME[0] in title or "宅基地" in title for title in titles), titles
    assert peopled.names.label("petitions", number) == "郝**"
    assert peopled.proposals("petitions", "petitioner") == []


def test_its_history_is_masked_too(peopled: Office) -> None:
    number = _petition(peopled)
    peopled.edit("petitions", number, {"petitioner": "郝来访二", "matter": "另一件事"})
    peopled.petitions.contact(number, {"date": "2026-09-10", "what": "宅基地丈量"})
    said = str(peopled.history("petitions", number)) + str(peopled.history("petition_contacts", 1))
    assert NAME not in said and "宅基地" not in said and "另一件事" not in said
    assert "另一件事" in str(peopled.history("petitions", number, whole=True))


def test_it_is_found_by_a_whole_number_in_its_own_book_only(peopled: Office) -> None:
    number = _petition(peopled)
    assert peopled.ids("petitions", Query(search="13900001111")) == [number]
    assert peopled.ids("petitions", Query(search="139-0000-1111")) == [number]
    assert peopled.ids("petitions", Query(search="0000111")) == []
    assert peopled.ids("petitions", Query(search=NAME)) == [number]
    others = [book for book in peopled.books if not peopled.books[book].apart]
    assert not [book for book in others if peopled.ids(book, Query(search=NAME))]


def test_it_leaves_the_office_only_when_asked_for_in_that_moment(peopled: Office, tmp_path: Path) -> None:
    _petition(peopled)
    for book in ("petitions", "petition_contacts"):
        with pytest.raises(UserError, match="单独保管"):
            peopled.export(book, tmp_path / "信访.xlsx")
        with pytest.raises(UserError, match="单独保管"):
            peopled.print_list(book, Query(), [peopled.books[book].fields[0].name])
        assert not (tmp_path / "信访.xlsx").exists()
    assert peopled.export("petitions", tmp_path / "信访.xlsx", private=True) == 1
    title = peopled.database.value("SELECT title FROM actions ORDER BY id DESC LIMIT 1")
    assert title == "导出 信访件 1 件，含信访人、电话、住址"


def test_dossiers_only_count(peopled: Office) -> None:
    _petition(peopled)
    _petition(peopled, status="已化解", petitioner="另一位")
    found = peopled.dossier(1)
    assert (found.petitions, found.resolved) == (2, 1)
    assert NAME not in str(found) and MATTER not in str(found)
