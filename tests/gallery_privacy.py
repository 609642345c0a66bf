"""Pictures of what is private: masked and shown columns, the petitions, what a member may ask for."""

from __future__ import annotations

from typing import Any


def privacy(stage: Any) -> None:
    """Takes the pictures whose names begin with "privacy"; the stage shows the sample office."""
    from ui.pages.petitions.contact import ContactDialog
    from ui.private import ask_to_take_out

    if stage.only not in "privacy":
        return
    page = stage.page("privacy-members", "members")
    page.toggle_private()
    stage.settle()
    stage.save(stage.window, "privacy-members-shown")
    page = stage.page("privacy-petitions", "petitions")
    petition = page.current.row()
    names = dict(stage.on_worker(stage.office.names.offered, "members"))
    for name, dialog in (
        ("new", ContactDialog(page.room, petition, names)),
        ("change", ContactDialog(page.room, petition, names, page.timeline.rows[0])),
    ):
        dialog.show()
        stage.settle()
        stage.save(dialog, f"privacy-contact-{name}")
        dialog.hide()
    stage.dialog_name = "privacy-question-show"
    page.toggle_private()
    stage.dialog_name = "privacy-question-export"
    ask_to_take_out(page.book, "导出")
    page.model.reveal()
    page.current.show()
    stage.settle()
    stage.save(stage.window, "privacy-petitions-shown")
    page = stage.page("privacy-member", "member", id=4)
    for verb, name in (("封存资料", "seal"), ("删除个人信息", "erase")):
        stage.dialog_name = f"privacy-{name}"
        page.personal.act(verb)
        stage.settle()
    stage.on_worker(stage.office.people.seal, 4, "本人书面申请")
    page = stage.page("privacy-member-sealed", "member", id=4)
    stage.dialog_name = "privacy-unseal"
    page.personal.act("解除封存")
    stage.page("privacy-members-sealed", "members", id=4)
    stage.on_worker(stage.office.people.unseal, 4, "本人撤回申请")
