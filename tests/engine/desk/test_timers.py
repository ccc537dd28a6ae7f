"""The timers against a plain table of deadlines, and their total order."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.desk.timers import Timer, TimerKind, Timers
from tests.examples import examples


def drained(timers: Timers, to: int) -> list[Timer]:
    """Everything that is due, in the order in which it comes."""
    found: list[Timer] = []
    while (timer := timers.pop_due(to)) is not None:
        found.append(timer)
    return found


def test_a_newer_deadline_replaces_the_older():
    """Of two deadlines of one name only the one set last falls due, whichever is the earlier."""
    timers = Timers()
    timers.set(TimerKind.STEP_END, 7, 50)
    timers.set(TimerKind.STEP_END, 7, 20)
    timers.set(TimerKind.STEP_END, 8, 20)
    timers.set(TimerKind.STEP_END, 8, 50)

    assert drained(timers, 100) == [
        Timer(20, TimerKind.STEP_END, 7, 0),
        Timer(50, TimerKind.STEP_END, 8, 0),
    ]


def test_a_deadline_moved_away_and_back_falls_due_once():
    """A deadline that returns to its first instant is not doubled by the entry it left behind."""
    timers = Timers()
    for due_at in (50, 90, 50):
        timers.set(TimerKind.OFFER_END, 7, due_at, ordinal=1)

    assert drained(timers, 100) == [Timer(50, TimerKind.OFFER_END, 7, 1)]


def test_one_instant_has_a_total_order():
    """What is due at one instant comes by kind, then subject, then ordinal, in whatever order it was entered."""
    names = [(kind, subject, ordinal) for kind in TimerKind for subject in (3, 4) for ordinal in (0, 1)]
    shuffled = names.copy()
    Random(5).shuffle(shuffled)
    timers = Timers()
    for kind, subject, ordinal in shuffled:
        timers.set(kind, subject, 60, ordinal=ordinal)

    assert [timer[1:] for timer in drained(timers, 60)] == names


def test_nothing_comes_before_its_time():
    """A deadline is due at its own instant and not a microsecond before."""
    timers = Timers()
    timers.set(TimerKind.CHOICE_END, 7, 60)

    assert timers.pop_due(59) is None
    assert timers.next_due == 60
    assert timers.pop_due(60) == Timer(60, TimerKind.CHOICE_END, 7, 0)
    assert timers.next_due is None


def test_deadlines_that_keep_moving_do_not_fill_the_memory():
    """A thousand moves of one deadline leave no more than a few entries in the heap."""
    timers = Timers()
    for due_at in range(1_000):
        timers.set(TimerKind.LEASE_END, 7, due_at)

    assert len(timers) == 1
    assert len(timers._heap) <= 70


_NAMES = st.tuples(st.sampled_from(TimerKind), st.integers(0, 3), st.integers(0, 1))
_MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("set"), _NAMES, st.integers(0, 20)),
        st.tuples(st.just("cancel"), _NAMES, st.just(0)),
        st.tuples(st.just("pop"), _NAMES, st.integers(0, 20)),
    ),
    max_size=200,
)


@settings(max_examples=examples(200))
@given(moves=_MOVES)
def test_the_heap_equals_a_plain_table(moves):
    """After any moves the next deadline, each one's instant and what is due are those of a table looked through."""
    timers, table = Timers(), dict[tuple[TimerKind, int, int], int]()
    for move, name, at in moves:
        kind, subject, ordinal = name
        if move == "set":
            timers.set(kind, subject, at, ordinal=ordinal)
            table[name] = at
        elif move == "cancel":
            timers.cancel(kind, subject, ordinal=ordinal)
            table.pop(name, None)
        else:
            due = sorted((due_at, *key) for key, due_at in table.items() if due_at <= at)
            expected = due[0] if due else None
            if expected is not None:
                del table[expected[1:]]
            assert timers.pop_due(at) == expected

        assert timers.next_due == min(table.values(), default=None)
        assert timers.due_at(kind, subject, ordinal=ordinal) == table.get(name)
        assert len(timers) == len(table)


def test_deadlines_set_together_are_those_set_one_by_one():
    """Many deadlines entered at one stroke fall due as if each had been entered by itself, replaced ones included."""
    together, alone = Timers(), Timers()
    for timers in (together, alone):
        timers.set(TimerKind.OFFER_END, 4, 30, ordinal=1)
        assert timers.pop_due(20) is None
    for subjects in ([7, 5, 6], [4, 8]):
        together.set_many(TimerKind.OFFER_END, subjects, 20, ordinal=1)
        for subject in subjects:
            alone.set(TimerKind.OFFER_END, subject, 20, ordinal=1)

    assert together.items() == alone.items()
    assert drained(together, 40) == drained(alone, 40) == [Timer(20, TimerKind.OFFER_END, n, 1) for n in range(4, 9)]


def test_loaded_deadlines_are_those_that_stood():
    """What stands can be taken over by other timers, and falls due there as it would have here."""
    timers = Timers()
    for subject, due_at in ((7, 50), (8, 20), (7, 90), (9, 20)):
        timers.set(TimerKind.STEP_END, subject, due_at)
    others = Timers()
    others.load(timers.items())

    assert others.items() == timers.items()
    assert drained(others, 100) == drained(timers, 100)
