from datetime import date
from enum import Enum

class Holiday(Enum):
    @property
    def chinese(self) -> str: ...
    @property
    def days(self) -> int: ...

# Days off on weekdays and make-up workdays on weekends, each with the holiday's name.
holidays: dict[date, str]
workdays: dict[date, str]
in_lieu_days: dict[date, str]
