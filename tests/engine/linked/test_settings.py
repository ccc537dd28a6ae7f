"""Settings: what is shipped, what a file may say, what it is told when it is wrong."""

import msgspec
import pytest

from engine.linked.errors import LinkSettingsError
from engine.linked.settings import LinkedSettings
from engine.linked.settings_text import key_notes, settings_from_toml, shipped_settings
from engine.linked.words import System


def test_every_key_is_an_assumption_with_a_range_and_a_reason():
    """No shipped number is shown as a fact: each key has the tag, a range and a sentence."""
    notes = key_notes()

    assert {note.tag for note in notes.values()} == {"assumed"}
    assert all(note.range[0] < note.range[1] for note in notes.values())
    assert all(note.source.startswith("No published figure") for note in notes.values())


def test_the_shipped_settings_are_within_their_own_ranges():
    """The shipped file passes as a user's file does."""
    text = "".join(
        f"[system.{system.value}]\ntimeout_seconds = {link.timeout_us / 1e6}\nattempts_max = {link.attempts_max}\n"
        for system, link in shipped_settings().systems.items()
    )

    assert settings_from_toml(text) == shipped_settings()


def test_a_system_comes_before_all_systems_and_both_before_what_is_shipped():
    """A system's own table wins over the table for every system, which wins over the shipped file."""
    read = settings_from_toml(
        "[postbox]\nidempotency_window_seconds = 7_200\n"
        "[every_system]\nattempts_max = 3\nresends_per_second_max = 4\n"
        "[system.preservation]\nattempts_max = 7\ntimeout_seconds = 1.5\n"
    )

    assert read.idempotency_window_us == 7_200_000_000
    assert read.systems[System.PRESERVATION].attempts_max == 7
    assert read.systems[System.PRESERVATION].timeout_us == 1_500_000
    assert {link.attempts_max for system, link in read.systems.items() if system is not System.PRESERVATION} == {3}
    assert {link.resend_gap_us for link in read.systems.values()} == {250_000}
    assert read.systems[System.CASE_HANDLING].timeout_us == shipped_settings().systems[System.CASE_HANDLING].timeout_us


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[every_system]\nattempts_max = 0", "every_system.attempts_max = 0: must be a whole number within 1..50"),
        ("[every_system]\nattempts_max = 2.0", "every_system.attempts_max = 2.0: must be a whole number"),
        ("[every_system]\nattempts_max = true", "every_system.attempts_max = True: must be a whole number"),
        (
            "[every_system]\ntimeout_seconds = nan",
            "every_system.timeout_seconds = nan: must be a number within 0.1..300",
        ),
        ("[every_system]\ntimeout_seconds = '5'", "every_system.timeout_seconds = '5': must be a number"),
        ("[system.preservation]\npatience = 1", "system.preservation.patience: must be one of timeout_seconds,"),
        ("[system.bank]\n", "system.bank: must be one of identity_authentication,"),
        ("[systems]\n", "systems: must be one of postbox, every_system, system"),
        ("every_system = 3", "every_system = 3: must be a table, headed [every_system]"),
        ("[system]\npreservation = 3", "system.preservation = 3: must be a table, headed [system.preservation]"),
        ("[postbox]\nidempotency_window_seconds = 1", "must be a number within 60..3.1536e+07"),
        ("[", "settings must be valid TOML"),
        ("#" * 50_001, "settings have 50001 characters: must have at most 50000"),
    ],
)
def test_a_mistake_is_named_with_its_key_value_and_bound(text, message):
    """Every kind of mistake gives one sentence that says what to change."""
    with pytest.raises(LinkSettingsError) as refused:
        settings_from_toml(text)

    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("breaker_rest_seconds = 59", "breaker_rest_us = 59000000: must be at least timeout_us, 60000000"),
        ("backoff_base_seconds = 600\nbackoff_cap_seconds = 1", "backoff_cap_us = 1000000: must be at least backoff_b"),
        ("latency_p99_seconds = 1", "latency_p99_us = 1000000: must be at least latency_median_us, 2000000"),
    ],
)
def test_settings_that_contradict_one_another_are_refused(text, message):
    """A rest shorter than the timeout, a cap below the base or a p99 below the median is refused with both values."""
    with pytest.raises(LinkSettingsError) as refused:
        settings_from_toml("[system.commercial_court]\n" + text)

    assert str(refused.value).startswith("system.commercial_court: " + message[:40])
    assert message in str(refused.value)


def test_every_system_needs_settings_and_the_window_outlasts_an_attempt():
    """A missing system, or a window shorter than the longest timeout, is refused."""
    shipped = shipped_settings()

    with pytest.raises(LinkSettingsError, match="missing: identity_authentication"):
        LinkedSettings(systems={}, idempotency_window_us=1)
    with pytest.raises(LinkSettingsError, match="idempotency_window_us = 59999999: must be at least"):
        msgspec.structs.replace(shipped, idempotency_window_us=59_999_999)
