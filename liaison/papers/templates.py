"""The office's own Word templates, one a paper, kept in the office folder so that they go where it goes."""

from __future__ import annotations

from pathlib import Path

from liaison.errors import UserError
from liaison.paths import replacing

FOLDER = "templates"


def path_of(office: Path, paper: str) -> Path:
    """Where a paper's template lies, whether there is one or not."""
    return office / FOLDER / f"{paper}.docx"


def usable(office: Path, paper: str) -> tuple[Path | None, str]:
    """A paper's template when there is one and it can be used; otherwise a sentence that says why not."""
    path = path_of(office, paper)
    if not paper or not path.exists():
        return None, ""
    from liaison.press.word import template

    try:
        template.check(path)
    except UserError as error:
        return None, f"{error.sentence}；这次改用自带的格式"
    return path, ""


def choose(office: Path, paper: str, source: Path | None) -> None:
    """Keep a copy of a template for a paper; None takes it away.

    Raises:
        UserError: it is no template, or cannot be copied.
    """
    target = path_of(office, paper)
    if source is None:
        target.unlink(missing_ok=True)
        return
    from liaison.press.word import template

    template.check(source)
    try:
        data = source.read_bytes()
        target.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise UserError(f"“{source.name}”复制不了，请看看它是否还在、是否被占用", details=str(error)) from error
    with replacing(target) as temporary:
        temporary.write_bytes(data)
