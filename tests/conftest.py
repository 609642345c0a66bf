"""What every test may use: an office in a folder of its own, with a clock that stands still."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from liaison.office import Office

TODAY = "2026-09-18"

settings.register_profile(
    "house", deadline=None, max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def viewing_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where attachments are copied to be looked at: not in this user's own cache."""
    folder = tmp_path_factory.getbasetemp() / "viewing"
    monkeypatch.setattr("liaison.paths.viewing_folder", lambda: folder)
    return folder


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An empty office of 云溪镇 on 18 September 2026."""
    made = Office.create(
        tmp_path / "office", name="政协云溪镇联络处", town="云溪镇", director="孙国平", today=lambda: TODAY
    )
    yield made
    made.close()


@pytest.fixture
def peopled(office: Office) -> Office:
    """The office with four members; two of them are called 王芳, one left in June 2026."""
    for name, unit, joined, left in (
        ("沈佳禾", "镇中心小学", "2022-01-01", ""),
        ("王芳", "镇卫生院", "2022-01-01", ""),
        ("王芳", "溪畔茶叶合作社", "2024-03-01", ""),
        ("韩堃", "河口村", "2022-01-01", "2026-06-30"),
    ):
        office.add("members", {"name": name, "work_unit": unit, "joined": joined, "left_on": left})
    return office


@pytest.fixture(autouse=True)
def no_warnings_in_the_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning in our own log fails the test, unless the test asks for it by clearing caplog."""
    yield
    ours = [r for r in caplog.records if r.levelno >= logging.WARNING and r.name.startswith(("liaison", "ui"))]
    assert not ours, [r.getMessage() for r in ours]
