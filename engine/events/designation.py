"""What bears on who may take a case: the parties' choice, conflicts, releases, panels, decks."""

from typing import ClassVar

from engine.events.enums import ActorRole, ConflictGround, ConflictSource, ReleaseGround
from engine.events.event import Event


class ChoiceOpened(Event, frozen=True, kw_only=True, gc=False, tag="choice_opened"):
    """The parties are asked to choose a mediator together; until the deadline nobody is drawn."""

    actor_role: ClassVar[ActorRole] = ActorRole.COURT
    rule: ClassVar[str | None] = "ONL 10"

    deadline: int
    """End of the time to agree."""


class ChoiceEnded(Event, frozen=True, kw_only=True, gc=False, tag="choice_ended"):
    """The parties did not agree on anybody: the court designates."""

    rule: ClassVar[str | None] = "ONL 10"


class Shortlisted(Event, frozen=True, kw_only=True, gc=False, tag="shortlisted"):
    """A mediator is left on the list that the parties struck and ranked; who struck whom is not told."""

    rule: ClassVar[str | None] = "ONL 10"

    mediator_id: int
    place: int
    """Place on the combined list, from 1."""


class ConflictFound(Event, frozen=True, kw_only=True, gc=False, tag="conflict_found"):
    """A mediator may not take the case."""

    rule: ClassVar[str | None] = "ONL 13"

    mediator_id: int
    ground: ConflictGround
    source: ConflictSource


class ConflictLifted(Event, frozen=True, kw_only=True, gc=False, tag="conflict_lifted"):
    """Both parties know of the relation and consent to the mediator all the same."""

    actor_role: ClassVar[ActorRole] = ActorRole.PARTY
    rule: ClassVar[str | None] = "SIM 15"

    mediator_id: int


class Released(Event, frozen=True, kw_only=True, gc=False, tag="released"):
    """A mediator loses the case without having answered for it; it waits again with the age it had."""

    actor_role: ClassVar[ActorRole] = ActorRole.COURT
    rule: ClassVar[str | None] = "ONL 14"

    mediator_id: int
    organisation_id: int
    attempt: int
    step: int
    ground: ReleaseGround


class Exhausted(Event, frozen=True, kw_only=True, gc=False, tag="exhausted"):
    """The ladder has ended and nobody took the case: a clerk looks after it until the deadline, then looks again."""

    rule: ClassVar[str | None] = "ONL 10"

    step: int
    deadline: int


class LeadNamed(Event, frozen=True, kw_only=True, gc=False, tag="lead_named"):
    """One mediator of a panel leads it."""

    rule: ClassVar[str | None] = "ONL 11"

    mediator_id: int


class DeckRenewed(Event, frozen=True, kw_only=True, gc=False, tag="deck_renewed"):
    """Nobody the case could be dealt to had a card left: everybody in its circle gets his share anew."""

    rule: ClassVar[str | None] = "ONL 10"

    step: int
