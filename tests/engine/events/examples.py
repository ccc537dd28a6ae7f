"""Events to test with: one of each kind by hand, any number of any kind by Hypothesis."""

from typing import Any

from hypothesis import strategies as st

from engine.events.enums import Channel, ClosingCode, DisputeType, EntryRoute, Language, Stage
from engine.events.records import (
    Accepted,
    Closed,
    Declined,
    Escalated,
    Event,
    Filed,
    Lapsed,
    Offered,
    OpenedInProgress,
    RoundOpened,
)
from engine.events.shapes import SHAPES, Shape

MONDAY = 1_598_227_200_000_000
"""2020-08-24 00:00 UTC."""
HOUR = 3_600_000_000
COURTS = 40

_BITS = {"court_id": None, "organisation_id": 32, "mediator_id": 32, "attempt": 16, "step": 8}


def one_of_each() -> list[Event]:
    """One event of each kind, in the order of the kinds, an hour apart."""
    at = iter(range(MONDAY, MONDAY + 9 * HOUR, HOUR))
    case: dict[str, Any] = {"dispute_id": 11, "case_id": 12, "court_id": 2}
    about: dict[str, Any] = {
        "dispute_type": DisputeType.LABOUR,
        "channel": Channel.COURT_WINDOW,
        "entry_route": EntryRoute.ENTRUSTED,
        "language": Language.KOREAN,
        "weight_milli": 1000,
    }
    asked: dict[str, Any] = {"mediator_id": 70, "organisation_id": 7, "attempt": 1, "step": 0}

    def times() -> dict[str, Any]:
        now = next(at)
        return {"occurred_at": now, "recorded_at": now}

    return [
        Filed(**times(), **case, **about, deadline=MONDAY + 24 * HOUR),
        OpenedInProgress(
            **(times() | {"occurred_at": MONDAY - HOUR}),
            **case,
            **about,
            **asked,
            stage=Stage.ACCEPTED,
            deadline=None,
            accepted_at=MONDAY - 1,
        ),
        Offered(**times(), **case, **asked, deadline=MONDAY + 72 * HOUR, pool_size=9, band_size=3, word=-(2**63)),
        Accepted(**times(), **case, **asked, weight_milli=1000),
        Declined(**times(), **case, **asked, penalty_milli=500),
        Lapsed(**times(), **case, **asked, penalty_milli=1000),
        Escalated(**times(), **case, step=3, deadline=None),
        RoundOpened(**times(), **case, step=3, round=1),
        Closed(**times(), **case, **asked, closing_code=ClosingCode.SELF_SETTLED),
    ]


def field_values(name: str, shape: Shape) -> st.SearchStrategy[Any]:
    """Any value that a field of a kind may hold."""
    field = shape.fields[name]
    if field.vocabulary is not None:
        values = st.sampled_from(list(field.vocabulary))
    elif name == "court_id":
        values = st.integers(0, COURTS - 1)
    else:
        bits = _BITS.get(name) or 64
        values = st.integers(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    return st.none() | values if field.nullable else values


def _events_of(shape: Shape) -> st.SearchStrategy[Event]:
    return st.builds(shape.record, **{name: field_values(name, shape) for name in shape.fields})


any_event: st.SearchStrategy[Event] = st.one_of([_events_of(shape) for shape in SHAPES.values()])
"""An event of any kind with any values its fields may hold."""
