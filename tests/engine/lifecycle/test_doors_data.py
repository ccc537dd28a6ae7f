"""What is found when the data of doors do not fit together."""

import pytest

from engine.lifecycle.errors import MachineError
from engine.lifecycle.reading import read_machine
from engine.lifecycle.rulebook import Rulebook

DOOR = """
track = "evaluation"
initial = "submitted"

[states]
submitted = {{ title = {{ en = "Submitted", zh = "已提交" }} }}
completed = {{ title = {{ en = "Completed", zh = "评估结束" }}, final = true }}

[[clocks]]
name = "review"
on_end = "leave"
lengths = [{length}]

[[transitions]]
name = "apply"
from = []
to = "submitted"
actors = ["party"]
conditions = ["{condition}"]
starts = "review"
rule = "GUI 1"

[[transitions]]
name = "leave"
from = ["submitted"]
to = "completed"
actors = ["platform"]
{more}
rule = "assumed"
"""


def rulebook(
    *, condition: str = "party_given", length: str = '{ days = 1, rule = "assumed" }', more: str = "stops_all = true"
) -> Rulebook:
    """A rulebook of one small door."""
    return Rulebook([read_machine(DOOR.format(condition=condition, length=length, more=more), place="door.toml")])


def test_the_small_door_is_sound():
    """Unchanged, nothing is wrong with it."""
    assert len(rulebook().eras) == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"condition": "other:evaluation:hearing"}, "evaluation has no hearing"),
        ({"condition": "other_running:evaluation:trial"}, "evaluation has no trial"),
        ({"condition": "amount_share:security:0:30"}, "nothing keeps that sum"),
        ({"condition": "fact:heard"}, "nothing makes it true"),
        ({"condition": "party_given [GUI 99]"}, "'GUI 99' is not a valid Article"),
        ({"length": '{ days = 1, months = 1, rule = "assumed" }'}, "needs exactly one of days, months, hours"),
        ({"length": '{ days = 1, unit = "workdays", rule = "assumed" }'}, "unit = 'workdays'"),
        ({"length": '{ days = 1, unit = "working_days", rolls = false, rule = "assumed" }'}, "if it rolls"),
        ({"more": 'extends = "trial"'}, "trial: must be one of its clocks"),
        ({"more": 'extends = "review"\nstarts = "review"'}, "may set one clock only"),
    ],
)
def test_a_contradiction_is_named(changes: dict[str, str], message: str):
    """The mistake is found when the rulebook is made, and its message names it."""
    with pytest.raises(MachineError, match=message):
        rulebook(**changes)


def test_every_choice_of_the_project_is_marked():
    """A length in days, months or hours names the article it comes from, or says that it is assumed."""
    for machine in Rulebook.shipped().machines.values():
        for clock in machine.clocks:
            assert all(length.rule.value for length in (*clock.lengths, *clock.extensions))


def test_titles_are_there_in_both_languages():
    """Each state of each door has an English and a Chinese title."""
    for machine in Rulebook.shipped().machines.values():
        for state in machine.states.values():
            assert set(state.title) == {"en", "zh"}
            assert all(state.title.values())
