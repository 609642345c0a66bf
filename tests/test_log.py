"""The log and the report of a bug: places in the code, nothing from the books."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from liaison import log


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """The root logger, as it was before afterwards."""
    logger = logging.getLogger()
    handlers, level = list(logger.handlers), logger.level
    yield logger
    for handler in [h for h in logger.handlers if h not in handlers]:
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(level)


def test_the_log_is_written_where_it_is_told(tmp_path: Path, root: logging.Logger) -> None:
    assert root is logging.getLogger()
    log.start(tmp_path / "deep")
    logging.getLogger("liaison.test").info("opened")
    assert "opened" in (tmp_path / "deep" / "lianluobu.log").read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_made_is_no_reason_not_to_work(tmp_path: Path, root: logging.Logger) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    before = list(root.handlers)
    log.start(tmp_path / "file" / "log")
    assert root.handlers == before


def test_a_report_names_places_and_kinds_only() -> None:
    secret = "王芳 13800138000"
    try:
        try:
            raise KeyError(secret)
        except KeyError as cause:
            raise RuntimeError(f"row of {secret}") from cause
    except RuntimeError as error:
        report = log.describe(RuntimeError, error, error.__traceback__)
    assert "tests/test_log.py" in report
    assert "RuntimeError: row of" in report
    assert "KeyError" in report
    for private in ("王芳", "13800138000", str(Path.home()), "secret"):
        assert private not in report


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("no such column: phone", "no such column: phone"),
        ("invalid literal '王芳'", "invalid literal …"),
        ("row 12 of 500", "row 12 of 500"),
        ("C:\\Users\\sun\\office.db is busy", "… is busy"),
        ("522123199001011234", "…"),
    ],
)
def test_an_errors_words_keep_what_is_ours(said: str, kept: str) -> None:
    assert log.anonymous(said) == kept
