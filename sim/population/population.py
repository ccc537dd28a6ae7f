"""The record of courts, organisations and mediators that a simulation starts from."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from engine.core.roster import Roster


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceIds:
    """What the user's own files call the courts, organisations and mediators; position is our number."""

    courts: Sequence[str]
    """Text[courts]."""
    organisations: Sequence[str]
    """Text[organisations]."""
    mediators: Sequence[str]
    """Text[mediators]; nothing for a vacant place."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Population:
    """Courts, organisations and mediators, numbered from 0 in the order of their jurisdictions."""

    roster: Roster
    """What the assignment core needs to know."""
    court_names: Sequence[str]
    """Text[courts]; made-up courts are called after tier and number, never after a real court."""
    court_tier: Sequence[str]
    """Text[courts]: high, intermediate or basic."""
    court_share: NDArray[np.float64]
    """float64[courts]: fraction of all cases filed at each court; sums to 1."""
    cases_per_year: float
    """Cases filed at all courts together; unit: cases a year."""
    organisation_count: int
    """Organisations, numbered from 0."""
    mediator_organisation: NDArray[np.int32]
    """int32[mediators]: the organisation each mediator works for."""
    province_codes: Sequence[str]
    """Text[provinces]: division codes."""
    province_zh: Sequence[str]
    """Text[provinces]: names in Chinese."""
    province_en: Sequence[str]
    """Text[provinces]: names in English."""
    region_names: Sequence[str]
    """Text[regions]; the high court forms the first region of its province."""
    source_ids: SourceIds | None = None
    """The user's own ids; None for a made-up population."""


def population_hash(population: Population) -> str:
    """Digest everything in a population that a simulation can depend on.

    Parameters
    ----------
    population
        The population; the user's own ids are left out, since they change nothing.

    Returns
    -------
    str
        16 hexadecimal digits.

    """
    digest = blake2b(digest_size=8)
    roster = population.roster
    arrays = (
        roster.court_region,
        roster.region_province,
        roster.mediator_court,
        roster.capacity,
        roster.dispute_types,
        roster.languages,
        population.court_share,
        population.mediator_organisation,
    )
    for array in arrays:
        digest.update(len(array).to_bytes(8, "little"))
        digest.update(array.astype(array.dtype.newbyteorder("<"), copy=False).tobytes())
    texts = chain(
        population.court_names,
        population.court_tier,
        population.province_codes,
        population.province_zh,
        population.province_en,
        population.region_names,
    )
    digest.update("\n".join(texts).encode())
    digest.update(float(population.cases_per_year).hex().encode())
    return digest.hexdigest()
