"""Just enough of a font file's structure to tell whether a PDF may hold it: outlines, rights, family names."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

_COLLECTION = b"ttcf"
_POSTSCRIPT = b"OTTO"
_FAMILY = 1
_RESTRICTED = 0x0002


@dataclass(frozen=True, slots=True)
class FontFile:
    """What a font file says about itself.

    Attributes:
        path: the file.
        families: its family names, in every language it has.
        outlines: it draws with TrueType outlines, the only ones a PDF of ours can hold.
        embeddable: its maker allows embedding.
    """

    path: Path
    families: tuple[str, ...]
    outlines: bool
    embeddable: bool


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

            def table(tag: bytes) -> bytes:
                place, length = tables.get(tag, (0, 0))
                stream.seek(place)
                return stream.read(length)

            rights = table(b"OS/2")[8:10]
            allowed = len(rights) < 2 or not struct.unpack(">H", rights)[0] & _RESTRICTED
            return FontFile(path, _families(table(b"name")), b"glyf" in tables, allowed)
    except (OSError, struct.error):
        return None


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
