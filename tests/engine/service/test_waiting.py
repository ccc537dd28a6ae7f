"""The line before the writer: what comes at once is taken at once, and those who were just answered are waited for."""

from threading import Thread

from engine.registry.example import MONDAY
from engine.service.answers import Group
from engine.service.errors import QueueFullError, StoppingError
from engine.service.service import Service
from engine.service.settings import ServiceSettings
from engine.service.tickets import Question
from engine.service.waiting import WaitingLine
from tests.engine.service.house import FaultyLog, filing, writer_over

LONG_SECONDS = 1.0


def put(line: WaitingLine, *groups: Group) -> None:
    with line.changed:
        for group in groups:
            line.put(group, None, 1_000.0)


def taken(line: WaitingLine, *, wait: bool = True) -> int:
    return len(line.take(wait=wait)[0])


def test_whoever_was_just_answered_is_waited_for():
    """After a batch of three the writer waits until three wait again, and takes them together."""
    line = WaitingLine(ServiceSettings(gather_seconds=LONG_SECONDS))
    put(line, *map(filing, range(3)))
    assert taken(line) == 3
    put(line, filing(3))
    more = Thread(target=put, args=(line, filing(4), filing(5)))
    more.start()

    assert taken(line) == 3
    more.join()


def test_nobody_is_waited_for_longer_than_the_bound():
    """If fewer come again they are taken when the time is over, and one alone is taken at once from then on."""
    line = WaitingLine(ServiceSettings(gather_seconds=0.001))
    put(line, *map(filing, range(3)))
    taken(line)
    put(line, filing(3))
    late = taken(line)
    slow = WaitingLine(ServiceSettings(gather_seconds=LONG_SECONDS, tick_seconds=60.0))
    put(slow, filing(0))

    assert (late, taken(slow)) == (1, 1)


def test_a_reader_waits_for_nobody():
    """A question, or a batch that is being stored, ends the gathering at once."""
    line = WaitingLine(ServiceSettings(gather_seconds=LONG_SECONDS))
    put(line, *map(filing, range(3)))
    taken(line)
    put(line, filing(3))
    beside = taken(line, wait=False)
    put(line, filing(4), filing(5))
    taken(line)
    put(line, filing(6))
    with line.changed:
        line.ask(Question(lambda _world: 0, lambda _answer: None))
    tickets, questions = line.take(wait=True)

    assert (beside, len(tickets), len(questions)) == (1, 1, 1)


def test_what_does_not_fit_is_named_by_its_place():
    """Of groups that come together those beyond the bound are refused by their places; the others are carried out."""
    told: list[object] = []
    service = Service(
        writer_over(FaultyLog(), 500),
        lambda: MONDAY,
        ServiceSettings(queue_commands_max=2 * len(filing(0).commands)),
        answered=lambda tickets: told.extend(ticket.mark for ticket in tickets),
        end=told.append,
    )
    service.start(release="1", roster_digest="ab")
    refused = service.submit_all([(filing(number), f"mark {number}") for number in range(4)])
    assert service.stop(20.0)

    assert [(place, type(error)) for place, error in refused] == [(2, QueueFullError), (3, QueueFullError)]
    assert (told, service.gauges.refused_full) == (["mark 0", "mark 1"], 2)
    assert [type(error) for _, error in service.submit_all([(filing(9), None)])] == [StoppingError]
