"""Every page that the window lists, in its order; a page's file is imported when the page is first visited."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ui.pages.base import Page, PageSpec, Room


def _room(module: str, name: str, *arguments: Any) -> Callable[[Room], Page]:
    """A factory that imports the room's file when the room is first visited."""

    def make(room: Room) -> Page:
        from importlib import import_module

        made: Page = getattr(import_module(f"ui.pages.{module}"), name)(room, *arguments)
        return made

    return make


YEARLY = (
    "annual-bulletin", "signin-book", "donation-book", "honor-book", "honor-certificates", "member-list",
    "contact-list",
)  # fmt: skip
NOTICES = ("meeting-notice", "minutes", "activity-brief", "donation-notice")
"""The papers of two pages, in their order."""

PAGES = (
    PageSpec("home", "首页", "首页", _room("home", "HomePage")),
    PageSpec("members", "委员", "委员名册", _room("register", "RegisterPage", "members")),
    PageSpec("member", "委员", "履职档案", _room("member", "MemberPage")),
    PageSpec("signin", "活动", "活动与签到", _room("signin", "SigninPage")),
    PageSpec("signins", "台账", "签到簿", _room("register", "RegisterPage", "signins")),
    PageSpec("donations", "台账", "捐赠台账", _room("donations", "DonationsPage")),
    PageSpec("honors", "台账", "荣誉登记簿", _room("register", "RegisterPage", "honors")),
    PageSpec("suggestions", "建言", "意见建议", _room("register", "RegisterPage", "suggestions")),
    PageSpec("board", "为民", "专班任务", _room("board", "BoardPage")),
    PageSpec("petitions", "为民", "信访包保", _room("petitions", "PetitionsPage")),
    PageSpec("report", "文稿", "季度汇报", _room("report", "ReportPage")),
    PageSpec("bulletin", "文稿", "季通报", _room("papers", "PapersPage", "季通报", "quarterly-bulletin")),
    PageSpec("yearly", "文稿", "年度整理", _room("papers", "PapersPage", "年度整理", *YEARLY)),
    PageSpec("notices", "文稿", "通知与纪要", _room("papers", "PapersPage", "通知与纪要", *NOTICES)),
    PageSpec("backups", "", "备份与移交", _room("backups", "BackupsPage"), "backup"),
    PageSpec("trash", "", "回收站", _room("trash", "TrashPage"), "void", under="backups"),
    PageSpec("history", "", "操作记录", _room("history", "HistoryPage"), "list", under="backups"),
    PageSpec("settings", "", "设置", _room("settings", "SettingsPage"), "settings"),
)
