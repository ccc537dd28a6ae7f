"""Stores, filings and a look at every byte on the disk, for the tests of party data."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Final

from engine.parties.master_key import MasterKeys
from engine.parties.records import Filing, IdentityKind, PartyData
from engine.parties.store import PartyStore

MASTER: Final = bytes(range(32))
NEW_MASTER: Final = bytes(range(1, 33))


class KnownEntropy:
    """Bytes that never repeat and are all remembered, so that a test can look for each of them on the disk."""

    def __init__(self, seed: bytes = b"") -> None:
        self.seed: Final = seed
        self.given: Final[list[bytes]] = []

    def __call__(self, count: int) -> bytes:
        made = blake2b(len(self.given).to_bytes(8, "little"), key=self.seed, digest_size=count).digest()
        self.given.append(made)
        return made

    @property
    def keys(self) -> list[bytes]:
        """What was given out as keys."""
        return [made for made in self.given if len(made) == 32]


def filing(dispute_id: int, *, tenant: str = "north", canary: str = "CANARY") -> Filing:
    """A filing whose every text holds the canary and the dispute."""
    mark = f"{canary}-{tenant}-{dispute_id}"
    return Filing(
        tenant=tenant,
        dispute_id=dispute_id,
        parties=(
            PartyData(name=f"张三 {mark}", identity_number=f"{mark}-id", contacts=(f"{mark}-telephone",)),
            PartyData(name=f"{mark} Company", identity_kind=IdentityKind.CREDIT_CODE, represented_by=f"{mark}-lawyer"),
        ),
        text=f"{mark} owes money. " * 40,
    )


@contextmanager
def opened(
    folder: Path, masters: MasterKeys | None = None, entropy: KnownEntropy | None = None
) -> Iterator[PartyStore]:
    """A store, closed at the end."""
    # Where no entropy is given the folder's age seeds it: a store opened again must not repeat itself.
    seed = str(sum(path.stat().st_size for path in folder.glob("*"))).encode()
    store = PartyStore(folder, masters or MasterKeys(MASTER), entropy or KnownEntropy(seed))
    try:
        yield store
    finally:
        store.close()


def on_disk(folder: Path) -> bytes:
    """Every byte of every file of a folder."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def found(folder: Path, needles: list[bytes]) -> list[bytes]:
    """Which of these bytes are in some file of a folder."""
    content = on_disk(folder)
    return [needle for needle in needles if needle in content]
