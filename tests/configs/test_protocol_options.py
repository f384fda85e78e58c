"""Protocols in scenario files: by name or with options, what is told of mistakes, and who can't play under them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tradetalks.configs.load import load_scenario
from tradetalks.configs.sections.scenario import Scenario
from tradetalks.errors import ConfigError
from tradetalks.model.negotiation.protocols.alternating_offers import AlternatingOffersRules
from tradetalks.model.negotiation.protocols.mediated_text import MediatedTextRules
from tradetalks.model.negotiation.protocols.monotonic_concession import MonotonicConcessionRules
from tradetalks.model.negotiation.protocols.ultimatum import UltimatumRules
from tradetalks.model.talks.talks import TradeTalks

SCHEMA = Scenario.file_schema()


def pie(**table: Any) -> dict[str, Any]:
    return {"extends": "split_the_pie", "tables": {"pie": table}}


def message_of(data: Any) -> str:
    with pytest.raises(ConfigError) as caught:
        load_scenario(data)
    return str(caught.value)


@pytest.mark.parametrize(
    ("given", "rules"),
    [
        ("alternating_offers", AlternatingOffersRules()),
        ("ultimatum", UltimatumRules()),
        ("monotonic_concession", MonotonicConcessionRules()),
        ({"monotonic_concession": {"patience": 3}}, MonotonicConcessionRules(patience=3)),
        ({"mediated_text": {"changes": 4}}, MediatedTextRules(changes=4)),
    ],
)
def test_a_protocol_is_a_name_or_a_name_with_options(given: Any, rules: Any) -> None:
    data = pie(protocol=given)
    jsonschema.validate(load_scenario(data).content, SCHEMA)
    assert load_scenario(data).tables["pie"].protocol == rules


def test_options_can_be_set_drawn_and_replaced(tmp_path: Path) -> None:
    sets = {"tables.pie.protocol.monotonic_concession.patience": "4"}
    assert load_scenario("split_the_pie", sets=sets).tables["pie"].protocol == MonotonicConcessionRules(patience=4)
    below, above = tmp_path / "below.yaml", tmp_path / "above.yaml"
    below.write_text("extends: split_the_pie\ntables: {pie: {protocol: {monotonic_concession: {patience: 2}}}}\n")
    above.write_text("extends: below.yaml\ntables: {pie: {protocol: {mediated_text: {changes: 3}}}}\n")
    assert load_scenario(above).tables["pie"].protocol == MediatedTextRules(changes=3)
    drawn = pie(protocol={"monotonic_concession": {"patience": {"choice": [1, 2, 3]}}})
    found = {TradeTalks(drawn, rng=seed).tables["pie"].section.protocol.patience for seed in range(30)}  # type: ignore[attr-defined]
    assert found == {1, 2, 3}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("ultimatm", "protocol: there is no protocol 'ultimatm' (did you mean 'ultimatum'?); there are alternating"),
        ({"ultimatum": {"patience": 1}}, "protocol.ultimatum.patience: the protocol 'ultimatum' has no option 'patien"),
        (
            {"monotonic_concession": {"patience": 0}},
            "protocol.monotonic_concession.patience: must be greater than or equal to 1, not 0",
        ),
        ({"mediated_text": {"change": 1}}, "has no option 'change' (did you mean 'changes'?); its options are changes"),
        (3, "protocol: must be a name, or {NAME: {option: value}}, not 3"),
    ],
)
def test_mistakes_are_told(given: Any, said: str) -> None:
    assert said in message_of(pie(protocol=given))


def test_an_ultimatum_has_one_offer() -> None:
    said = message_of(pie(protocol="ultimatum", length=2))
    assert "length: the meetings until the deadline have 21 rounds alone: ultimatum allows 1 offer" in said
    load_scenario(pie(protocol="ultimatum", length=1))
    assert "monotonic_concession allows 21 offers" in message_of(pie(protocol="monotonic_concession", length=22))
    assert "alternating_offers allows 41 offers" in message_of(pie(length=42))


def test_rubinstein_is_refused_where_its_equilibrium_is_not_known() -> None:
    who = {"strategies": {"B": {"name": "rubinstein"}}, "information": "complete"}
    for protocol in ("mediated_text", "monotonic_concession"):
        said = message_of(pie(protocol=protocol, **who))
        known = "'rubinstein' knows the equilibrium of alternating_offers and ultimatum"
        assert f"tables.pie.strategies.B: {known}, not of {protocol}" in " ".join(said.split())
    load_scenario(pie(protocol="ultimatum", **who))
