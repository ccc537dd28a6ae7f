"""All random commands by name: lawful ones, and ones that must be refused."""

from collections.abc import Callable
from random import Random
from typing import Final

from tests.engine.core import case_moves, roster_moves
from tests.engine.core.misfits import misfits
from tests.engine.core.mover import Mover


def err(mover: Mover, random: Random) -> None:
    """One of all the events that do not fit at this moment is tried."""
    mover.pair.refusal(random.choice(list(misfits(mover))))


_MOVES: Final[tuple[tuple[Callable[[Mover, Random], None], int], ...]] = (
    (case_moves.file, 4),
    (case_moves.meet, 2),
    (case_moves.seek, 6),
    (case_moves.pull, 2),
    (case_moves.offer_by_hand, 2),
    (case_moves.accept, 3),
    (case_moves.refuse, 3),
    (case_moves.release, 1),
    (case_moves.close, 2),
    (case_moves.withdraw, 1),
    (case_moves.escalate, 1),
    (case_moves.look_on, 1),
    (case_moves.choose, 1),
    (case_moves.relate, 2),
    (case_moves.note, 1),
    (case_moves.question, 3),
    (roster_moves.adopt, 1),
    (roster_moves.set_capacity, 1),
    (roster_moves.come_or_go, 2),
    (roster_moves.appoint, 1),
    (roster_moves.qualify, 1),
    (err, 3),
)
"""Each command and how often it stands among the others; filing and seeking often, so that worlds fill up."""
COMMANDS: Final = {move.__name__: move for move, _ in _MOVES}
"""Every command by its name."""
NAMES: Final = tuple(move.__name__ for move, times in _MOVES for _ in range(times))
"""Names to choose among."""


def move(mover: Mover, command: str, random: Random) -> None:
    """Carry out a command, which does nothing where there is nothing to do it to, and check everything."""
    COMMANDS[command](mover, random)
    mover.pair.check()
