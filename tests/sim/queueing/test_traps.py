"""Mistakes that simulators of queues have made, each with the trace or the number that shows it."""

import pytest

from sim.queueing.load import load_queue, with_changes
from sim.queueing.order import TRACE_NAMES
from sim.queueing.run import run_queue
from tests.sim.queueing.scenarios import customers, scenario

BOTH = pytest.mark.parametrize("backend", ["fast", "simpy"])
LOSS = [{"name": "desk", "queue_limit": 0}]


def story(made, backend):
    """What happened: (second, kind, ordinal of the customer), joining left out."""
    trace = run_queue(made, seed=1, backend=backend, trace_max=1_000).trace
    lines = [(at / 1e6, TRACE_NAMES[kind], int(subject) & 0xFF) for at, kind, subject, _, _ in trace.tolist()]
    return [line for line in lines if line[1] not in {"joined", "left", "waits"}]


@BOTH
def test_a_clocked_loss_system_serves_every_second_customer(backend):
    """Arrivals 1 to 100, service 1.5, no queue: 50 served, 50 lost, busy for 75, the last one leaves at 100.5."""
    measures = run_queue(load_queue("textbook/deterministic"), seed=1, backend=backend).measures

    assert (measures["served"], measures["lost_blocked"]) == (50, 50)
    assert (measures["busy_time"], measures["last_departure"]) == (75.0, 100.5)


@BOTH
def test_a_server_released_at_an_instant_is_there_for_an_arrival_at_that_instant(backend):
    """Arrivals at 0 to 9, service 1, no queue: all ten are served."""
    made = scenario(
        run={"length": 10.0, "ending": "close", "require_stable": False},
        station=LOSS,
        **{"class": [customers(arrivals={"kind": "constant", "gap": 1.0, "first": 0.0})]},
    )
    measures = run_queue(made, seed=1, backend=backend).measures

    assert (measures["served"], measures["lost_blocked"]) == (10, 0)


def shrinking(policy):
    """Two servers until 4, then one; customers at 0 and 1 who take 6 seconds each."""
    shifts = [{"starts": 0.0, "ends": 30.0, "servers": 1}, {"starts": 0.0, "ends": 4.0, "servers": 1}]
    return scenario(
        run={"length": 30.0, "ending": "close", "require_stable": False},
        pool=[{"name": "server", "shifts": shifts, "leave_policy": policy}],
        **{
            "class": [
                customers(arrivals={"kind": "trace", "times": [0, 1]}, service={"kind": "deterministic", "value": 6.0})
            ]
        },
    )


BEGINNING = [(0.0, "started", 0), (1.0, "started", 1), (4.0, "staff", 0)]


@BOTH
@pytest.mark.parametrize(
    ("policy", "rest"),
    [
        ("finish", [(6.0, "ended", 0), (7.0, "ended", 1)]),
        (
            "requeue_restart",
            [(4.0, "interrupted", 1), (6.0, "ended", 0), (6.0, "started", 1), (12.0, "ended", 1)],
        ),
        (
            "requeue_resume",
            [(4.0, "interrupted", 1), (6.0, "ended", 0), (6.0, "started", 1), (9.0, "ended", 1)],
        ),
        ("lose", [(4.0, "interrupted", 1), (6.0, "ended", 0)]),
    ],
)
def test_a_server_who_goes_in_the_middle_of_a_service_does_what_the_policy_says(policy, rest, backend):
    """Each leave policy has its own exact trace; the service that began last is the one broken off."""
    assert story(shrinking(policy), backend) == BEGINNING + rest


@BOTH
@pytest.mark.parametrize(("policy", "ends"), [("finish", 6.0), ("requeue_restart", 16.0), ("requeue_resume", 12.0)])
def test_capacity_may_fall_to_nothing_during_a_service(policy, ends, backend):
    """With nobody on duty from 4 to 10, a service of 6 begun at 0 ends at 6, 16 or 12, as the policy says."""
    shifts = [{"starts": 0.0, "ends": 4.0, "servers": 1}, {"starts": 10.0, "ends": 30.0, "servers": 1}]
    service = {"kind": "deterministic", "value": 6.0}
    made = scenario(
        run={"length": 30.0, "ending": "close", "require_stable": False},
        pool=[{"name": "server", "shifts": shifts, "leave_policy": policy}],
        **{"class": [customers(arrivals={"kind": "trace", "times": [0]}, service=service)]},
    )
    outcome = run_queue(made, seed=1, backend=backend, waits_max=1)

    assert outcome.measures["last_departure"] == ends
    assert outcome.waits.tolist() == [{"finish": 0.0, "requeue_restart": 6.0, "requeue_resume": 6.0}[policy]]


