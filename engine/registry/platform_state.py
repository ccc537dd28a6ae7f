"""What a platform knows, and how a log or a snapshot brings it back; what it does is in `onestop`."""

from collections.abc import Collection, Iterable
from itertools import islice
from typing import Final, TypeAlias, cast

import msgspec

from engine.events.records import Event
from engine.events.shapes import SHAPE_OF
from engine.linked.postbox import Postbox
from engine.linked.records import Answered, Asked
from engine.linked.records import AnyRecord as LinkedRecord
from engine.linked.words import System
from engine.registry.deadlines import DEADLINES_MAX, Deadline, next_of_desk, of_desk, of_process
from engine.registry.errors import RegistryStandingError
from engine.registry.following import LodgedRun
from engine.registry.letters import Letters
from engine.registry.meetings import Meetings
from engine.registry.registry import Registry
from engine.scheduling.records import AnyRecord as BookingRecord
from engine.scheduling.records import BookingRecord as AnyBooking
from engine.scheduling.scheduler import Scheduler

Happening: TypeAlias = Event | BookingRecord | LinkedRecord
"""What can happen on a platform: each is a record that a log may hold."""
_EVENTS: Final = frozenset(SHAPE_OF)
"""Every kind of event; a set, because it is asked of each: an `isinstance` that denies takes ten times as long."""
_FOREVER: Final = 2**62


class _Standing(msgspec.Struct, frozen=True, array_like=True):
    last_at: int | None
    registry: bytes
    diary: bytes
    postbox: bytes
    letters: bytes


class PlatformState:
    """The parts of a platform; parameters are those of `engine.registry.onestop.OneStop`."""

    def __init__(self, registry: Registry, scheduler: Scheduler, postbox: Postbox, linked: Collection[System]) -> None:
        self.registry: Final = registry
        self.scheduler: Final = scheduler
        self.postbox: Final = postbox
        self._meetings: Final = Meetings(scheduler)
        self._letters: Final = Letters(linked)
        self._now: int | None = None
        self._last_at: int | None = None
        self._sleeps = False
        """Whether the linked systems have not been asked again since a restart."""

    def replay(self, happenings: Iterable[Happening]) -> None:
        """Take over a log, or what follows a standing; it may be called for each part of a log.

        Nothing is decided and nobody is asked anything; requests without an answer are sent again by the next
        `advance`, at the instant that it reaches.

        Raises
        ------
        LifecycleError, DeskError, CoreError, SchedulingError, LinkedError
            If a record does not fit what those before it have left.
        """
        for one in happenings:
            if type(one) in _EVENTS:
                self.registry.replay((cast("Event", one),))
            elif isinstance(one, AnyBooking):
                self._meetings.replay(one)
            else:
                self._follow(cast("LinkedRecord", one))
            self._last_at = instant_of(one)
        if self._last_at is not None:
            self._now = self._last_at if self._now is None else max(self._now, self._last_at)
        self._sleeps = True

    def standing(self) -> bytes:
        """Return all that decides what happens next: platforms that the same log has led to give equal bytes.

        What is under way to linked systems is not in it: a restart sends again what has no answer, under its key.
        """
        return msgspec.msgpack.encode(
            _Standing(
                self._last_at,
                self.registry.standing(),
                self.scheduler.diary.standing(),
                self.postbox.standing(),
                self._letters.standing(),
            )
        )

    def restore(self, standing: bytes) -> None:
        """Take over a standing, in a platform that is empty and was made with the same rules, rosters and words.

        Then `replay` what happened since, and `advance`.

        Raises
        ------
        RegistryError, DeskError, CoreError, SchedulingError, LinkedError
            If the bytes are not a platform's, or not of such a one.
        """
        try:
            found = msgspec.msgpack.decode(standing, type=_Standing)
        except msgspec.MsgspecError as error:
            raise RegistryStandingError(f"standing of {len(standing)} bytes: must be a platform's: {error}") from error
        self.registry.restore(found.registry)
        self.scheduler.diary.restore(found.diary)
        self.postbox.restore(found.postbox)
        self._letters.restore(found.letters)
        self._now = self._last_at = found.last_at
        self._sleeps = True

    @property
    def next_due(self) -> int | None:
        """When something is due next, microseconds since the epoch; None if nothing is.

        After a restart with unanswered requests something is due at once.
        """
        waiting = self.postbox.ledger.entries.keys() - self.postbox.ledger.dead.keys() if self._sleeps else ()
        due_at = self._next_due
        if not waiting or self._now is None:
            return due_at
        return self._now if due_at is None else min(self._now, due_at)

    def deadlines(self, before: int, *, most: int = DEADLINES_MAX) -> list[Deadline]:
        """Return what ends by an instant unless somebody acts: offers, steps, periods, clocks of every door.

        Only what is due by then is looked at, however many disputes there are.

        Parameters
        ----------
        before
            Microseconds since the epoch, this instant included.
        most
            How many at most; the first ones.

        Returns
        -------
        list of Deadline
            In the order in which they end.
        """
        disputes = map(self.registry.dispute, self.registry.due_disputes(before, most))
        found = [
            deadline
            for dispute in disputes
            for process in dispute.processes.values()
            for deadline in of_process(dispute, process, before)
        ]
        for track, desk in self.registry.desks.items():
            found += of_desk(desk, track, before, most)
        return list(islice(sorted(found), most))

    def next_deadline(self, case_id: int) -> Deadline | None:
        """Return what ends next in a case unless somebody acts; None if nothing does.

        Raises
        ------
        UnknownDisputeError
            If no such case is registered.
        """
        dispute, process = self.registry.process(case_id)
        found = list(of_process(dispute, process, _FOREVER))
        desk = self.registry.desks.get(process.track)
        waits = None if desk is None else next_of_desk(desk, process.track, case_id)
        return min([*found, waits] if waits is not None else found, default=None)

    @property
    def _next_due(self) -> int | None:
        dues = (self.registry.next_due, None if self._sleeps else self.postbox.next_due)
        return min((due for due in dues if due is not None), default=None)

    def _wake(self, at: int) -> None:
        """Ask the linked systems again after a restart."""
        if self._sleeps:
            self._sleeps = False
            self.postbox.resume(at)

    def replay_lodged(self, run: LodgedRun) -> int:
        """Take over applications of a log at one stroke; return how many, the rest being for `replay`."""
        count = self.registry.replay_lodged(run)
        if count:
            self._last_at = run.at
            self._now = run.at if self._now is None else max(self._now, run.at)
            self._sleeps = True
        return count

    def _follow(self, record: LinkedRecord) -> None:
        self.postbox.follow(record)
        if isinstance(record, Asked):
            self._letters.asked(record)
        elif isinstance(record, Answered):
            self._letters.answered(record)

    def _noted(self, happened: list[Happening], at: int) -> list[Happening]:
        """Remember the instant up to which all is done, and that of the last record."""
        self._now = at if self._now is None else max(at, self._now)
        if happened:
            self._last_at = instant_of(happened[-1])
        return happened


def instant_of(one: Happening) -> int:
    """Return when something was recorded, microseconds since the epoch."""
    if isinstance(one, Event):
        return one.recorded_at
    return one.occurred_at if isinstance(one, AnyBooking) else one.at
