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

    async def reserve(self, count: int = 1) -> int:
        """Return the first of so many numbers that nobody else gets from here."""
        if self._next == 0:
            await self.look()
        first = self._next
        self._next = first + count
        return first

    async def look(self) -> None:
        """Take note of the largest number that the registry knows, as after a clash."""
        known = await self._exchange.ask(lambda world: world.platform.registry.next_number)
        self._next = max(self._next, known, 1)
