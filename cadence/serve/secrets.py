"""Tokens and passwords: made, hashed, compared. What is stored opens nothing by itself.

A token is 128 random bits, so its plain SHA-256 cannot be turned back; a password is a person's
choice, so it is hashed with scrypt, which makes every guess cost memory and time.
"""

import hashlib
import hmac
import re
import secrets

TOKEN_BYTES = 16
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")  # 16 bytes in URL-safe base64
SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**15, 8, 1
SCRYPT_MEMORY = 64 * 1024 * 1024  # bytes allowed; twice what the figures above need
SALT_BYTES = 16
SHORTEST_PASSWORD = 8


def new_token() -> str:
    """Return 22 characters that nobody guesses."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> bytes:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).digest()


def lock(password: str) -> str:
    """Return what is stored of a password: a salt and its scrypt hash, in hex."""
    salt = secrets.token_bytes(SALT_BYTES)
    return f"{salt.hex()}:{_scrypt(password, salt).hex()}"


def opens(password: str, locked: str) -> bool:
    """Tell whether a password is the one that was locked, in a time that tells nothing."""
    salt, _colon, hashed = locked.partition(":")
    return hmac.compare_digest(_scrypt(password, bytes.fromhex(salt)), bytes.fromhex(hashed))


def _scrypt(password: str, salt: bytes) -> bytes:
    fixed = hashlib.sha256(password.encode()).digest()  # scrypt alone takes "x" and "x\0" as one
    return hashlib.scrypt(
        fixed, salt=salt, n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P, maxmem=SCRYPT_MEMORY
    )
