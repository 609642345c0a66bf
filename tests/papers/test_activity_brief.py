"""活动简报: what was done, who came with the base, and the photos that were attached."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from liaison.office import Office
from liaison.papers.activity_brief import caption_of, make, per_page
from liaison.papers.paper import Issue, Request
from liaison.press import blocks as b
from liaison.press import photo_notices
from liaison.store.attachments import Content, path_of
from tests.papers.laid import HOSTILE, lay_whole, said
from tests.papers.stage import hold


def brief(office: Office, activity: int, issue: Issue | None = None) -> b.Document:
    return make(office, office.settings, Request(records=(activity,), issue=issue or Issue()))


def with_photos(office: Office, folder: Path, names: tuple[str, ...], **values: object) -> int:
    """An activity with small pictures, and other files, attached."""
    found = []
    for number, name in enumerate(names):
        path = folder / name
        if path.suffix in (".jpg", ".png"):
            Image.new("RGB", (60, 40), (number * 9, 90, 90)).save(path)
        else:
            path.write_text(name, encoding="utf-8")
        found.append(office.attach(path))
    return hold(office, "重阳慰问", "2026-08-21", files=json.dumps(found), **values)  # type: ignore[arg-type]


def test_the_masthead_names_office_issue_and_day(peopled: Office) -> None:
    activity = hold(peopled, "重阳慰问", "2026-08-21")
    head = brief(peopled, activity, Issue(number="12")).blocks[0]
    assert head == b.RedHead("活动简报", "政协云溪镇联络处　　第12期　　2026年9月18日")
    assert brief(peopled, activity).blocks[0] == b.RedHead("活动简报", "政协云溪镇联络处　　2026年9月18日")
    long = brief(peopled, activity, Issue(number="云协联简〔2026〕12号增刊")).blocks
    assert long[:3] == (
        b.RedHead("活动简报", "云协联简〔2026〕12号增刊"), b.Subtitle("政协云溪镇联络处"), b.Subtitle("2026年9月18日"),
    )  # fmt: skip


def test_it_tells_what_when_where_and_who_came(peopled: Office) -> None:
    activity = hold(peopled, "学习政协章程", "2026-08-21", "集中学习", {2: "公假"}, place="委员之家", host=1,
                    study_tutor="林老师", study_reflections=3, leaders="镇党委副书记")  # fmt: skip
    peopled.signin.add_guest(activity, "李工", "镇水利站")
    assert (
        "2026年8月21日，政协云溪镇联络处在委员之家组织集中学习“学习政协章程”，由沈佳禾委员承办。到场领导：镇党委副书记。"
        "由林老师辅导。委员撰写心得体会3份。应到3人，实到2人，公假1人。出席率2/2（公假1人不算缺席）。列席与来宾1人。"
        in said(brief(peopled, activity))
    )


def test_a_voluntary_activity_has_no_rate(peopled: Office) -> None:
    words = said(brief(peopled, hold(peopled, "义诊", "2026-08-21", away={2: "缺席"}, required="自愿")))
    assert "邀请3人，到场2人" in words and "出席率2" not in words


def test_what_is_missing_is_said_and_what_is_to_come_is_not_told_as_done(peopled: Office) -> None:
    past = peopled.add("activities", {"title": "座谈", "start": "2026-09-01", "kind": "座谈"}).created["activities"][0]
    later = peopled.add("activities", {"title": "座谈", "start": "2026-10-01", "kind": "座谈"}).created["activities"][0]
    assert "这次活动还没有记签到。" in said(brief(peopled, past))
    assert "政协云溪镇联络处定于2026年10月1日组织“座谈”。" in said(brief(peopled, later))
    assert "签到" not in said(brief(peopled, later))


def test_only_pictures_are_shown_with_captions_that_say_something(peopled: Office, tmp_path: Path) -> None:
    activity = with_photos(peopled, tmp_path, ("IMG_20260821_093015.jpg", "看望老党员.png", "发言稿.txt"))
    (photos,) = [block for block in brief(peopled, activity).blocks if isinstance(block, b.Photos)]
    assert [photo.caption for photo in photos.photos] == ["重阳慰问", "看望老党员"]
    assert photos.per_page == 2
    assert all(isinstance(photo.source, Content) and photo.source.read() for photo in photos.photos)


def test_many_photos_stand_four_to_a_page_of_their_own(peopled: Office, tmp_path: Path) -> None:
    document = brief(peopled, with_photos(peopled, tmp_path, tuple(f"{n}号现场.jpg" for n in range(5))))
    assert isinstance(document.blocks[-2], b.PageBreak)
    pages = lay_whole(document)
    assert [len(page.pictures) for page in pages] == [0, 4, 1]


def test_without_photos_there_is_no_room_for_any(peopled: Office, tmp_path: Path) -> None:
    document = brief(peopled, with_photos(peopled, tmp_path, ("名单.txt",)))
    assert not any(isinstance(block, b.Photos) for block in document.blocks)
    assert len(lay_whole(document)) == 1


def test_a_photo_that_is_gone_or_broken_does_not_stop_the_brief(peopled: Office, tmp_path: Path) -> None:
    activity = with_photos(peopled, tmp_path, ("一.jpg", "二.jpg"))
    files = peopled.attached(peopled.get("activities", activity)["files"])
    gone, broken = (path_of(peopled.folder, digest) for _, digest in files)
    gone.unlink()
    broken.write_bytes(b"no picture")
    pages = lay_whole(brief(peopled, activity))
    assert photo_notices(pages) == ("照片打不开：一.jpg（文件找不到）", "照片打不开：二.jpg（文件已损坏）")


@pytest.mark.parametrize(
    ("name", "caption"),
    [
        ("IMG_2033.JPG", "主题"), ("DSC00123.jpg", "主题"), ("微信图片_20260906123456.jpg", "主题"),
        ("mmexport1693900000000.jpg", "主题"), ("20260906 (2).png", "主题"), ("照片1.jpg", "主题"),
        ("9月6日会议.jpg", "9月6日会议"), ("主任讲话.jpg", "主任讲话"), ("image of 茶园.png", "image of 茶园"),
    ],
)  # fmt: skip
def test_a_caption_is_a_name_that_a_person_gave(name: str, caption: str) -> None:
    assert caption_of(name, "主题") == caption


def test_two_large_photos_or_four() -> None:
    assert [per_page(number) for number in (1, 2, 3, 9)] == [2, 2, 4, 4]


def test_copies_only_when_asked_for(peopled: Office) -> None:
    activity = hold(peopled, "重阳慰问", "2026-08-21")
    assert not any(isinstance(block, b.Imprint) for block in brief(peopled, activity).blocks)
    assert brief(peopled, activity, Issue(copies_to=("镇党委",))).blocks[-1] == b.Imprint(
        ("镇党委",), printed_by="政协云溪镇联络处", printed_on="2026年9月18日"
    )


def test_long_and_odd_texts_are_laid_whole(peopled: Office) -> None:
    activity = hold(peopled, f"{HOSTILE}{'长' * 40}", "2026-08-21", "会议", minutes=f"{HOSTILE}\n{'字' * 3000}",
                    agenda=HOSTILE, place=HOSTILE, leaders=HOSTILE)  # fmt: skip
    lay_whole(brief(peopled, activity, Issue(number=HOSTILE)))
