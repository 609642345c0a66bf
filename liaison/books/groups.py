"""专班：work groups; three by custom, and they can be changed."""

from liaison.kit.book import Book
from liaison.kit.fields import LongText, Number, Reference, Text

CUSTOMARY = (
    ("民生热点难点问题调查处理", "摸清群众急难愁盼，提出办法，跟到办成"),
    ("文史资料收集整理", "收集口述史、老照片和实物，整理成册"),
    ("招商引资联系服务", "联系在外人士和客商，服务落地项目"),
)

GROUPS = Book(
    name="groups",
    title="专班",
    noun="专班",
    measure="个",
    fields=(
        Text(name="name", label="名称", required=True, aliases=("专班", "专班名称"), limit=40, width=26,
             searchable=True),
        Text(name="duty", label="职责", aliases=("工作职责",), limit=200, width=30),
        Reference(name="leader", label="召集人", to="members", aliases=("组长", "负责人")),
        Number(name="place", label="顺序", default=100, listed=False),
        LongText(name="notes", label="备注"),
    ),
    label="name",
    order=("place", "id"),
    unique=(("name",),),
    hint="三个专班已经建好，可以改名、增减",
)
