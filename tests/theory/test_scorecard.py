"""The scorecard: every prediction of theory that needs no politics at home holds, and a failing one is told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import typer

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

import make_scorecard

from tradetalks.cli.commands.theory import command
from tradetalks.errors import UnknownName
from tradetalks.runs.theory import scorecard
from tradetalks.runs.theory.scorecard import Measured, Prediction, chosen, estimates, exploration, predictions

TRADETALKS = Path(sys.executable).with_name("tradetalks")

EXPLORED = {"concession_at_shipped_tables", "random_deadline"}
"""What was restated after it had been run, or could hardly fail."""


@pytest.mark.parametrize("name", predictions())
def test_the_prediction_holds(name: str) -> None:
    finding = predictions()[name].run()
    assert finding.is_exploration == (name in EXPLORED)
    assert not finding.failed, f"expected {finding.expected}, got {finding.got}"
    assert finding.expected.startswith("nothing: ") == finding.is_exploration
    said = make_scorecard.printed([finding]).partition("\n\n")[2]
    assert said in make_scorecard.PAGE.read_text("utf-8"), "python tools/make_scorecard.py"
    assert all((finding.claim, finding.setting, finding.expected, finding.got, finding.source, finding.topic))


def test_what_it_must_show_is_in_it() -> None:
    assert {
        *("nash_by_hand", "kalai_smorodinsky_by_hand", "egalitarian_by_hand", "utilitarian_by_hand"),
        *("equal_utility_by_hand", "domain_figures", "rubinstein", "rubinstein_players", "finite_horizon_shares"),
        *("finite_horizon_players", "fast_offers", "outside_option", "inside_option", "zeuthen_reaches_nash"),
        *("zeuthen_at_shipped_tables", "concession_exponent", "concession_at_shipped_tables", "micro_halves_the_pie"),
        *("acceptance_conditions", "guesses_get_better", "diverging_weights", "equal_weights", "red_line"),
        *("zeuthen_by_monotonic_concession", "informed_ultimatum", "more_mediation"),
        *("deals_cluster_at_the_end", "narrower_zone", "nash_axioms"),
        *(
            "hub_and_spoke",
            "hedging",
            "outside_option_in_a_network",
            "alignment_clause",
            "random_deadline",
            "extension",
        ),
        *("outside_option_players", "inside_option_players", "diversion", "isolated_tables"),
        *("nash_in_nash_by_hand", "nash_in_nash_fixed_point"),
    } <= set(predictions())


def test_every_shipped_table_of_two_is_among_them() -> None:
    notes = predictions()["zeuthen_at_shipped_tables"].run().notes
    for label in ("us_japan_2025", "prisoners", "linkage", "linkage_separate:rice", "split_the_pie"):
        assert any(note.startswith(f"{label}: ") for note in notes), label
        assert not any(note.startswith(f"{label}: 0 of 0") for note in notes)


# ---- intervals


def test_an_interval_holds_the_mean_and_narrows_with_the_sample() -> None:
    rng = np.random.default_rng(3)
    few, many = (estimates(rng.normal(5, 1, size), lambda rows: rows.mean())[0] for size in (25, 2500))
    for found, size in ((few, 25), (many, 2500)):
        assert found.low < found.value < found.high
        # Four standard errors of a mean are the width of its interval.
        assert found.high - found.low == pytest.approx(4 / size**0.5, rel=0.25)


def test_clusters_are_drawn_whole() -> None:
    """Talks of one seed go together: a thousand copies of a sample are no larger sample."""
    sample = np.random.default_rng(1).normal(0, 1, 50)
    (alone,) = estimates(sample, lambda rows: rows.mean())
    (copied,) = estimates(np.repeat(sample[:, None], 1000, axis=1), lambda rows: rows.mean())
    assert (copied.low, copied.high) == pytest.approx((alone.low, alone.high))


# ---- the command


def test_one_that_fails_is_told_and_ends_in_exit_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = Prediction("wrong", "Topic", "one is two", "none", "2", "nobody", lambda: Measured("1", passed=False))
    monkeypatch.setitem(predictions(), "wrong", wrong)
    with pytest.raises(typer.Exit) as stopped:
        command(["wrong", "rubinstein"])
    assert stopped.value.exit_code == 1
    said = capsys.readouterr().out
    assert "FAIL  wrong" in said
    assert "1 of 2 predictions hold; failed: wrong" in said


def test_what_was_not_predicted_neither_passes_nor_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @exploration(claim="one may be two", setting="none", why="it was seen first", source="nobody")
    def seen() -> Measured:
        return Measured("1.4", None)

    monkeypatch.setitem(predictions(), "seen", seen)
    command(["seen", "rubinstein"])
    said = capsys.readouterr().out
    assert "look  seen" in said
    assert "expected  nothing: it was seen first" in said
    assert "1 of 1 predictions hold; not predicted, to look at: 1" in said
    data = json.loads(scorecard.scorecard_json([seen.run(), predictions()["rubinstein"].run()]))
    assert data["passed"]
    assert [row["passed"] for row in data["predictions"]] == [None, True]


def test_some_by_name_as_json() -> None:
    done = subprocess.run(
        [TRADETALKS, "theory", "red_line", "rubinstein", "--json", "-"], capture_output=True, text=True, check=True
    )
    data = json.loads(done.stdout)
    assert (data["format"], data["passed"]) == (scorecard.FORMAT, True)
    assert [row["name"] for row in data["predictions"]] == ["red_line", "rubinstein"]
    assert data["predictions"][1]["got"] == "0.5263, 0.7143, 0.3571"


def test_an_unknown_one_is_refused() -> None:
    with pytest.raises(UnknownName, match="did you mean 'rubinstein'"):
        chosen(["rubinstien"])
