"""Whether a Word file is one: every part by the schema's facts, and the parts together.

`problems` gives one sentence for everything wrong, so a test asserts that there is nothing. The order of children,
required and allowed attributes and the form of their values come from wordfacts.txt; what no schema says, but Word
insists on, is checked here: relations that lead somewhere, numbers of drawings that differ, fields that are closed,
rows as wide as their table.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "ep": "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
    "vt": "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
_PREFIXES = {space: prefix for prefix, space in _SPACES.items()}
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_TYPES = {
    "officeDocument": _WORD_TYPE + "document.main+xml",
    "styles": _WORD_TYPE + "styles+xml",
    "settings": _WORD_TYPE + "settings+xml",
    "fontTable": _WORD_TYPE + "fontTable+xml",
    "numbering": _WORD_TYPE + "numbering+xml",
    "webSettings": _WORD_TYPE + "webSettings+xml",
    "header": _WORD_TYPE + "header+xml",
    "footer": _WORD_TYPE + "footer+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
    "extended-properties": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}
_LEFT_ALONE = ("{http://schemas.openxmlformats.org/drawingml/2006/main}theme",)
_CUSTOM = "customXml/"


@dataclass(frozen=True, slots=True)
class _Particle:
    """One place in an element's content."""

    names: frozenset[str]
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class _Fact:
    """What is known of one element."""

    attributes: dict[str, tuple[re.Pattern[str], bool]]
    content: tuple[_Particle, ...]
    text: re.Pattern[str] | None


class _Facts:
    """The file of facts, read once."""

    def __init__(self, text: str) -> None:
        sections: dict[str, list[str]] = {}
        for line in text.splitlines():
            if line.startswith("["):
                sections[line.strip("[]")] = current = []
            elif line and not line.startswith("#"):
                current.append(line)
        self.kinds = dict(line.split(" ", 1) for line in sections["kinds"])
        self.lists = dict(line.split(" ", 1) for line in sections["lists"])
        self.elements: dict[str, _Fact] = {}
        for line in sections["elements"]:
            keys, attributes, content = line.split("|", 2)
            for key in keys.split():
                full = "/".join(name if ":" in name else f"w:{name}" for name in key.split("/"))
                assert full not in self.elements, full
                self.elements[full] = self._fact(full.split("/")[-1].split(":")[0], attributes, content.strip())

    def of(self, parent: str, name: str) -> _Fact | None:
        """What is known of an element inside another."""
        return self.elements.get(f"{parent}/{name}") or self.elements.get(name)

    def _fact(self, prefix: str, attributes: str, content: str) -> _Fact:
        known: dict[str, tuple[re.Pattern[str], bool]] = {}
        for given in attributes.split():
            match = re.fullmatch(r"((?:xml|r|xsi):)?(\w+)(!?):(.*)", given)
            assert match, given
            own = f"{match[1]}{match[2]}" if match[1] else f"w:{match[2]}" if prefix == "w" else match[2]
            known[own] = (self._pattern(match[4]), bool(match[3]))
        spelled = self._spelled(content)
        if spelled.startswith("#"):
            return _Fact(known, (), self._pattern(spelled[1:]))
        return _Fact(known, tuple(_particle(word, prefix) for word in spelled.split()), None)

    def _pattern(self, kind: str) -> re.Pattern[str]:
        if kind in self.kinds:
            return re.compile(self.kinds[kind])
        if "," in kind or "://" in kind:
            return re.compile("|".join(map(re.escape, kind.split(","))))
        return re.compile(kind)

    def _spelled(self, text: str) -> str:
        while match := re.search(r"\$(\w+)", text):
            text = text[: match.start()] + self.lists[match.group(1)] + text[match.end() :]
        return text


def _particle(word: str, prefix: str) -> _Particle:
    match = re.fullmatch(r"\(?([^()]+?)\)?([?*+]?)", word)
    assert match, word
    least, most = {"": (1, 1), "?": (0, 1), "*": (0, None), "+": (1, None)}[match[2]]
    names = frozenset(name if ":" in name else f"{prefix}:{name}" for name in match[1].split("|"))
    return _Particle(names, least, most)


_FACTS = _Facts(Path(__file__).with_name("wordfacts.txt").read_text(encoding="utf-8"))


def problems(package: bytes) -> list[str]:
    """Everything wrong with a Word file, one sentence each."""
    with zipfile.ZipFile(io.BytesIO(package)) as file:
        names = file.namelist()
        parts = {name: file.read(name) for name in names}
    found = [f"{name}: twice in the package" for name, count in Counter(names).items() if count > 1]
    trees: dict[str, etree._Element] = {}
    for name, data in parts.items():
        if name.endswith((".xml", ".rels")):
            try:
                trees[name] = etree.fromstring(data)
            except etree.XMLSyntaxError as error:
                found.append(f"{name}: {error}")
    for name, tree in trees.items():
        found += [f"{name}: {problem}" for problem in part_problems(tree)]
    return [*found, *_package_problems(parts, trees)]


