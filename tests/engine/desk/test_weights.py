"""Case weights: what they add up to, and what is refused."""

import pytest

from engine.desk.errors import WeightsError
from engine.desk.weights import CaseWeights, MeasuredWeight
from engine.desk.weights_text import weights_from_toml
from engine.events.enums import DisputeType

HEAD = """
version = 2
author = "Research office"
evidence = "Time study of 900 cases"
extra_party_milli = 200
panel_seat_milli = 700
"""
TEXT = f"""{HEAD}
[weights.family]
weight_milli = 1300
standard_error_milli = 90

[weights.labour]
weight_milli = 800
standard_error_milli = 40
"""


def test_a_text_is_read():
    """A text gives the version, the author and the weights it states; types it leaves out weigh a standard case."""
    weights = weights_from_toml(TEXT)

    assert (weights.version, weights.author) == (2, "Research office")
    assert weights.weight_of(DisputeType.LABOUR) == (800, 40)
    assert weights.weight_of(DisputeType.SALES) == (1000, 0)


def test_parties_and_panels_count():
    """Each party beyond two adds its surcharge; a panel's seats share the weight and its error."""
    weights = weights_from_toml(TEXT)

    assert weights.weight_of(DisputeType.FAMILY, parties=4) == (1700, 90)
    assert weights.weight_of(DisputeType.FAMILY, parties=4, panel_size=3) == (1190, 63)


def test_weighing_anew_is_a_new_version():
    """New measurements replace the entries they name, under the next version; the old weights stay as they were."""
    weights = weights_from_toml(TEXT)
    newer = weights.reweighed({DisputeType.LABOUR: MeasuredWeight(900, 30)}, author="Court", evidence="Second study")

    assert (newer.version, newer.author) == (3, "Court")
    assert newer.weight_of(DisputeType.LABOUR) == (900, 30)
    assert newer.weight_of(DisputeType.FAMILY, parties=3) == (1500, 90)
    assert weights.weight_of(DisputeType.LABOUR) == (800, 40)


def test_entries_cannot_be_changed_behind_the_version():
    """Changing the mapping that weights were made of does not change them."""
    entries = {DisputeType.FAMILY: MeasuredWeight(1300, 90)}
    weights = CaseWeights(version=1, author="a", evidence="e", entries=entries)
    entries[DisputeType.FAMILY] = MeasuredWeight(1, 1)

    assert weights.weight_of(DisputeType.FAMILY).weight_milli == 1300


def test_every_mistake_of_a_text_is_told():
    """Missing, unknown, mistyped and out-of-range entries are reported together, a line each."""
    text = """
    version = true
    evidence = "study"
    colour = "red"
    [weights.divorce]
    weight_milli = 1
    standard_error_milli = 1
    [weights.family]
    weight_milli = "heavy"
    """
    with pytest.raises(WeightsError) as refusal:
        weights_from_toml(text)

    assert sorted(line.split(":")[0].split(" ")[0] for line in refusal.value.mistakes) == [
        "author",
        "colour",
        "version",
        "weights.divorce",
        "weights.family.standard_error_milli",
        "weights.family.weight_milli",
    ]


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("version = 2", "version = 0", "version"),
        ('"Research office"', '" "', "author"),
        ("panel_seat_milli = 700", "panel_seat_milli = 1001", "panel_seat_milli"),
        ("weight_milli = 800", "weight_milli = -1", "labour.weight_milli"),
        ("weight_milli = 800", "weight_milli = 2147483648", "labour.weight_milli"),
    ],
)
def test_values_out_of_bounds_are_refused(old, new, field):
    """A value beyond its bounds is refused with its field."""
    with pytest.raises(WeightsError, match=field):
        weights_from_toml(TEXT.replace(old, new))


@pytest.mark.parametrize("text", ["version = ", HEAD, HEAD + "weights = 3"])
def test_a_text_of_another_shape_is_refused(text):
    """What is not TOML, or has no table of weights, is refused."""
    with pytest.raises(WeightsError):
        weights_from_toml(text)


@pytest.mark.parametrize("counts", [{"parties": 1}, {"panel_size": 0}])
def test_a_case_has_two_sides_and_a_mediator(counts):
    """Fewer than two parties or no mediator at all are refused."""
    with pytest.raises(WeightsError):
        weights_from_toml(TEXT).weight_of(DisputeType.FAMILY, **counts)
