"""Populations that several tests look at, made once."""

import pytest

from sim.population.population import Population
from sim.population.synthetic import synthetic_population
from sim.scenario.load import load_scenario, with_changes
from sim.scenario.scenario import Scenario

PROVINCES = [
    {"code": "1", "zh": "甲", "en": "Alpha", "weight": 5.0},
    {"code": "2", "zh": "乙", "en": "Beta", "weight": 3.0, "languages": ["tibetan"]},
    {"code": "3", "zh": "丙", "en": "Gamma", "weight": 1.0},
]


@pytest.fixture(scope="session")
def national() -> Scenario:
    return load_scenario("national-2020")


@pytest.fixture(scope="session")
def nation(national: Scenario) -> Population:
    return synthetic_population(national, seed=1)


@pytest.fixture(scope="session")
def small() -> Scenario:
    """Three provinces, 40 courts in three tiers, 60 organisations, 300 mediators."""
    changes = {
        "population.province": PROVINCES,
        "population.courts": 40,
        "population.intermediate_courts": 7,
        "population.organisations": 60,
        "population.mediators": 300,
        "population.court_load_sigma": 0.9,
        "population.tier_load_share": {"high": 0.05, "intermediate": 0.15, "basic": 0.8},
        "population.minority_language_share": 0.1,
    }
    return with_changes(load_scenario("one-court"), changes)


@pytest.fixture(scope="session")
def country(small: Scenario) -> Population:
    return synthetic_population(small, seed=7)
