"""Numbers for what a request opens, reserved here because a command must name its case."""

from typing import Final

from engine.http.exchange import Exchange


class Numbers:
    """One more than the largest number that was ever seen or reserved.

    Parameters
    ----------
    exchange
        Where the registry is asked.
    """

    def __init__(self, exchange: Exchange) -> None:
        self._exchange: Final = exchange
        self._next = 0

    async def reserve(self) -> int:
        """Return a number that nobody else gets from here, larger than every one that the registry knows."""
        # Filings are numbered by the registry, so what it knew at an earlier request may have been given since.
        known = await self._exchange.ask(lambda world: world.platform.registry.next_number)
        number = max(self._next, known)
        self._next = number + 1
        return number