# one part ------------------------------------------------------------------------------------------------------


def part_problems(root: etree._Element) -> list[str]:
    """What is wrong inside one part."""
    if root.tag in _LEFT_ALONE or not _known_space(root):
        return []
    ignorable = root.get(_clark("mc:Ignorable"), "").split()
    missing = [prefix for prefix in ignorable if prefix not in root.nsmap]
    undeclared = [f"mc:Ignorable names {prefix}, which is not declared" for prefix in missing]
    return [*undeclared, *_walk(root, "", {root.nsmap.get(prefix, "") for prefix in ignorable})]


def _known_space(root: etree._Element) -> bool:
    return etree.QName(root).namespace in _PREFIXES


def _clark(name: str) -> str:
    prefix, local = name.split(":")
    return f"{{{_SPACES[prefix]}}}{local}"


def _short(tag: object) -> str:
    name = etree.QName(str(tag))
    if name.namespace is None:
        return name.localname
    return f"{_PREFIXES.get(name.namespace, name.namespace)}:{name.localname}"


def _children(element: etree._Element, skipped: set[str]) -> list[etree._Element]:
    """The children as a reader sees them: those to ignore left out, alternatives by their first choice."""
    seen: list[etree._Element] = []
    for child in element:
        if not isinstance(child.tag, str) or etree.QName(child).namespace in skipped:
            continue
        if child.tag == _clark("mc:AlternateContent"):
            seen += _children(child[0], skipped) if len(child) else []
        else:
            seen.append(child)
    return seen


def _walk(element: etree._Element, parent: str, skipped: set[str]) -> Iterator[str]:
    name = _short(element.tag)
    if name.startswith("m:"):
        return
    fact = _FACTS.of(parent, name)
    if fact is None:
        yield f"{parent}/{name} is not known"
        return
    yield from (f"{name}: {problem}" for problem in _attribute_problems(element, fact, skipped))
    children = _children(element, skipped)
    yield from (f"{name}: {problem}" for problem in _content_problems(element, fact, children))
    for child in children:
        yield from _walk(child, name, skipped)
    for alternative in element.iterchildren(_clark("mc:AlternateContent")):
        yield from _alternative_problems(alternative)
        for branch in alternative[1:]:
            for child in _children(branch, skipped):
                yield from _walk(child, name, skipped)


def _attribute_problems(element: etree._Element, fact: _Fact, skipped: set[str]) -> Iterator[str]:
    for key, value in element.attrib.items():
        name = etree.QName(str(key))
        short = _short(key)
        if name.namespace in skipped or short == "mc:Ignorable":
            continue
        if short not in fact.attributes:
            yield f"attribute {short} is not allowed"
        elif not fact.attributes[short][0].fullmatch(str(value)):
            yield f"{short}={str(value)[:40]!r} is no value for it"
    for short, (_pattern_of, required) in fact.attributes.items():
        key = _clark(short) if ":" in short else short
        if required and element.get(key) is None:
            yield f"attribute {short} is missing"


def _content_problems(element: etree._Element, fact: _Fact, children: list[etree._Element]) -> Iterator[str]:
    written = (element.text or "") + "".join(child.tail or "" for child in element)
    if fact.text is not None:
        if children:
            yield f"{_short(children[0].tag)} inside it"
        elif not fact.text.fullmatch(element.text or ""):
            yield f"{(element.text or '')[:40]!r} is no value for it"
        return
    if written.strip():
        yield f"text {written.strip()[:20]!r} inside it"
    names = [_short(child.tag) for child in children]
    place = 0
    for particle in fact.content:
        count = 0
        while place < len(names) and names[place] in particle.names and count != particle.most:
            place += 1
            count += 1
        if count < particle.least:
            here = names[place] if place < len(names) else "its end"
            yield f"{'|'.join(sorted(particle.names))} is missing before {here}"
            return
    if place < len(names):
        before = names[place - 1] if place else "its beginning"
        yield f"{names[place]} may not follow {before}"


def _alternative_problems(alternative: etree._Element) -> Iterator[str]:
    names = [_short(child.tag) for child in alternative]
    if not names or names[0] != "mc:Choice" or names.count("mc:Fallback") > 1 or "mc:Fallback" in names[:-1]:
        yield f"mc:AlternateContent holds {names}"
    for choice in alternative.iterchildren(_clark("mc:Choice")):
        needed = choice.get("Requires", "")
        if not needed or any(prefix not in choice.nsmap for prefix in needed.split()):
            yield f"mc:Choice requires {needed!r}, which is not declared"


