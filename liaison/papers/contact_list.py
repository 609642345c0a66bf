"""委员联系方式: who is where, to hang beside the telephone; phone numbers stand on it only when they are asked for."""

from __future__ import annotations

from liaison.chinese.dates import day
from liaison.kit.desk import Desk
from liaison.papers.member_list import present_members, sealed_note
from liaison.papers.paper import Request
from liaison.press.blocks import Block, Column, Document, Paragraph, Properties, Subtitle, Table, Title
from liaison.settings import OfficeSettings


def make(desk: Desk, settings: OfficeSettings, request: Request) -> Document:
    """The members in office today with unit and post, and their numbers when `request.phones` asks for them."""
    members, sealed = present_members(desk)
    today = day(desk.today, "form")
    phones = (Column("手机", align="center", whole=True),) if request.phones else ()
    columns = (
        Column("序号", width_mm=13, align="center"),
        Column("姓名", weight=1.0, align="center", whole=True),
        Column("工作单位", weight=2.2),
        Column("职务", weight=1.8),
        *phones,
    )
    rows = tuple(
        (
            str(number), member.texts["name"], member.texts["work_unit"], member.texts["post"],
            *((str(member.values["phone"] or ""),) if request.phones else ()),
        )
        for number, member in enumerate(members, start=1)
    )  # fmt: skip
    blocks: list[Block] = [Title(f"{settings.name}委员联系方式"), Subtitle(f"（{today}）")]
    blocks.append(Table(columns, rows) if rows else Paragraph("现在没有在任的委员。"))
    blocks += sealed_note(sealed)
    if settings.phone:
        blocks.append(Paragraph(f"联络处电话：{settings.phone}", indent=0))
    if request.phones:
        blocks.append(Paragraph("本表有个人电话，只供联络处工作使用，请妥善保管。", indent=0))
    about = Properties(author=settings.name, subject="委员联系方式", keywords=today)
    return Document(f"委员联系方式{today}", tuple(blocks), about, plain=True, numbering="of")
