"""Word files opened by LibreOffice, with the program's own faces: turned to PDF, or saved again."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from liaison.paths import resources

_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>{fonts}</dir><cachedir>{cache}</cachedir>
<match target="pattern"><edit name="family" mode="assign" binding="strong"><string>AR PL KaitiM GB</string></edit>
</match></fontconfig>"""


def turned_to_pdf(files: Mapping[str, bytes], folder: Path, *, straight: bool = False) -> dict[str, Path]:
    """The PDF files that LibreOffice makes of Word files, by the same names.

    LibreOffice 7.4 ignores autoSpaceDE and inverts overflowPunct when it reads a Word file; both are put right in
    between, in its own format, so that what is compared is the line ends that the file asks for; its own format
    loses the fields of turned page numbers, so `straight` leaves that step out. Skips the test where LibreOffice
    is not installed.
    """
    convert = _converter(folder)
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    if straight:
        convert("pdf", [folder / f"{name}.docx" for name in files], folder)
        return {name: folder / f"{name}.pdf" for name in files}
    convert("fodt", [folder / f"{name}.docx" for name in files], folder)
    flat = [folder / f"{name}.fodt" for name in files]
    for file in flat:
        text = file.read_text(encoding="utf-8")
        text = text.replace('text-autospace="ideograph-alpha"', 'text-autospace="none"')
        file.write_text(text.replace('punctuation-wrap="hanging"', 'punctuation-wrap="simple"'), encoding="utf-8")
    convert("pdf", flat, folder)
    return {name: folder / f"{name}.pdf" for name in files}


def saved_again(data: bytes, folder: Path) -> bytes:
    """A Word file opened in LibreOffice and saved as a Word file again; skips the test where that is absent."""
    convert = _converter(folder)
    (folder / "paper.docx").write_bytes(data)
    convert("docx:MS Word 2007 XML", [folder / "paper.docx"], folder / "again")
    return (folder / "again" / "paper.docx").read_bytes()


def _converter(folder: Path) -> Callable[[str, list[Path], Path], None]:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed, so Word files cannot be laid here")
    settings = folder / "fonts.conf"
    settings.write_text(_FONTS.format(fonts=resources() / "fonts", cache=folder / "cache"), encoding="utf-8")
    command = [office, f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    environment = {**os.environ, "FONTCONFIG_FILE": str(settings)}

    def convert(kind: str, sources: list[Path], out: Path) -> None:
        subprocess.run([*command, "--convert-to", kind, "--outdir", str(out), *map(str, sources)],
                       env=environment, check=True, capture_output=True, timeout=180)  # fmt: skip

    return convert
