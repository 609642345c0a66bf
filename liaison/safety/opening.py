"""What the director should know when an office is opened, and the looking over behind it.

`notices` is quick and answers before the first page: where the folder lies, whether it can be written, what the
clock says. `LookOver` reads the whole file afterwards, part by part, and gives way to whoever waits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from liaison.chinese.dates import day
from liaison.safety.looking_over import LookOver
from liaison.store import premises
from liaison.store.premises import NETWORK, REMOVABLE, Machine

if TYPE_CHECKING:
    from liaison.papers.desk import PrintingDesk

LITTLE_ROOM = 200 * 1024 * 1024
"""Bytes left on the disk below which the director is told."""
SLOW_CLOCK = timedelta(minutes=10)
"""How far the clock may lie before the last action; two computers never agree to the second."""
YEARS_AHEAD = 3
FIRST_YEAR = 2020
_BACKUP = re.compile(r"(\d{6})-(\d{8}T\d{6})-.*\.db")


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to know, shown above the page.

    Attributes:
        kind: read-only, network, clock, space, synced, removable, restart.
        tone: as the window's tones: near, overdue, plain.
        word: two to six characters in bold.
        sentence: what it means and what to do.
    """

    kind: str
    tone: str
    word: str
    sentence: str

    @property
    def harmless(self) -> bool:
        """Whether it may be put away; what stands in the way of work stays."""
        return self.kind not in ("read-only", "network")

    @property
    def once(self) -> bool:
        """Whether it is told once for this office on this computer."""
        return self.kind == "removable"


SOUND = Notice("restart", "plain", "已核对", "上次没有正常结束，资料已核对，没有问题")
"""Shown when the program ended badly the last time and the looking over found everything in order."""


def notices(office: PrintingDesk, machine: Machine | None = None) -> list[Notice]:
    """What the director should know, the gravest first. Takes a few milliseconds."""
    machine = machine or premises.MACHINE
    database = office.database
    place = premises.look(database.folder, machine)
    found = [*_writing(database.read_only, place.kind), *_clock(office, machine)]
    free = machine.free_bytes(database.folder)
    if free is not None and free < LITTLE_ROOM and not database.read_only:
        found.append(
            Notice("space", "near", "磁盘快满", f"存放资料的磁盘只剩 {free // 2**20} MB，请清理一些空间，免得存不进去")
        )
    if place.cloud and not database.read_only:
        found.append(
            Notice(
                "synced", "near", "网盘文件夹",
                f"资料在“{place.cloud}”的文件夹里，网盘可能用旧的一份盖掉新的。"
                "请退出后把整个文件夹移到网盘以外的地方再打开，网盘里只放备份",
            )
        )  # fmt: skip
    if place.kind == REMOVABLE:
        found.append(
            Notice(
                "removable", "plain", "U 盘",
                "资料在 U 盘或移动硬盘上，可以用。请先退出联络簿再拔，并在电脑上留一份备份",
            )
        )  # fmt: skip
    return found


def place_warning(folder: Path, machine: Machine | None = None) -> tuple[str, bool]:
    """What is wrong with a folder that is chosen for a new office, and whether it cannot be used at all."""
    place = premises.look(folder, machine or premises.MACHINE)
    if place.kind == NETWORK:
        return "网络共享盘上的文件夹容易损坏资料，不能用来存放，请选本机硬盘上的文件夹", True
    if place.cloud:
        return f"这个文件夹归“{place.cloud}”管，网盘可能用旧的一份盖掉新的，请换到网盘以外的地方", False
    if place.kind == REMOVABLE:
        return "这是 U 盘或移动硬盘，容易丢失，最好放在电脑里，U 盘上放第二份备份", False
    return "", False


def _writing(read_only: bool, kind: str) -> Iterator[Notice]:
    if read_only and kind == NETWORK:
        yield Notice(
            "network", "near", "只能看",
            "资料在网络共享盘上，容易损坏，所以只能看不能改。要用，请把整个文件夹拷到本机硬盘，从那里打开",
        )  # fmt: skip
    elif read_only:
        yield Notice(
            "read-only", "near", "只能看",
            "文件或文件夹是只读的：可以查看、打印和导出，不能修改。要改请先去掉只读，或把整个文件夹拷到能写的地方再打开",
        )  # fmt: skip


# -- the clock ----------------------------------------------------------------------------------------


def _clock(office: PrintingDesk, machine: Machine) -> Iterator[Notice]:
    """A clock that cannot be right. Order is by number, so nothing is lost; days that are filled in are wrong."""
    now = machine.now()
    last = _newest(office)
    last = last.astimezone(now.tzinfo) if last is not None else None
    wrong = ""
    if last is not None and now < last - SLOW_CLOCK:
        # On one day the time of day tells them apart.
        words = _said(last) if last.date() != now.date() else f"{last:%H:%M}"
        wrong = f"比最近一次记录（{words}）还早"
    elif now.year < FIRST_YEAR:
        wrong = "明显不对"
    elif last is not None and now.year - last.year >= YEARS_AHEAD:
        wrong = f"比最近一次记录（{_said(last)}）晚了 {now.year - last.year} 年"
    if wrong:
        yield Notice(
            "clock", "near", "日期不对",
            f"电脑的日期是 {_said(now)}，{wrong}，请先调对。已有的记录按编号排，不会乱",
        )  # fmt: skip


def _said(moment: datetime) -> str:
    return day(moment.date().isoformat(), "form")


def _newest(office: PrintingDesk) -> datetime | None:
    """When the last action or the last backup was made: the last by number, whatever their clocks said."""
    found = [_moment(office.database.value("SELECT moment FROM actions ORDER BY id DESC LIMIT 1"))]
    try:
        names = [path.name for path in (office.database.folder / "backups").iterdir()]
    except OSError:
        names = []
    numbered = [(int(hit[1]), hit[2]) for hit in map(_BACKUP.fullmatch, names) if hit]
    found.append(_moment(max(numbered)[1] if numbered else None))
    return max((moment for moment in found if moment is not None), default=None)


def _moment(text: object) -> datetime | None:
    """A stored moment with its zone; one without has the computer's."""
    try:
        words = str(text)
        stamp = datetime.fromisoformat(words) if "-" in words else datetime.strptime(words, "%Y%m%dT%H%M%S")
        return stamp.astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def look_over(office: PrintingDesk) -> None:
    """Look the whole file over at once; raises Damaged. The window goes part by part, see LookOver."""
    LookOver(office).go_on()


__all__ = ["SOUND", "LookOver", "Notice", "look_over", "notices", "place_warning"]
