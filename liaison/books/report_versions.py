"""汇报的历次版本：what a report said before it was refreshed, reopened or finished."""

from liaison.kit.book import Book
from liaison.kit.fields import Data, Number, Reference, Text

REPORT_VERSIONS = Book(
    name="report_versions",
    title="汇报历次版本",
    noun="版本",
    measure="个",
    fields=(
        Reference(name="report", label="季度汇报", to="reports", required=True),
        Number(name="number", label="版本", required=True),
        Text(name="moment", label="时间", required=True, limit=40, width=18),
        Text(name="reason", label="缘由", required=True, limit=60),
        Data(name="content", label="内容", required=True),
    ),
    label="reason",
    order=("report", "-number"),
    hint="每次定稿、更新数字之前的样子都留着",
)
