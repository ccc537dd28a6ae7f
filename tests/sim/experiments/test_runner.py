"""Many simulations in many places: the same results, whatever dies on the way."""

import os
import struct
from dataclasses import replace
from pathlib import Path

import pytest

from sim.errors import SimError
from sim.experiments.errors import ExperimentError, JobError
from sim.experiments.identity import job_hash
from sim.experiments.job import Job, change_any, load_any
from sim.experiments.runner import run_jobs
from sim.experiments.suiting import suited
from tests.sim.experiments import runs


def bits(results):
    """Every number as its bytes, so that equal means equal to the last bit, also for what is not a number."""
    return [{name: struct.pack("<d", value) for name, value in result.items()} for result in results]


@pytest.fixture
def marked(tmp_path, monkeypatch):
    """A folder for marks, known to this process and to those it starts."""
    folder = tmp_path / "marks"
    folder.mkdir()
    monkeypatch.setitem(os.environ, runs.MARKS, str(folder))
    return folder


@pytest.mark.parametrize("workers", [2, 3])
def test_results_do_not_depend_on_the_number_of_workers(workers):
    """Two and three processes give what one gives, in the same order and to the last bit."""
    jobs = runs.jobs_of(7)

    assert bits(run_jobs(jobs, workers=workers, run=runs.noise)) == bits([runs.noise(job) for job in jobs])


@pytest.mark.parametrize(
    ("own", "taken", "waiting", "number"),
    [
        (None, [None, None], [0, 1, 2, 3], 0),
        (None, [(1, 0), None], [1, 2, 3], 2),
        ((1, 0), [(1, 0), (1, 1)], [1, 3], 1),
        ((1, 1), [(1, 0), (1, 1)], [1, 3], 3),
        ((1, 0), [(1, 0), (1, 1)], [3], 3),
        ((1, 2), [(1, 0), (1, 1), (1, 2)], [1, 3], 1),
    ],
)
def test_a_process_goes_on_with_the_filings_it_has_met(own, taken, waiting, number):
    """Its own come first, then those that nobody has met; and nobody is idle for want of either."""
    pairs = [replace(runs.jobs_of(1)[0], replication=one) for one in (0, 0, 1, 1)]

    assert suited(own, taken, pairs, waiting) == number


def test_a_killed_workers_job_is_done_again(marked):
    """A process killed in the middle of a job costs time, not results."""
    jobs = runs.jobs_of(5)

    assert bits(run_jobs(jobs, workers=2, run=runs.killed_once)) == bits([runs.noise(job) for job in jobs])
    assert runs.marks(marked).count("killed") == 2  # the one that was killed, and the one that did it


def test_a_job_that_always_kills_is_given_up():
    """After three dead processes the error names the job and the signal."""
    with pytest.raises(JobError, match=r"one-court, seed 1, replication 1, fast: its process died 3 times.*-9"):
        run_jobs(runs.jobs_of(3), workers=2, run=runs.killed_always)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_refusal_arrives_as_it_is(workers):
    """An error that a simulation raises on purpose has the same words from every process."""
    with pytest.raises(SimError, match=r"^days = 0: must be at least 1$"):
        run_jobs(runs.jobs_of(3), workers=workers, run=runs.refused)


def test_a_failure_names_its_job():
    """An error nobody foresaw is reported with the job it befell."""
    with pytest.raises(JobError, match=r"replication \d, fast: failed with ZeroDivisionError: at \d"):
        run_jobs(runs.jobs_of(3), workers=2, run=runs.broken)


def test_an_interrupted_experiment_goes_on(tmp_path, marked):
    """What is on disk is not computed again, and gives the same bits as what is."""
    jobs, folder = runs.jobs_of(6), tmp_path / "kept"
    run_jobs(jobs[1:4], folder=folder, run=runs.noise)

    results = run_jobs(jobs, folder=folder, run=runs.marked_noise)

    assert runs.marks(marked) == ["0", "4", "5"]
    assert bits(results) == bits([runs.noise(job) for job in jobs])


def test_a_folder_for_nothing_is_not_left(tmp_path):
    """An experiment that is refused, or whose first job fails, leaves no empty folder; what was there stays."""
    (tmp_path / "mine").mkdir()
    for folder in ("runs/new", "mine"):
        with pytest.raises(ZeroDivisionError):
            run_jobs(runs.jobs_of(1), folder=tmp_path / folder, run=runs.broken)

    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize("folder", ["", "."])
def test_results_are_not_strewn_into_the_working_directory(tmp_path, monkeypatch, folder):
    """An empty name, as an unset variable of a shell gives one, would be the working directory."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ExperimentError, match=r"folder = \.: must not be the working directory or a folder above it"):
        run_jobs(runs.jobs_of(1), folder=Path(folder), run=runs.noise)

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", ["", '{"format": 1, "measures": {"first"', '{"format": 0, "measures": {}}', "[]"])
def test_a_half_written_file_is_computed_anew(tmp_path, marked, content):
    """A file that is cut off, empty, of another format or of another kind counts as missing and is replaced."""
    jobs, folder = runs.jobs_of(2), tmp_path / "kept"
    run_jobs(jobs, folder=folder, run=runs.noise)
    (folder / f"{job_hash(jobs[1])}.json").write_text(content)

    assert bits(run_jobs(jobs, folder=folder, run=runs.marked_noise)) == bits([runs.noise(job) for job in jobs])
    assert runs.marks(marked) == ["1"]
    assert bits(run_jobs(jobs, folder=folder, run=runs.broken)) == bits([runs.noise(job) for job in jobs])


def test_everything_that_matters_is_in_the_name(tmp_path):
    """Jobs that differ in anything have different names; equal scenarios from elsewhere have the same."""
    job = Job(scenario=load_any("one-court"), seed=1, replication=1)
    longer = change_any(job.scenario, {"window.days": 29})
    others = [
        replace(job, seed=2),
        replace(job, replication=2),
        replace(job, by_court=True),
        replace(job, scenario=longer),
    ]

    assert len({job_hash(other) for other in [job, *others]}) == 5
    assert job_hash(replace(job, scenario=change_any(longer, {"window.days": 28}))) == job_hash(job)


def test_progress_ends_at_one():
    """Progress grows with every job and ends with all of them."""
    shares = []
    run_jobs(runs.jobs_of(4), on_progress=shares.append, run=runs.noise)

    assert shares == [0.25, 0.5, 0.75, 1.0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"seed": -1}, "seed = -1: must be from 0"),
        ({"replication": 2**63}, "replication = 9223372036854775808: must be from 0 to"),
        ({"backend": "cobol"}, "backend = cobol: must be of fast, simpy"),
        ({"antithetic": True}, "antithetic: must not be asked of one-court"),
    ],
)
def test_a_job_that_cannot_be_run_is_refused(change, message):
    """A wrong field is refused when the job is made, with its value and bound."""
    with pytest.raises(ExperimentError, match=message):
        replace(runs.jobs_of(1)[0], **change)


def test_too_many_workers_are_refused():
    """A number of workers that no machine has is refused before anything runs."""
    with pytest.raises(ExperimentError, match="workers = 0: must be from 1 to"):
        run_jobs(runs.jobs_of(1), workers=0, run=runs.noise)
