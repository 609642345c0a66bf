"""The log and the report of a bug: places in the code, nothing from the books."""

from __future__ import annotations

import logging
import subprocess
import sys
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


def test_a_logged_exception_is_told_without_its_words(tmp_path: Path, root: logging.Logger) -> None:
    assert root is logging.getLogger()
    log.start(tmp_path)
    try:
        raise ValueError("张标记 88.5")
    except ValueError:
        logging.getLogger("liaison.test").exception("the copy could not be made")
    text = (tmp_path / "lianluobu.log").read_text(encoding="utf-8")
    assert "the copy could not be made" in text
    assert "tests/test_log.py" in text
    assert "ValueError" in text
    for private in ("张标记", "88.5", "raise ValueError"):
        assert private not in text


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a program in other ways")
def test_a_hard_end_leaves_its_place_in_a_file_of_its_own(tmp_path: Path) -> None:
    script = (
        "import faulthandler, sys; from pathlib import Path; from liaison import log\n"
        "log.watch_for_hard_ends(Path(sys.argv[1]))\n"
        "faulthandler._sigsegv()"
    )
    ended = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False, capture_output=True)
    assert ended.returncode != 0
    assert "Segmentation fault" in (tmp_path / log.HARD_ENDS).read_text(encoding="utf-8")


def test_a_file_of_hard_ends_does_not_grow_for_ever(tmp_path: Path) -> None:
    import faulthandler

    file = tmp_path / log.HARD_ENDS
    file.write_text("x" * 600_000, encoding="utf-8")
    was_on = faulthandler.is_enabled()
    try:
        log.watch_for_hard_ends(tmp_path)
        assert file.stat().st_size < 1000
    finally:
        faulthandler.disable()
        if was_on:
            faulthandler.enable()
    (tmp_path / "file").write_text("", encoding="utf-8")
    log.watch_for_hard_ends(tmp_path / "file")


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


MARKS = ("张标记", "Zebra Quill", "zebraquill", "13712345678", "987654.32", "88.5", "12", "quill@zebra.cn", "sun")


@pytest.mark.parametrize("words", ["could not convert string to float: {}", "{}", "no such column {} for '{}'", "({})"])
@pytest.mark.parametrize("mark", MARKS)
def test_no_word_of_a_record_comes_through_in_any_script(words: str, mark: str) -> None:
    error = ValueError(words.format(*[mark] * words.count("{}")))
    report = log.describe(ValueError, error, None).splitlines()[-1]
    assert mark not in report
    assert report.startswith("ValueError")


def test_an_endless_recursion_is_told_briefly() -> None:
    def deeper() -> None:
        deeper()

    try:
        deeper()
    except RecursionError as error:
        report = log.describe(RecursionError, error, error.__traceback__)
    assert len(report.splitlines()) < 50
    assert "RecursionError: maximum recursion depth exceeded" in report


def test_an_error_without_words_of_its_own_is_told_all_the_same() -> None:
    class Mute(Exception):  # noqa: N818
        def __str__(self) -> str:
            raise ValueError("not even that")

    assert log.describe(Mute, Mute(), None).endswith("Mute")


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
