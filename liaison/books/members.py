"""委员：a CPPCC member living or working in the township."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from liaison.errors import Problem
from liaison.kit.book import Book, Filter, Reader
from liaison.kit.fields import Choice, Day, Files, IdNumber, LongText, Phone, Text, Values
from liaison.kit.rules import not_before

# The check digit of a citizen number, GB 11643-1999: weights and the letters of the remainders.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_DIGITS = "10X98765432"


def check_digit(number: str) -> str:
    """The eighteenth character that belongs to the first seventeen digits (GB 11643-1999)."""
    return _DIGITS[sum(int(d) * w for d, w in zip(number[:17], _WEIGHTS, strict=True)) % 11]


def _id_number_looks_right(values: Values, _reader: Reader, _record: int | None) -> Iterable[Problem]:
    number = str(values.get("id_number") or "")
    if len(number) == 18 and check_digit(number) != number[17]:
        yield Problem("身份证号的最后一位和前面对不上，请核对一遍", "身份证号", name="id_number", blocking=False)


MEMBERS = Book(
    name="members",
    title="委员名册",
    noun="委员",
    measure="位",
    fields=(
        Text(name="name", label="姓名", required=True, aliases=("委员姓名", "委员", "名字"), limit=40, width=10,
             searchable=True, pinyin=True),
        Choice(name="sex", label="性别", options=("男", "女"), words={"男性": "男", "女性": "女"}, width=6),
        Choice(name="ethnicity", label="民族", options=("汉族",), words={"汉": "汉族"}, open_ended=True,
               limit=20, listed=False, width=8),
        Day(name="birth", label="出生日期", aliases=("出生年月", "生日"), listed=False),
        Text(name="home_town", label="籍贯", limit=60, listed=False),
        Choice(name="schooling", label="学历", aliases=("文化程度",), open_ended=True, listed=False,
               options=("研究生", "大学本科", "大学专科", "中专", "高中", "初中")),
        Choice(name="party", label="党派", aliases=("政治面貌",), open_ended=True, limit=40,
               options=("中共党员", "无党派人士", "群众", "民革", "民盟", "民建", "民进", "农工党", "致公党",
                        "九三学社", "台盟")),
        Choice(name="sector", label="界别", open_ended=True, limit=40, searchable=True,
               options=("中共", "工商联", "农业和农村", "教育", "医药卫生", "文化艺术", "科技", "社会福利", "特邀")),
        Text(name="work_unit", label="工作单位", required=True, aliases=("单位", "所在单位", "单位名称"), limit=60,
             width=20, searchable=True),
        Text(name="post", label="职务", aliases=("职务职称", "单位职务", "岗位"), limit=60, width=12, searchable=True),
        Phone(name="phone", label="手机", aliases=("电话", "手机号", "手机号码", "联系电话", "联系方式")),
        IdNumber(name="id_number", label="身份证号", aliases=("身份证", "身份证号码", "证件号码"), listed=False),
        Files(name="photo", label="照片"),
        Text(name="address", label="住址", aliases=("家庭住址", "地址"), limit=120, private=True, listed=False),
        Text(name="council_posts", label="历届政协职务", aliases=("政协职务", "任职届次"), limit=200, listed=False),
        Day(name="joined", label="加入日期", required=True, aliases=("任职日期", "加入时间", "任职时间")),
        Day(name="left_on", label="离任日期", aliases=("退出日期", "离开日期", "离任时间")),
        LongText(name="notes", label="备注", searchable=True),
    ),
    label="name",
    distinguish="t.work_unit",
    order=("id",),
    filters=(
        Filter(key="present", label="在任", sql="t.joined <= :today AND (t.left_on IS NULL OR t.left_on > :today)"),
        Filter(key="gone", label="已离任", sql="t.left_on IS NOT NULL AND t.left_on <= :today"),
    ),
    rules=(
        not_before("left_on", "joined", "离任日期早于加入日期，请核对"),
        not_before("joined", "birth", "加入日期早于出生日期，请核对"),
        _id_number_looks_right,
    ),
    unique=(("name", "work_unit"),),
    stands=("name", "joined", "left_on"),
    hint="本镇的政协委员，活动签到、捐赠、任务都从这里选人",
)


def was_member(values: Mapping[str, object], on: str) -> bool:
    """Whether the person was a member on that day (ISO); the day of leaving is no longer one."""
    joined, left = values.get("joined"), values.get("left_on")
    return bool(joined) and str(joined) <= on and (not left or str(left) > on)