# the parts together --------------------------------------------------------------------------------------------


def _package_problems(parts: dict[str, bytes], trees: dict[str, etree._Element]) -> Iterator[str]:
    yield from _type_problems(parts, trees)
    relations = {name: _relations(name, trees) for name in ["", *parts]}
    for name, known in relations.items():
        for rid, (kind, target) in known.items():
            if target is not None and target not in parts:
                yield f"{name or 'the package'}: {rid} ({kind}) leads to {target}, which is not there"
    main = next((target for kind, target in relations[""].values() if kind == "officeDocument"), None)
    if main is None or main not in trees:
        yield "the package has no main document"
        return
    for name, tree in trees.items():
        yield from (f"{name}: {problem}" for problem in _reference_problems(tree, relations.get(name, {})))
    stories = {name: tree for name, tree in trees.items() if _short(tree.tag) in ("w:document", "w:hdr", "w:ftr")}
    yield from _number_problems(stories)
    for name, tree in stories.items():
        yield from (f"{name}: {problem}" for problem in (*_field_problems(tree), *_table_problems(tree)))
        yield from (f"{name}: {problem}" for problem in _space_problems(tree))
    yield from _style_problems(stories, trees, relations[main])
    yield from _foot_problems(trees[main], trees, relations[main])
    reached = {target for known in relations.values() for _kind, target in known.values()}
    for name in parts:
        if not name.endswith(".rels") and name != "[Content_Types].xml" and name not in reached:
            yield f"{name}: nothing leads to it"


def _type_problems(parts: dict[str, bytes], trees: dict[str, etree._Element]) -> Iterator[str]:
    types = trees.get("[Content_Types].xml")
    if types is None:
        yield "[Content_Types].xml is missing"
        return
    endings = {
        child.get("Extension", "").lower(): child.get("ContentType")
        for child in types
        if _short(child.tag) == "ct:Default"
    }
    overrides = {
        child.get("PartName", "").lstrip("/"): child.get("ContentType")
        for child in types
        if _short(child.tag) == "ct:Override"
    }
    for name in overrides:
        if name not in parts:
            yield f"[Content_Types].xml: {name} is not there"
    for name in parts:
        if name != "[Content_Types].xml" and not {name, name.rsplit(".", 1)[-1].lower()} & {*overrides, *endings}:
            yield f"{name}: has no content type"
    for name in ["", *parts]:
        for kind, target in _relations(name, trees).values():
            wanted = _TYPES.get(kind)
            if wanted and target in parts and overrides.get(target) != wanted:
                yield f"{target}: is a {kind}, but its content type is {overrides.get(target)}"


def _relations(name: str, trees: dict[str, etree._Element]) -> dict[str, tuple[str, str | None]]:
    """The relations of a part, "" for the package: kind and target, None for a target outside."""
    folder, file = posixpath.split(name)
    tree = trees.get(posixpath.join(folder, "_rels", f"{file}.rels"))
    if tree is None:
        return {}
    found: dict[str, tuple[str, str | None]] = {}
    for relation in tree:
        target: str | None = relation.get("Target", "")
        if relation.get("TargetMode") == "External":
            target = None
        elif target is not None:
            target = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[relation.get("Id", "")] = (relation.get("Type", "").rsplit("/", 1)[-1], target)
    return found


def _reference_problems(tree: etree._Element, known: dict[str, tuple[str, str | None]]) -> Iterator[str]:
    wanted = {"w:headerReference": "header", "w:footerReference": "footer", "a:blip": "image"}
    for element in tree.iter(etree.Element):
        for key, value in element.attrib.items():
            if etree.QName(str(key)).namespace != _SPACES["r"]:
                continue
            name = _short(element.tag)
            if value not in known:
                yield f"{name}: {value} leads nowhere"
            elif name in wanted and known[str(value)][0] != wanted[name]:
                yield f"{name}: {value} leads to a {known[str(value)][0]}"


def _number_problems(stories: dict[str, etree._Element]) -> Iterator[str]:
    for tag, key in (("wp:docPr", "id"), ("w:bookmarkStart", "w:id")):
        own = _clark(key) if ":" in key else key
        counted = Counter(each.get(own) for tree in stories.values() for each in tree.iter(_clark(tag)))
        for number, count in counted.items():
            if count > 1:
                yield f"{tag} {number} stands {count} times"


