"""The master key: what every other key of the store is wrapped by, kept in a file only its owner can read."""

import os
import stat
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from engine.folders import made_folder
from engine.parties.errors import DamagedRecordError, MasterKeyError

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
"""Random ones: of 2**32 under one key, two are equal with a chance of 2**-33 (NIST SP 800-38D, section 8.3)."""
_FILE_BYTES_MAX: Final = 4096
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


class MasterKeys:
    """The key that wraps, and older ones that still unwrap while a rotation is under way.

    Parameters
    ----------
    current
        32 bytes.
    older
        32 bytes each.

    Raises
    ------
    MasterKeyError
        If a key has another length, or one is given twice.

    Examples
    --------
    >>> keys = MasterKeys(bytes(32))
    >>> keys.unwrap(keys.current_id, *keys.wrap(b"data key", b"of dispute 7", bytes(12)), b"of dispute 7")
    b'data key'
    >>> keys
    MasterKeys(...)
    """

    def __init__(self, current: bytes, older: Iterable[bytes] = ()) -> None:
        keys = (current, *older)
        if any(len(key) != KEY_BYTES for key in keys):
            raise MasterKeyError(f"length of a master key: must be {KEY_BYTES} bytes")
        if len(set(keys)) != len(keys):
            raise MasterKeyError("master keys: no key may be given twice")
        self.current_id: Final = _id(current)
        self._ciphers: Final[Mapping[bytes, AESGCM]] = {_id(key): AESGCM(key) for key in keys}

    def __repr__(self) -> str:
        return "MasterKeys(...)"

    def wrap(self, secret: bytes, context: bytes, nonce: bytes) -> tuple[bytes, bytes]:
        """Return a nonce, which must be new, and the secret wrapped by the current key and bound to its context."""
        return nonce, self._ciphers[self.current_id].encrypt(nonce, secret, context)

    def unwrap(self, key_id: bytes, nonce: bytes, wrapped: bytes, context: bytes) -> bytes:
        """Return a secret.

        Raises
        ------
        MasterKeyError
            If the key that wrapped it is not among these.
        DamagedRecordError
            If it is not what was wrapped, or belongs elsewhere.
        """
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise MasterKeyError(f"master key {key_id.hex()}: must be given, and is not among the {len(self._ciphers)}")
        try:
            return cipher.decrypt(nonce, wrapped, context)
        except InvalidTag:
            raise DamagedRecordError("wrapped key: is not what was stored, or not of this dispute") from None


def _id(key: bytes) -> bytes:
    return blake2b(digest_size=8, key=key, person=b"onestop master").digest()


def make_master_key(path: Path, entropy: Callable[[int], bytes] = os.urandom) -> None:
    """Write a new master key to a new file that only its owner can read.

    Raises
    ------
    MasterKeyError
        If there is a file already: a key that is written over is lost, and all party data with it.
    """
    with made_folder(path.parent):
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise MasterKeyError(f"master key file {path}: must not exist yet") from None
        with os.fdopen(handle, "wb") as file:
            file.write(entropy(KEY_BYTES).hex().encode("ascii") + b"\n")
            file.flush()
            os.fsync(file.fileno())
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def read_master_keys(path: Path) -> MasterKeys:
    """Read a file of master keys: one a line, 64 hexadecimal digits, the current one first.

    To rotate, put a new first line in, open the store, `rewrap` it to the end, and take the other lines out.

    Raises
    ------
    MasterKeyError
        If it is no such file, or somebody else than its owner may read or write it.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     make_master_key(Path(folder, "master.key"))
    ...     read_master_keys(Path(folder, "master.key"))
    MasterKeys(...)
    """
    try:
        # The open file is asked for its mode: a name could be changed between two looks.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError as error:
        raise MasterKeyError(f"master key file {path}: cannot be read ({error.strerror})") from error
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode) or mode & _OTHERS:
            raise MasterKeyError(f"master key file {path}: must be a file of mode 600, mode is {stat.S_IMODE(mode):o}")
        content = os.read(handle, _FILE_BYTES_MAX)
    finally:
        os.close(handle)
    try:
        keys = [bytes.fromhex(line.decode("ascii")) for line in content.split()]
    except ValueError:
        keys = []
    if not keys:
        raise MasterKeyError(f"master key file {path}: must hold a key a line, each {2 * KEY_BYTES} hexadecimal digits")
    return MasterKeys(keys[0], keys[1:])
