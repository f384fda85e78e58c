"""The report of an experiment: one page of HTML that loads nothing and opens anywhere.

Figures are SVG inside of the page. All that comes from files is escaped, and the page forbids itself scripts and
loads, so that a report can be passed on without a thought.
"""

from __future__ import annotations

import base64
import json
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

import numpy as np

from tradetalks.configs.experiment.load import shipped_experiments
from tradetalks.errors import TradetalksError
from tradetalks.runs.analysis import figures
from tradetalks.runs.analysis.report_tables import (
    MOST_POINTS,
    Figure,
    TableRuns,
    agreement,
    issues,
    tables_of,
    timing,
    utilities,
)
from tradetalks.runs.analysis.sensitivity import can_explain, design_of, explained
from tradetalks.runs.analysis.summary import Measured, path_labels, short_value, shown_columns
from tradetalks.runs.batch.batch import Batch
from tradetalks.wording import command_line

MOST_ROWS = 40
"""Design points listed one by one."""
MOST_FAILURES = 20
MOST_PATHS = 6

_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 56rem; margin: 0 auto;
  padding: 1rem; overflow-wrap: anywhere; }}
h1 {{ line-height: 1.2; }} h2 {{ margin-top: 2.5rem; border-bottom: 1px solid #ccc; }}
figure {{ margin: 1rem 0; }} figure img {{ width: 100%; min-width: 34rem; height: auto; }}
figcaption, .note {{ color: #444; font-size: 0.9rem; }}
.wide {{ overflow-x: auto; }} table {{ border-collapse: collapse; font-size: 0.9rem; overflow-wrap: normal; }}
th, td {{ padding: 0.2rem 0.6rem; border-bottom: 1px solid #ddd; text-align: right; white-space: nowrap; }}
th:first-child, td:first-child, .words td {{ text-align: left; }} .words td {{ white-space: normal; min-width: 6rem; }}
pre {{ overflow-x: auto; background: #f4f4f4; padding: 0.8rem; overflow-wrap: normal; font-size: 0.85rem; }}
</style>
</head>
<body>
"""


def page(batch: Batch) -> str:
    """Return the report of the runs of an experiment, finished or not, as the text of an HTML file.

    Raises:
        StoreError: a part of the store is damaged.
        TradetalksError: a library is missing that it needs.
    """
    title = str(batch.manifest.get("title") or batch.manifest["name"])
    parts = [_HEAD.format(title=escape(title)), f"<h1>{escape(title)}</h1>\n", *_opening(batch)]
    if batch.done and not all(batch.runs(["ok"])["ok"].eq(other=False)):
        tables = tables_of(batch)
        parts += _means(batch)
        if tables:
            parts += ["<h2>How often talks end in a deal</h2>\n", _figure(agreement(tables))]
        parts += _factors(batch)
        parts += _sensitivity(batch)
        for table in tables:
            parts += _of_table(table, alone=len(tables) == 1)
    parts += [*_failures(batch), *_repeating(batch), "</body>\n</html>\n"]
    return "".join(parts)


# ---- the parts of the page


def _opening(batch: Batch) -> Iterator[str]:
    summary = batch.summary()
    if text := batch.manifest.get("description"):
        yield f"<p>{escape(str(text))}</p>\n"
    points = batch.manifest["designs"]
    of = f"{summary.total:,} runs" if summary.done == summary.total else f"{summary.done:,} of {summary.total:,} runs"
    failed = f"; {summary.failed:,} failed" if summary.failed else ""
    common = batch.manifest["experiment"]["common_random_numbers"]
    luck = "the same random numbers at each point" if common else "random numbers of its own at each point"
    yield f"<p>{of}{failed}. {points:,} design points, {batch.manifest['replications']:,} replications, {luck}.</p>\n"
    if summary.done < summary.total:
        yield "<p><strong>Not all runs are done: what follows is of those that are.</strong></p>\n"


def _means(batch: Batch) -> Iterator[str]:
    columns = shown_columns(batch)
    measured = Measured(batch, columns)
    yield "<h2>Means</h2>\n<p class='note'>With 95 % intervals (bootstrap over replications)."
    if len(measured.points) > MOST_ROWS:
        yield f" Over all {len(measured.points):,} design points.</p>\n"
        yield _table(["", "mean"], [[name, str(measured.mean(name))] for name in columns])
        return
    yield "</p>\n"
    if len(measured.points) > MOST_POINTS:
        yield _point_by_point(batch, measured, columns)
        return
    design = batch.design().set_index("design")
    heads = ["", *(f"point {point}" for point in measured.points)]
    varied = [
        [label, *(short_value(design.loc[point, path]) for point in measured.points)]
        for path, label in zip(design.columns, path_labels(list(design.columns)), strict=True)
    ]
    yield _table(heads, [*varied, *([name, *_means_of(measured, name)] for name in columns)])
    if measured.common and len(measured.points) > 1:
        base, *others = measured.points
        yield f"<h3>Differences from point {base}</h3>\n<p class='note'>Means over replications with a value at both "
        yield "points: these had the same luck at both.</p>\n"
        own = [name for name in columns if name != "ok"]
        found = {(item.point, item.column): str(item.mean) for item in measured.differences(own, base)}
        heads = ["", *(f"point {point}" for point in others)]
        yield _table(heads, [[name, *(found[point, name] for point in others)] for name in own])


def _means_of(measured: Measured, name: str) -> list[str]:
    return [str(measured.mean(name, point)) for point in measured.points]


def _point_by_point(batch: Batch, measured: Measured, columns: Sequence[str]) -> str:
    design = batch.design().set_index("design")
    paths = list(design.columns[:MOST_PATHS])
    rows = []
    for point in measured.points:
        values = [short_value(design.loc[point, path]) for path in paths]
        rows.append([str(point), *values, *(str(measured.mean(name, point)) for name in columns)])
    return _table(["point", *path_labels(paths), *columns], rows)


def _factors(batch: Batch) -> Iterator[str]:
    """Yield how outcomes go with each factor that holds numbers, where there are too many points to name each."""
    design = batch.design()
    if len(design) <= MOST_POINTS:
        return
    names = [name for name in shown_columns(batch) if name != "ok"][:4]
    measured = Measured(batch, names)
    paths = [path for path in design.columns if path != "design" and design[path].dtype.kind in "if"]
    values = {path: design[path].to_numpy(dtype=float)[list(measured.points)] for path in paths}
    if not values:
        return
    yield "<h2>How outcomes go with each factor</h2>\n"
    for name in names:
        outcome = np.array([_plain_mean(measured.values(name, point)) for point in measured.points])
        if not np.isnan(outcome).all():
            caption = f"{name}: its mean over design points with like values of a factor, with 95 % intervals."
            yield _figure(Figure(figures.effects(values, outcome, name), caption))


def _plain_mean(values: Any) -> float:
    known = values[~np.isnan(values)]
    if len(known):
        return float(known.mean())
    return float("nan")


def _sensitivity(batch: Batch) -> Iterator[str]:
    if not can_explain(batch):
        return
    yield "<h2>Sensitivity</h2>\n"
    try:
        found = explained(batch, design_of(batch))
    except TradetalksError as error:
        yield f"<p>{escape(str(error))}</p>\n"
        return
    for name, indices in found.items():
        if isinstance(indices, TradetalksError):
            yield f"<p class='note'>{escape(name)}: {escape(str(indices))}</p>\n"
        else:
            what = "Sobol indices" if indices.method == "saltelli" else "elementary effects"
            yield _figure(Figure(figures.sensitivities(indices), f"{name}: {what}, with 95 % intervals (bootstrap)."))


def _of_table(table: TableRuns, *, alone: bool) -> Iterator[str]:
    found = [*issues(table), *utilities(table), timing(table)]
    yield f"<h2>{'Deals' if alone else escape(table.title)}</h2>\n"
    yield from (_figure(item) for item in found if item is not None)


def _failures(batch: Batch) -> Iterator[str]:
    summary = batch.summary()
    if not summary.failed:
        return
    yield f"<h2>Runs that failed</h2>\n<p>{summary.failed:,} of {summary.done:,}.</p>\n"
    frame = batch.runs(["run", "design", "replication", "seed", "error"], where="not ok")
    groups = frame.fillna({"error": "no reason known"}).groupby("error", sort=False)
    firsts = sorted(((len(group), error, group.iloc[0]) for error, group in groups), key=lambda item: -item[0])
    rows = [
        [f"{count:,}", error, *(str(first[name]) for name in ("run", "design", "replication", "seed"))]
        for count, error, first in firsts[:MOST_FAILURES]
    ]
    yield _table(["runs", "reason", "first run", "design", "replication", "seed"], rows, words=True)
    if len(firsts) > MOST_FAILURES:
        yield f"<p class='note'>And {len(firsts) - MOST_FAILURES:,} other reasons.</p>\n"


def _repeating(batch: Batch) -> Iterator[str]:
    manifest = batch.manifest
    name = str(manifest["name"])
    shipped = name in shipped_experiments()
    yield "<h2>How to repeat it</h2>\n"
    versions = ", ".join(f"{key} {value}" for key, value in manifest["versions"].items())
    git = manifest.get("git")
    state = "" if not git else f"commit {git['commit']}" + (", with changes that are not committed" * git["changed"])
    facts = {
        "seed": manifest["experiment"]["seed"],
        "hash of the experiment": batch.store.config,
        "digest of all rows": batch.digest(),
        "versions": versions,
        "code": state or "an installed package",
    }
    yield _table(["", ""], [[key, str(value)] for key, value in facts.items()], words=True)
    source = name if shipped else f"{name}.yaml"
    command = command_line("batch", source, output=name)
    where = "" if shipped else f"Save the file below as <code>{escape(source)}</code>. "
    yield f"<p>{where}The same versions give the same digest:</p>\n"
    yield f"<pre>{escape(command)}\ntradetalks results {escape(shlex.quote(name))} --digest</pre>\n"
    yield f"<details><summary>The experiment as a file</summary>\n<pre>{escape(as_file(manifest))}</pre></details>\n"


def as_file(manifest: Mapping[str, Any]) -> str:
    """Return an experiment file that has the runs of a store, in JSON, which is YAML too."""
    experiment = {key: manifest[key] for key in ("title", "description") if manifest.get(key)}
    experiment |= {key: value for key, value in manifest["experiment"].items() if value not in (None, {}, [])}
    if sweep := experiment.get("sweep"):
        unused = {"second_order"} if sweep["method"] != "saltelli" else set()
        unused |= {"levels"} if sweep["method"] != "morris" else set()
        experiment["sweep"] = {
            key: value for key, value in sweep.items() if key not in unused and value not in (None, {}, [])
        }
    return json.dumps(experiment, indent=1, ensure_ascii=False)


# ---- HTML


def _figure(figure: Figure) -> str:
    # As an image of its own, nothing of it can clash with another's.
    data = base64.b64encode(figure.svg.encode()).decode()
    caption = escape(figure.caption)
    return (
        f'<figure><div class="wide"><img alt="{caption}" src="data:image/svg+xml;base64,{data}"></div>\n'
        f"<figcaption>{caption}</figcaption></figure>\n"
    )


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, words: bool = False) -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in heads) if any(heads) else ""
    body = "\n".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    kind = ' class="words"' if words else ""
    return f'<div class="wide"><table{kind}>\n<tr>{head}</tr>\n{body}\n</table></div>\n'
