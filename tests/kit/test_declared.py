"""Declarations are whole, know their parts, and stay as they are."""

from __future__ import annotations

import pytest

from liaison.kit.fields import Choice, Field, Text


def test_parts_and_defaults() -> None:
    field = Text(name="note", label="备注", limit=5)
    assert (field.name, field.limit, field.width, field.required) == ("note", 5, 12, False)
    assert Choice(name="a", label="甲").width == 10


def test_a_declaration_is_whole_and_spelt_right() -> None:
    with pytest.raises(TypeError, match="label"):
        Field(name="note")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="limti"):
        Text(name="note", label="备注", limti=5)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="storage"):
        Text(name="note", label="备注", storage="BLOB")  # type: ignore[call-arg]


def test_a_declaration_stays() -> None:
    field = Text(name="note", label="备注")
    with pytest.raises(AttributeError, match="label"):
        field.label = "说明"  # type: ignore[misc]
    assert field != Text(name="note", label="备注")
