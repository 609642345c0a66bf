"""A file of its own under the office's key: its whole content at once, bound to the digest of what is inside.

AES-GCM with a key derived from the raw one, a random nonce each time, and the digest as associated data: a
sealed file that was changed, cut, or put in another one's place does not open.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from liaison.errors import Damaged

ENDING = ".sealed"
MAGIC = b"LLBS1"
_NONCE = 12


def seal(key: bytes, digest: str, content: bytes) -> bytes:
    """The content as it lies in an encrypted office.

    Args:
        key: the office's raw key.
        digest: SHA-256 of the content, 64 hex digits.
        content: at most some 50 MB; it is held in memory twice.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE)
    return MAGIC + nonce + AESGCM(_own_key(key)).encrypt(nonce, content, digest.encode())


def unseal(key: bytes, digest: str, sealed: bytes) -> bytes:
    """The content of a sealed file.

    Raises:
        Damaged: it was changed, belongs elsewhere, or was sealed under another key.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    start = len(MAGIC) + _NONCE
    try:
        if not sealed.startswith(MAGIC) or len(sealed) < start + 16:
            raise InvalidTag
        return AESGCM(_own_key(key)).decrypt(sealed[len(MAGIC) : start], sealed[start:], digest.encode())
    except InvalidTag as error:
        raise Damaged("文件的内容变了，请从备份里找回") from error


def is_sealed(start: bytes) -> bool:
    """Whether a file that begins so is a sealed one."""
    return start.startswith(MAGIC)


def _own_key(key: bytes) -> bytes:
    """Pages of the office file and sealed files are never encrypted under the very same key."""
    return hmac.new(key, b"lianluobu: sealed files", hashlib.sha256).digest()
