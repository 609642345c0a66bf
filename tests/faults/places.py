"""Places that fail as real ones do: a folder somebody else owns, a stick that is pulled out and comes back."""

from __future__ import annotations

import _strptime  # noqa: F401 - Python's own files may be closed to nobody: what loads late is loaded now
import encodings.utf_8_sig  # noqa: F401
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NOBODY = 65534


@contextmanager
def foreign_folder(source: Path, *, only_file: bool = False) -> Iterator[Path]:
    """A copy of a folder that this process may read and not write, by the system's own rights."""
    if os.name == "nt":
        pytest.skip("Windows has other rights")
    with tempfile.TemporaryDirectory() as base:
        Path(base).chmod(0o755)
        folder = Path(base) / "office"
        shutil.copytree(source, folder)
        parts = [folder, *folder.rglob("*")]
        for part in parts:
            part.chmod(0o755 if part.is_dir() else 0o444)
        if only_file:
            folder.chmod(0o777)
        else:
            for part in parts:
                part.chmod(0o555 if part.is_dir() else 0o444)
        root = os.geteuid() == 0
        if root:
            os.seteuid(NOBODY)
        try:
            yield folder
        finally:
            if root:
                os.seteuid(0)
            for part in parts:
                part.chmod(0o755)


@contextmanager
def pulled_out(folder: Path) -> Iterator[None]:
    """The stick is pulled out while this lasts, and is then back with the same files in new places on the disk."""
    away = folder.with_name("in the pocket")
    folder.rename(away)
    try:
        yield
    finally:
        shutil.copytree(away, folder)
