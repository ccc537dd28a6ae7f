"""Questions about many instants at once."""

import numpy as np
from numpy.typing import NDArray

from engine.calendar import clock
from engine.calendar.clock import ClockArrays
from engine.calendar.span import Span, checked_instants


class ManyInstants:
    """The working calendar's questions about arrays of instants; `engine.calendar.calendar.WorkCalendar` has them."""

    __slots__ = ()
    span: Span
    arrays: ClockArrays

    def is_workday_many(self, at_us: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Apply `is_workday` to int64[n]; bool[n]."""
        return clock.is_workday_many(self.arrays, checked_instants(at_us, self.span.check_day))

    def is_working_many(self, at_us: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Apply `is_working` to int64[n]; bool[n]."""
        return clock.is_working_many(self.arrays, checked_instants(at_us, self.span.check_day))

    def hour_of_week_many(self, at_us: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the local hours of the week of int64[n], 0 for Monday 00:00; int64[n]. Asks for no year."""
        return clock.hour_of_week_many(checked_instants(at_us))

    def levelled_many(self, at_us: NDArray[np.int64]) -> NDArray[np.int64]:
        """Apply `levelled` to int64[n]; int64[n]."""
        return clock.levelled_many(self.arrays, checked_instants(at_us, self.span.check_instant))

    def unlevelled_many(self, levelled_us: NDArray[np.int64]) -> NDArray[np.int64]:
        """Apply `unlevelled` to int64[n]; int64[n]."""
        instants = clock.unlevelled_many(self.arrays, checked_instants(levelled_us, self.span.check_levelled))
        return np.maximum(instants, self.span.opens_at)
