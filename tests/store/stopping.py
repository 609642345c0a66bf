"""Stops the program dead at every step of a conversion, and looks at what it finds when it is opened again.

    python -m tests.store.stopping WHAT [EVERY [FIRST]]

WHAT is on, off, password or code. Each step is a fork that ends without any cleaning up (os._exit, as a kill or a
crash does) just before a file is opened for writing, renamed, removed or made. Prints the number of steps that were
stopped at, and a line for everything that was wrong.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from liaison import paths
from liaison.safety import protection
from liaison.store import keys
from tests.store.locked import CHEAP, CODE, NEW, OLD, make_office, opened, problems

DEAD = 9


def main() -> int:
    """Run one kind of conversion, stopped at every step or at some."""
    what = sys.argv[1]
    every, first = (int(word) for word in (*sys.argv[2:], "1", "0")[:2])
    keys.SCRYPT = dict(CHEAP)
    with tempfile.TemporaryDirectory() as scratch:
        base = Path(scratch)
        paths.viewing_folder = lambda: base / "viewing"
        office = base / "office"
        make_office(office, base)
        if what != "on":
            with opened(office) as made:
                made.protection.turn_on(OLD, CODE)
        stop, count, found = first, 0, list[str]()
        while True:
            folder = base / "try"
            shutil.copytree(office, folder)
            status = _forked(partial(_convert, folder, what), stop, folder)
            found += [f"stopped at {stop}: {problem}" for problem in problems(folder)]
            shutil.rmtree(folder)
            if status == 0:
                break
            assert status == DEAD, status
            count, stop = count + 1, stop + every
        print(count)
        for problem in found:
            print(problem)
    return 1 if found else 0


def _convert(folder: Path, what: str) -> None:
    with opened(folder) as office:
        service = office.protection
        if what == "on":
            service.turn_on(NEW, CODE)
        elif what == "off":
            service.turn_off(OLD)
        elif what == "password":
            service.change_password(OLD, NEW)
        else:
            service.renew_code(OLD, protection.new_recovery_code())


def _forked(work: Callable[[], None], stop: int, folder: Path) -> int:
    """The exit status of a child that did the work, or ended dead at its `stop`th change of a file."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = stop

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        if event == "open":
            path, mode, flags = arguments
            changes = flags & (os.O_WRONLY | os.O_RDWR) if mode is None else set(mode) & set("wax+")
        else:
            path, changes = arguments[0] if arguments else "", event in ("os.rename", "os.remove", "os.mkdir")
        if changes and str(path).startswith(str(folder)):
            left -= 1
            if left < 0:
                os._exit(DEAD)

    status = 1
    try:
        sys.addaudithook(watch)
        work()
        status = 0
    finally:
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    sys.exit(main())
