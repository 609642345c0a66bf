"""Proof 3: a disk that is full says so, leaves the old data whole and nothing half, and works again with room.

On a real small file system where the system lets a test make one (Linux with user namespaces); the same
sentences are held by injected errors elsewhere (tests/test_paths.py, tests/store, tests/papers/test_hostile.py).
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.killing import ROOT

SMALL = 200 * 2**20


def _on_a_small_disk(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    inside = f'mount -t tmpfs -o size={SMALL} tmpfs "$0" && exec "$@"'
    return subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", inside, str(place), *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def small_disk(tmp_path: Path) -> Path:
    if shutil.which("unshare") is None or _on_a_small_disk(tmp_path, "true").returncode:
        pytest.skip("this system lets no test make a small disk")
    return tmp_path


def test_every_way_of_writing_meets_a_full_disk(small_disk: Path) -> None:
    ran = _on_a_small_disk(small_disk, sys.executable, "-m", "tests.faults.fulldisk", str(small_disk))
    assert ran.returncode == 0, ran.stderr[-2000:]
    result = json.loads(ran.stdout)
    assert len(result) >= 12
    for name, found in result.items():
        assert "满" in found["full"] or "空间" in found["full"], (name, found["full"])
        assert not re.search("[0-9a-f]{16}", found["full"]), found["full"]
        assert found["wrong"] == [], (name, found["wrong"])
        assert found["room"] == "done", (name, found["room"])
