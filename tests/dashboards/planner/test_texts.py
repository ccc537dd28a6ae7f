"""The words of the planner's, the validation's and the calibration's pages: whole in both languages, and up to date."""

import string
from pathlib import Path
from typing import get_args

import pytest

import dashboards
from dashboards.catalogue import LANGUAGES, read_catalogue
from dashboards.errors import CatalogueError
from dashboards.planner.marks import Dot, Mark, errors, labels, level_words, titled
from dashboards.planner.stress import stress_section
from dashboards.planner.texts import page_texts, read_table
from dashboards.planner.words import chance
from sim.experiments.compare import Verdict
from sim.experiments.job import load_any
from sim.experiments.measures import PLATFORM, QUEUE, meaning
from sim.experiments.stress import TITLES, Experiment
from tests.dashboards.leftovers import english_left
from tests.sim.experiments.queues import mmc

PAGES = Path(dashboards.__file__).parent
FILES = sorted(file for part in ("planner", "validation", "calibration") for file in (PAGES / part).glob("*.toml"))
WORDLESS = {"planner.and", "planner.next", "planner.then", "planner.named", "planner.measured", "planner.measured_of",
            "planner.with_unit", "validation.row", "validation.drawn", "tolerance.absolute", "laws.parameter",
            "stress.output", "experiment.software", "law.kaplan-meier"}  # fmt: skip
"""Strings of placeholders and signs alone, or of names that are the same everywhere."""
TITLED = {"planner.measured", "validation.drawn"}
"""Where English shows the name that the command line takes, and Chinese the title besides or instead."""


def placeholders(template):
    """Names that a template is given values for."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def is_chinese(text):
    """Whether a text has a Chinese character."""
    return any("\u4e00" <= char <= "\u9fff" for char in text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_both_languages_have_the_same_texts(file):
    """Every string stands in both languages, takes the same values, and is in the language it says."""
    table = read_table(file)
    worded = {key: entry for key, entry in table.items() if key not in WORDLESS}

    assert {key for key, entry in table.items() if not all(entry[name] for name in LANGUAGES)} <= {"planner.next"}
    assert [key for key in table if placeholders(table[key]["en"]) != placeholders(table[key]["zh"])
            and key not in TITLED] == []  # fmt: skip
    assert [key for key, entry in worded.items() if not is_chinese(entry["zh"])] == []
    assert [key for key, entry in table.items() if is_chinese(entry["en"])] == []


def test_no_text_hides_another():
    """No key stands in two files, nor in the report's catalogue with other words."""
    tables = [read_table(file) for file in FILES if file.stem != "sayings"]
    keys = [key for table in tables for key in table]

    assert sorted(set(keys)) == sorted(keys)
    assert set(keys) & set(read_catalogue()) == set()


def test_a_text_that_lacks_a_language_is_refused(tmp_path):
    """The message names file, key and what is needed."""
    (tmp_path / "texts.toml").write_text('[a]\nb = { en = "x" }\n', encoding="utf-8")

    with pytest.raises(CatalogueError, match=r"texts.toml: a.b: has \['en'\], needs \['en', 'zh'\]"):
        page_texts("en", tmp_path)


def test_measures_are_called_as_the_experiments_call_them():
    """The English name of each measure is the experiments', and each of theirs has a name and a unit in Chinese."""
    texts = page_texts("zh")
    table = read_table(PAGES / "planner" / "measures.toml")
    named = {key.removeprefix("measure."): entry["en"] for key, entry in table.items() if key.startswith("measure.")}
    units = {known.unit for known in (*PLATFORM.values(), *QUEUE.values()) if known.unit}

    assert {name: meaning(name).title for name in named} == named
    assert {*PLATFORM, *QUEUE} <= set(named)
    assert [unit for unit in units if texts.label("measure_unit", unit) == unit] == []


def test_the_checklist_and_the_verdicts_are_translated():
    """Each section and item of STRESS-DES and each verdict of a comparison has its Chinese."""
    texts = page_texts("zh")
    said = {words for _, section, title in TITLES for words in (section, title)}
    verdicts = get_args(Verdict)

    assert [words for words in said if texts.said(words) == words] == []
    assert [words for words in verdicts if texts.label("planner_verdict", words) == words] == []


