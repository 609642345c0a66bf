"""Making, trying and naming office folders, for the first start. The first three run on the worker."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from liaison.errors import Locked, UserError
from liaison.office import Office


def create_office(folder: Path, name: str, town: str, director: str) -> Path:
    """Make an office and close it again.

    Raises:
        UserError: the folder cannot be made, or holds an office already.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("这个文件夹建不出来，请换一个位置", details=str(error)) from error
    Office.create(folder, name=name, town=town, director=director).close()
    return folder


def try_to_open(folder: Path) -> Path:
    """Whether an office can be opened there, if need be by its password; closed again.

    Raises:
        UserError: it is none, is damaged, newer, or open elsewhere.
    """
    with suppress(Locked):  # the unlock screen comes next
        Office.open(folder).close()
    return folder


def sample_office(folder: Path, *, progress: Callable[..., None]) -> Path:
    """The sample's folder; made beside its place and put there whole."""
    if folder.exists():
        return try_to_open(folder)
    from liaison.sample import make_sample

    progress(0, 0, "第一次要几秒")
    half = folder.with_name(folder.name + ".part")
    shutil.rmtree(half, ignore_errors=True)
    half.parent.mkdir(parents=True, exist_ok=True)
    make_sample(half).close()
    half.replace(folder)
    return folder


def own_folder(chosen: Path) -> Path:
    """The chosen folder when it is empty or an office; else one of our own inside it."""
    try:
        alone = not any(chosen.iterdir())
    except OSError:
        alone = True
    return chosen if alone else chosen / "联络簿"


def synced_warning(place: str) -> str:
    """A word about a folder that is no good place for an office: on a share, under a cloud, on a stick."""
    from liaison.safety.opening import place_warning

    return place_warning(Path(place))[0] if place.strip() else ""
