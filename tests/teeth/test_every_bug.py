"""Every planted bug is caught: a check that catches nothing proves nothing.

`docs/teeth.md` has the table in words.
"""

from pathlib import Path
from typing import Final

import pytest

from tests.teeth.access_bugs import ACCESS_BUGS
from tests.teeth.bug import Bug, Check, verdict
from tests.teeth.log_bugs import LOG_BUGS
from tests.teeth.platform_bugs import PLATFORM_BUGS
from tests.teeth.service_bugs import SERVICE_BUGS
from tests.teeth.snapshot_bugs import SNAPSHOT_BUGS
from tests.teeth.web_bugs import WEB_BUGS

BUGS: Final[tuple[Bug, ...]] = (
    *LOG_BUGS,
    *SERVICE_BUGS,
    *SNAPSHOT_BUGS,
    *PLATFORM_BUGS,
    *WEB_BUGS,
    *ACCESS_BUGS,
)
ALWAYS: Final = (
    "copy_is_not_synced",
    "told_before_it_is_stored",
    "key_is_forgotten_at_its_last_instant",
    "expired_token_is_believed",
    "holidays_count_as_workdays",
)
"""Quick ones of every kind, planted whenever the tests run."""
BUGS_MIN: Final = 25
PAGE: Final = Path(__file__).parents[2] / "docs" / "teeth.md"


def used_checks() -> list[tuple[Check, int]]:
    """Every check with every seed that some bug is tried with, once."""
    found = {(bug.check.name, seed): bug.check for bug in BUGS for seed in bug.seeds}
    return [(check, seed) for (_, seed), check in found.items()]


def check_is_sharp(bug: Bug, folder: Path, seed: int) -> None:
    """Plant a bug and demand the verdict that is expected."""
    with pytest.MonkeyPatch.context() as patch:
        bug.plant(patch)
        said = verdict(bug.check, folder / "work", seed)

    assert said is not None, f"{bug.check.name} has not noticed: {bug.plant.__doc__}"
    assert bug.says in said, f"{bug.check.name} has failed for another reason than {bug.says!r}: {said}"


@pytest.mark.parametrize("bug", [bug for bug in BUGS if bug.name in ALWAYS], ids=lambda bug: bug.name)
def test_some_planted_bugs_are_caught(bug: Bug, tmp_path: Path):
    """A bug of each part of the service is noticed by the check that is there for it, in the expected words."""
    check_is_sharp(bug, tmp_path, bug.seeds[0])


@pytest.mark.full
@pytest.mark.parametrize(
    ("bug", "seed"), [pytest.param(bug, seed, id=f"{bug.name}-{seed}") for bug in BUGS for seed in bug.seeds]
)
def test_every_planted_bug_is_caught(bug: Bug, seed: int, tmp_path: Path):
    """Each bug of the table is noticed by its check; by one that draws, with two seeds."""
    check_is_sharp(bug, tmp_path, seed)


@pytest.mark.full
@pytest.mark.parametrize(
    ("check", "seed"), [pytest.param(check, seed, id=f"{check.name}-{seed}") for check, seed in used_checks()]
)
def test_without_a_bug_every_check_passes(check: Check, seed: int, tmp_path: Path):
    """No check of the table is red by itself."""
    assert verdict(check, tmp_path / "work", seed) is None


def test_the_table_is_whole():
    """There are at least so many bugs, each of its own name and one sentence, and the page tells of each."""
    names = [bug.name for bug in BUGS]
    page = PAGE.read_text()

    assert len(names) == len(set(names)) >= BUGS_MIN
    assert all(bug.plant.__doc__ and bug.plant.__doc__.endswith(".") for bug in BUGS)
    assert set(ALWAYS) <= set(names)
    assert [name for name in names if f"`{name}`" not in page] == []
