"""Proof 14: an export that is killed half-way leaves the old file or the new one, never half of one."""

from __future__ import annotations

import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pdfplumber

from liaison.exchange.sheets import read_sheets
from liaison.sample import make_sample
from tests.faults.killing import ROOT


def test_every_file_is_whole_after_every_kill(tmp_path: Path) -> None:
    with make_sample(tmp_path / "office", years=1) as office:
        rows = office.count("signins")
    target = tmp_path / "out"
    target.mkdir()
    for seed in range(6):
        _export_and_kill(tmp_path / "office", target, random.Random(seed))
        for name in ("signins.xlsx", "signins.csv"):
            (sheet,) = read_sheets(target / name)
            assert len(sheet.rows) == rows + 1
        for word in target.glob("*.docx"):
            assert zipfile.ZipFile(word).testzip() is None
        for pdf in target.glob("*.pdf"):
            with pdfplumber.open(pdf) as opened:
                assert opened.pages[0].extract_text()
        assert {p.suffix for p in target.iterdir() if not p.name.startswith(".")} == {".xlsx", ".csv", ".docx", ".pdf"}


def _export_and_kill(office: Path, target: Path, chance: random.Random) -> None:
    """One round whole, then the kill somewhere in the next ones."""
    arguments = [sys.executable, "-m", "tests.faults.exporter", str(office), str(target)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, cwd=ROOT) as child:
        assert child.stdout is not None
        child.stdout.readline()
        try:
            child.wait(chance.random() * 0.4)
        except subprocess.TimeoutExpired:
            child.kill()
        assert child.returncode is None or child.wait() != 1
