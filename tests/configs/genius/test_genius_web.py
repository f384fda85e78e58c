"""GeniusWeb's JSON becomes a scenario, or is refused by name."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from genius_files import (
    GROWER,
    LEASE,
    MERCHANT,
    TENANT,
    domain,
    lease,
    orchard,
    profile,
    web_domain,
    web_profile,
    write,
    write_json,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from tradetalks.configs.genius.importing import import_genius
from tradetalks.errors import ConfigError
from tradetalks.runs.single import run
from tradetalks.runs.statics.domain import domain as describe

BY_HAND = [[0.64, 0.65], [0.94, 0.35], [0.4, 0.9], [0.7, 0.6], [0.16, 0.525], [0.46, 0.225]]


def refusal(folder: Path, **options: Any) -> str:
    with pytest.raises(ConfigError) as caught:
        import_genius(folder, **options)
    return str(caught.value)


# ---- what is read


def test_a_domain_by_hand(tmp_path: Path) -> None:
    read = import_genius(lease(tmp_path), parties={"Tenant": "lease_tenant", "Owner": "lease_owner.json"})
    assert read.parties == {"Tenant": "lease_tenant.json", "Owner": "lease_owner.json"}
    assert (read.outcomes, read.notes) == (6, ())
    # As they stand: the best garden is worth .9 to the tenant, which GENIUS would make 1.
    assert np.allclose(describe(read.data).values, BY_HAND, atol=1e-12)
    assert read.data["description"] == "Imported from the GeniusWeb domain lease.json."
    assert "# Points are utilities as they stand, weights are rescaled to sum to 1.\n" in read.text


def test_what_is_read_runs_at_once(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(import_genius(lease(tmp_path / "files")).text, "utf-8")
    assert run(str(mine), seed=1).tables["talks"].status == "in_force"


def test_older_names_and_numbers_in_quotes(tmp_path: Path) -> None:
    quoted = {issue: (str(weight), [str(number) for number in row]) for issue, (weight, row) in TENANT.items()}
    folder = lease(tmp_path, tenant=web_profile(quoted, utilities="discreteutils", reservationBid=None))
    assert np.allclose(describe(import_genius(folder).data).values[:, ::-1], BY_HAND, atol=1e-12)


@pytest.mark.parametrize(
    ("bid", "worth", "notes"),
    [
        ({"Garden": "own", "Moving in": "now"}, 0.4, []),
        (
            {"Garden": "own"},
            0.3,
            ["lease_tenant.json: its reservationBid leaves out Moving in, which adds nothing to its utility"],
        ),
    ],
)
def test_the_reservation_bid_gives_the_reservation(
    bid: dict[str, str], worth: float, notes: list[str], tmp_path: Path
) -> None:
    read = import_genius(lease(tmp_path, tenant=web_profile(TENANT, reservationBid={"issuevalues": bid})))
    sheets = read.data["tables"]["talks"]["score_sheets"]
    assert sheets["tenant"]["reservation"] == pytest.approx(worth)
    assert sheets["owner"]["reservation"] == 0
    assert list(read.notes) == notes


NUMBERS = {"lowValue": 1, "highValue": "2.6", "lowUtility": 0, "highUtility": 1}


@pytest.mark.parametrize("span", [[1, 2.6, 0.5], {"low": 1, "high": "2.6", "step": "0.5"}])
@pytest.mark.parametrize("name", ["NumberValueSetUtilities", "numberutils"])
def test_numbers_are_levels_evaluated_along_a_line(span: Any, name: str, tmp_path: Path) -> None:
    content = {
        "issueUtilities": {"Rent": {name: NUMBERS}},
        "issueWeights": {"Rent": 1},
        "reservationBid": {"issuevalues": {"Rent": 1.50}},
    }
    mine = {"LinearAdditiveUtilitySpace": content}
    yours = copy.deepcopy(mine)
    yours["LinearAdditiveUtilitySpace"]["issueUtilities"] = {"Rent": {name: NUMBERS | {"lowUtility": "0.5"}}}
    folder = write_json(tmp_path, it={"name": "it", "issuesValues": {"Rent": {"range": span}}}, a=mine, b=yours)
    read = import_genius(folder)
    assert read.data["tables"]["talks"]["agenda"]["rent"]["levels"] == {"from": 1, "to": 2.5, "step": 0.5}
    # (x - 1) / 1.6, to eight decimals, halves up: the range ends at 2.6, which no step reaches.
    assert describe(read.data).values[:, 0].tolist() == [0, 0.3125, 0.625, 0.9375]
    assert describe(read.data).values[:, 1] == pytest.approx([0.5, 0.65625, 0.8125, 0.96875])
    assert read.data["tables"]["talks"]["score_sheets"]["a"]["reservation"] == 0.3125


def test_weights_that_do_not_sum_to_1_are_rescaled_and_said(tmp_path: Path) -> None:
    halved = {issue: (weight / 2, row) for issue, (weight, row) in TENANT.items()}
    read = import_genius(lease(tmp_path, tenant=web_profile(halved)))
    assert read.notes == ("lease_tenant.json: the weights sum to 0.5, not to 1; they are rescaled",)
    assert read.data["tables"]["talks"]["score_sheets"]["tenant"]["weights"]["garden"] == 0.6


def test_what_is_no_domain_and_no_profile_is_passed_over(tmp_path: Path) -> None:
    folder = lease(tmp_path, specials={"nash": 0.7}, numbers="[1, 2]")
    (folder / "broken.xml").write_text("<negotiation", "utf-8")
    (folder / "other.xml").write_text(profile(GROWER), "utf-8")
    notes = import_genius(folder).notes
    assert [note.partition(",")[0] for note in notes] == [
        f"{name}: passed over" for name in ("broken.xml", "numbers.json", "other.xml", "specials.json")
    ]
    assert "specials.json: passed over, neither a domain nor a profile of GeniusWeb" in notes


# ---- several domains in one folder


def test_one_of_several_domains_is_chosen(tmp_path: Path) -> None:
    other = {"Garden": ["none", "own"]}
    folder = lease(
        tmp_path,
        plot=web_domain(other),
        plot_a=web_profile({"Garden": (1, [1, 0])}, other),
        plot_b=web_profile({"Garden": (1, [0, 1])}, other),
    )
    said = refusal(folder)
    assert "has 2 domain files: lease.json, plot.json; choose one by --domain FILE" in said
    assert list(import_genius(folder, domain="lease.json").parties.values()) == [
        "lease_owner.json",
        "lease_tenant.json",
    ]
    chosen = import_genius(folder, domain="plot")
    assert (list(chosen.parties), chosen.outcomes) == (["a", "b"], 2)
    assert "lease_owner.json: passed over, a LinearAdditiveUtilitySpace" in chosen.notes
    assert "there is no domain file 'plto.json' (did you mean 'plot.json'?)" in refusal(folder, domain="plto.json")
    # Who names a profile of another domain is told why it doesn't fit.
    said = refusal(folder, domain="plot", parties={"A": "plot_a", "B": "lease_owner"})
    assert "lease_owner.json: issue 'Garden': the profile's own domain has it otherwise than plot.json" in said


def test_the_two_forms_in_one_folder(tmp_path: Path) -> None:
    lease(tmp_path)
    orchard(tmp_path)
    assert "lease.json, orchard_domain.xml" in refusal(tmp_path)
    assert set(import_genius(tmp_path, domain="lease").parties) == {"owner", "tenant"}
    assert set(import_genius(tmp_path, domain="orchard_domain.xml").parties) == {"grower", "merchant"}


def test_one_of_several_domains_of_genius_is_chosen(tmp_path: Path) -> None:
    write(tmp_path, it=domain(), short=domain({"Fruit": ["apple"]}), a=profile(GROWER), b=profile(MERCHANT))
    assert "has 2 domain files: it.xml, short.xml" in refusal(tmp_path)
    assert import_genius(tmp_path, domain="it.xml").outcomes == 6
    assert "a.xml: issue 'Fruit': the domain has no value 'pear', 'plum'" in refusal(tmp_path, domain="short")


# ---- what is refused


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """Return the tenant's profile after a change of what stands in it."""
    data = web_profile(TENANT)
    change(data["LinearAdditiveUtilitySpace"])
    return data


