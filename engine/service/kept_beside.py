"""What a store keeps beside its log, looked through: party data and denials."""

from contextlib import closing
from typing import NamedTuple

from engine.access.denial_file import KeptDenyList
from engine.parties.files import KEYS_FILE, RECORDS_FILE
from engine.parties.master_key import read_master_keys
from engine.parties.store import PartyStore
from engine.service.store import DENIAL_FILE, MASTER_KEY_FILE, Store


class KeptBeside(NamedTuple):
    """What was found; a backup has neither."""

    party_data: int
    """Disputes that the log knows and whose party data were unsealed."""
    denials: int
    """Tokens and subjects that are refused."""


def check_beside(store: Store, next_number: int) -> KeptBeside:
    """Read what a store keeps beside its log, all of it; nothing may be serving the store.

    Parameters
    ----------
    store
        The store.
    next_number
        Number of the log's next dispute. What is kept of it and later ones was never answered for, and goes at the next
        start.

    Raises
    ------
    engine.parties.errors.PartiesError
        At the first dispute whose data are not what was put, or if the store's files or its master key are not its own.
    engine.access.errors.DenyListError
        At the first line that is no denial.
    """
    denials = store.folder / DENIAL_FILE
    denied = KeptDenyList(denials).count if denials.is_file() else 0
    if not any((store.party_folder / name).exists() for name in (KEYS_FILE, RECORDS_FILE)):
        return KeptBeside(0, denied)
    with closing(PartyStore(store.party_folder, read_master_keys(store.folder / MASTER_KEY_FILE))) as parties:
        return KeptBeside(parties.check(lambda _, dispute_id: dispute_id < next_number), denied)
