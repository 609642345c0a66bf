"""The office's own settings: declared once with type, default and label, kept in the office file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields


def _declared(label: str, default: object = "", help: str = "") -> object:
    return field(default=default, metadata={"label": label, "help": help})


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """What the director sets for this office. Every field has a label in its metadata."""

    name: str = _declared("联络处名称", help="印在各种文稿上，如“政协云溪镇联络处”")  # type: ignore[assignment]
    town: str = _declared("乡镇", help="如“云溪镇”")  # type: ignore[assignment]
    director: str = _declared("主任姓名")  # type: ignore[assignment]
    addressee: str = _declared("汇报主送", help="如“中共云溪镇委员会”")  # type: ignore[assignment]
    duty_leave_counts: bool = _declared("公假计入应到", False, "不勾时，公假不算缺席，也不进出席率的底数")  # type: ignore[assignment]
    founder_licence: bool = _declared("已取得方正字库授权", False, "勾选后，PDF 才会使用本机的方正字体")  # type: ignore[assignment]
    phone: str = _declared("联系电话", help="印在会议通知和公示上，不填就不印")  # type: ignore[assignment]
    head_mark: str = _declared("红头", help="发文机关标志，如“政协云溪镇联络处文件”，不填就用名称加“文件”")  # type: ignore[assignment]
    copies_to: str = _declared("常用抄送", help="印在版记里，用顿号分开")  # type: ignore[assignment]
    sample: bool = _declared("示例", False)  # type: ignore[assignment]

    def as_texts(self) -> dict[str, str]:
        """For the file: every setting as text, yes and no as 1 and 0."""
        return {
            f.name: ("1" if value else "0") if isinstance(value, bool) else str(value)
            for f in fields(self)
            for value in [getattr(self, f.name)]
        }

    @classmethod
    def from_texts(cls, texts: Mapping[str, str]) -> OfficeSettings:
        """From the file; a setting that is missing or unknown takes its default."""
        known = {}
        for f in fields(cls):
            if f.name in texts:
                known[f.name] = texts[f.name] == "1" if isinstance(f.default, bool) else texts[f.name]
        return cls(**known)  # type: ignore[arg-type]

    @classmethod
    def declared(cls, name: str) -> tuple[str, bool] | None:
        """A setting's label and whether it is a yes or no; None for a name that is none."""
        found = next((f for f in fields(cls) if f.name == name), None)
        return None if found is None else (str(found.metadata["label"]), isinstance(found.default, bool))

    @property
    def committee(self) -> str:
        """Whom the quarterly report goes to; 7.3.2 of GB/T 9704-2012 calls it 主送机关."""
        return self.addressee or f"中共{self.town}委员会"

    @property
    def mark(self) -> str:
        """发文机关标志 of the red head (GB/T 9704-2012, 7.2.4)."""
        return self.head_mark or f"{self.name}文件"