def garden(space: dict[str, Any]) -> dict[str, Any]:
    utilities: dict[str, Any] = space["issueUtilities"]["Garden"]["DiscreteValueSetUtilities"]["valueUtilities"]
    return utilities


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"SumOfGroupsUtilitySpace": {"domain": web_domain()}}, "is a SumOfGroupsUtilitySpace: only a Linear"),
        ({"DefaultPartialOrdering": {"domain": web_domain(), "better": []}}, "is a DefaultPartialOrdering: only a"),
        ({"SomethingNew": {"domain": web_domain()}}, "is a SomethingNew: only a LinearAdditiveUtilitySpace"),
        ({"LinearAdditiveUtilitySpace": {}}, "needs issueUtilities and issueWeights"),
        ({"LinearAdditiveUtilitySpace": {"issueUtilities": {}, "issueWeights": {}}}, "'Garden': is not evaluated"),
        ({"LinearAdditiveUtilitySpace": [1]}, "needs issueUtilities and issueWeights"),
        (changed(lambda s: garden(s).pop("own")), "issue 'Garden': doesn't evaluate 'own'"),
        (
            changed(lambda s: garden(s).update(onw=1)),
            "issue 'Garden': the domain has no value 'onw' (did you mean 'own'?)",
        ),
        (changed(lambda s: garden(s).update(own=1.5)), "the utility of 'own' must be a number from 0 to 1, not '1.5'"),
        (changed(lambda s: garden(s).update(own=None)), "the utility of 'own' must be a number from 0 to 1, not None"),
        (changed(lambda s: garden(s).update(own=float("nan"))), "the utility of 'own' must be a number"),
        (changed(lambda s: garden(s).update(own=True)), "the utility of 'own' must be a number"),
        (
            changed(lambda s: s["issueUtilities"].update(Garage=1)),
            "issue 'Garage': the domain lease.json has no such issue",
        ),
        (
            changed(lambda s: s["issueUtilities"].update(Garden={"numberutils": NUMBERS})),
            "issue 'Garden': has numberutils; values that are texts need DiscreteValueSetUtilities",
        ),
        (changed(lambda s: s["issueWeights"].pop("Garden")), "issue 'Garden': has no weight"),
        (
            changed(lambda s: s["issueWeights"].update(Garden=-1)),
            "issue 'Garden': a weight must be a number from 0 to 1",
        ),
        (changed(lambda s: s["issueWeights"].update(dict.fromkeys(LEASE, 0))), "all weights are 0"),
        (changed(lambda s: s.update(reservationBid=[])), "reservationBid must be {issuevalues: {ISSUE: VALUE}}"),
        (
            changed(lambda s: s.update(reservationBid={"issuevalues": {"Garden": "roof"}})),
            "issue 'Garden': the domain has no value 'roof', as in the reservationBid",
        ),
        (
            changed(lambda s: s["domain"]["issuesValues"].pop("Garden")),
            "issue 'Garden': the profile's own domain has it otherwise than lease.json",
        ),
        ('{"LinearAdditiveUtilitySpace": {"a": 1, "a": 2}}', "has the key 'a' twice in one place"),
        ("{", "lease_tenant.json:1:2: is not JSON"),
        ("[" * 100_000, "has brackets too deep inside one another"),
    ],
)
def test_a_profile_is_refused_by_file_and_issue(data: Any, said: str, tmp_path: Path) -> None:
    message = refusal(lease(tmp_path, tenant=data))
    assert said in message
    assert "lease_tenant.json" in message


