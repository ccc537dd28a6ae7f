"""A store: the folder in which one service keeps everything.

::

    store.json          which store it is, and the rules that its log was begun with
    roster.parquet      courts and mediators
    organisations.npy   organisation of each mediator, int32[mediators]
    doors/              rosters of other doors, if there are any; see `engine.service.door_rosters`
    draw_secret         32 bytes, readable by its owner only
    log/                the log and its second copy
    snapshots/          what the log had led to; may be deleted
    parties/            party data and their keys, apart from the log
    party_master_key    what those keys are wrapped by, readable by its owner only
    denials.jsonl       tokens and subjects that are refused
    issuer              whose tokens it was last served with; not there if it was in development only
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

import msgspec

from engine.audit.roster_file import ROSTER_FILE
from engine.core.policies.table import Policy
from engine.core.policy import PolicySettings
from engine.core.roster import Roster
from engine.errors import EngineError
from engine.events.track import Track
from engine.replacing import replacing
from engine.service.day_secret import SecretKeys, read_secret, write_secret
from engine.service.door_rosters import (
    DoorRoster,
    check_courts,
    door_folder,
    read_door,
    read_other_doors,
    rosters_hash,
    write_door,
)
from engine.service.errors import StandingError

IDENTITY_FILE: Final = "store.json"
SECRET_FILE: Final = "draw_secret"  # noqa: S105 - the name of a file
LOG_FOLDER: Final = "log"
SNAPSHOT_FOLDER: Final = "snapshots"
PARTY_FOLDER: Final = "parties"
MASTER_KEY_FILE: Final = "party_master_key"
DENIAL_FILE: Final = "denials.jsonl"
NO_DOORS: Final[Mapping[Track, DoorRoster]] = MappingProxyType({})
"""Of a store that has mediators alone."""


class StoreIdentity(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a store is about; settled when it is made and never changed."""

    store_id: str
    """Of this store alone."""
    created_at: int
    """Microseconds since the epoch."""
    roster_digest: str
    """`engine.service.door_rosters.rosters_hash` of its rosters."""
    first_year: int
    """Of the working calendar."""
    announced_until: int
    """Last year whose holidays were known; later ones are loaded by an event each."""
    provisional_until: int
    """Last year for which deadlines are set before its holidays are known."""
    policy: str = Policy.BAND_DRAW.name
    """With which every court begins; see `engine.core.policy.PolicySettings`, as the following are."""
    band_width_milli: int = PolicySettings.band_width_milli
    sample_size: int = PolicySettings.sample_size
    by_weight: bool = PolicySettings.by_weight

    @property
    def settings(self) -> PolicySettings:
        """The policy with which every court begins.

        Raises
        ------
        StandingError
            If there is no policy of that name.
        """
        if self.policy not in Policy.__members__:
            raise StandingError(f"policy = {self.policy!r}: must be one of {', '.join(Policy.__members__)}")
        return PolicySettings(
            policy=Policy[self.policy],
            band_width_milli=self.band_width_milli,
            sample_size=self.sample_size,
            by_weight=self.by_weight,
        )


