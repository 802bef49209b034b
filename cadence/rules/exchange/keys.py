"""Ed25519 keys and signatures, by the library cryptography; a private key has a file of its own."""

import base64
import binascii
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from cadence.core import CadenceError, _, read_bounded, reason

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )

LARGEST = 1_000_000  # bytes of a key's file
PREFIX = "ed25519:"  # before a public key, as people hand it on


def make_key(file: Path) -> str:
    """Make a private key in a new file that its owner alone may read, and return its public one.

    Raises:
        CadenceError: the file is there already, or cannot be written.
    """
    serialization, ed25519 = _library()
    made = ed25519.Ed25519PrivateKey.generate()
    content = made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(content)
    except OSError as error:
        raise CadenceError(_("{0} cannot be written: {1}").format(file, reason(error))) from error
    return _public_text(made.public_key())


def public_of(file: Path) -> str:
    """Return the public key of a private one, as people hand it on.

    Raises:
        CadenceError: the file holds none.
    """
    return _public_text(_private(file).public_key())


def sign(file: Path, content: bytes) -> bytes:
    """Sign some bytes with the key of a file.

    Raises:
        CadenceError: the file holds no private key.
    """
    return base64.b64encode(_private(file).sign(content)) + b"\n"


def is_signed(public: str, content: bytes, signature: bytes) -> bool:
    """Tell whether bytes carry the signature of a public key.

    Raises:
        CadenceError: the key is none.
    """
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - as in _library

    try:
        _public(public).verify(base64.b64decode(signature.strip(), validate=True), content)
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def check_public(public: str) -> None:
    """See that a text is a public key.

    Raises:
        CadenceError: it is none.
    """
    _public(public)


def _private(file: Path) -> "Ed25519PrivateKey":
    serialization, ed25519 = _library()
    found: Ed25519PrivateKey
    try:
        found = serialization.load_pem_private_key(read_bounded(file, LARGEST), None)
    except (ValueError, TypeError) as error:
        raise CadenceError(_("{0} is no private key of cadence pack").format(file)) from error
    if not isinstance(found, ed25519.Ed25519PrivateKey):
        raise CadenceError(_("{0} is no private key of cadence pack").format(file))
    return cast("Ed25519PrivateKey", found)


def _public(text: str) -> "Ed25519PublicKey":
    _serialization, ed25519 = _library()
    try:
        raw = base64.b64decode(text.removeprefix(PREFIX), validate=True)
        found: Ed25519PublicKey = ed25519.Ed25519PublicKey.from_public_bytes(raw)
    except (binascii.Error, ValueError) as error:
        message = _('"{0}" is no public key; it looks like ed25519: and 44 signs')
        raise CadenceError(message.format(text)) from error
    return found


def _public_text(public: "Ed25519PublicKey") -> str:
    return PREFIX + base64.b64encode(public.public_bytes_raw()).decode()


def _library() -> tuple[Any, Any]:
    """Return the library's two modules.

    Raises:
        CadenceError: it is not installed.
    """
    try:
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - an extra
        from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415 - the same
    except ImportError as error:
        message = _('signatures need cryptography; install it with: pip install "{0}"')
        raise CadenceError(message.format("cadence-duties[packs]")) from error
    return serialization, ed25519
