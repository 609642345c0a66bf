"""Every Word file we write is one by the schema; and the checker finds what is wrong with a file that is none."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, cast

import pytest
from lxml import etree

from liaison import press
from liaison.press.blocks import Document
from tests.press.everything import DOCUMENTS
from tests.press.wordschema import part_problems, problems

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VALIDATOR = os.environ.get("OOXML_VALIDATOR") or shutil.which("ooxml-validator")


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_every_kind_of_paper_is_valid(name: str, faces: press.FontSet) -> None:
    assert problems(press.word_bytes(DOCUMENTS[name], faces)) == []


@pytest.mark.skipif(VALIDATOR is None, reason="Microsoft's Open XML SDK is not at hand")
@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_the_open_xml_sdk_finds_nothing_either(name: str, faces: press.FontSet, tmp_path: Path) -> None:
    """A second judge, where a command-line build of the SDK's validator is installed or named in OOXML_VALIDATOR."""
    path = tmp_path / "paper.docx"
    press.write_word(DOCUMENTS[name], path, faces)
    told = subprocess.run([str(VALIDATOR), str(path)], capture_output=True, timeout=60, check=False).stdout
    assert json.loads(told)["errors"] == []


NASTY = "甲\x00\x0b<b>&\"']]>\ud800\ufffe\u2028\u200b\t乙\r\n丙"


def _spoilt(value: Any) -> Any:
    """A block with marks that no XML holds, and some that only look like it, after every text."""
    if isinstance(value, str):
        return value and value + NASTY
    if isinstance(value, tuple):
        return tuple(map(_spoilt, value))
    if not is_dataclass(value):
        return value
    kept = ("align", "role", "numbering", "figure", "kind", "strokes", "source", "values", "amounts")
    changed = {each.name: _spoilt(getattr(value, each.name)) for each in fields(value) if each.name not in kept}
    return replace(cast(Any, value), **changed)


@pytest.mark.parametrize("name", ["everything", "letter", "minutes"])
def test_marks_that_no_xml_holds_spoil_nothing(name: str, faces: press.FontSet) -> None:
    assert problems(press.word_bytes(_spoilt(DOCUMENTS[name]), faces)) == []


