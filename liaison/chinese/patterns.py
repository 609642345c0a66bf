"""Regular expressions that are compiled when first used: opening an office needs none of them."""

from __future__ import annotations

import re
from typing import Any, cast


class _Later:
    """Stands for a compiled pattern, and becomes one with the first method asked for."""

    def __init__(self, text: str, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._text, self._flags), name)
        self.__dict__[name] = found
        return found


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`; a slip in the expression shows at its first use."""
    return cast("re.Pattern[str]", _Later(text, flags))
