"""What docs/import.md shows and says is so."""

import re
from pathlib import Path

import pytest

from analytics.importer import mapping_file
from analytics.importer.flags import CONTRADICTIONS
from analytics.importer.mapping import CASE_FACTS, COUNTED_ACTIVITIES, EVENT_FACTS, STAMP_ACTIVITIES
from analytics.importer.mapping_file import load_mapping
from tests.analytics.importer.trial import attempt

PAGE = (Path(__file__).parents[3] / "docs" / "import.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)
MAPPINGS = [text for language, text in BLOCKS if language == "toml"]


def test_the_first_example_does_what_the_page_says(tmp_path):
    """Three cases come out, line 5 is rejected for its time, 2024-19 is flagged."""
    (source,) = (text for language, text in BLOCKS if language == "csv")
    trial = attempt(tmp_path, source, MAPPINGS[0])

    assert trial.ids() == ["2024-17", "2024-18", "2024-19"]
    assert [(row["line"], row["case_id"], row["value"]) for row in trial.rejected] == [("5", "2024-20", "4 March")]
    assert [(row["case_id"], row["reason"]) for row in trial.flagged] == [("2024-19", "accepted before it is filed")]
    assert trial.cases["outcome"].to_list() == ["settled", None, "not_settled"]


@pytest.mark.parametrize("text", MAPPINGS, ids=range(len(MAPPINGS)))
def test_every_mapping_on_the_page_is_sound(tmp_path, text):
    """Whatever mapping the page shows can be copied."""
    (tmp_path / "shown.toml").write_text(text, encoding="utf-8")

    assert load_mapping(tmp_path / "shown.toml").columns


@pytest.mark.parametrize(
    "word",
    [
        *mapping_file._GENERAL_KEYS,
        *CASE_FACTS,
        *EVENT_FACTS,
        *STAMP_ACTIVITIES,
        *COUNTED_ACTIVITIES,
        "case_id",
        "starts_at",
        "ends_at",
    ],
)
def test_every_key_is_described(word):
    """No key of a mapping is left out of the page."""
    assert word in PAGE


def test_every_flag_is_described():
    """Each contradiction that is looked for is named on the page."""
    words = " ".join(PAGE.lower().split())
    named = [reason for reason in CONTRADICTIONS if "and no end" not in reason and reason not in words]

    assert named == ["outcome contradicts closing code"]
    assert "an outcome or a closing code without an end; an outcome that contradicts the code" in words