def _field_problems(tree: etree._Element) -> Iterator[str]:
    open_fields: list[str] = []
    for part in tree.iter(_clark("w:fldChar"), _clark("w:instrText")):
        if part.tag == _clark("w:instrText"):
            if open_fields[-1:] != ["begin"]:
                yield f"the field {part.text!r} stands in none"
            continue
        kind = part.get(_clark("w:fldCharType"), "")
        if kind == "begin":
            open_fields.append(kind)
        elif not open_fields or (kind == "separate" and open_fields[-1] != "begin"):
            yield f"a field's {kind} without its begin"
        elif kind == "separate":
            open_fields[-1] = kind
        else:
            open_fields.pop()
    if open_fields:
        yield "a field is not closed"


def _table_problems(tree: etree._Element) -> Iterator[str]:
    for number, table in enumerate(tree.iter(_clark("w:tbl")), start=1):
        columns = len(table.findall(f"{_clark('w:tblGrid')}/{_clark('w:gridCol')}"))
        for row in table.iterchildren(_clark("w:tr")):
            cells = list(row.iterchildren(_clark("w:tc")))
            wide = len(cells)
            for span in row.iterfind(f"{_clark('w:tc')}/{_clark('w:tcPr')}/{_clark('w:gridSpan')}"):
                written = span.get(_clark("w:val"), "")
                wide += int(written) - 1 if written.isdigit() else 0
            beside = next(row.iter(_clark("w:gridBefore"), _clark("w:gridAfter")), None)
            if wide > columns or (wide < columns and beside is None):
                yield f"table {number}: a row of {wide} cells in {columns} columns"
            for cell in cells:
                if cell[-1].tag != _clark("w:p"):
                    yield f"table {number}: a cell does not end with a paragraph"
        following, parent = table.getnext(), table.getparent()
        touching = following is None or following.tag in (_clark("w:sectPr"), _clark("w:tbl"))
        if touching and parent is not None and parent.tag == _clark("w:body"):
            yield f"table {number}: no paragraph after it"


def _space_problems(tree: etree._Element) -> Iterator[str]:
    for text in tree.iter(_clark("w:t"), _clark("w:instrText")):
        written = text.text or ""
        if written != written.strip(" \t\n\r") and text.get(_clark("xml:space")) != "preserve":
            yield f"the blanks of {written[:20]!r} would be lost"


def _style_problems(
    stories: dict[str, etree._Element], trees: dict[str, etree._Element], known: dict[str, tuple[str, str | None]]
) -> Iterator[str]:
    part = next((target for kind, target in known.values() if kind == "styles"), None)
    if part is None or part not in trees:
        yield "there is no part of styles"
        return
    styles = list(trees[part].iterchildren(_clark("w:style")))
    kinds = {style.get(_clark("w:styleId"), ""): style.get(_clark("w:type"), "") for style in styles}
    ids = Counter(style.get(_clark("w:styleId")) for style in styles)
    names = Counter(_value(style, "w:name").lower() for style in styles)
    for what, counted in (("id", ids), ("name", names)):
        yield from (f"{part}: the style {what} {each!r} stands twice" for each, count in counted.items() if count > 1)
    first = [style for style in styles if style.get(_clark("w:default")) in ("1", "true")]
    defaults = Counter(style.get(_clark("w:type")) for style in first)
    yield from (f"{part}: {count} default {kind} styles" for kind, count in defaults.items() if count > 1)
    for style in styles:
        own = style.get(_clark("w:styleId"), "")
        for link in ("w:basedOn", "w:next", "w:link"):
            other = _value(style, link)
            if other and other not in kinds:
                yield f"{part}: {own}'s {link} {other} is no style"
            if other and link == "w:basedOn" and kinds.get(other) != kinds[own]:
                yield f"{part}: {own} is based on {other}, a style of another kind"
    uses = {"w:pStyle": "paragraph", "w:rStyle": "character", "w:tblStyle": "table"}
    for name, tree in stories.items():
        used = {(_short(each.tag), each.get(_clark("w:val"), "")) for each in tree.iter(*map(_clark, uses))}
        for tag, style_id in sorted(used):
            if kinds.get(style_id) != uses[tag]:
                yield f"{name}: {tag} {style_id} is no {uses[tag]} style"


def _value(style: etree._Element, child: str) -> str:
    found = style.find(_clark(child))
    return "" if found is None else found.get(_clark("w:val"), "")


def _foot_problems(
    main: etree._Element, trees: dict[str, etree._Element], known: dict[str, tuple[str, str | None]]
) -> Iterator[str]:
    """Even feet are only shown when the settings say so."""
    even = [
        each
        for each in main.iter(_clark("w:footerReference"), _clark("w:headerReference"))
        if each.get(_clark("w:type")) == "even"
    ]
    part = next((target for kind, target in known.values() if kind == "settings"), None)
    if part is None or part not in trees:
        yield "there is no part of settings"
    elif even and trees[part].find(_clark("w:evenAndOddHeaders")) is None:
        yield f"{part}: even feet without evenAndOddHeaders"
