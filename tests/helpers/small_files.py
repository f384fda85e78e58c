"""Small files as users write them: scenarios, and experiments of a few runs."""

from __future__ import annotations

from typing import Any

CHANGED = """\
extends: us_japan_2025
title: Another pause
countries:
  JPN: {strategy: {name: micro}, waiting_cost: {uniform: [0, 5]}}
tables:
  USA-JPN: {information: complete, deadline: {kind: random, hazard: 0.02}}
"""
THREE = """\
countries:
  A: {strategy: {name: linear, acceptance: {combi: {time: 0.9}}, opponent_model: frequency}}
  B: {strategy: {name: nice_tft}}
  C: {strategy: {name: boulware, e: {choice: [0.2, 0.5]}}}
tables:
  talks:
    parties: [A, B, C]
    protocol: {mediated_text: {changes: 1}}
    agenda: {share: {levels: [0, 1, 2, 3]}, side: {levels: [low, high]}}
    meetings: {daily: {every_days: 1, rounds: 2}}
    deadline: {on: 20, kind: extendable, by: [A, B], times: 2, days: 5}
    score_sheets:
      A: {weights: {share: 0.5, side: 0.5}, points: {share: {first: 0, last: 1}, side: [0, 1]}, reservation: 0.1}
      B: {weights: {share: 0.7, side: 0.3}, points: {share: {first: 1, last: 0}, side: [0, 1]}}
      C: {weights: {share: 1, side: 0}, points: {share: [0, 1, 1, 0], side: [0, 0]}, discount_per_turn: 0.99}
"""
SWEEP = """\
scenario: split_the_pie
fixed: {countries.B.strategy: {name: boulware, e: {uniform: [0.2, 0.9]}}}
sweep:
  method: grid
  over:
    countries.A.strategy.name: [linear, conceder]
    countries.A.strategy.width: {from: 0.1, to: 0.5, step: 0.1}
replications: 10
outcomes: {lead: value.A - value.B, early: deal and day < 10}
columns: [deal, "value.*"]
events: {sample: 0.1}
time_limit: 10
seed: 4
"""
SAMPLE = """\
scenario: {extends: split_the_pie, title: "Of its own"}
sweep:
  method: sobol
  size: 8
  over: {countries.A.strategy.width: {uniform: [0.1, 0.9]}, tables.pie.deadline.on: {choice: [10, 20]}}
on_error: stop
"""
EXPERIMENT: dict[str, Any] = {
    "scenario": "split_the_pie",
    "sweep": {
        "method": "morris",
        "size": 2,
        "over": {
            "countries.A.strategy.width": {"uniform": [0.1, 0.9]},
            "countries.B.strategy.width": {"uniform": [0.1, 0.9]},
        },
    },
    "outcomes": {"gap": "value.A - value.B"},
    "events": {"sample": 0.5},
}
"""Of six runs; its store is what others are edited copies of."""
