"""The rooms: everything with Qt, nothing that decides."""

import sys

if sys.version_info < (3, 12) and sys.implementation.name == "cpython":
    # WORKAROUND: the wheels of PySide6 6.12.0 return None, True and False without taking a reference, as
    # if they were immortal (PEP 683, Python 3.12). On 3.10 and 3.11 some six thousand Qt calls then end in
    # "Fatal Python error: deallocating None". Giving these few objects a reference count that can never
    # run out does what 3.12 does. tests/ui/test_init.py shows when it is no longer needed.
    from ctypes import c_ssize_t

    for _lasting in (None, True, False, NotImplemented, Ellipsis):
        c_ssize_t.from_address(id(_lasting)).value += 1 << 40

import PySide6.QtCore  # noqa: F401 - the lines below need it loaded

# WORKAROUND: PySide6 reads the source text of every module that is imported after it, to see whether the
# module may want its snake_case feature (shibokensupport/feature.py); the text then stays in linecache. That
# is some 10 ms and 5 MB of every start. Our answer is known by the name alone. Without this hook (another
# version of PySide6) nothing changes but the start.
_feature = sys.modules.get("shibokensupport.feature")
if hasattr(_feature, "_mod_uses_pyside"):

    def _uses_pyside(module: object) -> bool:
        return getattr(module, "__name__", "").partition(".")[0] in ("__main__", "main", "ui", "tests")

    _feature._mod_uses_pyside = _uses_pyside  # type: ignore[union-attr]
