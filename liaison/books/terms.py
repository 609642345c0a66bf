"""届：a council's term of five years; its change is 换届."""

from liaison.kit.book import Book
from liaison.kit.fields import Day, LongText, Text
from liaison.kit.rules import not_before

TERMS = Book(
    name="terms",
    title="届次",
    noun="届次",
    measure="届",
    fields=(
        Text(name="name", label="届次", required=True, aliases=("届", "名称"), limit=30, searchable=True),
        Day(name="start", label="开始日期", required=True, aliases=("起", "开始")),
        Day(name="until", label="结束日期", required=True, aliases=("止", "结束")),
        LongText(name="notes", label="备注"),
    ),
    label="name",
    date="start",
    order=("-start",),
    rules=(not_before("until", "start", "结束日期早于开始日期，请核对"),),
    unique=(("name",),),
    hint="每一届从哪天到哪天，换届材料和履职档案按届整理",
)
