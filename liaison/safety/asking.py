"""The password on the command line: out of a file, or asked for on the terminal; never an argument.

What stands in a command is seen by everybody who lists the programs that run, and kept in the shell's history.
"""

from __future__ import annotations

import sys
from pathlib import Path

from liaison.errors import UserError
from liaison.safety.protection import is_locked, unlock

_TRIES = 3
_LARGEST = 64 * 1024


def key_for(folder: Path, password_file: Path | None = None) -> bytes | None:
    """The raw key of the office in a folder; None for one without a password.

    Args:
        folder: the office folder.
        password_file: holds the password or the recovery code in its first line; None asks on the terminal.

    Raises:
        WrongPassword: it does not fit, on the terminal after three tries.
        UserError: there is neither a file nor a terminal, or the file cannot be read.
    """
    if not is_locked(folder):
        return None
    if password_file is None:
        for _try in range(_TRIES - 1):
            try:
                return unlock(folder, ask_secret(None))
            except UserError as error:
                if not sys.stdin.isatty():
                    raise
                print(error.sentence, file=sys.stderr)
    return unlock(folder, ask_secret(password_file))


def ask_secret(password_file: Path | None, prompt: str = "密码（或恢复码）：") -> str:
    """A password out of a file's first line, or typed on the terminal, where it is not shown.

    Raises:
        UserError: there is neither a file nor a terminal, or the file cannot be read.
    """
    if password_file is not None:
        return _first_line(password_file)
    if not sys.stdin.isatty():
        what = prompt.rstrip("：")
        raise UserError(
            f"要有{what}才能打开。请写在一个文件的第一行，用 --password-file（移交码用 --code-file）指给它，"
            "或者在终端里运行，当面输入"
        )
    from getpass import getpass

    try:
        return getpass(prompt)
    except (EOFError, KeyboardInterrupt) as error:
        raise UserError("没有输入密码，什么都没有做") from error


def _first_line(path: Path) -> str:
    try:
        with path.open("rb") as file:
            start = file.read(_LARGEST)
        return start.decode("utf-8-sig").partition("\n")[0].removesuffix("\r")
    except OSError as error:
        raise UserError(f"密码文件“{path.name}”读不出来，请看看它是否还在", details=str(error)) from error
    except UnicodeDecodeError as error:
        raise UserError(f"密码文件“{path.name}”不是 UTF-8 文本，请另存成 UTF-8", details=str(error)) from error
