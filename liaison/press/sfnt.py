"""Just enough of a font file's structure to tell whether a PDF may hold it: outlines, rights, family names."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

_COLLECTION = b"ttcf"
_POSTSCRIPT = b"OTTO"
_FAMILY = 1
_RESTRICTED, _PREVIEW_OR_EDIT = 0x0002, 0x000C
_NO_SUBSET, _BITMAP_ONLY = 0x0100, 0x0200
_NEEDED = (b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"name")


@dataclass(frozen=True, slots=True)
class FontFile:
    """What a font file says about itself; of a collection, its first face.

    Attributes:
        path: the file.
        families: its family names, in every language it has.
        outlines: it draws with TrueType outlines, the only ones a PDF of ours can hold.
        embeddable: its maker allows embedding a part of it.
        whole: every table that is needed is there, from its beginning to its end.
        variable: it holds many weights; drawn as it is, it would be the thinnest.
    """

    path: Path
    families: tuple[str, ...]
    outlines: bool
    embeddable: bool
    whole: bool = True
    variable: bool = False

    @property
    def usable(self) -> bool:
        """A PDF of ours can hold it."""
        return self.whole and self.outlines and self.embeddable and not self.variable


def read_font(path: Path) -> FontFile | None:
    """Read a font file's head; None when it is no font file or cannot be read."""
    try:
        with path.open("rb") as stream:
            start = stream.read(16)
            offset = struct.unpack(">I", start[12:16])[0] if start[:4] == _COLLECTION else 0
            stream.seek(offset)
            kind, count = struct.unpack(">4sH", stream.read(6))
            if kind not in (b"\x00\x01\x00\x00", b"true", _POSTSCRIPT):
                return None
            stream.seek(offset + 12)
            tables = {}
            for _number in range(count):
                tag, _sum, place, length = struct.unpack(">4sIII", stream.read(16))
                tables[tag] = (place, length)
            size = stream.seek(0, 2)

            def table(tag: bytes) -> bytes:
                place, length = tables.get(tag, (0, 0))
                stream.seek(place)
                return stream.read(min(length, size))

            outlines = b"glyf" in tables and b"loca" in tables
            whole = all(tag in tables for tag in _NEEDED) and all(
                place + length <= size for place, length in tables.values()
            )
            return FontFile(path, _families(table(b"name")), outlines, _may_embed(table(b"OS/2")), whole,
                            b"fvar" in tables)
    except (OSError, struct.error):
        return None


def _may_embed(data: bytes) -> bool:
    """Whether a part of the font may stand in a file: fsType of OS/2, where the mildest of its words counts."""
    if len(data) < 10:
        return True
    rights = struct.unpack(">H", data[8:10])[0]
    restricted = rights & _RESTRICTED and not rights & _PREVIEW_OR_EDIT
    return not restricted and not rights & (_NO_SUBSET | _BITMAP_ONLY)


def _families(data: bytes) -> tuple[str, ...]:
    if len(data) < 6:
        return ()
    _format, count, strings = struct.unpack(">HHH", data[:6])
    found: list[str] = []
    for number in range(count):
        record = data[6 + 12 * number:18 + 12 * number]
        if len(record) < 12:
            break
        platform, encoding, _language, name, length, offset = struct.unpack(">HHHHHH", record)
        if name != _FAMILY:
            continue
        raw = data[strings + offset:strings + offset + length]
        if platform in (0, 3):
            found.append(raw.decode("gb18030" if encoding == 3 else "utf-16-be", "replace").replace("\0", ""))
        elif platform == 1 and encoding == 0:
            found.append(raw.decode("mac-roman", "replace"))
    return tuple(dict.fromkeys(found))