@pytest.mark.parametrize(
    ("issues", "said"),
    [
        ([], "issuesValues must be {ISSUE: {values: [...]}}"),
        ({}, "has no issue"),
        ({"A": 1}, "issue 'A': needs values: [TEXT, ...] or range: [LOW, HIGH, STEP]"),
        ({"A": {"values": []}}, "issue 'A': has no value"),
        ({"A": {"values": ["x", "x"]}}, "issue 'A': has the value 'x' twice"),
        ({"A": {"values": ["x", None]}}, "issue 'A': its values must be texts"),
        ({"A": {"range": [0, 1]}}, "issue 'A': needs values"),
        ({"A": {"range": [2, 1, 1]}}, "issue 'A': has an empty range, 2 to 1 in steps of 1"),
        ({"A": {"range": [0, 1, 0]}}, "issue 'A': has an empty range"),
        ({"A": {"range": [0, 1, "1e-10"]}}, "issue 'A': has numbers beyond 1,000,000,000,000 or finer than 9 decimals"),
        ({"A": {"range": [0, "1e999", 1]}}, "issue 'A': has numbers beyond 1,000,000,000,000"),
        ({"A": {"range": [0, 1, 1e-9]}}, "issue 'A': has 1,000,000,001 values; at most 1,000,000 deals"),
        ({f"i{n}": {"range": [0, 10, 1]} for n in range(6)}, "has 1,771,561 possible deals; at most 1,000,000"),
        ({f"i{n}": {"values": ["x"]} for n in range(201)}, "has 201 issues; at most 200 are read"),
    ],
)
def test_a_domain_is_refused_by_file_and_issue(issues: Any, said: str, tmp_path: Path) -> None:
    message = refusal(lease(tmp_path, lease={"name": "lease", "issuesValues": issues}))
    assert said in message
    assert "lease.json" in message


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    bad = changed(lambda space: garden(space).update(own="x", none=-1))
    bad["LinearAdditiveUtilitySpace"]["issueWeights"].pop("Moving in")
    assert len(refusal(lease(tmp_path, tenant=bad, lease_owner=bad)).splitlines()) == 6


