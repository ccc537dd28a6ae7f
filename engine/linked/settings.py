"""How patiently each linked system is asked. Times are integer microseconds."""

from collections.abc import Mapping
from typing import Final

import msgspec

from engine.linked.errors import LinkSettingsError
from engine.linked.words import System

SECOND_US: Final = 1_000_000
"""Microseconds of a second."""


class LinkSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Patience with one system, and the latency of its simulator.

    Raises
    ------
    LinkSettingsError
        With the first field that is out of its bound.

    Examples
    --------
    >>> import msgspec
    >>> from engine.linked.settings_text import shipped_settings
    >>> shipped = shipped_settings().systems[System.PRESERVATION]
    >>> msgspec.structs.replace(shipped, breaker_rest_us=1)
    Traceback (most recent call last):
    ...
    engine.linked.errors.LinkSettingsError: breaker_rest_us = 1: must be at least timeout_us, 30000000
    """

    timeout_us: int
    """How long an answer is waited for."""
    attempts_max: int
    """Attempts after which a request becomes a dead letter; those of a half-open breaker are not counted."""
    backoff_base_us: int
    """Ceiling of the wait after the first failure; it doubles with each further one."""
    backoff_cap_us: int
    """Highest ceiling."""
    breaker_failures: int
    """Failures running after which the system is left alone."""
    breaker_rest_us: int
    """How long it is left alone."""
    resend_gap_us: int
    """Retry budget: least time between two sendings to the system that are not the first at once."""
    latency_median_us: int
    """Median time a simulated system takes to answer."""
    latency_p99_us: int
    """99th percentile of it."""

    def __post_init__(self) -> None:
        """Check every field, and what one means to another."""
        for name in self.__struct_fields__:
            self._check(name, 1, "1")
        self._check("backoff_cap_us", self.backoff_base_us, f"backoff_base_us, {self.backoff_base_us}")
        # A half-open breaker takes the first failure for its probe's, so nothing older may still be under way.
        self._check("breaker_rest_us", self.timeout_us, f"timeout_us, {self.timeout_us}")
        self._check("latency_p99_us", self.latency_median_us, f"latency_median_us, {self.latency_median_us}")

    def _check(self, name: str, smallest: int, bound: str) -> None:
        value: int = getattr(self, name)
        if value < smallest:
            raise LinkSettingsError(f"{name} = {value}: must be at least {bound}")


class LinkedSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Patience with every system.

    Raises
    ------
    LinkSettingsError
        If a system is missing, or the window could close while a request is still being retried by the system's side.
    """

    systems: Mapping[System, LinkSettings]
    """One entry for each system."""
    idempotency_window_us: int
    """How long the key of a finished request is remembered."""

    def __post_init__(self) -> None:
        """Check that no system is missing and that the window outlasts every single attempt."""
        missing = [system.value for system in System if system not in self.systems]
        if missing:
            raise LinkSettingsError(f"systems: must have an entry for each system; missing: {', '.join(missing)}")
        smallest = max(link.timeout_us for link in self.systems.values())
        if self.idempotency_window_us < smallest:
            bound = f"must be at least the longest timeout_us, {smallest}"
            raise LinkSettingsError(f"idempotency_window_us = {self.idempotency_window_us}: {bound}")
