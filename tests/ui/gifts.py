"""A donation ledger as the design picture shows it: 32 entries of 2026, one voided, some handed out."""

from __future__ import annotations

from liaison.office import Office
from tests.ui.offices import add_people

# date, donor, amount in yuan or (item, quantity, unit), purpose, whether it was handed out
EARLIER = (
    ("2026-01-06", "沈佳禾", "1409.50", "助学", True),
    ("2026-01-12", "吴志远", "680.32", "重阳慰问", True),
    ("2026-01-20", "溪畔茶叶合作社", ("大米", "20", "袋"), "重阳慰问", True),
    ("2026-02-03", "赵立新", "3000", "助学", True),
    ("2026-02-11", "云溪电子", ("书包", "30", "个"), "助学", True),
    ("2026-02-18", "何秀英", "325.04", "大病帮扶", True),
    ("2026-03-02", "王芳（镇卫生院）", "500", "大病帮扶", True),
    ("2026-03-09", "陈喆", "200", "助学", True),
    ("2026-03-16", "犇远农机", ("大米", "20", "袋"), "重阳慰问", True),
    ("2026-03-30", "马桂兰", "150", "助学", True),
    ("2026-04-07", "韩堃", "800", "村道修补", True),
    ("2026-04-15", "无名氏", "1000", "助学", True),
    ("2026-04-28", "立新建材", ("食用油", "24", "桶"), "重阳慰问", True),
    ("2026-05-06", "周国栋", "2000", "助学", True),
    ("2026-05-19", "刘犇", "300", "大病帮扶", True),
    ("2026-06-01", "沈佳禾", "1000", "助学", True),
    ("2026-06-12", "吴志远", "460", "助学", True),
    ("2026-06-25", "云溪电子", ("电脑", "2", "台"), "助学", True),
    ("2026-07-08", "何秀英", "600", "村道修补", True),
    ("2026-07-22", "陈喆", "400", "大病帮扶", True),
    ("2026-08-03", "溪畔茶叶合作社", "159.88", "助学", True),
)  # fmt: skip
LATER = (
    ("2026-08-15", "陈喆", "162.14", "大病帮扶", True),
    ("2026-08-21", "溪畔茶叶合作社", ("书包", "30", "个"), "助学", True),
    ("2026-08-28", "周国栋", "2000", "助学", False),
    ("2026-09-01", "刘犇", "1000", "助学", False),
    ("2026-09-02", "刘犇", "100", "助学", True),
    "void",
    ("2026-09-05", "何秀英", ("食用油", "12", "桶"), "重阳慰问", True),
    ("2026-09-10", "王芳（镇卫生院）", "300", "大病帮扶", True),
    ("2026-09-12", "立新建材", ("水泥", "2", "吨"), "村道修补", False),
    ("2026-09-14", "无名氏", "200", "助学", False),
    ("2026-09-16", "韩堃", "500", "助学", False),
)  # fmt: skip


def add_gifts(office: Office) -> None:
    """Members and the entries of the picture, with their handouts; today must be 2026-09-18."""
    add_people(office)
    today, days = office._today, [""]
    office._today = lambda: days[0] or today()
    last = 0
    for gift in (*EARLIER, *LATER):
        if gift == "void":
            days[0] = "2026-09-02"
            office.reverse("donations", wrong, "金额写错")  # noqa: F821 - set by the entry before
            days[0] = ""
            continue
        last = add_gift(office, *gift)
        if gift[0] == "2026-09-01":
            wrong = last  # noqa: F841
    office._today = today


def add_gift(
    office: Office, date: str, donor: str, what: str | tuple[str, str, str], purpose: str, handed: bool = False
) -> int:
    """One entered gift, and its handing out; the gift's number."""
    content: dict[str, object] = {"kind": "款", "amount": what} if isinstance(what, str) else {
        "kind": "物", "item": what[0], "quantity": what[1], "unit": what[2], "estimate": "1200"}
    gift = {"date": date, "donor": donor, "purpose": purpose, "handled_by": "沈佳禾", **content}
    made = office.add("donations", gift).created["donations"][0]
    office.enter("donations", [made])
    if handed:
        content.pop("estimate", None)
        out = {"date": date, "purpose": purpose, "recipient": "河口村困难学生", "donation": made, **content}
        number = office.add("handouts", out).created["handouts"][0]
        office.enter("handouts", [number])
    return made
