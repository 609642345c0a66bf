"""Columns that point at other records or at files, and what only the program writes."""

from __future__ import annotations

import json
import re
from typing import ClassVar

from liaison.chinese.text import clean_text
from liaison.errors import UserError
from liaison.kit.fields.base import Field, Names, Value, as_text


class Reference(Field):
    """Another book's record.

    Attributes:
        to: that book's name.
        hint: an import-only column that tells records of one name apart (an activity's day).
    """

    to: str = ""
    hint: str = ""
    storage: ClassVar[str] = "INTEGER"

    def parse(self, raw: object, names: Names, hint: str = "") -> Value:
        if isinstance(raw, int) and not isinstance(raw, bool):
            return raw
        text = clean_text(as_text(raw), limit=200)
        return names.find(self.to, text, hint) if text else None

    def show(self, value: Value, names: Names | None = None) -> str:
        return "" if value is None or names is None else names.label(self.to, int(value))


class References(Field):
    """Several records of another book, stored as a JSON list of their numbers in the order given."""

    to: str = ""
    width: int = 16

    def parse(self, raw: object, names: Names, hint: str = "") -> Value:
        if isinstance(raw, (list, tuple)):
            numbers = [int(n) for n in raw]
        else:
            text = clean_text(as_text(raw), limit=5000)
            if text.startswith("["):
                numbers = [int(n) for n in json.loads(text)]
            else:
                words = [w for w in re.split(r"[、，,；;\s]+", text) if w]
                numbers = [names.find(self.to, word) for word in words]
        return json.dumps(list(dict.fromkeys(numbers))) if numbers else None

    def show(self, value: Value, names: Names | None = None) -> str:
        if value is None or names is None:
            return ""
        return "、".join(names.label(self.to, n) for n in numbers_of(value))


def numbers_of(value: Value) -> list[int]:
    """The record numbers in a References value."""
    return [int(n) for n in json.loads(str(value))] if value else []


class Files(Field):
    """Attached files, stored as a JSON list of {digest, name, size}; see store.attachments."""

    listed: bool = False
    width: int = 8
    repeats: ClassVar[bool] = False

    def parse(self, raw: object, names: Names, hint: str = "") -> Value:
        if raw is None or raw == "":
            return None
        text = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False)
        if not text.startswith("["):
            raise UserError("附件请用“添加”按钮加入，不能写在表格里")
        return text if text != "[]" else None

    def show(self, value: Value, names: Names | None = None) -> str:
        return "" if value is None else f"{len(json.loads(str(value)))} 份"


class Data(Field):
    """Structured content that only the program writes (JSON text), such as a signature's strokes."""

    listed: bool = False
    typed: bool = False
    repeats: ClassVar[bool] = False

    def parse(self, raw: object, names: Names, hint: str = "") -> Value:
        if raw is None or isinstance(raw, str):
            return raw or None
        return json.dumps(raw, ensure_ascii=False, separators=(",", ":"))

    def show(self, value: Value, names: Names | None = None) -> str:
        return "有" if value else ""
