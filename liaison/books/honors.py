"""荣誉登记簿：honours of members and of the office itself."""

from __future__ import annotations

from collections.abc import Iterable

from liaison.errors import Problem
from liaison.kit.book import Book, Filter, Reader
from liaison.kit.fields import Choice, Day, Files, LongText, Reference, Text, Values
from liaison.kit.rules import not_after_today, not_before

LEVELS = ("国家", "省", "市", "县", "镇", "其他")


def _member_or_office(values: Values, _reader: Reader, _record: int | None) -> Iterable[Problem]:
    if values.get("holder") == "委员" and values.get("member") is None:
        yield Problem("还没有填，请写获得荣誉的委员姓名；是联络处的荣誉，请把“归属”写成“联络处”", "委员", name="member")


def _derive_holder(values: Values, _reader: Reader) -> None:
    """A named member holds the honour; without one it is the office's."""
    if not values.get("holder"):
        values["holder"] = "联络处" if values.get("member") is None else "委员"


HONORS = Book(
    name="honors",
    title="荣誉登记簿",
    noun="荣誉",
    measure="项",
    fields=(
        Choice(name="holder", label="归属", required=True, options=("委员", "联络处"), width=8,
               words={"个人": "委员", "集体": "联络处", "单位": "联络处"}),
        Reference(name="member", label="委员", to="members", aliases=("姓名", "获奖人", "获得者", "委员姓名")),
        Text(name="title", label="荣誉名称", required=True, aliases=("名称", "荣誉", "奖项", "荣誉称号"), limit=100,
             width=26, searchable=True),
        Choice(name="level", label="级别", required=True, options=LEVELS, width=6, aliases=("等级", "荣誉级别"),
               words={"国家级": "国家", "全国": "国家", "省级": "省", "市级": "市", "县级": "县", "区级": "县",
                      "县区级": "县",
                      "镇级": "镇", "乡镇级": "镇", "乡级": "镇"}),
        Text(name="issuer", label="授予单位", required=True, aliases=("颁发单位", "授奖单位", "发证单位"), limit=80,
             width=20, searchable=True),
        Day(name="date", label="授予日期", required=True, aliases=("日期", "获奖日期", "时间", "颁发日期")),
        Text(name="document_number", label="文号", aliases=("证书编号", "文件号"), limit=60, listed=False),
        Day(name="valid_until", label="有效期至", aliases=("有效期",), listed=False),
        Text(name="kept_at", label="证书存放", aliases=("存放处", "证书存放地点", "存放地点"), limit=80,
             searchable=True),
        Files(name="scan", label="扫描件"),
        LongText(name="notes", label="备注"),
    ),
    label="title",
    distinguish="t.date",
    date="date",
    order=("-date",),
    filters=(
        *(Filter(key=level, label=level, sql=f"t.level = '{level}'") for level in LEVELS),
        Filter(key="no_scan", label="缺扫描件", sql="t.scan IS NULL"),
    ),
    rules=(
        _member_or_office,
        not_after_today("date", "授予日期"),
        not_before("valid_until", "date", "有效期早于授予日期，请核对"),
    ),
    derive=(_derive_holder,),
    indexes=(("date",),),
    hint="委员和联络处得到的荣誉，按级别、归属和年度自动汇总",
)