# ---- the same game in both forms


@st.composite
def games(draw: st.DrawFn) -> tuple[dict[str, list[str]], list[dict[str, tuple[float, list[float]]]]]:
    """Return an agenda, and for two or three sides weights and utilities, each issue's best value worth 1."""
    text = st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF, categories=("L", "N")), min_size=1, max_size=5)
    hundredth = st.integers(0, 100).map(lambda number: number / 100)
    issues = draw(st.dictionaries(text, st.lists(text, min_size=1, max_size=4, unique=True), min_size=1, max_size=3))
    sheets = []
    for _ in range(draw(st.integers(2, 3))):
        weights = [draw(st.integers(1, 9)) for _ in issues]
        sheet = {}
        for (issue, values), weight in zip(issues.items(), weights, strict=True):
            worth = [draw(hundredth) for _ in values]
            worth[draw(st.integers(0, len(worth) - 1))] = 1.0
            sheet[issue] = (weight / sum(weights), worth)
        sheets.append(sheet)
    return issues, sheets


@settings(max_examples=25)
@given(games())
def test_the_same_game_in_json_and_xml_has_the_same_utilities(
    tmp_path_factory: pytest.TempPathFactory,
    game: tuple[dict[str, list[str]], list[dict[str, tuple[float, list[float]]]]],
) -> None:
    issues, sheets = game
    web, old = tmp_path_factory.mktemp("web"), tmp_path_factory.mktemp("old")
    write_json(web, it=web_domain(issues), **{f"p{n}": web_profile(sheet, issues) for n, sheet in enumerate(sheets)})
    write(old, it=domain(issues), **{f"p{n}": profile(sheet, issues) for n, sheet in enumerate(sheets)})
    one, other = import_genius(web).data["tables"]["talks"], import_genius(old).data["tables"]["talks"]
    assert one["agenda"] == other["agenda"]
    assert json.dumps(one["score_sheets"]) == json.dumps(other["score_sheets"])
