"""The password of the books: set, changed, taken away, tried; and the recovery code on paper.

Module functions need no open office; `Protection` is the service of one that is open.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from liaison.errors import UserError, WrongPassword
from liaison.safety.strength import Strength, strength
from liaison.store import converting, encryption, keys, settling
from liaison.store.attachments import Progress
from liaison.store.database import FILE_NAME
from liaison.store.keys import check_group, check_recovery_code, new_recovery_code

if TYPE_CHECKING:
    from liaison.papers.desk import PrintingDesk
    from liaison.papers.making import Printed

__all__ = [
    "Patience", "Protection", "Strength", "check_group", "check_recovery_code", "is_locked", "new_recovery_code",
    "reset_password", "strength", "unlock", "unlock_file",
]  # fmt: skip


# -- no office open ---------------------------------------------------------------------------------


def is_locked(folder: Path) -> bool:
    """Whether the office in a folder needs a password to be opened."""
    file = Path(folder) / FILE_NAME
    try:
        settling.settle(Path(folder))
        return file.stat().st_size > 0 and not converting.is_plain(file) and _has_key(Path(folder))
    except (OSError, UserError):
        return False


def unlock(folder: Path, secret: str) -> bytes:
    """The raw key of a locked office, for `Office.open`.

    Args:
        folder: the office folder.
        secret: the password, or the recovery code.

    Raises:
        WrongPassword: it does not fit; the sentence says what to do.
        Damaged: the key file is spoilt, and no backup holds it.
    """
    return encryption.unlock(Path(folder), secret)


def unlock_file(key_file_text: str, secret: str) -> bytes:
    """The raw key by the key file's content that a backup's envelope carries; raises as `unlock`."""
    return keys.unwrap(key_file_text, secret)


def reset_password(folder: Path, code: str, new: str) -> bytes:
    """Set another password on a locked office by its recovery code; gives the raw key for `Office.open`.

    Raises:
        WrongPassword: the code does not fit; the sentence names the group that is wrong.
        UserError: the new password is empty, or the key file cannot be written.
    """
    folder = Path(folder)
    key = keys.unwrap_by_code(encryption.key_file_text(folder), code)
    encryption.change_key_file(folder, key, lambda text: keys.with_password(text, key, new))
    return key


def _has_key(folder: Path) -> bool:
    if encryption.key_path(folder).exists():
        return True
    try:
        encryption.key_file_text(folder)
    except Exception:  # nothing there, or nothing that can be read: then it is no lock but damage
        return False
    return True


class Patience:
    """How long somebody who typed wrong passwords has to wait: 0, 0, 0, 2, 4, 8, … at most 60 seconds.

    It keeps a person from trying on and on at the screen. Who takes the file away is stopped by scrypt, not by this.

    Args:
        clock: seconds that only go forward; the tests stand in here.
    """

    FREE, FIRST, MOST = 3, 2, 60

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong = 0
        self._until = 0.0

    def failed(self) -> float:
        """A wrong password was typed; gives the seconds to wait before the next one."""
        self._wrong += 1
        beyond = self._wrong - self.FREE
        delay = 0 if beyond <= 0 else min(self.FIRST * 2 ** min(beyond - 1, 10), self.MOST)
        self._until = self._clock() + delay
        return float(delay)

    def succeeded(self) -> None:
        """The right one was typed."""
        self._wrong, self._until = 0, 0.0

    @property
    def wait(self) -> float:
        """Seconds that are left to wait; 0 when the next password may be tried."""
        return max(0.0, self._until - self._clock())

    @property
    def sentence(self) -> str:
        """What to say meanwhile; "" when nothing is left to wait."""
        left = self.wait
        return f"输错了 {self._wrong} 次，请等 {int(left) + (left % 1 > 0)} 秒再试" if left > 0 else ""


# -- an open office ---------------------------------------------------------------------------------


class Protection:
    """The password of an open office."""

    def __init__(self, office: PrintingDesk) -> None:
        self.office = office

    @property
    def on(self) -> bool:
        """Whether the office is encrypted."""
        return self.office.database.key is not None

    @property
    def known(self) -> tuple[str, ...]:
        """What anybody knows of the office and no password should hold; for `strength`."""
        settings = self.office.settings
        names = (settings.name, settings.town, settings.director, settings.phone)
        return tuple(name for name in (*names, settings.town.removesuffix("镇").removesuffix("乡")) if len(name) > 1)

    def strength(self, password: str) -> Strength:
        """A hint at a password for this office."""
        return strength(password, self.known)

    def turn_on(self, password: str, code: str, progress: Progress | None = None) -> tuple[str, ...]:
        """Encrypt the whole office folder; it stays open.

        Args:
            password: any but an empty one.
            code: from `new_recovery_code`, printed and typed back in part before.
            progress: told bytes done, and of how many.

        Returns:
            What could not be encrypted yet, one sentence each; the next opening goes on with it.

        Raises:
            UserError: it is encrypted already, read-only, or there is no room; the office is as it was.
        """
        return encryption.turn_on(self.office.database, password, code, progress)

    def turn_off(self, password: str, progress: Progress | None = None) -> tuple[str, ...]:
        """Make the whole office folder plain again, its backups too; it stays open. Copies elsewhere keep theirs.

        Returns:
            What could not be opened up, one sentence each.

        Raises:
            WrongPassword: the password does not fit.
            UserError: it is not encrypted, read-only, or there is no room; the office is encrypted as it was.
        """
        return encryption.turn_off(self.office.database, password, progress)

    def check(self, secret: str) -> None:
        """Whether a password or recovery code opens this office, as the lock screen asks.

        Raises:
            WrongPassword: it does not.
        """
        encryption.check(self.office.database.folder, self._key, secret)

    def change_password(self, old: str, new: str) -> None:
        """Another password; nothing of the books is rewritten.

        Raises:
            WrongPassword: the old one does not fit.
            UserError: the new one is empty, or the key file cannot be written; the old one is good.
        """
        self.check(old)
        self._change(lambda text: keys.with_password(text, self._key, new))

    def reset_password(self, code: str, new: str) -> None:
        """Another password by the recovery code, where the old one is forgotten.

        Raises:
            WrongPassword: the code does not fit; the sentence names the group that is wrong.
        """
        reset_password(self.office.database.folder, code, new)

    def renew_code(self, password: str, code: str) -> None:
        """Another recovery code; the one printed before opens nothing from now on.

        Raises:
            WrongPassword: the password does not fit.
        """
        self.check(password)
        self._change(lambda text: keys.with_code(text, self._key, code))

    def print_code(self, code: str, *, handing_over: bool = False) -> Printed:
        """A recovery code, or the code of a file for a successor, as a paper for the print room; kept nowhere."""
        from liaison.papers.making import printed
        from liaison.papers.recovery_code import make

        settings, today = self.office.settings, self.office.today
        return printed(self.office, settings, (make(settings, today, code, handing_over=handing_over),))

    @property
    def _key(self) -> bytes:
        if self.office.database.key is None:
            raise WrongPassword("这个联络处没有设密码")
        return self.office.database.key

    def _change(self, change: Callable[[str], str]) -> None:
        encryption.change_key_file(self.office.database.folder, self._key, change)