@BOTH
def test_an_interrupted_customer_goes_to_the_head_of_the_queue(backend):
    """Whoever was in service when the server left is served before those who waited longer in the queue's order."""
    shifts = [{"starts": 0.0, "ends": 4.0, "servers": 1}, {"starts": 5.0, "ends": 60.0, "servers": 1}]
    service = {"kind": "deterministic", "value": 6.0}
    made = scenario(
        run={"length": 60.0, "ending": "close", "require_stable": False},
        pool=[{"name": "server", "shifts": shifts, "leave_policy": "requeue_resume"}],
        **{"class": [customers(arrivals={"kind": "trace", "times": [0, 1, 2]}, service=service)]},
    )

    assert [line for line in story(made, backend) if line[1] == "ended"] == [
        (7.0, "ended", 0),
        (13.0, "ended", 1),
        (19.0, "ended", 2),
    ]


@BOTH
def test_an_outage_takes_its_share_of_the_servers(backend):
    """Half of three servers, rounded up, are gone from 2 to 4: one of them serves the two who come then."""
    made = scenario(
        run={"length": 10.0, "ending": "close", "require_stable": False},
        pool=[{"name": "server", "servers": 3}],
        outage=[{"pool": "server", "starts": 2.0, "ends": 4.0, "share": 0.5}],
        **{"class": [customers(arrivals={"kind": "trace", "times": [2, 2, 4]})]},
    )

    assert story(made, backend) == [
        (2.0, "staff", 0),
        (2.0, "started", 0),
        (3.0, "ended", 0),
        (3.0, "started", 1),
        (4.0, "ended", 1),
        (4.0, "staff", 0),
        (4.0, "started", 2),
        (5.0, "ended", 2),
    ]


@BOTH
def test_patience_that_ends_when_a_server_turns_is_patience_enough(backend):
    """A wait of exactly one's patience ends in service; patience of zero ends at once, unless a server is free."""
    service = {"kind": "deterministic", "value": 5.0}
    made = scenario(
        run={"length": 20.0, "ending": "close", "require_stable": False},
        **{
            "class": [
                customers(
                    arrivals={"kind": "trace", "times": [0, 1]},
                    service=service,
                    patience={"kind": "deterministic", "value": 4.0},
                ),
                customers(
                    name="hasty",
                    arrivals={"kind": "trace", "times": [2, 12]},
                    patience={"kind": "deterministic", "value": 0.0},
                ),
            ]
        },
    )
    measures = run_queue(made, seed=1, backend=backend).measures

    assert (measures["served:customers"], measures["abandoned:customers"]) == (2, 0)
    assert (measures["served:hasty"], measures["abandoned:hasty"], measures["wait_mean:hasty"]) == (1, 1, 0.0)


def test_nobody_is_cut_off_by_the_end():
    """Under priorities the slow class's mean time stays 6, the fast one's 2: those there at the end are followed."""
    made = with_changes(load_queue("textbook/priority-mm1"), {"run.length": 600_000.0})
    runs = [run_queue(made, seed=2, replication=replication).measures for replication in range(4)]

    for name, exact in (("time_in_system_mean:first", 2.0), ("time_in_system_mean:second", 6.0)):
        mean = sum(run[name] for run in runs) / len(runs)
        assert mean == pytest.approx(exact, rel=0.03)
    assert all(run["cut_off"] == 0 for run in runs)


@BOTH
def test_an_overloaded_queue_is_followed_to_its_last_customer(backend):
    """Twice the work that can be done, for 20 seconds: all 19 arrivals before the end are served in the end."""
    made = scenario(
        run={"length": 20.0, "require_stable": False},
        **{"class": [customers(service={"kind": "deterministic", "value": 2.0})]},
    )
    measures = run_queue(made, seed=1, backend=backend).measures

    # The n-th arrival, at n, is served from 2 n - 1 on.
    assert (measures["arrived"], measures["served"], measures["cut_off"]) == (19, 19, 0)
    assert measures["wait_mean"] == sum(range(19)) / 19
