"""What waits for a second person, as it comes in and as it is shown."""

from typing import Annotated

import msgspec

from engine.access.second_person import Reason, Reference
from engine.events.whole import Whole
from engine.http.schemas.staff import NewOverride, NewPolicy
from engine.http.settings import PAGE_MAX


class Erasure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which dispute's party data shall be erased."""

    dispute_id: Whole


class _Proposal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    reason: Reason
    reference: Reference
    """Number of the file that shows it."""


class PolicyProposal(_Proposal, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another policy, why, and the file that shows it."""

    command: NewPolicy


class OverrideProposal(_Proposal, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A case out of sequence, why, and the file that shows it."""

    command: NewOverride


class ErasureProposal(_Proposal, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Party data shall be erased, why, and the file that shows it."""

    command: Erasure


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal that waits for its second person."""

    number: int
    expires_at: int
    """Microseconds since the epoch."""


class Withdrawn(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal that nobody can confirm any more."""

    number: int


class ProposalQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part of the list."""

    after: Whole = 0
    """Number of the last proposal of the page before; 0 for the first page."""
    limit: Annotated[int, msgspec.Meta(ge=1, le=PAGE_MAX)] = 100


class _OpenProposal(msgspec.Struct, frozen=True, kw_only=True):
    number: int
    proposed_at: int
    """Microseconds since the epoch."""
    expires_at: int
    """First instant at which nobody can confirm it any more."""
    reason: Reason
    reference: Reference
    is_own: bool
    """Whether who asks has proposed it: he may withdraw it, somebody else may confirm it."""


class OpenPolicy(_OpenProposal, frozen=True, kw_only=True):
    """A policy that waits for its second person."""

    command: NewPolicy
    """What has to be sent to confirm it."""


class OpenOverride(_OpenProposal, frozen=True, kw_only=True):
    """An offer out of sequence that waits for its second person."""

    command: NewOverride
    """What has to be sent to confirm it."""


class OpenErasure(_OpenProposal, frozen=True, kw_only=True):
    """An erasure that waits for its second person."""

    command: Erasure
    """What has to be sent to confirm it."""


class _Page(msgspec.Struct, frozen=True, kw_only=True):
    next: int | None
    """Goes into `after` of the next page; null at the end."""


class PolicyProposals(_Page, frozen=True, kw_only=True):
    """Policies that wait, by number."""

    proposals: tuple[OpenPolicy, ...]


class OverrideProposals(_Page, frozen=True, kw_only=True):
    """Offers out of sequence that wait, by number."""

    proposals: tuple[OpenOverride, ...]


class ErasureProposals(_Page, frozen=True, kw_only=True):
    """Erasures that wait, by number."""

    proposals: tuple[OpenErasure, ...]
