"""Offices that several tests of papers only read, each made once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from liaison.office import Office
from liaison.sample import make_sample
from tests.papers.edges import TODAY, edge_office


@pytest.fixture(scope="session")
def three_years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The sample office: eleven members, three years."""
    with make_sample(tmp_path_factory.mktemp("sample") / "office", members=11, years=3, until=TODAY) as office:
        yield office


@pytest.fixture(scope="session")
def edges(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The small office of edge cases."""
    with edge_office(tmp_path_factory.mktemp("edges") / "office") as office:
        yield office


@pytest.fixture(scope="session")
def counting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The same office, where 公假 counts into the base."""
    with edge_office(tmp_path_factory.mktemp("counting") / "office") as office:
        office.change_settings(replace(office.settings, duty_leave_counts=True))
        yield office


@pytest.fixture(params=["three_years", "edges", "counting"])
def any_office(request: pytest.FixtureRequest) -> Office:
    """Each of them in turn."""
    office: Office = request.getfixturevalue(request.param)
    return office
