"""爱心捐赠台账：money and goods given. Money is whole fen, goods whole thousandths of their unit."""

from __future__ import annotations

from collections.abc import Iterable

from liaison.errors import Problem, UserError
from liaison.kit.book import LEDGER_NUMBER, Book, Filter, Ledger, Reader, ledger_mark, ledger_standing
from liaison.kit.fields import (
    Choice,
    Computed,
    Day,
    Field,
    Files,
    LongText,
    Money,
    Quantity,
    Reference,
    Text,
    Values,
)
from liaison.kit.rules import not_after_today

PURPOSES = ("助学", "大病帮扶", "重阳慰问", "村道修补", "抗灾救灾", "其他")
MONEY, GOODS = "款", "物"
KIND_WORDS = {"捐款": MONEY, "现金": MONEY, "资金": MONEY, "钱": MONEY, "转账": MONEY, "款项": MONEY,
              "捐物": GOODS, "物资": GOODS, "实物": GOODS, "物品": GOODS}


def money_or_goods(values: Values, _reader: Reader, _record: int | None) -> Iterable[Problem]:
    """Money has an amount and no goods; goods have item, quantity and unit and no amount."""
    if values.get("kind") == MONEY:
        if not values.get("amount"):
            yield Problem("捐款要填金额，请写大于 0 的数，如 1409.50", "金额", name="amount")
        if values.get("item") or values.get("quantity"):
            yield Problem("捐款不填品名和数量；是物资的话，请把类别改成“物”", "品名", name="item")
    else:
        for name, label in (("item", "品名"), ("quantity", "数量"), ("unit", "单位")):
            if not values.get(name):
                yield Problem(f"物资要填{label}，请补上", label, name=name)
        if values.get("amount"):
            yield Problem("物资的价值请填在“估值”里，不和捐款相加", "金额", name="amount")


def guess_kind(values: Values, _reader: Reader) -> None:
    """A row with goods and no amount is goods, one with an amount is money, when it does not say."""
    if not values.get("kind"):
        if values.get("amount") is not None:
            values["kind"] = MONEY
        elif values.get("item"):
            values["kind"] = GOODS


def unit_without_slash(values: Values, _reader: Reader) -> None:
    """25公斤/袋 with a full-width slash: figures name an item and its unit with a plain one between them."""
    if values.get("unit"):
        values["unit"] = str(values["unit"]).replace("/", "／")


def _donor_is_a_member(values: Values, reader: Reader) -> None:
    """A donor who is called like one member, and of no other kind, is that member."""
    if values.get("member") is None and values.get("donor") and values.get("donor_kind") in (None, "委员"):
        try:
            values["member"] = reader.find("members", str(values["donor"]))
            values["donor_kind"] = "委员"
        except UserError:
            pass  # no member, or several: the director says which in the form


def goods_fields(*, entered: bool) -> tuple[Field, ...]:
    """What is given or handed out: the same columns in both ledgers."""
    return (
        Choice(name="kind", label="类别", required=True, options=(MONEY, GOODS), words=KIND_WORDS, width=6,
               aliases=("款/物", "类别(款/物)", "款物", "捐赠类别", "类型", "款物类别"), locked=entered),
        Money(name="amount", label="金额", aliases=("金额（元）", "捐款金额", "捐赠金额", "款额"), locked=entered),
        Text(name="item", label="品名", aliases=("物品", "物品名称", "物资名称", "名称"), limit=40, searchable=True,
             locked=entered),
        Text(name="spec", label="规格", aliases=("规格型号",), limit=40, listed=False, locked=entered),
        Quantity(name="quantity", label="数量", locked=entered),
        Text(name="unit", label="单位", aliases=("计量单位",), limit=10, width=6, locked=entered),
    )


