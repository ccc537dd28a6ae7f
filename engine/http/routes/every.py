"""All endpoints, the busiest paths first."""

from typing import Final

from engine.http.endpoint import Endpoint
from engine.http.routes import (
    admin,
    bulk,
    cases,
    choice,
    decisions,
    designation,
    disputes,
    erasure,
    events,
    health,
    meetings,
    offers,
    panels,
    roster,
    sensitive,
    staff,
)

PUBLIC: Final[tuple[Endpoint, ...]] = (
    *cases.ENDPOINTS,
    *offers.ENDPOINTS,
    *panels.ENDPOINTS,
    *bulk.ENDPOINTS,
    *disputes.ENDPOINTS,
    *events.ENDPOINTS,
    *decisions.ENDPOINTS,
    *meetings.ENDPOINTS,
    *staff.ENDPOINTS,
    *roster.ENDPOINTS,
    *designation.ENDPOINTS,
    *choice.ENDPOINTS,
    *sensitive.ENDPOINTS,
    *health.ENDPOINTS,
)
"""Of the surface for everybody."""
ADMINISTRATION: Final[tuple[Endpoint, ...]] = (*admin.ENDPOINTS, *erasure.ENDPOINTS, *health.ENDPOINTS)
"""Of the separate surface."""
EVERY: Final[tuple[Endpoint, ...]] = (*PUBLIC, *admin.ENDPOINTS, *erasure.ENDPOINTS)
"""Each endpoint once."""