@pytest.mark.parametrize("preset", ["one-court", "national-2020", "hotline", "textbook/jackson", "textbook/n-model"])
def test_the_checklist_of_a_preset_is_chinese(preset):
    """Whatever the scenario fills in, nothing but names and keys is left in English."""
    asked = Experiment(purpose="目的", outputs=["指标"], aims="目标", scenarios="无", estimation="方法", seeds="种子")
    scenario = load_any(preset)
    section = stress_section(scenario, asked, page_texts("zh"))

    assert english_left(section.body, [scenario.title.en]) == []


def test_a_sentence_keeps_its_values():
    """Numbers and names go over as they are, lists and units in Chinese; in English a sentence stays itself."""
    sentence = "Entities: cases of the types private_lending, family."

    assert page_texts("zh").said(sentence) == "实体：下列类型的案件：民间借贷、婚姻家庭。"
    assert page_texts("zh").said("720 hours, of which 700 are measured.") == "720（小时），其中计量 700。"
    assert page_texts("en").said(sentence) == sentence


@pytest.mark.parametrize("sentence", ["Nobody translated {this}.", "", "{", "Activities: service.\n"])
def test_an_unknown_sentence_stands_for_itself(sentence):
    """What no template makes is shown as it came."""
    assert page_texts("zh").said(sentence) == sentence


def test_a_stray_english_word_would_be_noticed():
    """A heading, a sentence within Chinese and a word on a chart are found; names and numbers are not."""
    charts = '{"figures": {"chart-a": {"layout": {"title": {"text": "Mean wait"}}}}}'
    page = (
        f"<h2>Interval</h2><p>均值 of all runs</p><p>base 12.5 wait_mean</p><p>均值</p><li>run.length = 3</li>"
        f'<script type="application/json" id="charts">{charts}</script>'
    )

    assert english_left(page, ["base"]) == ["Interval", "均值 of all runs", "Mean wait"]


def test_names_of_rows_are_cut_by_their_width():
    """A Chinese character counts as two, so that both kinds of names end at the same place."""
    short, long, chinese = labels(["a" * 40, "a" * 41, "待" * 21])["ticktext"]

    assert (short, long, chinese) == ("a" * 40, "a" * 39 + "…", "待" * 19 + "…")


def test_titles_of_axes_have_a_unit_and_break_into_lines():
    """A measure's axis says its unit, a queue's that of its own times; a long one takes two lines."""
    queue, court = mmc(12), load_any("one-court")
    axes = [page_texts(language).axis("wait_mean", queue) for language in LANGUAGES]
    lines = titled(page_texts("en").axis("withdrawn_share", court))["text"].split("<br>")

    assert axes == ["Mean wait, minutes", "平均等待时间（分钟）"]
    assert page_texts("en").axis("load_gini", court) == "Inequality of load among mediators (Gini)"
    assert lines == ["Cases withdrawn before acceptance,", "share of cases"]


def test_bars_without_intervals_have_no_caps():
    """Where no number has an interval nothing is drawn at the ends of the bars; where one has, it is."""
    exact, known = Dot(label="a", value=3.0, low=3.0, high=3.0), Dot(label="b", value=3.0, low=2.0, high=4.0)

    assert errors([exact, exact])["visible"] is False
    assert errors([exact, known])["visible"] is True


def test_what_runs_tell_is_never_certain():
    """A probability that rounds to 1 or 0 is written as beyond the last that is told apart."""
    assert [chance(share) for share in (1.0, 0.9994, 0.5, 0.0004, 0.0)] == [
        ">99.9%",
        ">99.9%",
        "50.0%",
        "<0.1%",
        "<0.1%",
    ]


def test_words_of_a_level_keep_clear_of_the_curve():
    """They stand at the end where the curve is farther from the level."""
    mark = Mark(at=0.2, words="bound")

    assert [level_words(mark, values)[0]["xanchor"] for values in ([0.8, 0.2], [0.2, 0.8], [])] == [
        "left",
        "right",
        "right",
    ]