# A gift of its own, not voided; corrections and reversals only change another one.
_A_GIFT = (
    "t.serial IS NOT NULL AND t.reverses IS NULL AND t.corrects IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM donations r WHERE r.reverses = t.id)"
)
# How much was given, after all corrections, and how much of it was handed out: fen or thousandths.
_LEFT_OF_IT = (
    "(SELECT sum(coalesce(f.amount, 0) + coalesce(f.quantity, 0)) FROM donations f"
    " WHERE (f.id = t.id OR f.corrects = t.id) AND f.serial IS NOT NULL)"
)
_GIVEN_OUT = (
    "coalesce((SELECT sum(coalesce(h.amount, 0) + coalesce(h.quantity, 0)) FROM handouts h"
    " WHERE h.donation = t.id AND h.serial IS NOT NULL), 0)"
)
_HANDED = (
    f"CASE WHEN NOT ({_A_GIFT}) OR {_LEFT_OF_IT} = 0 THEN '' WHEN {_GIVEN_OUT} = 0 THEN '未发放'"
    f" WHEN {_GIVEN_OUT} >= {_LEFT_OF_IT} THEN '已发放' ELSE '部分发放' END"
)

DONATIONS = Book(
    name="donations",
    title="捐赠台账",
    noun="捐赠",
    measure="笔",
    fields=(
        Day(name="date", label="日期", required=True, aliases=("捐赠日期", "时间", "捐赠时间"), locked=True,
            default=lambda today: today),
        Text(name="donor", label="捐赠人", required=True, aliases=("捐赠者", "捐款人", "捐赠单位", "姓名",
                                                                "捐赠人姓名"),
             limit=60, width=16, searchable=True, pinyin=True, locked=True),
        Choice(name="donor_kind", label="捐赠人类别", options=("委员", "在外人士", "企业", "单位", "群众"),
               listed=False,
               words={"公司": "企业", "个人": "群众", "在外": "在外人士"}),
        Reference(name="member", label="所属委员", to="members", listed=False),
        Choice(name="publish", label="公示意愿", options=("不公示", "实名", "匿名"), default="不公示", listed=False,
               aliases=("是否公示",), words={"否": "不公示", "是": "实名", "同意": "实名"},
               help="捐赠公示只列同意的姓名"),
        *goods_fields(entered=True),
        Money(name="estimate", label="估值", aliases=("估值（元）", "估价", "折价", "价值"), listed=False, locked=True),
        Choice(name="purpose", label="用途", required=True, options=PURPOSES, open_ended=True, locked=True,
               searchable=True, default="其他"),
        Text(name="beneficiary", label="受益对象", aliases=("受益人", "受助对象"), limit=100, listed=False,
             searchable=True),
        Text(name="handled_by", label="经手人", aliases=("经办人",), limit=40, listed=False),
        Text(name="accepted_by", label="接收人", aliases=("验收人",), limit=40, listed=False),
        Files(name="voucher", label="凭据"),
        Text(name="official_receipt", label="公益捐赠凭证号", limit=60, listed=False,
             help="由有资格的单位开具时填写，本处不开票"),
        LongText(name="notes", label="备注", aliases=("说明",), searchable=True),
    ),
    computed=(
        Computed(as_field=Text(name="handed", label="发放", typed=False, width=8), sql=_HANDED),
        ledger_standing("donations"),
    ),
    label="donor",
    distinguish=LEDGER_NUMBER,
    date="date",
    order=("year", "serial", "id"),
    filters=(
        Filter(key="money", label="捐款", sql="t.kind = '款'"),
        Filter(key="goods", label="捐物", sql="t.kind = '物'"),
        Filter(key="draft", label="草稿", sql="t.serial IS NULL"),
        Filter(key="waiting", label="未发放", sql=f"{_A_GIFT} AND {_GIVEN_OUT} = 0 AND {_LEFT_OF_IT} > 0"),
    ),
    rules=(money_or_goods, not_after_today("date", "日期")),
    derive=(guess_kind, unit_without_slash, _donor_is_a_member),
    mark=ledger_mark,
    stands=("date", "donor_kind", "member", "kind", "amount", "item", "spec", "quantity", "unit", "estimate", "purpose",
            "handled_by", "accepted_by", "voucher"),
    ledger=Ledger(date="date", signed=("amount", "quantity", "estimate"), kept=("donor_kind", "member", "publish")),
    indexes=(("date",),),
    hint="收到的捐款捐物一笔一笔登记，入账以后编号不断、不能涂改",
)
