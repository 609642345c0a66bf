"""What a declaration is made of: named parts, given once and never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:

    def dataclass_transform(**_words: object) -> Any:
        """Only type checkers ask; `typing` has it from Python 3.11."""
        return lambda cls: cls


@dataclass_transform(kw_only_default=True, eq_default=False, frozen_default=True)
class Declared:
    """Parts are class annotations; those with a value there may be left out. Given by keyword.

    As frozen, keyword-only dataclasses without comparison; but a dataclass writes and compiles its methods
    whenever it is imported, which for the kit's twenty classes took 8 ms of every start.
    """

    _parts: ClassVar[frozenset[str]] = frozenset()
    _required: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        own = {n for n, kind in cls.__annotations__.items() if not str(kind).startswith("ClassVar")}
        cls._parts = cls._parts | own
        cls._required = frozenset(name for name in cls._required | own if not hasattr(cls, name))

    def __init__(self, **parts: Any) -> None:
        if not (self._required <= parts.keys() <= self._parts):
            wrong = (self._required - parts.keys()) or (parts.keys() - self._parts)
            raise TypeError(f"{type(self).__name__}: {', '.join(sorted(wrong))} missing or unknown")
        self.__dict__.update(parts)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is declared once; {name} cannot be set")
