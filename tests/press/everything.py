"""Documents that together hold every kind of block, for tests of whole files."""

from __future__ import annotations

import base64

from liaison.press.blocks import (
    Addressee,
    AttachmentHead,
    AttachmentNote,
    Block,
    Cell,
    Chart,
    Column,
    Cover,
    CutLine,
    Display,
    Document,
    Group,
    Heading,
    Imprint,
    LetterHead,
    Note,
    PageBreak,
    PageSums,
    Paragraph,
    People,
    Photo,
    Photos,
    Properties,
    RedHead,
    Run,
    Section,
    Series,
    Signature,
    SignOff,
    Spacer,
    Subtitle,
    Table,
    Title,
)
from tests.press.texts import RARE, corpus

DOT = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC")
OFFICE = "石桥镇政协委员联络处"
_STROKES = (((0.1, 0.2), (0.5, 0.9), (0.9, 0.1)), ((0.3, 0.3),))


def _signed() -> Table:
    rows = tuple(
        (str(number), "吴𬭚", "石桥镇人民政府农业农村办公室主任", Cell(strokes=_STROKES)) for number in range(1, 30)
    )
    columns = (
        Column("序号", width_mm=16, align="center"),
        Column("姓名", width_mm=26, align="center"),
        Column("工作单位及职务"),
        Column("签名", width_mm=36),
    )
    return Table(columns, rows, foot=((Cell("合计", span=3, align="center"), "29"),))


def _summed(count: int) -> Table:
    def row(label: str, totals: object) -> tuple[str | Cell, ...]:
        amounts = dict(totals) if isinstance(totals, dict) else {}
        return (label, "", f"{amounts.get('money', 0) / 100:,.2f}")

    rows: list[tuple[str | Cell, ...] | Group] = [Group("第一季度")]
    rows += [(str(number), "石桥镇商会", "12.50") for number in range(1, count + 1)]
    columns = (Column("编号", align="center"), Column("捐赠人", 2), Column("金额（元）", align="right"))
    return Table(columns, tuple(rows), sums=PageSums(({"money": 1250},) * count, row))


def _report() -> tuple[Block, ...]:
    return (
        Title("石桥镇政协委员联络处关于2026年第三季度工作情况的汇报"),
        Subtitle("（2026年7月1日至9月30日）"),
        Addressee("中共石桥镇委员会"),
        *(Paragraph(text) for text in corpus(11, 700)),
        Heading(1, "一、工作措施"),
        Heading(2, "（一）加强学习"),
        *(Paragraph(text) for text in corpus(12, 900)),
        Heading(3, "1.委员履职"),
        Paragraph((Run("共开展活动"), Run("12", figure="activities.count"), Run("次，"), Run("成效好。", role="kai"))),
        Heading(4, "（1）其他"),
        Paragraph(f"委员{RARE}到会。" * 20),
        Spacer(2),
        AttachmentNote(("统计表", "2026年第三季度爱心捐赠台账与荣誉登记簿摘要及其说明材料汇总情况一览表")),
        Signature(OFFICE, "2026年9月30日"),
        Note("联系人：张三"),
        AttachmentHead(1, "2026年第三季度委员履职情况统计表"),
        _signed(),
        PageBreak(),
        Table((Column("事项"), Column("金额", align="right")), (("捐赠", "1,409.50"),), caption="捐赠汇总"),
        Paragraph("说明。"),
    )


_PEOPLE = (
    People("出席", (("联络处", ("王堃", "李喆")), ("石桥镇中心小学", ("张犇",)), ("", ("赵昇",)))),
    People("请假", (("", ("钱镕",)),)),
)
_CHARTS = tuple(
    Chart(
        kind, "各月活动", ("七月", "八月", "九月"), (Series("活动", (3, 5, 2)), Series("人次", (30, 41, 22))), unit="次"
    )
    for kind in ("bar", "line", "pie")
)
_HEAD = RedHead("政协石桥镇联络处文件", "石协联〔2026〕12号", ("王堃", "李喆"), "000001", "秘密★1年", "特急")
_IMPRINT = Imprint(("县政协办公室", "镇人大办公室"), ("中共石桥镇委员会",), OFFICE, "2026年9月30日")
_PROPERTIES = Properties(author=OFFICE, subject="季度汇报")

DOCUMENTS = {
    "everything": Document(
        "第三季度工作汇报",
        (
            Cover("爱心捐赠台账", OFFICE, (("年度", "2026年"),), "2026年12月31日"),
            _HEAD,
            *_report(),
            *_PEOPLE,
            Photos((Photo(DOT, "学习"), Photo(None, "没有照片"), Photo(b"x", "坏照片"))),
            *_CHARTS,
            Section(landscape=True),
            _summed(60),
            SignOff(("经手人", "复核", "主任")),
            Section(numbering="of", restart=True),
            Display("感谢状", red=True),
            CutLine("沿此线剪下"),
            Paragraph("终。"),
            _IMPRINT,
        ),
        _PROPERTIES,
    ),
    "report": Document("第三季度工作汇报", _report(), _PROPERTIES),
    "letter": Document(
        "通知",
        (
            LetterHead("政协石桥镇联络处", "石协联函〔2026〕3号", "000001", "秘密", "加急"),
            Title("关于召开会议的通知"),
            Addressee("各委员"),
            Paragraph("请到会。"),
            Signature(OFFICE, "2026年9月30日", seal=True),
            Imprint(("县政协办公室",)),
        ),
    ),
    "minutes": Document(
        "纪要", (RedHead("石桥镇政协联络处会议纪要", minutes=True), Paragraph("议定。"), *_PEOPLE, _IMPRINT)
    ),
    "book": Document(
        "台账", (Cover("荣誉\n登记簿"), _summed(100), SignOff(("经手人",))), numbering="of", landscape=True
    ),
    "brief": Document(
        "简报", (Title("活动简报"), Photos((Photo(DOT, "一"),) * 5, per_page=4), *_CHARTS), page_numbers=False
    ),
    "list": Document("名单", (Title("委员名单"), _signed()), plain=True),
    "nothing to read": Document("空", (Paragraph(""), Title(""), Table((Column("甲"),), ())), numbering="none"),
}
