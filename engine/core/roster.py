"""Who may mediate where, as a core begins with it.

Courts, regions and provinces are numbered so that every jurisdiction's mediators are one contiguous range, which
is what lets a decision look at its own court only. So that somebody can be appointed later without anybody getting
another number, a court may have spare places, which stand vacant behind its mediators; see `engine.core.spare`.
"""

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from engine.core.attributes import attribute_bits
from engine.core.errors import RosterError
from engine.events.enums import DisputeType, Gender, Language, Origin

DISPUTE_TYPES: Final = tuple(DisputeType)
"""Order of the bits in `Roster.dispute_types`."""
LANGUAGES: Final = tuple(Language)
"""Order of the bits in `Roster.languages`; bit 0 is Mandarin."""
ORIGINS: Final = tuple(Origin)
"""Numbers in `Roster.origin`; 0 is the mainland."""
GENDERS: Final = (None, *Gender)
"""Numbers in `Roster.gender`; 0 is not known."""
FULL_TIME_MILLI: Final = 1000
"""Share of a mediator who works full time."""
CAPACITY_MAX: Final = 1_000_000
"""More cases than anybody could hold; keeps sums of weights within 64 bits."""


def _absent(dtype: type[np.generic]) -> NDArray[Any]:
    return np.empty(0, dtype)


@dataclass(frozen=True, kw_only=True, eq=False)
class Roster:
    """Courts in their jurisdictions and mediators at their courts, numbered from 0.

    Raises
    ------
    RosterError
        Where an array has the wrong shape, leaves its bounds or breaks the contiguous order; the message names
        the field, the position and the value.

    Examples
    --------
    >>> Roster(
    ...     court_region=np.array([0, 0], np.int32),
    ...     region_province=np.array([0], np.int32),
    ...     mediator_court=np.array([0, 0, 1], np.int32),
    ...     capacity=np.array([3, 5, 4], np.int32),
    ...     dispute_types=np.array([1, 3, 2], np.uint64),
    ...     languages=np.array([1, 1, 1], np.uint64),
    ... ).mediators
    3
    """

    court_region: NDArray[np.int32]
    """int32[courts], non-decreasing: the intermediate court's region each court lies in."""
    region_province: NDArray[np.int32]
    """int32[regions], non-decreasing: the high court's province each region lies in."""
    mediator_court: NDArray[np.int32]
    """int32[mediators], non-decreasing: the inviting court."""
    capacity: NDArray[np.int32]
    """int32[mediators], at least 1: cases held or offered at once."""
    dispute_types: NDArray[np.uint64]
    """uint64[mediators]: bit i set if the mediator takes `DISPUTE_TYPES[i]`."""
    languages: NDArray[np.uint64]
    """uint64[mediators]: bit i set if the mediator speaks `LANGUAGES[i]`."""
    origin: NDArray[np.uint8] = field(default_factory=lambda: _absent(np.uint8))
    """uint8[mediators]: number in `ORIGINS`; by default all are from the mainland (ONL 6)."""
    gender: NDArray[np.uint8] = field(default_factory=lambda: _absent(np.uint8))
    """uint8[mediators]: number in `GENDERS`; by default not known."""
    share_milli: NDArray[np.int32] = field(default_factory=lambda: _absent(np.int32))
    """int32[mediators], 1..1000: part of full time; by default full."""
    rank: NDArray[np.int32] = field(default_factory=lambda: _absent(np.int32))
    """int32[mediators]: place on the ranked list of his court, smaller first; by default his number."""
    attributes: NDArray[np.uint64] = field(default_factory=lambda: _absent(np.uint64))
    """uint64[mediators]: bit i set if the mediator has `attribute_names[i]`; by default none has any."""
    vacant: NDArray[np.bool_] = field(default_factory=lambda: _absent(np.bool_))
    """bool[mediators]: whether the place waits for somebody; those of a court come last and say nothing else of
    anybody. By default none does."""
    attribute_names: tuple[str, ...] = ()
    """What the court says of its mediators beside the rest, such as the rosters of ONL 28; at most 32 names."""

    def __post_init__(self) -> None:
        """Fill in what was left out and check every promise that the compiled core relies on."""
        self._fill("origin", np.zeros(self.mediators, np.uint8))
        self._fill("gender", np.zeros(self.mediators, np.uint8))
        self._fill("share_milli", np.full(self.mediators, FULL_TIME_MILLI, np.int32))
        self._fill("rank", np.arange(self.mediators, dtype=np.int32))
        self._fill("attributes", np.zeros(self.mediators, np.uint64))
        self._fill("vacant", np.zeros(self.mediators, np.bool_))
        _check_level("court_region", self.court_region, self.regions)
        _check_level("region_province", self.region_province, self.provinces)
        _check_level("mediator_court", self.mediator_court, self.courts, gaps_allowed=True)
        _check_lengths(self)
        wrong = (self.capacity < 1) | (self.capacity > CAPACITY_MAX)
        _check_bound("capacity", wrong, self.capacity, f"within 1..{CAPACITY_MAX}")
        too_high = np.uint64(1 << len(DISPUTE_TYPES))
        _check_bound("dispute_types", self.dispute_types >= too_high, self.dispute_types, f"below {too_high}")
        too_high = np.uint64(1 << len(LANGUAGES))
        _check_bound("languages", self.languages >= too_high, self.languages, f"below {too_high}")
        self._check_optional()

    def _fill(self, name: str, default: NDArray[Any]) -> None:
        if getattr(self, name).size == 0:
            object.__setattr__(self, name, default)

    def _check_optional(self) -> None:
        _check_bound("origin", self.origin >= len(ORIGINS), self.origin, f"below {len(ORIGINS)}")
        _check_bound("gender", self.gender >= len(GENDERS), self.gender, f"below {len(GENDERS)}")
        wrong = (self.share_milli < 1) | (self.share_milli > FULL_TIME_MILLI)
        _check_bound("share_milli", wrong, self.share_milli, f"within 1..{FULL_TIME_MILLI}")
        attribute_bits(self.attribute_names)
        too_high = np.uint64(1 << len(self.attribute_names))
        _check_bound("attributes", self.attributes >= too_high, self.attributes, f"below {too_high}")
        self._check_vacant()

    def _check_vacant(self) -> None:
        for name in ("dispute_types", "languages", "origin", "gender", "attributes"):
            values = getattr(self, name)
            _check_bound(name, self.vacant & (values != 0), values, "0, as the place is vacant")
        behind = np.append(False, self.vacant[:-1] & (self.mediator_court[:-1] == self.mediator_court[1:]))
        _check_bound("vacant", behind & ~self.vacant, self.vacant, "true, as the place before it at the court is")

    @property
    def courts(self) -> int:
        """Number of courts."""
        return len(self.court_region)

    @property
    def regions(self) -> int:
        """Number of intermediate courts' regions."""
        return len(self.region_province)

    @property
    def provinces(self) -> int:
        """Number of high courts' provinces."""
        return int(self.region_province.max(initial=-1)) + 1

    @property
    def mediators(self) -> int:
        """Number of mediators; of places, where some are vacant."""
        return len(self.mediator_court)

    @property
    def mediator_province(self) -> NDArray[np.int32]:
        """int32[mediators]: the province of each mediator's court."""
        return self.region_province[self.court_region[self.mediator_court]]

    @property
    def court_province(self) -> NDArray[np.int32]:
        """int32[courts]: the province of each court."""
        return self.region_province[self.court_region]


