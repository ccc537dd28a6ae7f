"""From a complete filing to the command that lodges it, and from what happened to the answer."""

from collections.abc import Sequence
from typing import Final

from engine.access.matrix import ObjectFacts
from engine.access.words import Role
from engine.core.policy import STANDARD_CASE_MILLI
from engine.events.records import Filed, Offered
from engine.http.call import Call
from engine.http.errors import ProblemError
from engine.http.schemas.filings import Lodged, NewCase, OpenOffer
from engine.registry.lodging import Lodge
from engine.service.entries import Entry

_PARTY_ALONE: Final = frozenset({Role.PARTY})


def check_filing(call: Call, new: NewCase) -> tuple[str, ...]:
    """Refuse a filing that contradicts itself or is not for this subject to make; return the parties' keys.

    Raises
    ------
    ProblemError, PartyDataError
        If so.
    """
    if new.applicants >= new.parties:
        raise ProblemError("invalid", f"applicants = {new.applicants}: must be below parties = {new.parties}.")
    for name, given in (("party_keys", new.party_keys), ("party_data", new.party_data)):
        if given and len(given) != new.parties:
            raise ProblemError("invalid", f"{name}: must be there for all {new.parties} parties, or for none.")
    if new.party_keys and new.party_data:
        raise ProblemError("invalid", "party_keys: are made of party_data where those are given.")
    keys = call.around.parties.keys_of_data(new.party_data) if new.party_data else new.party_keys
    facts = ObjectFacts(tenant=call.tenant, court_id=new.court_id, party_keys=frozenset(filter(None, keys)))
    roles = call.check(facts, "court or party of yours")
    if roles == _PARTY_ALONE and new.weight_milli != STANDARD_CASE_MILLI:
        raise ProblemError("invalid", f"weight_milli: must be {STANDARD_CASE_MILLI} in a party's filing.")
    if roles == _PARTY_ALONE and new.choose:
        raise ProblemError("invalid", "choose: both sides must consent, which the court records.")
    return keys


def command_of(new: NewCase, keys: tuple[str, ...]) -> Lodge:
    """Return the command that lodges a filing."""
    return Lodge(
        court_id=new.court_id,
        parties=new.parties,
        applicants=new.applicants,
        party_keys=tuple(filter(None, keys)),
        dispute_type=new.dispute_type,
        channel=new.channel,
        entry_route=new.entry_route,
        procedure=new.procedure,
        amount_fen=new.amount_fen,
        reach=new.reach,
        impact=new.impact,
        language=new.language,
        weight_milli=new.weight_milli,
        origin=new.origin,
        mediator_gender=new.mediator_gender,
        panel_size=new.panel_size,
        choose=new.choose,
        list_size=new.list_size,
    )


def lodged_of(happened: Sequence[Entry], at: int, seq: int) -> Lodged:
    """Return what became of a filing that was taken in.

    Parameters
    ----------
    happened
        What it caused.
    at
        Logged time, microseconds since the epoch.
    seq
        Position of the last entry of its group.
    """
    case_id = dispute_id = -1
    offer = None
    for entry in happened:
        if isinstance(entry, Filed):
            case_id, dispute_id = entry.case_id, entry.dispute_id
        elif isinstance(entry, Offered) and entry.case_id == case_id and offer is None:
            offer = OpenOffer(mediator_id=entry.mediator_id, attempt=entry.attempt, answer_by=entry.deadline)
    assert case_id >= 0, "a filing that was not refused has been filed"
    return Lodged(dispute_id=dispute_id, case_id=case_id, at=at, seq=seq, offer=offer)
