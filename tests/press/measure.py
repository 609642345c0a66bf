"""Prints what the measured text measures: `python -m tests.press.measure`."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from liaison import press
from tests.press.corpus import Measured, measured, measured_document, text_put_in
from tests.press.libreoffice import turned_to_pdf


def main() -> None:
    """Measure our PDF, and the Word file where LibreOffice is installed."""
    document, faces = measured_document(), press.bundled_fonts()
    text = text_put_in(document)
    print(f"{len(text)} characters, {sum(map(str.isdigit, text))} of them figures")
    with TemporaryDirectory() as name:
        folder = Path(name)
        press.write_pdf(document, folder / "ours.pdf", faces)
        ours = measured(folder / "ours.pdf")
        _tell("PDF", ours, text)
        if shutil.which("soffice") is None:
            print("LibreOffice is not installed: the Word file was not measured")
            return
        theirs = measured(turned_to_pdf({"corpus": press.word_bytes(document, faces)}, folder)["corpus"])
        _tell("Word, laid by LibreOffice", theirs, text)
        same = sum(
            sorted(mine) == sorted(other)
            for page, others in zip(ours.lines, theirs.lines, strict=False)
            for mine, other in zip(page, others, strict=False)
        )
        print(f"\n{same} of {sum(map(len, ours.lines))} lines end at the same character; "
              f"pages {len(ours.lines)} and {len(theirs.lines)}")  # fmt: skip


def _tell(name: str, found: Measured, text: str) -> None:
    print(f"\n{name}")
    rows = {
        "pages": str(len(found.lines)),
        "lines a full page": ", ".join(f"{lines} ({pages} pages)" for lines, pages in found.lines_a_page.items()),
        "characters a line of hanzi": ", ".join(f"{n} ({lines} lines)" for n, lines in found.of_hanzi.items()),
        "longest line": f"{found.longest_line} characters",
        "first line's top, mm": _span(found.tops),
        "last line's bottom, mm": _span(found.bottoms[:-1]),
        "left edge, mm": _span(found.lefts),
        "right edge, mm": _span(found.rights),
        "right edge under a mark, mm": _span(found.marked),
        "page numbers, mm from the side": _span([distance for _text, _side, distance in found.numbers]),
        "odd right, even left": str(
            all(side == ("right" if n % 2 else "left") for n, (_text, side, _far) in enumerate(found.numbers, start=1))
        ),
        "forbidden marks at line ends": str(len(found.forbidden)),
        "faces embedded": f"{sum(found.faces.values())} of {len(found.faces)}",
        "text equal to what went in": str(found.text == text or "in every line" * (sorted(found.text) == sorted(text))),
    }
    for label, value in rows.items():
        print(f"  {label:32}{value}")


def _span(values: Sequence[float]) -> str:
    return f"{min(values):.2f} to {max(values):.2f} ({len(values)} measured)" if values else "none"


if __name__ == "__main__":
    main()
