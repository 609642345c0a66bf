"""Make the font files under resources/fonts from their upstream packages.

The packages are fetched by hand (the README beside the fonts says how) and unpacked somewhere outside the
repository; this script cuts them down and writes the files that are committed:

    python packaging/fonts.py --serif NOTO_SERIF_PACKAGE --sans NOTO_SANS_PACKAGE --kai gkai00mp.ttf

It needs fonttools, which is a development dependency only.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterable
from pathlib import Path

OUTPUT = Path(__file__).resolve().parent.parent / "resources" / "fonts"
LIMIT = 30_000_000

# Characters that names hold and GB 2312 lacks; every face gets them where upstream has them.
RARE = "堃喆犇昇镕㛃䶮𬭚"

SYMBOLS = (
    (0x20, 0x7E),  # ASCII
    (0xA0, 0xFF),  # Latin-1
    (0x2000, 0x206F),  # dashes, quotes, ellipsis
    (0x2100, 0x22FF),  # letterlike, number forms, arrows, mathematics
    (0x2460, 0x24FF),  # enclosed figures
    (0x2500, 0x2610),  # boxes and shapes
    (0x3000, 0x303F),  # CJK marks
    (0x3200, 0x33FF),  # enclosed and squared
    (0xFF00, 0xFFEF),  # full-width forms
)
EVERY_HANZI = (
    (0x3400, 0x4DBF),  # extension A
    (0x4E00, 0x9FFF),  # the basic block, all of GBK
    (0xF900, 0xFAFF),  # compatibility forms that GBK maps to
    (0x20000, 0x323AF),  # the few of the further extensions that upstream has, such as U+2CB5A
)


def span(ranges: Iterable[tuple[int, int]]) -> set[int]:
    """The code points of inclusive ranges."""
    return {code for first, last in ranges for code in range(first, last + 1)}


def gb2312() -> set[int]:
    """The code points of GB 2312-80: 6763 hanzi and its symbols."""
    found = set()
    for lead in range(0xA1, 0xF8):
        for trail in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes((lead, trail)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return found


def cut(source: Path, target: Path, codes: set[int]) -> None:
    """Write the part of `source` that draws `codes`, without hinting and layout features."""
    from fontTools import subset  # type: ignore[import-untyped]

    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "STAT", "DSIG", "meta"]
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(codes))
    cutter.subset(font)
    subset.save_font(font, str(target), options)


def main() -> None:
    """Cut the faces, copy the untouched one, and refuse a result over the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serif", type=Path, required=True, help="unpacked noto-serif-sc package")
    parser.add_argument("--sans", type=Path, required=True, help="unpacked noto-sans-sc package")
    parser.add_argument("--kai", type=Path, required=True, help="gkai00mp.ttf")
    given = parser.parse_args()

    small = span(SYMBOLS) | gb2312() | {ord(character) for character in RARE}
    whole = small | span(EVERY_HANZI)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    cut(given.serif / "400Regular/NotoSerifSC_400Regular.ttf", OUTPUT / "NotoSerifSC-Regular.ttf", whole)
    cut(given.serif / "700Bold/NotoSerifSC_700Bold.ttf", OUTPUT / "NotoSerifSC-Bold-GB2312.ttf", small)
    cut(given.sans / "500Medium/NotoSansSC_500Medium.ttf", OUTPUT / "NotoSansSC-Medium-GB2312.ttf", small)
    shutil.copyfile(given.kai, OUTPUT / "gkai00mp.ttf")

    total = sum(file.stat().st_size for file in OUTPUT.glob("*.ttf"))
    print(f"{total / 1e6:.1f} MB in {OUTPUT}")
    if total > LIMIT:
        raise SystemExit("more than the repository may hold")


if __name__ == "__main__":
    main()
