"""活动：anything members are called to."""

from liaison.kit.book import Book, Filter
from liaison.kit.fields import Choice, Computed, Files, Flag, LongText, Moment, Number, Reference, References, Text
from liaison.kit.rules import not_before

KINDS = ("集中学习", "专题调研", "视察", "座谈", "协商议事", "集体活动", "会议")

ACTIVITIES = Book(
    name="activities",
    title="活动",
    noun="活动",
    measure="次",
    fields=(
        Choice(name="kind", label="类型", required=True, options=KINDS, open_ended=True,
               aliases=("活动类型", "类别", "活动类别"), width=10,
               words={"学习": "集中学习", "调研": "专题调研", "座谈会": "座谈", "协商": "协商议事"}),
        Text(name="title", label="主题", required=True, aliases=("活动主题", "活动名称", "名称", "标题", "活动"),
             limit=80, width=24, searchable=True),
        Moment(name="start", label="开始日期", required=True,
               aliases=("日期", "时间", "开始时间", "活动日期", "活动时间", "开始")),
        Moment(name="finish", label="结束日期", aliases=("结束时间", "结束"), listed=False),
        Text(name="place", label="地点", aliases=("活动地点", "场所"), limit=80, width=16, searchable=True),
        Text(name="organiser", label="主办", aliases=("主办单位", "组织单位"), limit=60, listed=False),
        Reference(name="host", label="承办委员", to="members", aliases=("承办", "承办人")),
        Text(name="leaders", label="到场领导", aliases=("参加领导", "出席领导"), limit=200, listed=False),
        Flag(name="required", label="必须参加", aliases=("是否必须", "必到", "参加要求"), yes="必须", no="自愿",
             default=1,
             width=8),
        References(name="called", label="应到人员", to="members", listed=False,
                   help="不填就是当天全体在任委员"),
        LongText(name="agenda", label="议程", aliases=("内容", "活动内容")),
        LongText(name="minutes", label="记录", aliases=("活动记录", "会议记录"), searchable=False),
        Flag(name="study_notes", label="学习笔记", listed=False),
        Flag(name="study_materials", label="学习资料", listed=False),
        Flag(name="study_plan", label="学习计划", listed=False),
        Text(name="study_tutor", label="辅导教师", limit=60, listed=False),
        Number(name="study_reflections", label="心得体会", unit="份", listed=False),
        Files(name="sheet_photos", label="签到表照片"),
        Files(name="files", label="照片和材料"),
    ),
    computed=(
        Computed(
            as_field=Text(name="came", label="到场", width=8, typed=False),
            sql="(SELECT CASE WHEN count(*) THEN sum(s.status IN ('出席', '迟到', '早退')) || '/' || count(*) "
            "ELSE '未记' END FROM signins s WHERE s.activity = t.id AND s.member IS NOT NULL AND s.deleted = 0)",
        ),
    ),
    label="title",
    distinguish="substr(t.start, 1, 10)",
    date="start",
    order=("-start",),
    filters=(
        Filter(key="coming", label="还没开", sql="t.start > :today || '~'"),
        Filter(key="unrecorded", label="还没记签到", sql="t.start <= :today || '~' AND NOT EXISTS "
               "(SELECT 1 FROM signins s WHERE s.activity = t.id AND s.deleted = 0)"),
        *(Filter(key=kind, label=kind, sql=f"t.kind = '{kind}'") for kind in KINDS),
    ),
    rules=(not_before("finish", "start", "结束时间早于开始时间，请核对"),),
    unique=(("title", "start"),),
    indexes=(("start",),),
    hint="集中学习、调研、视察、座谈、集体活动都记在这里，签到从活动里打开",
)
