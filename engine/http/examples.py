"""Examples of the description: what a small court's day looks like; a test checks them against their schemas."""

from typing import Any, Final

AT: Final = 1_654_480_800_000_000
"""Ten in the morning of a Monday of June 2022."""

NEW_CASE: Final[dict[str, Any]] = {"court_id": 0, "dispute_type": "family", "amount_fen": 2_000_000}
OFFER: Final[dict[str, Any]] = {"mediator_id": 1, "attempt": 1, "answer_by": AT + 259_200_000_000}
LODGED: Final[dict[str, Any]] = {"dispute_id": 7, "case_id": 7, "at": AT, "seq": 12, "offer": OFFER}
SEAT: Final[dict[str, Any]] = {
    "seat": 0,
    "mediator_id": 1,
    "organisation_id": 0,
    "attempt": 1,
    "answer_by": AT + 259_200_000_000,
}
MEETING: Final[dict[str, Any]] = {
    "number": 0,
    "case_id": 7,
    "purpose": "session",
    "medium": "video",
    "status": "booked",
    "starts_at": AT + 86_400_000_000,
    "ends_at": AT + 93_600_000_000,
    "attempt": 1,
}
CASE: Final[dict[str, Any]] = {
    "case_id": 7,
    "dispute_id": 7,
    "court_id": 0,
    "track": "mediation",
    "state": "offered",
    "opened_at": AT,
    "entered_at": AT,
    "deadlines": [{"clock": "designation", "ends_at": AT + 259_200_000_000}],
    "seats": [SEAT],
    "attempt": 1,
    "step": 0,
    "is_waiting": False,
    "is_choosing": False,
    "period_ends_at": None,
    "facts": {"sought_at": AT},
    "marks": {"consented": 1},
    "meetings": [MEETING],
}
DISPUTE: Final[dict[str, Any]] = {
    "dispute_id": 7,
    "court_id": 0,
    "parties": 2,
    "applicants": 1,
    "entry_route": "party_application",
    "procedure": "ordinary",
    "amount_fen": 2_000_000,
    "reach": "domestic",
    "impact": "ordinary",
    "last_at": AT,
    "facts": {},
    "cases": [CASE],
}
CASE_LINE: Final[dict[str, Any]] = {
    "case_id": 7,
    "dispute_id": 7,
    "court_id": 0,
    "track": "mediation",
    "state": "offered",
    "entered_at": AT,
    "next_deadline_at": AT + 259_200_000_000,
    "mediator_id": 1,
}
STEP: Final[dict[str, Any]] = {"kind": "accepted", "at": AT, "case_id": 7, "track": "mediation", "mediator_id": 1}
DONE: Final[dict[str, Any]] = {"at": AT, "seq": 13, "steps": [STEP]}
DESK_OFFER: Final[dict[str, Any]] = {
    "case_id": 7,
    "dispute_id": 7,
    "court_id": 0,
    "track": "mediation",
    "state": "offered",
    "seat": 0,
    "attempt": 1,
    "answer_by": AT + 259_200_000_000,
    "period_ends_at": None,
    "weight_milli": 1000,
}
DESK: Final[dict[str, Any]] = {
    "mediator_id": 1,
    "court_id": 0,
    "is_present": True,
    "offers": [DESK_OFFER],
    "held": [],
}
PROBLEM: Final[dict[str, Any]] = {
    "type": "urn:onestop:problem:not-found",
    "title": "There is no such thing",
    "status": 404,
    "detail": "There is no such case, or it is not yours to see.",
    "request_id": "1-42",
}
