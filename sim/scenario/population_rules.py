"""What must hold between the keys of `[population]` where courts and mediators are made up from totals."""

from collections import Counter
from collections.abc import Callable, Iterator
from math import fsum
from typing import Any, Final

from sim.scenario.provinces import china_provinces
from sim.scenario.section import SHARES_TOLERANCE
from sim.scenario.view import Broken, Unjudged, View


def _broken(key: str, value: object, must: str) -> Broken:
    return Broken(key=f"population.{key}", value=value, must=must)


def _of_synthetic(view: View, key: str) -> Any:
    """Look a key of the section up; nothing is judged where the population comes from files."""
    if str(view["population.kind"]) != "synthetic":
        raise Unjudged(key)
    return view[f"population.{key}"]


def _province_count(view: View) -> int:
    if view.get("population.provinces", None) == "china":
        return len(china_provinces())
    return len(_of_synthetic(view, "province"))


def _provinces_are_given_once(view: View) -> Iterator[Broken]:
    _of_synthetic(view, "kind")
    named, own = view.get("population.provinces", None), view.get("population.province", ())
    if named is not None and own:
        yield _broken("provinces", named, "be left out where [[population.province]] lists own ones")
    if named is None and not own:
        yield _broken("provinces", None, 'be "china", or [[population.province]] must list at least one')
    for code, count in Counter(province["code"] for province in own).items():
        if count > 1:
            yield _broken("province", code, f"use each code once (found {count} times)")
    if any("mandarin" in province.get("languages", ()) for province in own):
        yield _broken("province", "mandarin", "list minority languages only; mandarin is spoken everywhere")


def _tiers_are_whole(view: View) -> Iterator[Broken]:
    total = fsum(_of_synthetic(view, "tier_load_share").values())
    if abs(total - 1) > SHARES_TOLERANCE:
        must = f"sum to 1 within {SHARES_TOLERANCE:f} (they sum to {total:.7g})"
        yield _broken("tier_load_share", None, must)


def _intermediate_courts_fit_their_load(view: View) -> Iterator[Broken]:
    count, provinces = _of_synthetic(view, "intermediate_courts"), _province_count(view)
    share = view["population.tier_load_share.intermediate"]
    if share > 0 and count < provinces:
        yield _broken("intermediate_courts", count, f"be at least {provinces}, one a province")
    if share == 0 and count > 0:
        must = "be 0, since population.tier_load_share.intermediate = 0 gives them no cases"
        yield _broken("intermediate_courts", count, must)


def _courts_hold_all_tiers(view: View) -> Iterator[Broken]:
    courts, intermediate = _of_synthetic(view, "courts"), view["population.intermediate_courts"]
    provinces = _province_count(view)
    high = provinces if view["population.tier_load_share.high"] > 0 else 0
    basic_least = max(intermediate, provinces)
    if courts < (least := high + intermediate + basic_least):
        must = f"be at least {least}: {high} high, {intermediate} intermediate and {basic_least} basic, one a region"
        yield _broken("courts", courts, must)


def _every_court_has_an_organisation(view: View) -> Iterator[Broken]:
    organisations, courts = _of_synthetic(view, "organisations"), view["population.courts"]
    if organisations < courts:
        yield _broken("organisations", organisations, f"be at least population.courts = {courts}, one a court")


def _every_organisation_has_a_mediator(view: View) -> Iterator[Broken]:
    mediators, organisations = _of_synthetic(view, "mediators"), view["population.organisations"]
    if mediators < organisations:
        must = f"be at least population.organisations = {organisations}, one an organisation"
        yield _broken("mediators", mediators, must)


def _capacities_have_shares(view: View) -> Iterator[Broken]:
    shares, capacities = _of_synthetic(view, "capacity_shares"), view["population.capacities"]
    if len(shares) != len(capacities):
        must = f"have {len(capacities)} entries, one for each of population.capacities (has {len(shares)})"
        yield _broken("capacity_shares", None, must)


def _mediators_find_their_dispute_types(view: View) -> Iterator[Broken]:
    mean = _of_synthetic(view, "dispute_types_mean")
    in_mix = sum(entry["share"] > 0 for entry in view["cases.dispute_type"])
    if mean > in_mix:
        yield _broken("dispute_types_mean", mean, f"be at most {in_mix}, the dispute types with a share of the cases")


def _minority_languages_have_speakers(view: View) -> Iterator[Broken]:
    share, needed = _of_synthetic(view, "minority_language_share"), view["cases.minority_language_share"]
    if needed > 0 and round(share * view["population.mediators"]) == 0:
        must = f"give at least one speaker, since cases.minority_language_share = {needed} of cases need one"
        yield _broken("minority_language_share", share, must)


POPULATION_RULES: Final[tuple[Callable[[View], Iterator[Broken]], ...]] = (
    _provinces_are_given_once,
    _tiers_are_whole,
    _intermediate_courts_fit_their_load,
    _courts_hold_all_tiers,
    _every_court_has_an_organisation,
    _every_organisation_has_a_mediator,
    _capacities_have_shares,
    _mediators_find_their_dispute_types,
    _minority_languages_have_speakers,
)
"""Rules about made-up populations, in the order of the file."""
