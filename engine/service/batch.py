"""What one round of groups has come to, before it is stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from engine.log.parts import Parts
from engine.service.answers import Answer, Group, Outcome
from engine.service.entries import Entry
from engine.service.errors import KeyReuseError


@dataclass(slots=True)
class Batch:
    """Entries that are to be stored together, and what is to be answered then."""

    at: int
    """Logged time, microseconds since the epoch."""
    entries: Parts[Entry]
    outcomes: list[Outcome | None]
    """Of each group; None for one that has to wait for another one's."""
    first: dict[bytes, int] = field(default_factory=dict[bytes, int])
    """Of each new key, the group that came first with it."""

    def is_first(self, group: Group, place: int) -> bool:
        """Tell whether a new group is the first of its batch with its key; a later one waits for its answer."""
        return group.key is None or self.first[group.key] == place

    def answers(self, groups: Sequence[Group]) -> list[Outcome]:
        """Return one outcome a group."""
        return [self._repeated(groups, place) if one is None else one for place, one in enumerate(self.outcomes)]

    def _repeated(self, groups: Sequence[Group], place: int) -> Outcome:
        """Answer a group whose key another one of the same batch has brought first."""
        group = groups[place]
        assert group.key is not None, "only a key makes a group wait for another"
        first = self.first[group.key]
        answer = self.outcomes[first]
        assert answer is not None, "the first of equal groups has been carried out"
        if groups[first].request_digest != group.request_digest:
            return KeyReuseError(group.name)
        return replace(answer, repeated=True) if isinstance(answer, Answer) else answer
