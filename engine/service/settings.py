"""Bounds of a service: each limit once, with its reason."""

import msgspec

from engine.service.errors import SettingError

_BOUNDS = {
    "queue_commands_max": (1, 1_000_000),
    "queue_questions_max": (1, 100_000),
    "batch_commands_max": (1, 10_000),
    "gather_seconds": (0.0, 1.0),
    "tick_seconds": (0.001, 60.0),
    "absence_hours_max": (1.0, 87_600.0),
}


class ServiceSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a service takes on at once.

    Raises
    ------
    SettingError
        If a value lies outside its bounds.
    """

    queue_commands_max: int = 20_000
    """Commands that may wait: at tens of thousands a second they wait less than a second, and later ones are told to
    come again while their senders still care."""
    queue_questions_max: int = 2_000
    """Reads that may wait; each takes well below a millisecond."""
    batch_commands_max: int = 1_000
    """Commands carried out before they are stored: some 15 ms of work, which is what a single one may have to wait."""
    gather_seconds: float = 0.002
    """How long the writer waits for as many groups as it took last time: those who were just answered are likely to ask
    again, and a small batch costs more than the commands in it. About as long as such a batch takes; an assumption."""
    tick_seconds: float = 0.2
    """How often the writer looks whether anything is due while nothing comes."""
    absence_hours_max: float = 72.0
    """After how long an absence somebody must say that the clock is right before what fell due happens: a weekend and a
    day, an assumption."""

    def __post_init__(self) -> None:
        for name, (least, most) in _BOUNDS.items():
            value = getattr(self, name)
            if not least <= value <= most:
                raise SettingError(name, value, f"within {least}..{most}")
