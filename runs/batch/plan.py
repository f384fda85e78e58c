"""The plan of an experiment: its design and what workers must know, and what it would take."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tradetalks.configs.experiment.columns import IDENTITY
from tradetalks.configs.experiment.load import ExperimentSource, load_experiment
from tradetalks.configs.experiment.schema import Experiment, SampleOfEvents
from tradetalks.outside.files import known_folders
from tradetalks.runs.batch.design import Design, design, seed_of
from tradetalks.runs.batch.executors.base import Executor
from tradetalks.runs.batch.executors.choose import executor_of
from tradetalks.runs.batch.formats import FORMAT, RULES
from tradetalks.runs.batch.job import Job, RunSpec, Sample, Stretch
from tradetalks.runs.batch.manifest import config_of, hash_of
from tradetalks.runs.batch.parts import Mark
from tradetalks.runs.batch.store import MANIFEST, Store
from tradetalks.runs.files.whole import is_there

CHUNK_SECONDS = 10.0
"""What a chunk of runs should take: the most that a worker's death costs, and many times what handing it out costs."""
SAMPLE_SECONDS = 2.0
SAMPLE_RUNS = 200
MOST_CHUNK = 100_000
RESULTS = Path("results")


@dataclass(frozen=True)
class Estimate:
    """What an experiment would take, from a timed sample.

    Attributes:
        runs: how many there are.
        designs: how many design points.
        sampled: how many runs were timed.
        run_seconds: what a run takes.
        core_hours: what all runs take together.
        nbytes: what they take on disk, roughly.
        chunk: how many runs a worker would be given at a time.
        job_script: what a cluster's batch system would be given, if one was named.
    """

    runs: int
    designs: int
    sampled: int
    run_seconds: float
    core_hours: float
    nbytes: int
    chunk: int
    job_script: str = ""


@dataclass(frozen=True)
class Plan:
    """An experiment, ready to be run.

    Attributes:
        experiment: what is run.
        design: its points.
        job: what workers must know.

    A plan is of the format in which stores are begun now; `in_store` fits it to one that is there.
    """

    experiment: Experiment
    design: Design
    job: Job

    @classmethod
    def of(cls, source: ExperimentSource) -> Plan:
        """Load an experiment and work out its design.

        Raises:
            ConfigError, UnknownName: it is not as it must be.
        """
        experiment = load_experiment(source)
        kinds = {column.name: column.kind for column in experiment.measured}
        known = {column.name: column.kind for column in IDENTITY} | kinds
        outcomes = []
        for name, found in experiment.computed.items():
            known[name] = found.kind or "float"
            outcomes.append((name, found.text, known[name]))
        used = {name for found in experiment.computed.values() for name in found.names}
        kept = {column.name for column in experiment.kept}
        asked = tuple(name for name in kinds if name in used | kept | {"deals"})
        events = experiment.events
        job = Job(
            mark=Mark(FORMAT, hash_of(config_of(experiment))),
            base=experiment.base,
            columns=experiment.kept,
            outcomes=tuple(outcomes),
            events=events.sample if isinstance(events, SampleOfEvents) else events,
            stops=experiment.on_error == "stop",
            time_limit=experiment.time_limit,
            root=experiment.seed,
            known=known,
            asked=asked,
            folders=known_folders(),
        )
        return cls(experiment, design(experiment), job)

    @property
    def total(self) -> int:
        """How many runs there are."""
        return len(self.design) * self.experiment.replications

    @property
    def folder(self) -> Path:
        """Where the store goes if nothing is said: the same experiment, the same folder."""
        return self._folder(self.job.mark.config)

    def folder_there(self) -> Path:
        """Return where a store of the experiment is: `folder`, or that of an earlier format where it alone is there."""
        config = config_of(self.experiment)
        folders = [self._folder(hash_of(config, form)) for form in sorted(RULES, reverse=True)]
        return next((folder for folder in folders if is_there(folder / MANIFEST)), self.folder)

    def _folder(self, config: str) -> Path:
        return RESULTS / f"{self.experiment.name}-{config[:8]}"

    def in_store(self, store: Store) -> Plan:
        """Return the plan for what is missing of a store of the experiment: by the rules of its format."""
        return replace(self, job=replace(self.job, mark=store.mark))

    def stretch(self, folder: Path, runs: range, *, may_end: bool = True) -> Stretch:
        """Return the task of running some runs."""
        specs = tuple(self._spec(run) for run in runs)
        points = {spec.design: self.design.point(spec.design) for spec in specs}
        return Stretch(self.job, folder, specs, points, may_end=may_end)

    def _spec(self, run: int) -> RunSpec:
        # Replications of a point are neighbours, so that a worker reads the point's scenario once.
        point, replication = divmod(run, self.experiment.replications)
        below = RULES[self.job.mark.form].seeds_below
        return RunSpec(run, point, replication, seed_of(self.experiment, point, replication, below))

    def sample(self, executor: Executor) -> tuple[int, float, float]:
        """Return how many runs were timed, the seconds of each, and the bytes of each on disk, roughly."""
        count = min(self.total, SAMPLE_RUNS)
        # From all over the design: points may differ in what they cost.
        spread = sorted({place * self.total // count for place in range(count)})
        specs = tuple(self._spec(run) for run in spread)
        points = {spec.design: self.design.point(spec.design) for spec in specs}
        stretch = Stretch(self.job, Path(), specs, points, may_end=executor.separate)
        executor.submit(Sample(stretch, SAMPLE_SECONDS))
        while not (done := executor.wait(1.0)):
            continue
        if done[0].error is not None:
            raise done[0].error
        if done[0].died:
            # One of them ends its process; which, the runs themselves will tell.
            return 0, 0.1, 200.0
        runs, seconds, size = done[0].result
        return runs, seconds / runs, size / 3


def chunk_of(seconds: float, total: int, workers: int) -> int:
    """Return how many runs a worker should be given at a time, from the seconds of one."""
    by_time = int(CHUNK_SECONDS / max(seconds, 1e-6))
    # Some chunks for each worker, so that all end at about the same time.
    by_share = -(-total // (4 * max(workers, 1)))
    return max(1, min(by_time, by_share, MOST_CHUNK))


def estimate(source: ExperimentSource, *, workers: int | None = None, cluster: Any = None) -> Estimate:
    """Return what an experiment would take, from a timed sample; nothing is written down."""
    plan = Plan.of(source)
    from tradetalks.runs.batch.executors.choose import is_slurm
    from tradetalks.runs.batch.executors.slurm import job_script

    script = job_script(cluster) if is_slurm(cluster) else ""
    with executor_of(workers, None if script else cluster) as executor:
        sampled, seconds, size = plan.sample(executor)
        chunk = chunk_of(seconds, plan.total, executor.workers)
    hours = plan.total * seconds / 3600
    return Estimate(
        plan.total, len(plan.design), sampled, seconds, hours, int(plan.total * size), chunk, job_script=script
    )