def _check_level(name: str, parents: NDArray[np.int32], parent_count: int, *, gaps_allowed: bool = False) -> None:
    """Raise unless `parents` is a one-dimensional, non-decreasing int32 array of numbers below `parent_count`."""
    if parents.ndim != 1 or parents.dtype != np.int32:
        raise RosterError(f"{name} is {parents.dtype}[{parents.ndim} dimensions]: must be int32[1 dimension]")
    if parents.size == 0:
        raise RosterError(f"{name} is empty: must hold at least one entry")
    _check_bound(name, (parents < 0) | (parents >= parent_count), parents, f"within 0..{parent_count - 1}")
    steps = np.diff(parents)
    _check_bound(name, np.append(False, steps < 0), parents, "no smaller than the entry before it")
    if not gaps_allowed and len(np.unique(parents)) != parent_count:
        raise RosterError(f"{name} leaves out a number: must use every number from 0 to {parent_count - 1}")


_COLUMNS: Final = (
    ("capacity", np.int32),
    ("dispute_types", np.uint64),
    ("languages", np.uint64),
    ("origin", np.uint8),
    ("gender", np.uint8),
    ("share_milli", np.int32),
    ("rank", np.int32),
    ("attributes", np.uint64),
    ("vacant", np.bool_),
)


def _check_lengths(roster: Roster) -> None:
    for name, dtype in _COLUMNS:
        values = getattr(roster, name)
        if values.shape != roster.mediator_court.shape or values.dtype != dtype:
            raise RosterError(
                f"{name} is {values.dtype}{list(values.shape)}: "
                f"must be {np.dtype(dtype)}[{roster.mediators}], one entry a mediator"
            )


def _check_bound(name: str, wrong: NDArray[np.bool_], values: NDArray[np.generic], bound: str) -> None:
    if wrong.any():
        position = int(np.argmax(wrong))
        raise RosterError(f"{name}[{position}] = {values[position]}: must be {bound}")
