"""Commands that take a mediator out of a case or let him in again: conflicts, consent, replacement."""

from collections.abc import Collection
from typing import Final

from engine.core.views import Verdict
from engine.desk.docket import DocketEntry, Seat
from engine.desk.errors import ChoiceError, ConflictEntryError, ConsentError, DeskCaseError
from engine.desk.part import DeskPart
from engine.desk.party_choice import Side
from engine.events.enums import ClosingCode, ConflictGround, ConflictSource, OfferBasis, ReleaseGround
from engine.events.lifecycle_words import Track
from engine.events.records import ConflictLifted, Event

REPLACEMENTS_MAX: Final = 1
"""Replacements of a case without the parties' own choice (ONL 14)."""
CHALLENGED_MAX: Final = 3
"""Members barred from a case, by whomever, up to which a party's word alone bars another: a party that could go on
would choose its mediator by naming all others. Beyond them the court decides (SIM 15). The number is an assumption."""


class ConflictCommands(DeskPart):
    """Conflicts found and lifted, mediators replaced."""

    def find_conflict(
        self, case_id: int, mediator: int, ground: ConflictGround, source: ConflictSource, at: int
    ) -> list[Event]:
        """Bar a mediator from a case (ONL 13); if he is asked or holds it, take it from him and draw anew.

        Nothing that happened is edited: the offer stays in the log, its release and the new draw follow it. If the
        mediator is barred already, nothing happens.

        Parameters
        ----------
        case_id, mediator
            Who may not take which case.
        ground, source
            What stands between them, and who said so.
        at
            When it became known, microseconds since the epoch.

        Raises
        ------
        ConflictEntryError
            If the ground is that of a replacement, see `replace`; or a party names another where `CHALLENGED_MAX`
            are barred.
        """
        if ground is ConflictGround.REPLACED:
            raise ConflictEntryError(f"ground = {ground}: must be a conflict; a party's wish goes to replace (ONL 14)")
        entry = self._open(case_id, at)
        if mediator in entry.bars:
            return self._office.close()
        if source is ConflictSource.PARTY:
            _check_challenge(entry, mediator)
        seat = entry.seat_of(mediator)
        if seat is not None:
            self._answers.release(entry, seat, ReleaseGround.CONFLICT)
        self._answers.bar(entry, mediator, ground, source)
        # The case looks even where he was not asked: if everybody else has declined, a new round is due now.
        self._walk.match([] if seat is None else [mediator], [entry])
        return self._office.close()

    def lift_conflict(self, case_id: int, mediator: int, consents: Collection[Side], at: int) -> list[Event]:
        """Let a mediator in again: both parties know of the relation and consent (SIM 15).

        Parameters
        ----------
        case_id, mediator
            Who may take which case again.
        consents
            The sides that consent; it takes both.
        at
            When the second one did, microseconds since the epoch.

        Raises
        ------
        ConsentError
            If a side is missing.
        ConflictEntryError
            If there is no conflict, or the mediator was replaced: no consent lifts that.
        """
        entry = self._open(case_id, at)
        missing = set(Side) - set(consents)
        if missing:
            raise ConsentError(f"consents: must hold both sides (SIM 15), {', '.join(sorted(missing))} is missing")
        if entry.bars.get(mediator) in (None, ConflictGround.REPLACED):
            raise ConflictEntryError(
                f"mediator = {mediator}: must be in a conflict with case {case_id} that can be lifted"
            )
        self._office.record(ConflictLifted(**self._office.about(entry), mediator_id=mediator))
        # The case looks, too: if he as well has declined in this round, all have, and the next one is due.
        self._walk.match([mediator], [entry])
        return self._office.close()

    def replace(self, case_id: int, at: int, *, mediator: int | None = None, choice: int | None = None) -> list[Event]:
        """Give a held case to another mediator because a party asks for it (ONL 14), or a court where it assigns.

        The first time the court draws anew. Whoever asks again and does not choose for himself counts as refusing
        mediation: the case is closed, a party being unwilling. At other doors another is drawn each time.

        Parameters
        ----------
        case_id
            A case that is held.
        at
            When the party asked, microseconds since the epoch.
        mediator
            Who shall be replaced; may be left out where one mediator holds the case.
        choice
            Whom the parties want instead; None if they leave it to the court.

        Returns
        -------
        list[Event]
            Release, lasting bar and new offer; or, the second time without a choice, the closing.

        Raises
        ------
        DeskCaseError
            If nobody, or somebody else, holds the case; or a second refusal meets a panel that is not complete.
        ChoiceError
            If the parties' choice could not be drawn now.
        """
        entry = self._open(case_id, at)
        seat = self._held_seat(entry, mediator)
        is_refusal = choice is None and entry.replaced >= REPLACEMENTS_MAX
        if is_refusal and self._office.track is Track.MEDIATION:
            self._walk.match(self._answers.end(entry, ClosingCode.PARTY_UNWILLING))
            return self._office.close()
        self._check_replacement(entry, seat, choice)
        self._answers.release(entry, seat, ReleaseGround.REPLACED)
        self._answers.bar(entry, seat.mediator, ConflictGround.REPLACED, ConflictSource.PARTY)
        if choice is not None:
            self._offers.name(entry, choice, OfferBasis.CHOSEN)
        self._walk.match([seat.mediator], [entry])
        return self._office.close()

    def _check_replacement(self, entry: DocketEntry, seat: Seat, choice: int | None) -> None:
        """Refuse a choice before anybody is released for it."""
        if choice is None:
            return
        if choice == seat.mediator:
            raise DeskCaseError(f"choice = {choice}: must be another than the mediator who is replaced")
        verdict = self._office.core.why_not(entry.case_id, choice)
        if verdict is not Verdict.IN_POOL:
            raise ChoiceError(f"choice = {choice}: must be free for case {entry.case_id}, but fails on: {verdict}")


def _check_challenge(entry: DocketEntry, mediator: int) -> None:
    """Refuse a party's word where the court has to decide; replacements are bounded by themselves."""
    barred = sum(ground is not ConflictGround.REPLACED for ground in entry.bars.values())
    if barred >= CHALLENGED_MAX:
        raise ConflictEntryError(
            f"mediator = {mediator}: {barred} are barred from case {entry.case_id} for conflicts: must be fewer than "
            f"{CHALLENGED_MAX} for a party to name another; beyond them the court decides, and a clerk records it"
        )
