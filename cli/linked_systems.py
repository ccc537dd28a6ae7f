"""The systems that a service is linked to, as the command line chooses them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.service.opening import LinkedSystems


def unlinked() -> "LinkedSystems":
    """Return none: nothing is asked of any system."""
    from engine.linked.settings_text import shipped_settings
    from engine.linked.simulator.words import mixed_words
    from engine.service.opening import LinkedSystems

    return LinkedSystems(settings=shipped_settings(), ports={}, words=mixed_words(0))


def simulated(seed: int) -> "LinkedSystems":
    """Return simulators of all of them, for development: they answer as the shipped settings say."""
    from engine.linked.settings_text import shipped_settings
    from engine.linked.simulator.systems import simulated_systems
    from engine.linked.simulator.words import mixed_key_words, mixed_words
    from engine.service.opening import LinkedSystems

    settings = shipped_settings()
    return LinkedSystems(
        settings=settings, ports=simulated_systems(settings, mixed_key_words(seed)), words=mixed_words(seed + 1)
    )
