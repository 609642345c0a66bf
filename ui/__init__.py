"""The rooms: everything with Qt, nothing that decides."""

import sys

if sys.version_info < (3, 12) and sys.implementation.name == "cpython":
    # WORKAROUND: the wheels of PySide6 6.12.0 return None, True and False without taking a reference, as
    # if they were immortal (PEP 683, Python 3.12). On 3.10 and 3.11 some six thousand Qt calls then end in
    # "Fatal Python error: deallocating None". Giving these few objects a reference count that can never
    # run out does what 3.12 does. tests/ui/test_immortal.py shows when it is no longer needed.
    from ctypes import c_ssize_t

    for _lasting in (None, True, False, NotImplemented, Ellipsis):
        c_ssize_t.from_address(id(_lasting)).value += 1 << 40
