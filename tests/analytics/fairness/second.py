"""The measures by mediator a second time: event by event in plain Python, and by numpy."""

import json
from collections import Counter

import numpy as np

from tests.analytics.fairness.rows import Row


class Walk:
    """What mediators took and held, found by walking through the events once."""

    def __init__(self, rows: list[Row], courts: list[int], *, with_opening: bool = False):
        self.courts = np.array(courts)
        self.accepted = np.zeros(len(courts), np.int64)
        self.weight_held = np.zeros(len(courts), np.int64)
        self.cases_max = 0
        holders: dict[int, tuple[int, int]] = {}
        cases: Counter[int] = Counter()
        for row in rows:
            case_id, payload = row["case_id"], json.loads(row["payload"] or "{}")
            is_met = row["kind"] == "opened_in_progress" and payload["stage"] == "accepted"
            if row["kind"] == "accepted" or is_met:
                holders[case_id] = row["mediator_id"], payload["weight_milli"]
                cases[row["mediator_id"]] += 1
                self.cases_max = max(self.cases_max, cases[row["mediator_id"]])
                self.weight_held[row["mediator_id"]] += payload["weight_milli"]
                if not is_met or with_opening:
                    self.accepted[row["mediator_id"]] += payload["weight_milli"]
            elif row["kind"] in {"closed", "released"}:
                mediator, weight = holders.pop(case_id)
                cases[mediator] -= 1
                self.weight_held[mediator] -= weight

    def by_court(self) -> dict[int, np.ndarray]:
        """Accepted weight of the mediators of each court, in order of court."""
        return {int(court): self.accepted[self.courts == court] for court in np.unique(self.courts)}


def pairwise_gini(weights: np.ndarray) -> float | None:
    """Half the relative mean difference: the definition by pairs instead of ranks."""
    if not weights.sum():
        return None
    differences = np.abs(weights[:, np.newaxis] - weights[np.newaxis, :]).sum()
    return float(differences / (2 * len(weights) * weights.sum()))
