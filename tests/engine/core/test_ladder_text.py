"""A ladder is read from text without loss, and whatever is wrong with the text is told at once."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.errors import LadderError
from engine.core.ladder import CIRCLES, Ladder, LadderStep, lower
from engine.core.ladder_text import CHARACTERS_MAX, ladder_from_toml
from tests.engine.core.ladders import OWN_NAMES, ladders

PAGE = (Path(__file__).parents[3] / "docs" / "ladder.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    """The fenced blocks of one kind on the page for administrators."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)


def written(ladder: Ladder) -> str:
    """The ladder as an administrator would write it."""
    lines: list[str] = []
    for step in ladder.steps:
        lines += ["[[step]]", f'circle = "{CIRCLES[step.circle]}"']
        lines += [f'expression = "{step.expression}"'] if step.expression else []
        lines += [f'policy = "{step.policy.name.lower()}"'] if step.policy is not None else []
        lines += [f"wait_working_days = {step.wait_working_days}"] if step.wait_working_days is not None else []
        lines += ['skip_if = "nobody_free"'] if step.skip_if_nobody_free else []
    return "\n".join(lines)


def mistakes_in(text: str) -> tuple[str, ...]:
    """What is wrong with a text."""
    with pytest.raises(LadderError) as refusal:
        ladder_from_toml(text)
    return refusal.value.mistakes


@given(ladder=ladders(), mark=st.sampled_from(["", "\ufeff"]))
def test_what_is_written_is_what_is_read(ladder: Ladder, mark: str):
    """Any ladder, written as TOML with or without a byte-order mark, is read back the same."""
    assert ladder_from_toml(mark + written(ladder)) == ladder


def test_the_first_example_of_the_page_is_four_rosters():
    """The documented ladder is what the page says: court, professional, regional, national."""
    ladder = ladder_from_toml(blocks("toml")[0])

    assert ladder.steps == (
        LadderStep(circle=0, wait_working_days=1),
        LadderStep(circle=2, expression="professional", wait_working_days=1, skip_if_nobody_free=True),
        LadderStep(circle=2, expression="regional", wait_working_days=2),
        LadderStep(circle=3, expression="national"),
    )


def test_every_example_of_the_page_can_be_used():
    """Each ladder on the page is read, and knows no attribute that its roster lacks."""
    examples = blocks("toml")

    assert len(examples) == 2
    assert all(len(lower(ladder_from_toml(text), OWN_NAMES).program) > 0 for text in examples)


def test_the_mistakes_of_the_page_are_those_reported():
    """The wrong ladder on the page gives exactly the lines below it."""
    (wrong,) = blocks("toml wrong")

    assert "\n".join(mistakes_in(wrong)) + "\n" == blocks("text")[0]


def test_the_unknown_name_of_the_page_is_reported_as_it_says():
    """A misspelt attribute at the second step gives the line on the page."""
    ladder = ladder_from_toml(blocks("toml")[0].replace('"professional"', '"profesional"'))

    with pytest.raises(LadderError) as refusal:
        lower(ladder, OWN_NAMES)

    assert f"{refusal.value}\n" == blocks("text")[1]


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ("circle = 0", "circle = 0: must be one of court, region, province, nation"),
        ("circle = true", "circle = True: must be one of court, region, province, nation"),
        ("", "circle is missing: must be one of court, region, province, nation"),
        ('circle = "court"\nexpression = 1', "expression = 1: must be text in quotes"),
        (
            'circle = "court"\nwait_working_days = true',
            "wait_working_days = True: must be a whole number within 1..250",
        ),
        ('circle = "court"\nwait_working_days = 1.5', "wait_working_days = 1.5: must be a whole number within 1..250"),
        ('circle = "court"\nskip_if = "busy"', 'skip_if = "busy": must be one of nobody_free'),
        ('circle = "court"\nwait = 1', "wait must be a known key"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named(line: str, mistake: str):
    """A value that is no word, number or text where one must stand is one mistake: field, value, bound."""
    assert mistakes_in(f"[[step]]\n{line}\n") == (f"step #1 {mistake}",)


def test_an_unknown_policy_is_answered_with_the_known_ones():
    """All policies are listed, and the one that looks most like the word."""
    (mistake,) = mistakes_in('[[step]]\ncircle = "court"\npolicy = "lest_loaded"')

    assert mistake.startswith('step #1 policy = "lest_loaded": must be one of band_draw, least_loaded, ')
    assert mistake.endswith(" (nearest: least_loaded)")


def test_a_long_value_is_cut():
    """A pasted page is shown by its beginning, so that a mistake stays one line."""
    (mistake,) = mistakes_in('[[step]]\ncircle = """' + "much\n" * 500 + '"""')

    assert len(mistake) < 200
    assert "\n" not in mistake


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        ("", ("ladder has 0 steps: must have 1 to 8",)),
        ("[[stepp]]", ("stepp must be a known key (nearest: step)", "ladder has 0 steps: must have 1 to 8")),
        ("step = 3", ("step must be tables, each headed [[step]]",)),
        ("step = [1]", ("step must be tables, each headed [[step]]",)),
        ("[step]", ("step must be tables, each headed [[step]]",)),
        ("step =", ("ladder must be valid TOML: Invalid value (at end of document)",)),
        (" " * (CHARACTERS_MAX + 1), ("ladder has 50001 characters: must have at most 50000",)),
    ],
)
def test_a_text_that_is_no_ladder_is_refused(text: str, mistakes: tuple[str, ...]):
    """What is not TOML, is too long or has no steps is refused by its own message."""
    assert mistakes_in(text) == mistakes


@pytest.mark.parametrize("text", ["a = " + "[" * 40_000, "a = " + "9" * 5000])
def test_a_text_made_to_break_the_reader_is_refused(text: str):
    """Brackets and numbers beyond what Python reads are a mistake of the text like any other."""
    assert mistakes_in(text)[0].startswith("ladder must be valid TOML: ")


def test_nine_tables_are_too_many():
    """The ninth step is refused by its number."""
    assert "ladder has 9 steps: must have 1 to 8" in mistakes_in('[[step]]\ncircle = "court"\n' * 9)
