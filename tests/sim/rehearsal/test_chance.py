"""What people do is drawn by the shares and means that the scenario states."""

from math import sqrt

import numpy as np
import pytest

from engine.calendar.day import HOUR_US, local_instant_us
from sim.rehearsal.application import applications, particulars
from sim.rehearsal.chance import poisson
from sim.rehearsal.course import course
from sim.rehearsal.meetings import sessions_of
from sim.rehearsal.steps import HOLD_SESSION, IDENTIFY, START_SESSION
from sim.scenario.lifecycle import Lifecycle
from tests.sim.rehearsal.lives import world

CASES = np.arange(20_000)
Z_MAX = 4.5


def z_of_share(found, share, count):
    """How far a share lies off, in standard errors."""
    return (found - share) / sqrt(share * (1 - share) / count)


def test_particulars_follow_their_shares():
    """Third parties, summary procedures and video by their shares; the median amount is the stated one."""
    _, laws, _, held, _ = world()
    known, section = particulars(laws, held, CASES), Lifecycle()

    assert abs(z_of_share((known.parties == 3).mean(), section.third_party_share, len(CASES))) < Z_MAX
    assert abs(z_of_share((known.procedure == 1).mean(), section.summary_share, len(CASES))) < Z_MAX
    assert abs(z_of_share((known.medium == 0).mean(), section.video_share, len(CASES))) < Z_MAX
    below = (known.amount_fen < 100 * section.amount_median_yuan).mean()
    assert abs(z_of_share(below, 0.5, len(CASES))) < Z_MAX


def test_sessions_are_poisson():
    """Beyond the first, as many as a Poisson law of the stated mean gives."""
    _, laws, law, *_ = world()
    counts = np.array([sessions_of(laws, law, case_id) for case_id in range(3_000)])
    mean = Lifecycle().further_sessions_mean

    assert abs(counts.mean() - mean) / sqrt(mean / len(counts)) < Z_MAX


@pytest.mark.parametrize(("drawn", "count"), [(0.0, 0), (0.44, 0), (0.45, 1), (0.80, 1), (0.81, 2), (1 - 1e-16, 7)])
def test_poisson_quantiles_are_those_of_the_law(drawn, count):
    """exp(-0.8) = 0.449 and 0.809 are where one and two begin; the tail is cut at seven."""
    assert poisson(drawn, 0.8) == count


def test_sessions_are_missed_as_often_as_stated():
    """The share of sessions before which somebody stays away is the stated one."""
    _, laws, _, held, _ = world()
    accepted_at = local_instant_us(2022, 6, 6, 10)
    closes_at = local_instant_us(2022, 7, 1, 10)
    steps = [course(laws, held, case_id, 1, 5, accepted_at, closes_at)[:, 1] for case_id in range(3_000)]
    sessions = sum(np.isin(what, (START_SESSION, HOLD_SESSION)).sum() for what in steps)
    missed = sum((what == IDENTIFY).sum() for what in steps) - sessions

    assert abs(z_of_share(missed / sessions, Lifecycle().no_show_share, sessions)) < Z_MAX


def test_applications_lead_by_the_stated_mean_and_never_begin_before_the_run():
    """The mean lead of many is the stated one; where the run begins in between, the draft begins with it."""
    _, laws, _, held, _ = world()
    filed_at = np.full(len(CASES), local_instant_us(2022, 6, 6, 10))
    made, first = applications(laws, held, CASES, filed_at, np.zeros_like(CASES), 0)
    late, _ = applications(laws, held, CASES, filed_at, np.zeros_like(CASES), int(filed_at[0]) - HOUR_US)
    drafted_at = np.where(first.returned_at > 0, first.drafted_at, made.drafted_at)
    lead_hours = (filed_at - drafted_at) / HOUR_US
    mean = Lifecycle().lead_mean_hours

    assert abs(lead_hours.mean() - mean) / (mean / sqrt(len(CASES))) < Z_MAX
    assert abs(z_of_share((first.returned_at > 0).mean(), Lifecycle().returned_share, len(CASES))) < Z_MAX
    assert late.drafted_at.min() >= filed_at[0] - HOUR_US
    assert (made.drafted_at <= made.identified_at).all()
    assert (made.identified_at <= made.submitted_at).all()
    assert (made.submitted_at <= filed_at).all()
