"""Settings are read from file and environment, and what is wrong is named."""

from pathlib import Path

import msgspec
import pytest

from engine.service.configuration import read_settings, read_settings_file
from engine.service.errors import SettingError
from engine.service.settings import ServiceSettings


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    service: ServiceSettings = ServiceSettings()


def test_what_is_not_named_has_its_default():
    """An empty file and an empty environment give the defaults."""
    assert read_settings(Settings, "", {"PATH": "/bin", "ONESTOP_DATA": "x"}) == Settings()


def test_the_environment_wins_over_the_file():
    """A variable replaces the file's value of that setting and no other."""
    text = "[service]\nqueue_commands_max = 7\nbatch_commands_max = 3"
    read = read_settings(Settings, text, {"ONESTOP_SERVICE_QUEUE_COMMANDS_MAX": "9"}).service

    assert (read.queue_commands_max, read.batch_commands_max) == (9, 3)


@pytest.mark.parametrize(
    ("text", "environment", "named"),
    [
        ("[service]\nqueue_commands_max = 0", {}, "service.queue_commands_max = 0: must be within 1..1000000"),
        ("[service]\nqueue_commands_max = 'many'", {}, "service.queue_commands_max = many: must be `int`"),
        ("[service]\nqueue_command_max = 5", {}, "service.queue_command_max = 5: must be one of the settings "),
        ("[servce]\n", {}, "servce = {}: must be one of the settings "),
        ("service = 5", {}, "service = 5: must be a section, its settings in lines below [service]"),
        ("[[service]]\n", {}, "service = [{}]: must be a section, its settings in lines below [service]"),
        ("[service", {}, "must be TOML"),
        ("", {"ONESTOP_SERVICE_TICK": "1"}, "ONESTOP_SERVICE_TICK = 1: must be one of the settings"),
        ("", {"ONESTOP_SERVICE_TICK_SECONDS": "soon"}, "service.tick_seconds = soon"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(text: str, environment: dict[str, str], named: str):
    """Whatever is wrong, the message names the setting, its value and what it must be."""
    with pytest.raises(SettingError) as refused:
        read_settings(Settings, text, environment)
    assert named in str(refused.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path):
    """A settings file that cannot be read is refused with its path."""
    with pytest.raises(SettingError, match=r"absent\.toml"):
        read_settings_file(Settings, tmp_path / "absent.toml", {})


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("ONESTOP_SERVIC_QUEUE_COMMANDS_MAX", "9", " = 9: must be of one of the sections service"),
        ("ONESTOP_SERVICE_QUEUE_COMMANDS_MAX", "", " = : must be not empty, or not be there"),
    ],
)
def test_a_variable_that_would_say_nothing_is_refused(variable: str, value: str, told: str):
    """A slip in a section's name, or a variable left empty, would start a service without what it was to have."""
    with pytest.raises(SettingError, match=f"^{variable}{told}"):
        read_settings(Settings, "", {variable: value})


def test_a_refusal_shows_no_secret():
    """What is secret by its name, alone or within a section, and the password of an address stay out of the journal."""
    assert str(SettingError("issuer.client_secret", "s3cr3t", "x")) == "issuer.client_secret = ...: must be x"
    assert "s3cr3t" not in str(SettingError("webhooks", [{"secret": "s3cr3t"}], "x"))
    assert str(SettingError("url", "https://u:s3cr3t@h/p", "x")) == "url = https://...@h/p: must be x"
    assert str(SettingError("linked.bank.token_file", "t.txt", "x")) == "linked.bank.token_file = t.txt: must be x"
