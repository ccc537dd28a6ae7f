"""How much anybody may ask: token buckets for each subject, each tenant and the whole platform.

A tenant's share is its own: of the platform's rate, so much is set aside for each tenant, and only what is left over is
for whoever comes first. So no tenant, however loud, takes another's share. Arithmetic is exact, in whole numbers.
"""

from collections import OrderedDict
from enum import StrEnum
from typing import Final, NamedTuple

import msgspec

from engine.access.errors import RateError
from engine.access.keys import SECOND_US


class Level(StrEnum):
    """Which bucket was empty."""

    SUBJECT = "subject"
    TENANT = "tenant"
    PLATFORM = "platform"


class Decision(NamedTuple):
    """Whether a request may go on."""

    allowed: bool
    retry_after_us: int = 0
    """From when it would be allowed if nobody else asked, microseconds from now."""
    level: Level | None = None
    """What refused it."""


class RateSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rates, requests or commands a second. The defaults are assumptions."""

    subject_per_second: int = 50
    tenant_per_second: int = 20_000
    """What one tenant may take at most."""
    platform_per_second: int = 50_000
    tenant_share_per_second: int = 2_000
    """Set aside for each tenant; whatever others do, so much is its own."""
    tenants_max: int = 16
    """Tenants that have a share."""
    burst_seconds: int = 2
    """A bucket holds so many seconds of its rate."""
    subjects_max: int = 100_000
    """Subjects remembered."""

    def __post_init__(self) -> None:
        """Refuse rates that contradict each other."""
        for name in self.__struct_fields__:
            if getattr(self, name) < 1:
                raise RateError(f"{name} = {getattr(self, name)}: must be at least 1")
        share, tenant, platform = self.tenant_share_per_second, self.tenant_per_second, self.platform_per_second
        if not tenant <= platform:
            raise RateError(f"tenant_per_second = {tenant}: must be at most platform_per_second, {platform}")
        if not share <= tenant:
            raise RateError(f"tenant_share_per_second = {share}: must be at most tenant_per_second, {tenant}")
        if share * self.tenants_max >= platform:
            raise RateError(
                f"tenant_share_per_second = {share}: must be below platform_per_second, {platform}, when taken "
                f"tenants_max = {self.tenants_max} times"
            )


_ALLOWED: Final = Decision(allowed=True)


class _Bucket:
    """Tokens in millionths, so that every microsecond adds a whole number of them."""

    __slots__ = ("capacity", "filled_at", "level", "rate")

    def __init__(self, rate: int, burst_seconds: int, at: int) -> None:
        self.rate = rate
        self.capacity = rate * burst_seconds * SECOND_US
        self.level = self.capacity
        self.filled_at = at

    def fill(self, at: int) -> None:
        if at > self.filled_at:  # a clock that went back adds nothing
            self.level = min(self.capacity, self.level + (at - self.filled_at) * self.rate)
            self.filled_at = at

    def wait_us(self, cost: int) -> int:
        return max(0, -((self.level - cost) // self.rate))

    @property
    def is_full(self) -> bool:
        return self.level == self.capacity


class RateLimiter:
    """The buckets; not safe for several threads.

    Parameters
    ----------
    settings
        Rates.
    at
        Now, microseconds since the epoch.

    Examples
    --------
    >>> limiter = RateLimiter(RateSettings(subject_per_second=1, burst_seconds=2), at=0)
    >>> [limiter.take("north", "m-3", at=0).allowed for _ in range(3)]
    [True, True, False]
    >>> limiter.take("north", "m-3", at=400_000)
    Decision(allowed=False, retry_after_us=600000, level=<Level.SUBJECT: 'subject'>)
    """

    def __init__(self, settings: RateSettings, at: int) -> None:
        self.settings: Final = settings
        self._left_over: Final = self._bucket(
            settings.platform_per_second - settings.tenant_share_per_second * settings.tenants_max, at
        )
        self._tenants: Final[dict[str, tuple[_Bucket, _Bucket]]] = {}
        self._subjects: Final[OrderedDict[tuple[str, str], _Bucket]] = OrderedDict()
        # Tenants beyond those with a share; one bucket for all of them, so that their number costs nothing.
        self._strangers: Final = self._bucket(settings.tenant_per_second, at), None

    @property
    def subjects(self) -> int:
        """Subjects remembered."""
        return len(self._subjects)

    def take(self, tenant: str, subject: str, at: int, cost: int = 1) -> Decision:
        """Take tokens for a request, from all levels or from none.

        Parameters
        ----------
        tenant, subject
            Who asks; a subject of two issuers is two, so put the issuer into it.
        at
            Now.
        cost
            Commands it holds.

        Raises
        ------
        RateError
            If the cost is more than a subject's bucket ever holds: it would be refused for ever.
        """
        own = self._subject(tenant, subject, at)
        needed = cost * SECOND_US
        if not 0 < needed <= own.capacity:
            raise RateError(f"cost = {cost}: must be within [1, {own.capacity // SECOND_US}]")
        ceiling, share = self._tenant(tenant, at)
        pool = self._left_over
        pool.fill(at)
        if share is not None and share.level >= needed:
            pool = share
        if own.level >= needed and ceiling.level >= needed and pool.level >= needed:
            for bucket in (own, ceiling, pool):
                bucket.level -= needed
            return _ALLOWED
        waits = (own.wait_us(needed), Level.SUBJECT), (ceiling.wait_us(needed), Level.TENANT)
        wait, level = max(*waits, (self._pool_wait_us(share, needed), Level.PLATFORM), key=lambda one: one[0])
        return Decision(allowed=False, retry_after_us=wait, level=level)

    def _pool_wait_us(self, share: _Bucket | None, needed: int) -> int:
        wait = self._left_over.wait_us(needed) if needed <= self._left_over.capacity else None
        if share is not None and needed <= share.capacity:
            return share.wait_us(needed) if wait is None else min(wait, share.wait_us(needed))
        if wait is None:
            raise RateError(f"cost = {needed // SECOND_US}: must be within what is left over or a tenant's share")
        return wait

    def _subject(self, tenant: str, subject: str, at: int) -> _Bucket:
        key = tenant, subject
        bucket = self._subjects.get(key)
        if bucket is None:
            if len(self._subjects) >= self.settings.subjects_max:
                # Whoever asked longest ago is forgotten, and would start with a full bucket; his tenant's limit stays.
                self._subjects.popitem(last=False)
            bucket = self._subjects[key] = self._bucket(self.settings.subject_per_second, at)
        else:
            self._subjects.move_to_end(key)
            bucket.fill(at)
        return bucket

    def _tenant(self, tenant: str, at: int) -> tuple[_Bucket, _Bucket | None]:
        buckets = self._tenants.get(tenant)
        if buckets is None:
            if len(self._tenants) >= self.settings.tenants_max and not self._forget_an_idle_tenant(at):
                self._strangers[0].fill(at)
                return self._strangers
            rates = self.settings.tenant_per_second, self.settings.tenant_share_per_second
            buckets = self._tenants[tenant] = self._bucket(rates[0], at), self._bucket(rates[1], at)
        for bucket in buckets:
            bucket.fill(at)
        return buckets

    def _forget_an_idle_tenant(self, at: int) -> bool:
        for tenant, buckets in self._tenants.items():
            for bucket in buckets:
                bucket.fill(at)
            if all(bucket.is_full for bucket in buckets):  # as good as new: forgetting it changes nothing
                del self._tenants[tenant]
                return True
        return False

    def _bucket(self, rate: int, at: int) -> _Bucket:
        return _Bucket(rate, self.settings.burst_seconds, at)
