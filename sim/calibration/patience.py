"""Patience, of which every customer who was served hides the end: Kaplan and Meier's curve, and the laws made of it."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analytics.statistics.kaplan_meier import SurvivalCurve, kaplan_meier
from sim.output.empirical import exponential_patience

EXPONENTIAL_DISTANCE_MAX: Final = 0.05
"""Largest distance of the exponential law to Kaplan and Meier's curve at which it is near enough to be taken."""
AT_RISK_MIN: Final = 50
"""Fewest customers still waiting for whom the curve is believed; beyond, the hazard of the last part goes on."""
TAIL_SHARE: Final = 0.5
"""Part of the believed waits, the longer ones, whose hazard is carried on."""
QUANTILES: Final = 1_000
"""Values by which the curve is written as a law."""
TOLD_AT: Final = (60.0, 120.0, 300.0, 600.0)
"""Waits at which the curve is told; seconds."""


@dataclass(frozen=True, kw_only=True, eq=False)
class PatienceFit:
    """Fitted patience of a class."""

    table: dict[str, Any] | None
    """The law as a table of a queue scenario, in seconds; None where nobody ever left."""
    law: str
    """"exponential", "kaplan-meier" or "none"."""
    mean_exponential: float
    """Mean of the most likely exponential law; seconds; NaN where nobody left."""
    distance: float
    """Largest distance of that law to the curve where the curve is believed."""
    survival: dict[str, float]
    """Share that outlasts each of `TOLD_AT`, by the seconds."""
    balk_share: float
    """Share that leaves at once when there is a wait."""
    waited: int
    """Customers who waited."""
    left: int
    """Of these, who left."""
    believed_to: float
    """Longest wait for which the curve is believed; seconds."""
    curve: SurvivalCurve | None
    """The curve of those who waited."""


def fit_patience(wait: NDArray[np.float64], served: NDArray[np.bool_], *, law: str = "auto") -> PatienceFit:
    """Fit patience; whoever was served had at least that much.

    Whoever left after exactly 0 seconds balked: that share is an atom of its own, of those who had to wait.

    Parameters
    ----------
    wait
        float64[n]: seconds, of everybody who came to the queue.
    served
        bool[n].
    law
        "auto", "exponential" or "kaplan-meier".

    """
    waited = wait > 0
    balked = int(np.sum(~waited & ~served))
    left = int(np.sum(waited & ~served))
    share = balked / (balked + int(np.sum(waited))) if balked else 0.0
    if not left:
        balking = {"kind": "deterministic", "value": 1e9, "zero_share": round(share, 6)} if balked else None
        return _nobody(balking, share, int(np.sum(waited)))
    curve = kaplan_meier(wait[waited], ~served[waited])
    mean = exponential_patience(wait[waited], ~served[waited])
    end = _believed_to(curve)
    distance = _distance(curve, mean, end)
    chosen = law
    if law == "auto":
        chosen = "exponential" if distance <= EXPONENTIAL_DISTANCE_MAX else "kaplan-meier"
    table: dict[str, Any] = {"kind": "exponential", "mean": round(mean, 3)}
    if chosen == "kaplan-meier":
        table = {"kind": "empirical", "values": curve_values(curve, end, _tail_mean(wait[waited], served[waited], end))}
    return PatienceFit(
        table=table | ({"zero_share": round(share, 6)} if share else {}),
        law=chosen,
        mean_exponential=mean,
        distance=distance,
        survival={f"{at:g}": float(curve.survival_at(np.array([at]))[0]) for at in TOLD_AT if at <= curve.last_time},
        balk_share=share,
        waited=int(np.sum(waited)),
        left=left,
        believed_to=end,
        curve=curve,
    )


def curve_values(curve: SurvivalCurve, end: float, tail_mean: float) -> list[float]:
    """Return values, each as likely as another, that stand for a survival curve with an exponential end.

    Parameters
    ----------
    curve
        Kaplan and Meier's.
    end
        Wait from which on the curve is left; seconds.
    tail_mean
        Mean of what follows; seconds.

    Returns
    -------
    list[float]
        `QUANTILES` values, rising.

    """
    shares = (np.arange(QUANTILES) + 0.5) / QUANTILES
    kept = curve.times <= end
    times, gone = curve.times[kept], 1.0 - curve.survival[kept]
    reached = float(gone[-1]) if gone.size else 0.0
    place = np.minimum(np.searchsorted(gone, shares), max(gone.size - 1, 0))
    inside = times[place] if times.size else np.full(QUANTILES, end)
    beyond = end - tail_mean * np.log(np.maximum(1.0 - shares, 1e-12) / (1.0 - reached)) if reached < 1 else inside
    return [round(float(value), 3) for value in np.where(shares <= reached, inside, beyond)]


def _believed_to(curve: SurvivalCurve) -> float:
    enough = np.flatnonzero(curve.at_risk >= min(AT_RISK_MIN, curve.peak_at_risk))
    return float(curve.times[enough[-1]])


def _distance(curve: SurvivalCurve, mean: float, end: float) -> float:
    kept = curve.times <= end
    law = np.exp(-curve.times[kept] / mean)
    before = np.concatenate(([1.0], curve.survival[kept]))[:-1]
    return float(np.max(np.maximum(np.abs(curve.survival[kept] - law), np.abs(before - law))))


def _tail_mean(wait: NDArray[np.float64], served: NDArray[np.bool_], end: float) -> float:
    """Mean time to leaving in the longer part of the believed waits: exposure over the number who left."""
    start = TAIL_SHARE * end
    exposed = float(np.sum(np.clip(np.minimum(wait, end) - start, 0, None)))
    left = int(np.sum(~served & (wait > start) & (wait <= end)))
    return exposed / left if left else float(np.sum(wait)) / max(int(np.sum(~served)), 1)


def _nobody(table: dict[str, Any] | None, share: float, waited: int) -> PatienceFit:
    return PatienceFit(
        table=table,
        law="none",
        mean_exponential=float("nan"),
        distance=float("nan"),
        survival={},
        balk_share=share,
        waited=waited,
        left=0,
        believed_to=0.0,
        curve=None,
    )
