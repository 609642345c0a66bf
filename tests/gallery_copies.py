"""The gallery's part about copies: the page with many of them, its questions, handing over, receiving, damage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

LONG_PLACE = "沈佳禾的银色金士顿U盘（放在办公室第二个抽屉里）"


def copies(stage: Any) -> None:
    """Every state of 备份与移交 and the dialogs that belong to it, in the sample office."""
    stick = stage.work / LONG_PLACE
    stick.mkdir()
    stage.on_worker(_fill, stage.office, stick)
    page = stage.page("backups-many", "backups")
    page.table.setFocus()
    page.table.choose(page.table.copies.rowCount() - 1)
    stage.settle()
    stage.save(stage.window, "backups-chosen")
    _damage_newest(stage)
    stage.page("backups-damaged-copy", "backups").table.choose(0)
    stage.settle()
    stage.save(stage.window, "backups-damaged-copy")
    stick.rename(stage.work / "away")
    stage.page("backups-stick-gone", "backups")
    page.panel.toggle()
    stage.settle()
    stage.save(stage.window, "backups-folded")
    page.panel.toggle()
    _questions(stage, page)
    _handing_over(stage)


def _fill(office: Any, stick: Path) -> None:
    for reason in ("start", "import", "exit"):
        office.backup.make(reason)
    office.backup.outside(stick)
    for n in range(3):
        office.add("honors", {"title": f"示例荣誉{n}", "level": "县", "issuer": "县政协", "date": "2026-09-01",
                              "member": 1})
    for reason in ("changes", "bulk", "migration", "restore", "manual"):
        office.backup.make(reason)


def _damage_newest(stage: Any) -> None:
    newest = stage.on_worker(stage.office.backup.all)[0]
    content = bytearray(newest.path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    newest.path.write_bytes(content)


def _questions(stage: Any, page: Any) -> None:
    """Going back, what is said after it, and damage."""
    from liaison.errors import Damaged
    from ui.dialogs.counts import all_books
    from ui.dialogs.damage import DamageDialog
    from ui.dialogs.restoring import RestoredDialog, RestoreDialog
    from ui.looking import Seen

    page.table.choose(page.table.copies.rowCount() - 1)
    stage.settle()
    stage.dialog_name = "dialog-restore"
    page.restore()
    locked = Seen(locked=True, sound=False, sentence="密码不对，请再试一次")
    shown = {
        "restore-locked": RestoreDialog(stage.tasks, "2026年9月18日 8:05", "启动时做的", lambda _: locked, {}),
        "restored": RestoredDialog(
            all_books(), {"members": 12, "donations": 103}, {"members": 11, "donations": 103}, Path("/x/000001.db")
        ),
        "damage": DamageDialog(
            stage.office.folder, Damaged("资料文件有损坏，有的内容读不出来", details="page 7"), stage.tasks
        ),
        "damage-none": DamageDialog(stage.work / "nothing", Damaged("资料文件有损坏"), stage.tasks),
    }
    for name, dialog in shown.items():
        dialog.show()
        stage.settle()
        stage.save(dialog, f"dialog-{name}")
    shown["damage"]._show_others()
    stage.settle()
    stage.save(shown["damage"], "dialog-damage-others")
    for dialog in shown.values():
        dialog.hide()


def _handing_over(stage: Any) -> None:
    """Both ends: packed here, received into another folder."""
    from ui.dialogs.handing_over import HandOverDialog
    from ui.dialogs.receiving import ReceiveDialog

    giving = HandOverDialog(stage.window.page.room)
    giving.show()
    stage.settle()
    stage.save(giving, "dialog-hand-over")
    giving.path = stage.work / "政协云溪镇联络处-移交-20260918.llb"
    giving.place.setText(str(giving.path))
    giving.go_on()
    stage.settle()
    stage.save(giving, "dialog-hand-over-typed-back")
    groups = giving.code.split("-")
    for field, place in zip(giving.typed.fields, giving.typed.asked, strict=True):
        field.setText(groups[place])
    giving.go_on()
    stage.settle()
    stage.save(giving, "dialog-hand-over-done")
    taking = ReceiveDialog(stage.tasks, proposed=stage.work / "new")
    taking.show()
    taking.take(giving.path)
    stage.settle()
    stage.save(taking, "dialog-receive")
    taking.secret.line.setText("AAAAA-AAAAA-AAAAA-AAAAA-AAAAA")
    taking.go_ahead()
    stage.settle()
    stage.save(taking, "dialog-receive-wrong")
    taking.secret.line.setText(giving.code)
    taking.go_ahead()
    stage.settle()
    stage.save(taking, "dialog-receive-done")
    back = ReceiveDialog(stage.tasks, backup=True, proposed=stage.work / "new")
    back.show()
    back.take(stage.work / "away")
    stage.settle()
    stage.save(back, "dialog-restore-new")
    for dialog in (giving, taking, back):
        dialog.hide()
