"""Who is late and who makes room, by a clock that is moved by hand; and the public documentation."""

from pathlib import Path

import pytest

from engine.http.connections import Connections, Wait
from engine.http.errors import EndpointError
from engine.http.patience import Patience
from engine.http.problem_types import KINDS
from engine.http.settings import HttpSettings

DOCS = Path(__file__).parents[3] / "docs" / "api.md"


class Client:
    """A connection that notes what becomes of it."""

    def __init__(self, peer: str = "10.0.0.1") -> None:
        self.peer = peer
        self.wait: Wait | None = None
        self.since = 0.0
        self.stuck_since: float | None = None
        self.reads = True
        self.ended = ""

    def too_slow(self, what: Wait) -> None:
        self.ended = what.value

    def turn_away(self) -> None:
        self.ended = "turned away"

    def give_up(self) -> None:
        self.ended = "dropped"


class House:
    """Connections and their clock."""

    def __init__(self, **bounds: float) -> None:
        self.seconds = 0.0
        self.connections = Connections(Patience(**bounds), lambda: self.seconds)  # pyright: ignore[reportArgumentType]

    def opened(self, peer: str = "10.0.0.1", wait: Wait | None = Wait.HEADERS) -> Client:
        client = Client(peer)
        self.connections.open(client)
        self.connections.begin(client, wait)
        return client


@pytest.mark.parametrize(("wait", "seconds"), [(Wait.HEADERS, 10.0), (Wait.BODY, 30.0), (Wait.IDLE, 15.0)])
def test_each_wait_has_its_own_end(wait, seconds):
    """Whoever keeps us waiting is closed just after his time, not before, and not while he waits for us."""
    house = House()
    late, answered, held = house.opened(wait=wait), house.opened(wait=None), house.opened(wait=wait)
    held.reads = False
    house.seconds = seconds
    house.connections.look()
    assert late.ended == ""
    house.seconds = seconds + 0.001
    house.connections.look()

    assert (late.ended, answered.ended, held.ended) == (wait.value, "", "")


def test_who_still_sends_when_the_server_stops_is_turned_away_in_time():
    """When half of a stop's patience is over whoever is waited for is turned away, and who is being answered is not."""
    house = House(stop_seconds=10.0)
    sender, answered = house.opened(wait=Wait.BODY), house.opened(wait=None)
    house.connections.stop()
    for seconds, ended in ((5.0, ""), (5.001, "turned away")):
        house.seconds = seconds
        house.connections.stop()
        house.connections.look()
        assert (sender.ended, answered.ended) == (ended, "")


def test_a_stuck_reader_is_dropped_whatever_he_waits_for():
    """What lies ready for too long is dropped with its reader."""
    house = House(write_seconds=2.0)
    stuck = house.opened(wait=None)
    stuck.stuck_since = 0.0
    house.seconds = 2.001
    house.connections.look()

    assert stuck.ended == "dropped"
    assert house.connections.closed_late == 1


def test_a_crowding_peer_loses_his_own_connections():
    """Beyond the most of one address its slowest goes; the other addresses keep theirs."""
    house = House(connections_per_peer_max=3)
    other = house.opened("10.0.0.9")
    crowd = [house.opened() for _ in range(4)]

    assert [one.ended for one in crowd] == ["dropped", "", "", ""]
    assert other.ended == ""


def test_who_is_being_answered_makes_no_room():
    """Only those who keep us waiting are closed for room; if nobody does, nobody is."""
    house = House(connections_max=2)
    busy = [house.opened(wait=None) for _ in range(2)]
    slow = house.opened()
    more = house.opened()

    assert [one.ended for one in busy] == ["", ""]
    assert (slow.ended, more.ended) == ("dropped", "")


@pytest.mark.parametrize(
    "wrong", [{"header_seconds": 0.0}, {"body_seconds": 601.0}, {"connections_max": 0}, {"header_bytes_max": -1}]
)
def test_patience_has_bounds(wrong):
    """A bound that nobody could keep is refused by its name."""
    with pytest.raises(EndpointError, match=next(iter(wrong))):
        Patience(**wrong)


@pytest.mark.parametrize("wrong", [{"tenant": ""}, {"answer_seconds": 0}, {"streams_max": 0}])
def test_settings_have_bounds(wrong):
    """A setting outside its bounds is refused by its name."""
    with pytest.raises(EndpointError, match=next(iter(wrong))):
        HttpSettings(**{"tenant": "north", **wrong})


def test_the_documentation_names_every_kind_of_problem():
    """Whatever kind of problem can be answered stands in the documentation, under its status."""
    text = DOCS.read_text(encoding="utf-8")

    assert [name for name in KINDS if f"`{name}`" not in text] == []
