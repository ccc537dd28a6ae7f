"""Everything fitted from a log, in one record."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.calibration.crew import CrewFit, fit_crew
from sim.calibration.customers import Customers
from sim.calibration.errors import CalibrationError
from sim.calibration.mapping import LogMapping
from sim.calibration.patience import PatienceFit, fit_patience
from sim.calibration.rates import RateFit, fit_rates
from sim.calibration.service import ServiceFit, fit_service
from sim.calibration.slots import Slots, mapped_slots


@dataclass(frozen=True, kw_only=True, eq=False)
class QueueFit:
    """What a queue scenario is made of."""

    mapping: LogMapping
    """How the log was read."""
    slots: Slots
    """Intervals of the day."""
    days: tuple[int, ...]
    """Days fitted, counted from the log's first Monday."""
    classes: tuple[str, ...]
    """Names of the classes."""
    rates: RateFit
    """Arrivals."""
    service: tuple[ServiceFit, ...]
    """Service by class."""
    patience: tuple[PatienceFit, ...]
    """Patience by class."""
    crew: CrewFit
    """Staff."""
    served_share: dict[str, float]
    """Share of each class that was served."""


def fit_queue(
    customers: Customers, at_once: NDArray[np.float64], mapping: LogMapping, roster: CrewFit | None = None
) -> QueueFit:
    """Fit arrivals, service, patience and staff.

    Parameters
    ----------
    customers
        Who came to the queue.
    at_once
        float64[m]: when those came who left without queueing.
    mapping
        What is asked for.
    roster
        Staff that is known and need not be estimated.

    Raises
    ------
    CalibrationError
        If a class has nothing to fit.

    """
    slots = mapped_slots(mapping)
    service: list[ServiceFit] = []
    patience: list[PatienceFit] = []
    shares: dict[str, float] = {}
    for number, name in enumerate(customers.classes):
        own = customers.chosen(customers.kind == number)
        try:
            law = fit_service(own.service[own.served], law=mapping.service_law, short_below=mapping.service_short_below)
        except CalibrationError as error:
            raise CalibrationError(f"class {name}: {error}") from error
        service.append(law)
        patience.append(fit_patience(own.wait, own.served, law=mapping.patience_law))
        shares[name] = float(np.mean(own.served))
    return QueueFit(
        mapping=mapping,
        slots=slots,
        days=customers.days,
        classes=customers.classes,
        rates=fit_rates(customers, at_once, slots),
        service=tuple(service),
        patience=tuple(patience),
        crew=roster
        or fit_crew(customers, slots, estimator=mapping.estimator, break_seconds=60 * mapping.break_minutes),
        served_share=shares,
    )