# the checker can fail ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(faces: press.FontSet) -> dict[str, bytes]:
    """The parts of a valid file that holds every block."""
    with zipfile.ZipFile(io.BytesIO(press.word_bytes(DOCUMENTS["everything"], faces))) as package:
        return {name: package.read(name) for name in package.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return stream.getvalue()


def _swapped(first: str, second: str) -> Callable[[bytes], bytes]:
    """The first element that holds both, one straight after the other, with the two exchanged."""

    def change(data: bytes) -> bytes:
        root = etree.fromstring(data)
        for element in root.iter(f"{W}{first}"):
            following = element.getnext()
            if following is not None and following.tag == f"{W}{second}":
                following.addnext(element)
                return etree.tostring(root)
        raise AssertionError(f"no {first} before {second}")

    return change


def _replaced(old: str, new: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        text = data.decode()
        assert old in text, old
        return text.replace(old, new, 1).encode()

    return change


BODY, STYLES, FOOT = "word/document.xml", "word/styles.xml", "a numbered foot"
WRONG: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "paragraph properties exchanged": (BODY, _swapped("pStyle", "keepNext"),
                                       "w:pPr: w:pStyle may not follow w:keepNext"),
    "indent before spacing": (STYLES, _swapped("spacing", "ind"), "w:pPr: w:spacing may not follow w:ind"),
    "cell properties exchanged": (BODY, _swapped("tcW", "tcMar"), "w:tcPr: w:tcW may not follow w:tcMar"),
    "section exchanged": (BODY, _swapped("pgSz", "pgMar"), "w:sectPr: w:pgSz may not follow w:pgMar"),
    "grid lost": (BODY, lambda data: _replaced("<w:tblGrid>", "<!--")(_replaced("</w:tblGrid>", "-->")(data)),
                  "w:tbl: w:tblGrid is missing before w:tr"),
    "unknown attribute": (BODY, _replaced("<w:pStyle w:val", '<w:pStyle w:wal="1" w:val'),
                          "attribute w:wal is not allowed"),
    "unknown value": (BODY, _replaced('w:hRule="atLeast"', 'w:hRule="least"'), "w:hRule='least' is no value"),
    "a size with a fraction": (STYLES, _replaced('<w:sz w:val="32"', '<w:sz w:val="31.5"'), "w:sz: w:val='31.5'"),
    "missing attribute": (BODY, _replaced("<w:pStyle w:val", "<w:pStyle w:vol"), "attribute w:val is missing"),
    "unknown element": (BODY, _replaced("<w:cantSplit/>", "<w:cantsplit/>"), "w:cantsplit may not follow"),
    "no such style": (BODY, _replaced('<w:pStyle w:val="', '<w:pStyle w:val="X'), "is no paragraph style"),
    "loose text": (BODY, _replaced("<w:pPr>", "<w:pPr>乙"), "text '乙' inside it"),
    "an open field": (FOOT, _replaced('w:fldCharType="end"', 'w:fldCharType="begin"'), "a field is not closed"),
    "a foot that leads nowhere": (BODY, _replaced('<w:footerReference w:type="default" r:id="',
                                                  '<w:footerReference w:type="default" r:id="x'), "leads nowhere"),
    "a missing part": ("word/_rels/document.xml.rels", _replaced('"styles.xml"', '"style.xml"'),
                       "leads to word/style.xml, which is not there"),
    "a wrong content type": ("[Content_Types].xml", _replaced("processingml.styles+xml", "processingml.style+xml"),
                             "its content type is"),
    "two drawings of one number": (BODY, _replaced('<wp:docPr id="2"', '<wp:docPr id="1"'),
                                   "wp:docPr 1 stands 2 times"),
    "a row too wide": (BODY, _replaced("<w:gridCol ", "<w:gridCol/><w:gridCol "), "cells in"),
    "two styles of one name": (STYLES, _replaced('<w:name w:val="署名"/>', '<w:name w:val="附注"/>'), "stands twice"),
    "even feet not asked for": ("word/settings.xml", _replaced("<w:evenAndOddHeaders/>", ""),
                                "without evenAndOddHeaders"),
    "blanks lost": (FOOT, _replaced('<w:t xml:space="preserve">— ', "<w:t>— "), "would be lost"),
    "a property of no kind": ("docProps/core.xml", _replaced("<cp:revision>1", "<cp:revision>eins"),
                              "cp:revision: 'eins'"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(WRONG))
def test_what_is_wrong_is_named(name: str, whole: dict[str, bytes]) -> None:
    part, change, sentence = WRONG[name]
    if part == FOOT:
        part = next(each for each in sorted(whole) if each.startswith("word/footer") and b"PAGE" in whole[each])
    found = problems(_packed({**whole, part: change(whole[part])}))
    assert any(sentence in problem for problem in found), found


def test_no_value_of_the_body_or_the_styles_goes_unread(whole: dict[str, bytes]) -> None:
    """Every attribute but names and texts has a form of its own, so nonsense in it is found."""
    free = {"w:ascii", "w:hAnsi", "w:eastAsia", "w:cs", "name", "descr", "w:name", "w:id", "w:uri"}
    tags_with_text = {"w:name", "w:aliases", "w:noLineBreaksAfter", "w:noLineBreaksBefore", "w:pStyle", "w:rStyle",
                      "w:tblStyle", "w:basedOn", "w:next", "w:link", "w:compatSetting"}  # fmt: skip
    wanted: set[tuple[str, str]] = set()
    found: list[str] = []
    for part in (BODY, STYLES, "word/settings.xml"):
        root = etree.fromstring(whole[part])
        for element in root.iter(etree.Element):
            tag = f"{element.prefix}:{etree.QName(element).localname}"
            for key in element.attrib:
                name = etree.QName(str(key))
                short = f"w:{name.localname}" if f"{{{name.namespace}}}" == W else name.localname
                if short in free or tag in tags_with_text or "xml" in str(name.namespace)[-4:]:
                    continue
                if name.localname not in ("Requires", "Ignorable", "styleId"):
                    wanted.add((tag, short))
                    element.set(key, "不对 ")
        found += part_problems(root)
    unread = {(tag, key) for tag, key in wanted
              if not any(each.startswith(f"{tag}: ") and f"{key}='不对 '" in each for each in found)}  # fmt: skip
    assert unread == set()
    assert len(wanted) > 80


def test_an_empty_document_is_valid(faces: press.FontSet) -> None:
    assert problems(press.word_bytes(Document("空", ()), faces)) == []
