"""A dispute and its processes, as the events have left them. Written by `engine.lifecycle.apply` alone."""

from dataclasses import dataclass, field

from engine.events.enums import EntryRoute
from engine.events.lifecycle_words import Clock, Impact, Procedure, Reach, State, Track
from engine.lifecycle.counted import Counted

# The factory of the fields is `dict` itself: calling an alias such as `dict[Clock, int]` takes seven times as long, and
# a process has five of them.


@dataclass(slots=True, kw_only=True)
class Process:
    """A dispute's way through one door."""

    case_id: int
    track: Track
    state: State
    opened_at: int = 0
    """When it was opened, microseconds since the epoch."""
    entered_at: int
    """When it came into this state, microseconds since the epoch."""
    clocks: dict[Clock, int] = field(default_factory=dict)
    """End of each running clock."""
    paused: dict[Clock, tuple[int, int]] = field(default_factory=dict)
    """End of each stopped clock that will go on, and when it was stopped."""
    facts: dict[str, int] = field(default_factory=dict)
    """When what the rules ask about happened, by name."""
    marks: dict[str, int] = field(default_factory=dict)
    """Which parties have done what the rules ask about, one bit each, by name."""
    amounts: dict[str, int] = field(default_factory=dict)
    """What the rules measure money by, hundredths of a yuan, by name."""
    mediator_id: int | None = None
    """Who is offered it or holds it, mediator or member of another roster."""
    organisation_id: int | None = None
    attempt: int = 0
    step: int = 0
    counted: dict[Clock, Counted] | None = None
    """How the ends of those clocks were counted, running or paused, that end in a year nobody has announced yet; None
    if there is no such clock."""

    @property
    def next_deadline(self) -> tuple[int, Clock] | None:
        """The clock that ends first, and when; None if none runs."""
        return min((end, clock) for clock, end in self.clocks.items()) if self.clocks else None


@dataclass(slots=True, kw_only=True)
class Dispute:
    """One dispute, whatever doors it goes through."""

    dispute_id: int
    court_id: int
    parties: int
    """How many."""
    applicants: int
    entry_route: EntryRoute
    procedure: Procedure
    amount_fen: int
    reach: Reach
    impact: Impact
    last_at: int
    """When its last event happened."""
    facts: dict[str, int] = field(default_factory=dict)
    """Like those of a process, but known to every door."""
    processes: dict[int, Process] = field(default_factory=dict)
    """By case number, in the order they were opened."""

    @property
    def everybody(self) -> int:
        """All parties, one bit each."""
        return (1 << self.parties) - 1

    @property
    def next_deadline(self) -> tuple[int, int, Clock] | None:
        """The clock of any process that ends first: when, of which case, which clock; None if none runs."""
        ends = [
            (end, process.case_id, clock)
            for process in self.processes.values()
            for clock, end in process.clocks.items()
        ]
        return min(ends) if ends else None
