"""发放：how the gifts were handed out; a ledger of its own beside the donations."""

from __future__ import annotations

from collections.abc import Iterable

from liaison.books.donations import PURPOSES, goods_fields, guess_kind, money_or_goods, unit_without_slash
from liaison.errors import Problem
from liaison.kit.book import LEDGER_NUMBER, Book, Filter, Ledger, Reader, ledger_mark, ledger_standing
from liaison.kit.fields import Choice, Day, Files, LongText, Reference, Text, Values
from liaison.kit.rules import not_after_today


def _same_kind_as_gift(values: Values, reader: Reader, _record: int | None) -> Iterable[Problem]:
    gift = reader.get("donations", int(values["donation"] or 0)) if values.get("donation") else {}
    if gift and gift["kind"] != values.get("kind"):
        yield Problem("和所发放的捐赠不是一类，请核对款物", "类别", name="kind")
    if gift and str(gift["date"]) > str(values.get("date")):
        yield Problem("发放日期早于捐赠日期，请核对", "日期", name="date")


HANDOUTS = Book(
    name="handouts",
    title="发放登记",
    noun="发放",
    measure="笔",
    fields=(
        Day(name="date", label="日期", required=True, aliases=("发放日期", "时间"), locked=True,
            default=lambda today: today),
        Choice(name="purpose", label="用途", required=True, options=PURPOSES, open_ended=True, locked=True,
               searchable=True, default="其他"),
        *goods_fields(entered=True),
        Text(name="recipient", label="发放给", required=True, aliases=("受益人", "受助对象", "发放对象", "领取单位"),
             limit=100, width=20, searchable=True, locked=True),
        Text(name="received_by", label="签收人", aliases=("领取人", "接收人"), limit=40, searchable=True),
        Reference(name="donation", label="所发放的捐赠", to="donations", listed=False, locked=True),
        Text(name="handled_by", label="经手人", aliases=("经办人",), limit=40, listed=False),
        Files(name="voucher", label="凭据"),
        LongText(name="notes", label="备注", searchable=True),
    ),
    computed=(
        ledger_standing("handouts"),
    ),
    label="recipient",
    distinguish=LEDGER_NUMBER,
    date="date",
    order=("year", "serial", "id"),
    filters=(
        Filter(key="money", label="发款", sql="t.kind = '款'"),
        Filter(key="goods", label="发物", sql="t.kind = '物'"),
        Filter(key="draft", label="草稿", sql="t.serial IS NULL"),
    ),
    rules=(money_or_goods, not_after_today("date", "日期"), _same_kind_as_gift),
    derive=(guess_kind, unit_without_slash),
    mark=ledger_mark,
    stands=("date", "purpose", "kind", "amount", "item", "spec", "quantity", "unit", "donation", "handled_by",
            "voucher"),
    ledger=Ledger(date="date", signed=("amount", "quantity")),
    indexes=(("date",),),
    hint="捐来的款物发给了谁、谁签收，一笔一笔登记",
)