class Store:
    """A folder that is a store.

    Parameters
    ----------
    folder
        As `make` left it.

    Raises
    ------
    StandingError
        If it is no store, or its parts do not belong together.
    """

    def __init__(self, folder: Path) -> None:
        self.folder: Final = folder
        self.identity: Final = _read_identity(folder / IDENTITY_FILE)
        mediators = read_door(folder)
        self.roster: Final = mediators.roster
        self.organisations: Final = mediators.organisations
        self.other_doors: Final[Mapping[Track, DoorRoster]] = read_other_doors(folder, self.roster)
        """Rosters of other doors, in the order of the doors."""
        digest = rosters_hash(self.roster, {track: door.roster for track, door in self.other_doors.items()})
        if digest != self.identity.roster_digest:
            named = ", ".join((Track.MEDIATION, *self.other_doors))
            raise StandingError(
                f"store = {folder}: its roster has the digest {digest}, the store another one's; found that of {named}"
            )
        self.keys: Final[SecretKeys] = read_secret(folder / SECRET_FILE)

    @property
    def doors(self) -> Mapping[Track, DoorRoster]:
        """Every roster, the mediators' first."""
        return {Track.MEDIATION: DoorRoster(self.roster, self.organisations), **self.other_doors}

    def door_folder(self, track: Track) -> Path:
        """Where the roster of a door lies, with the names of its people."""
        return door_folder(self.folder, track)

    @property
    def log_folder(self) -> Path:
        """Where the log lies."""
        return self.folder / LOG_FOLDER

    @property
    def snapshot_folder(self) -> Path:
        """Where snapshots lie."""
        return self.folder / SNAPSHOT_FOLDER

    @property
    def party_folder(self) -> Path:
        """Where party data lie."""
        return self.folder / PARTY_FOLDER


def is_store(folder: Path) -> bool:
    """Return whether a folder has been made a store."""
    return (folder / IDENTITY_FILE).is_file()


def check_vacant(folder: Path) -> None:
    """Refuse a folder in which no store can be made.

    Raises
    ------
    StandingError
        If there is something in it already, or it is a file.
    """
    if folder.exists() and not folder.is_dir():
        raise StandingError(f"store = {folder}: must be a folder, or not there")
    if folder.is_dir() and any(folder.iterdir()):
        begun = any((folder / name).exists() for name in (LOG_FOLDER, ROSTER_FILE))
        what = "a store or a copy that was never finished" if begun else "something else"
        what = "a store" if is_store(folder) else what
        raise StandingError(f"store = {folder}: must be empty or not there; {what} is in it")


def make_store(
    folder: Path,
    identity: StoreIdentity,
    roster: Roster,
    organisations: Sequence[int],
    secret: bytes,
    other_doors: Mapping[Track, DoorRoster] = NO_DOORS,
) -> Store:
    """Make a store in a folder that is empty or not there; its name card comes last, so half a store is none.

    Parameters
    ----------
    folder
        Where.
    identity
        With the digest of the rosters.
    roster
        Courts and mediators.
    organisations
        Number of each mediator's organisation.
    secret
        32 random bytes.
    other_doors
        Rosters of other doors, of the same courts.

    Raises
    ------
    StandingError
        If there is something in the folder already, or a roster is of other courts or of a door that has none.
    OSError
        If it cannot be written.
    """
    check_vacant(folder)
    check_courts(folder, roster, other_doors)
    folder.mkdir(parents=True, exist_ok=True, mode=0o750)  # what parties said is nobody else's to read
    write_door(folder, DoorRoster(roster, organisations))
    for track, door in other_doors.items():
        write_door(door_folder(folder, track), door)
    write_secret(folder / SECRET_FILE, secret)
    with replacing(folder / IDENTITY_FILE) as partial:
        partial.write_bytes(msgspec.json.format(msgspec.json.encode(identity), indent=2) + b"\n")
    return Store(folder)


def _read_identity(path: Path) -> StoreIdentity:
    try:
        identity = msgspec.json.decode(path.read_bytes(), type=StoreIdentity)
        _ = identity.settings  # refuses what the core has no policy for
    except OSError as error:
        raise StandingError(f"store = {path.parent}: is no store of this program ({error.strerror})") from error
    except msgspec.ValidationError as error:
        raise StandingError(
            f"store = {path.parent}: {IDENTITY_FILE} is not as this version writes it ({error}); "
            "a newer one may have made it"
        ) from error
    except msgspec.DecodeError as error:
        raise StandingError(f"store = {path.parent}: {IDENTITY_FILE} cannot be read: {error}") from error
    except EngineError as error:
        raise StandingError(f"store = {path.parent}: {IDENTITY_FILE}: {error}") from error
    return identity
