"""Strike and rank: lists drawn without replacement, and parties' answers combined."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.desk.errors import ChoiceError
from engine.desk.party_choice import Side, combine, draw_list

_LIST = (11, 12, 13, 14, 15)


def test_the_smallest_sum_of_ranks_comes_first():
    """Ranks of both sides are added up, and whom either struck is gone."""
    order = combine(
        _LIST,
        {Side.APPLICANT: {13}, Side.RESPONDENT: {15}},
        {Side.APPLICANT: [14, 12, 11, 15], Side.RESPONDENT: [12, 14, 11, 13]},
        strikes_max=1,
    )

    # 12: 2 + 1, 14: 1 + 2, 11: 3 + 3; the tie goes by the list.
    assert order == (12, 14, 11)


def test_ties_go_by_the_list():
    """Where the sums are equal, the order in which the list was drawn decides."""
    ranks = {Side.APPLICANT: [15, 11], Side.RESPONDENT: [11, 15]}

    assert combine(_LIST, {}, ranks, strikes_max=0)[:2] == (11, 15)


def test_a_silent_side_has_no_influence():
    """If one side says nothing, the order is that of the other; if both do, that of the list."""
    wishes = [15, 13, 11, 14, 12]

    assert combine(_LIST, {}, {Side.APPLICANT: wishes, Side.RESPONDENT: []}, strikes_max=1) == tuple(wishes)
    assert combine(_LIST, {}, {}, strikes_max=1) == _LIST


def test_everybody_may_be_struck():
    """If the sides together strike the whole list, nobody is left and no error is raised."""
    strikes = {Side.APPLICANT: {11, 12, 13}, Side.RESPONDENT: {14, 15}}

    assert combine(_LIST, strikes, {}, strikes_max=3) == ()


@pytest.mark.parametrize(
    ("strikes", "ranks", "words"),
    [
        ({11, 12}, [], "strikes = 2"),
        ({16}, [], "mediator 16"),
        (set(), [16], "mediator 16"),
        (set(), [11, 11], "once"),
        ({11}, [11], "mediator 11"),
    ],
)
def test_answers_that_do_not_fit_are_refused(strikes, ranks, words):
    """Too many strikes, strangers, doubles and a mediator both struck and ranked are refused with the value."""
    with pytest.raises(ChoiceError, match=words):
        combine(_LIST, {Side.APPLICANT: strikes}, {Side.APPLICANT: ranks}, strikes_max=1)


@given(
    first=st.sets(st.sampled_from(_LIST), max_size=2),
    second=st.sets(st.sampled_from(_LIST), max_size=2),
    ranked=st.permutations(_LIST),
)
def test_nobody_struck_is_left_and_everybody_else_is(first, second, ranked):
    """Whoever was struck by either side is gone, everybody else stands exactly once, whatever the ranks."""
    order = combine(
        _LIST,
        {Side.APPLICANT: first, Side.RESPONDENT: second},
        {Side.APPLICANT: [mediator for mediator in ranked if mediator not in first]},
        strikes_max=2,
    )

    assert sorted(order) == [mediator for mediator in _LIST if mediator not in first | second]


def test_each_order_of_a_list_is_equally_likely():
    """With one ticket a head and evenly spread words, every order of a list is drawn equally often."""
    members, tickets = np.array([3, 5, 9], np.int32), np.ones(3, np.int64)
    thirds = [place * 2**64 // 3 + 1 for place in range(3)]
    halves = [1, 2**63 + 1]
    orders = [
        draw_list(members, tickets, 3, lambda place, words=(first, second, 0): words[place - 1])
        for first, second in product(thirds, halves)
    ]

    assert len(set(orders)) == 6


def test_tickets_decide_before_names_without_any():
    """Who has tickets is drawn first; the rest follows with one ticket each, so that a list is long enough."""
    members, tickets = np.array([3, 5, 9], np.int32), np.array([0, 4, 0], np.int64)

    assert draw_list(members, tickets, 3, lambda _place: -1) == (5, 9, 3)
    assert draw_list(members, tickets, 1, lambda _place: -1) == (5,)
    assert draw_list(members[:0], tickets[:0], 3, lambda _place: -1) == ()


def test_a_share_of_tickets_is_a_share_of_words():
    """A member with three of four tickets wins the first place for three quarters of the words."""
    members, tickets = np.array([3, 5], np.int32), np.array([3, 1], np.int64)
    words = [step * 2**60 - 2**63 for step in range(16)]
    winners = [draw_list(members, tickets, 1, lambda _place, word=word: word)[0] for word in words]

    assert winners.count(3) == 12
