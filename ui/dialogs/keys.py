"""The sheet of keys (F1)."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from ui.dialogs.base import Dialog
from ui.widgets.buttons import Button
from ui.widgets.text import label

KEYS = (
    ("Ctrl+N", "新增"), ("Ctrl+F", "查找；再按一次查整个联络处"), ("Ctrl+P", "打印"), ("Ctrl+S", "保存"),
    ("Ctrl+Z、Ctrl+Y", "撤销、重做"), ("Ctrl+H", "这里改过什么"), ("Ctrl+G", "转到，可打拼音首字母"),
    ("Ctrl+PgUp、Ctrl+PgDn", "本组的上一页、下一页"),
    ("F6", "换一块地方"), ("F8", "收起或展开右侧"), ("F2、回车、双击", "修改"), ("Esc", "返回"),
    ("Ctrl+C、Ctrl+V", "复制、粘贴，可与 WPS 表格互贴"), ("Ctrl+D", "向下填充"), ("Ctrl+;", "填今天"),
    ("Alt+↓", "打开下拉"), ("1—7", "签到时改到场情况"), ("↑ ↓", "换一行"),
    ("Ctrl+L", "锁定"),
)  # fmt: skip


class KeysDialog(Dialog):
    """All keys, in two columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("按键", wide=620, parent=parent)
        self.add_heading("按键")
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(9)
        half = (len(KEYS) + 1) // 2
        for place, (key, word) in enumerate(KEYS):
            row, column = place % half, 2 * (place // half)
            grid.addWidget(label(key, "strong"), row, column)
            grid.addWidget(label(word, "body", "second"), row, column + 1)
        self.body.addLayout(grid)
        close = Button("知道了", self.accept, kind="primary")
        close.setDefault(True)
        self.add_buttons((), [close])
