"""Logged time follows the wall while it can be believed."""

from engine.service.clock import SteadyClock


class Hands:
    def __init__(self) -> None:
        self.wall, self.counter = 1_000_000_000, 0

    def pass_us(self, counter: int, wall: int | None = None) -> None:
        self.counter += counter
        self.wall += counter if wall is None else wall


def clock_of(hands: Hands) -> SteadyClock:
    return SteadyClock(lambda: hands.wall, lambda: hands.counter, jump_us=1_000_000)


def test_a_small_correction_is_followed():
    """A wall clock that is corrected by less than the bound takes the time with it."""
    hands = Hands()
    clock = clock_of(hands)
    hands.pass_us(1_000, wall=901_000)

    assert clock() == hands.wall
    assert not clock.is_led_astray


def test_a_jump_is_not_followed_either_way():
    """An hour forwards or backwards at once is not believed: time goes on as the counter does."""
    for jump in (3_600_000_000, -3_600_000_000):
        hands = Hands()
        clock = clock_of(hands)
        before = clock()
        hands.pass_us(5_000, wall=jump)

        assert clock() == before + 5_000
        assert clock.is_led_astray


def test_a_wall_that_comes_back_is_believed_again():
    """When the wall clock is right again, it is followed again."""
    hands = Hands()
    clock = clock_of(hands)
    hands.pass_us(5_000, wall=3_600_000_000)
    clock()
    hands.pass_us(5_000, wall=10_000 - 3_600_000_000)

    assert clock() == hands.wall
    assert not clock.is_led_astray


def test_whoever_watches_is_told_once_each_way():
    """That the wall is led astray is told when it begins and when it ends, and not with every look at it."""
    hands, told = Hands(), list[bool]()
    clock = SteadyClock(lambda: hands.wall, lambda: hands.counter, jump_us=1_000_000, changed=told.append)
    for wall in (5_000, 3_600_000_000, 5_000, 5_000 - 3_600_000_000, 5_000):
        hands.pass_us(5_000, wall=wall)
        clock()

    assert told == [True, False]
