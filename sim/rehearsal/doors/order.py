"""What must have come before what at the other doors, judged from a dispute's events, whatever the rules' data say."""

from collections.abc import Collection
from typing import Final

from engine.events.event import Event
from engine.events.lifecycle_words import Impact, Track, Transition
from engine.events.moves import DisputeOpened, Moved
from engine.events.records import Accepted

_T = Transition
_Step = tuple[Track, Transition]
_TITLES: Final = frozenset({
    (Track.ARBITRATION, _T.AWARD), (Track.CONFIRMATION, _T.CONFIRM), (Track.LITIGATION, _T.JUDGE),
    (Track.LITIGATION, _T.RECOGNISE), (Track.LITIGATION, _T.COME_INTO_FORCE),
})  # fmt: skip
"""What makes something enforceable."""
_BEFORE: Final[dict[_Step, frozenset[_Step]]] = {
    (Track.PRESERVATION, _T.OPEN_CASE): frozenset({
        (Track.PRESERVATION, _T.TRANSMIT), (Track.PRESERVATION, _T.APPLY_BEFORE_SUIT),
        (Track.PRESERVATION, _T.APPLY_IN_SUIT),
    }),
    (Track.PRESERVATION, _T.GRANT): frozenset({(Track.PRESERVATION, _T.GIVE_SECURITY)}),
    (Track.PRESERVATION, _T.GRANT_UNSECURED): frozenset({(Track.PRESERVATION, _T.APPLY_IN_SUIT)}),
    (Track.PRESERVATION, _T.CARRY_OUT): frozenset({
        (Track.PRESERVATION, _T.GRANT), (Track.PRESERVATION, _T.GRANT_UNSECURED), (Track.PRESERVATION, _T.REVOKE),
    }),
    (Track.ARBITRATION, _T.OPEN_HEARING): frozenset({(Track.ARBITRATION, _T.CONSTITUTE)}),
    (Track.LITIGATION, _T.OPEN_HEARING): frozenset({(Track.LITIGATION, _T.ASSIGN)}),
    (Track.ARBITRATION, _T.AWARD): frozenset({(Track.ARBITRATION, _T.CONSTITUTE)}),
    (Track.LITIGATION, _T.APPLY_TO_SET_ASIDE): frozenset({(Track.ARBITRATION, _T.AWARD)}),
    (Track.LITIGATION, _T.COMPLETE): _TITLES,
    (Track.EVALUATION, _T.DELIVER_OPINION): frozenset({(Track.EVALUATION, _T.CONSTITUTE)}),
    (Track.CONFIRMATION, _T.APPLY): frozenset({(Track.MEDIATION, _T.SETTLE), (Track.COMMERCIAL_MEDIATION, _T.SETTLE)}),
}  # fmt: skip
"""One of these has come before."""
_EVALUATED_ABOVE_FEN: Final = 300_000_000 * 100


class DoorOrder:
    """Follows the events of one dispute from its opening on.

    Examples
    --------
    >>> from engine.lifecycle.example import MONDAY, dispute_opened
    >>> DoorOrder().follow(dispute_opened(at=MONDAY)) is None
    True
    """

    __slots__ = ("_accepted", "_is_weighty", "_seen", "_sizes")

    def __init__(self) -> None:
        self._is_weighty = False
        self._seen: Final[set[_Step]] = set()
        self._accepted: Final[dict[int, set[int]]] = {}
        """Who has agreed to sit, by case."""
        self._sizes: Final[dict[int, int]] = {}
        """How many sit, of the cases for which that has been said."""

    def follow(self, event: Event) -> str | None:
        """Take over an event; return what should have come before it and has not, None if all is well."""
        if isinstance(event, DisputeOpened):
            self._is_weighty = event.amount_fen > _EVALUATED_ABOVE_FEN or event.impact is Impact.SIGNIFICANT
            return None
        if isinstance(event, Accepted):
            self._accepted.setdefault(event.case_id, set()).add(event.mediator_id)
            return None
        if not isinstance(event, Moved):
            return None
        if event.transition in (_T.CONSTITUTE, _T.ASSIGN):
            self._sizes[event.case_id] = event.number or 0
            accepted = len(self._accepted.get(event.case_id, ()))
            if event.transition is _T.CONSTITUTE and accepted != event.number:
                return f"a panel of {event.number} must have been accepted by as many, not by {accepted}"
        step = event.track, event.transition
        wanted = _BEFORE.get(step)
        self._seen.add(step)
        if step == (Track.EVALUATION, _T.APPLY) and not self._is_weighty:
            return "only weighty disputes are evaluated"
        if wanted is not None and not wanted & self._seen:
            return (
                f"{step[1].value} at {step[0].value} must follow {' or '.join(sorted(one.value for _, one in wanted))}"
            )
        return None

    def hear(self, case_id: int, members: Collection[int]) -> str | None:
        """Return what is wrong with a hearing that some members have just held, None if all is well."""
        accepted = self._accepted.get(case_id, set())
        if len(accepted) != self._sizes.get(case_id):
            return f"case {case_id} must have its whole panel before it is heard, not {len(accepted)} members"
        if accepted != set(members):
            return f"case {case_id} must be heard by its panel, not by {sorted(members)}"
        return None
