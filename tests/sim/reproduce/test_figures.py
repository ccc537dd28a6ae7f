"""Every verdict follows from the numbers beside it."""

import msgspec
import pytest

from sim.reproduce.claims import claiming_presets, claims_of
from sim.reproduce.figures import figures_of, missed_figures, published_entries

CLAIMED = [
    (preset, reading, name)
    for preset in claiming_presets()
    for reading in ("days", "hours")
    for name in (*claims_of(preset, reading=reading).hits, *claims_of(preset, reading=reading).cannot)
]


def figure_of(preset, reading, name, achieved, entries=None):
    """Return the record of one figure for one achieved number."""
    quantity = published_entries()[name]["quantity"]
    found = figures_of(claims_of(preset, reading=reading), {quantity: achieved}, entries=entries)
    return {figure.id: figure for figure in found}[name]


def test_every_figure_from_a_to_o_is_claimed_by_a_preset_that_is_simulated():
    """No letter is left without evidence, and each is hit by some preset or contradicted by all that speak to it."""
    simulated = [claims_of(name) for name in claiming_presets() if claims_of(name).evidence]
    hits = {name for claims in simulated for name in claims.hits}
    cannot = {name for claims in simulated for name in claims.cannot}

    assert set("abcdeklmno") <= hits
    assert set("fghij") <= cannot - hits


def test_every_published_figure_speaks_both_languages():
    """Title, reading, note and the presets' words are there in English and Chinese, and each figure has a source."""
    texts = [entry[key] for entry in published_entries().values() for key in ("title", "reading")]
    texts += [entry["note"] for entry in published_entries().values() if "note" in entry]
    texts += [claims_of(name, reading=reading).why for name in claiming_presets() for reading in ("days", "hours")]

    assert [text for text in texts if not (text.get("en") and text.get("zh"))] == []
    assert all(entry["source"] for entry in published_entries().values())


def test_claims_name_figures_that_there_are():
    """Every id a preset claims, and every rival of a contradiction, is a published figure; no id is both."""
    for preset, reading, name in CLAIMED:
        claims = claims_of(preset, reading=reading)

        assert name in published_entries()
        assert claims.cannot.get(name, name) in published_entries()
        assert not set(claims.hits) & set(claims.cannot)


@pytest.mark.parametrize(("preset", "reading", "name"), CLAIMED)
def test_a_verdict_flips_with_what_was_achieved(preset, reading, name):
    """What equals the published value is reproduced; half a tolerance more is, twice the tolerance more is not."""
    entry = published_entries()[name]
    rival = claims_of(preset, reading=reading).cannot.get(name, name)
    beyond = entry["published"] * (1 + max(2 * entry["tolerance"], 0.001))

    assert figure_of(preset, reading, name, entry["published"]).verdict == "reproduced"
    within = figure_of(preset, reading, name, entry["published"] * (1 + entry["tolerance"] / 2))
    assert within.verdict == "reproduced"
    assert within.relative_error == pytest.approx(entry["tolerance"] / 2)
    assert figure_of(preset, reading, name, beyond).verdict == f"contradicts {rival}"


@pytest.mark.parametrize(("preset", "reading", "name"), CLAIMED)
def test_a_verdict_flips_with_what_was_published(preset, reading, name):
    """The same achieved number is judged otherwise once another value has been published."""
    entry = published_entries()[name]
    mutated = {**published_entries(), name: {**entry, "published": entry["published"] / 2}}

    before = figure_of(preset, reading, name, entry["published"])
    after = figure_of(preset, reading, name, entry["published"], entries=mutated)
    assert (before.verdict, after.verdict[:12]) == ("reproduced", "contradicts ")
    assert after.published == entry["published"] / 2


@pytest.mark.parametrize("name", "cij")
def test_a_bound_is_met_from_below(name):
    """Published as an upper bound, a figure is reproduced by anything up to it and by nothing above."""
    published = published_entries()[name]["published"]

    assert figure_of("national-2020", "days", name, published / 3).verdict == "reproduced"
    assert figure_of("national-2020", "days", name, published * 1.001).verdict != "reproduced"


def test_a_figure_without_a_number_has_no_record():
    """What a simulation says nothing of is left out, not guessed."""
    assert [figure.id for figure in figures_of(claims_of("national-2020"), {"success_rate": 0.65})] == ["d"]
    assert figures_of(claims_of("one-court"), {"success_rate": 0.65}) == []


def test_a_note_needs_all_its_numbers():
    """A note holds the numbers it names, and is left out where one is missing."""
    whole = figures_of(claims_of("national-2020"), {"accepted_per_working_minute": 66.0, "ordinary_week_excess": 0.034})
    part = figures_of(claims_of("national-2020"), {"accepted_per_working_minute": 66.0})

    assert whole[0].note is not None
    assert "+3.4%" in whole[0].note["en"]
    assert "+3.4%" in whole[0].note["zh"]
    assert part[0].note is None


def test_only_what_a_preset_is_meant_to_reproduce_can_be_missed():
    """A hit outside its tolerance is missed; an intended contradiction is not, even of the figure itself."""
    missed = figures_of(claims_of("national-2020"), {"success_rate": 0.3, "accepted_per_workday": 31_000.0})
    shown = figures_of(claims_of("flat-24x7"), {"accepted_per_working_minute": 38.0})

    assert missed_figures(msgspec.to_builtins(missed)) == ["d"]
    assert [figure.verdict for figure in shown] == ["contradicts a"]
    assert missed_figures(msgspec.to_builtins(shown)) == []


def test_a_record_of_an_earlier_version_is_judged_by_its_verdict():
    """Without an expected verdict, what contradicts itself is missed and what contradicts another figure is not."""
    old = [{"id": "a", "verdict": "contradicts a"}, {"id": "f", "verdict": "contradicts e"}]

    assert missed_figures(old) == ["a"]
