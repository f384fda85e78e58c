"""GENIUS files become scenarios and come back, or are refused by name."""

from __future__ import annotations

import re
import time
from pathlib import Path

import numpy as np
import pytest
from genius_files import GROWER, MERCHANT, ORCHARD, domain, orchard, profile, write
from hypothesis import given, settings
from hypothesis import strategies as st

from tradetalks.configs.genius.export import export_genius, write_folder
from tradetalks.configs.genius.importing import import_genius
from tradetalks.configs.genius.read_xml import scaled
from tradetalks.configs.load import load_scenario
from tradetalks.errors import ConfigError, TradetalksError
from tradetalks.runs.single import run
from tradetalks.runs.statics.domain import domain as describe


def refusal(folder: Path, **options: object) -> str:
    with pytest.raises(ConfigError) as caught:
        import_genius(folder, **options)  # type: ignore[arg-type]
    return str(caught.value)


# ---- what is read


def test_a_domain_by_hand(tmp_path: Path) -> None:
    found = import_genius(orchard(tmp_path))
    assert (found.parties, found.outcomes) == (
        {"grower": "orchard_grower.xml", "merchant": "orchard_merchant.xml"},
        6,
    )
    shown = describe(found.data)
    by_hand = [[0.7, 0.75], [1, 5 / 12], [0.4, 1], [0.7, 2 / 3], [0.16, 0.625], [0.46, 7 / 24]]
    assert np.allclose(shown.values, by_hand, atol=1e-12)
    figures = shown.to_dict()
    assert (figures["outcomes"], figures["pareto"]) == (6, 3)
    assert figures["mean_utility"] == pytest.approx((0.57 + 0.625) / 2)
    for concept in ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian", "equal_utility"):
        assert figures[concept] == pytest.approx([0.7, 0.75]), concept
    assert figures["opposition"] == pytest.approx((0.09 + 0.0625) ** 0.5)
    assert figures["min_distance_opposition"] == figures["opposition"]


def test_reservation_and_discount_are_kept(tmp_path: Path) -> None:
    found = import_genius(orchard(tmp_path, merchant="<reservation value='0.7'/><discount_factor value='0.5'/>"))
    sheet = found.data["tables"]["talks"]["score_sheets"]["merchant"]
    # 100 rounds of two are 199 offers, as the last one must be answered: half is left after all of them.
    assert sheet["reservation"] == 0.7
    assert sheet["discount_per_turn"] ** 199 == pytest.approx(0.5)
    figures = describe(found.data).to_dict()
    # Above .7 for the merchant: (.7, .75) and (.4, 1), with products .035 and .12.
    assert figures["pareto"] == 2
    assert figures["nash"] == figures["kalai_smorodinsky"] == pytest.approx([0.4, 1])


def test_what_is_odd_but_no_error_is_noted(tmp_path: Path) -> None:
    grower = profile({"Fruit": (1, [0, 0, 0]), "Delivery": (1, [1, 2])}).replace(
        "</utility_space>", "<reservation value='1.5'/></utility_space>"
    )
    found = import_genius(write(tmp_path, it=domain(), a=grower, b=profile(MERCHANT)))
    assert found.notes == (
        "a.xml: reservation 1.5 lies outside [0, 1], where all utilities are; it is kept",
        "a.xml: issue 'Fruit' is evaluated 0 throughout, so it adds nothing",
    )


def test_an_imported_domain_runs_at_once(tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(import_genius(orchard(tmp_path / "files")).text, "utf-8")
    result = run(str(mine), seed=1)
    assert result.tables["talks"].status == "in_force"
    assert set(result.tables["talks"].benchmarks) >= {"nash", "equal_utility"}


@pytest.mark.parametrize(
    ("raw", "points"),
    [
        ([5, 10, 0], [0.5, 1, 0]),
        ([0.2, 0.8], [0.25, 1]),  # not above 1: not rounded
        ([1.0, 0.5], [1.0, 0.5]),
        ([2.5, 9.6], [0.3, 1]),  # halves go up
        ([0.4, 1.2], [0, 1]),
        ([0, 0], [0, 0]),
    ],
)
def test_evaluations_are_divided_by_their_maximum(raw: list[float], points: list[float]) -> None:
    assert scaled(raw) == pytest.approx(points)


@pytest.mark.parametrize(
    ("files", "parties"),
    [
        (["b_util", "a_util"], ["a", "b"]),
        (["Sea_Land", "Sea_Air"], ["Land", "Air"]),  # as in the name of the folder, LandvsAir
        (["LandvsAir_Air", "LandvsAir_Land"], ["Land", "Air"]),
        (["party10", "party9"], ["party9", "party10"]),
        (["X-prof2", "X-prof1", "X-prof3"], ["prof1", "prof2", "prof3"]),
    ],
)
def test_parties_are_named_and_ordered_by_their_files(files: list[str], parties: list[str], tmp_path: Path) -> None:
    folder = write(tmp_path / "LandvsAir", it=domain(), **dict.fromkeys(files, profile(GROWER)))
    assert list(import_genius(folder).parties) == parties


def test_agents_of_the_domain_file_give_the_order(tmp_path: Path) -> None:
    agents = "<agent name='Zoe' utility_space='b.xml'/><agent name='Ann' utility_space='a.xml'/>"
    folder = write(tmp_path, it=domain(agents=agents), a=profile(GROWER), b=profile(MERCHANT))
    assert import_genius(folder).parties == {"Zoe": "b.xml", "Ann": "a.xml"}
    chosen = import_genius(folder, parties={"B": "a", "A": "b.xml"})
    assert chosen.parties == {"B": "a.xml", "A": "b.xml"}
    assert "no profile 'c'" in refusal(folder, parties={"A": "a", "B": "c"})


def test_whole_numbers_are_levels(tmp_path: Path) -> None:
    number = "<issue index='1' name='Price' type='integer'><range lowerbound='2' upperbound='6'/>{}</issue>"
    weight = "<weight index='1' value='1'/>"
    old, new = "ftype='linear' parameter0='{}' parameter1='{}'", "offset='{}' slope='{}'"
    folder = write(
        tmp_path,
        it=f"<negotiation_template><objective>{number.format('')}</objective></negotiation_template>",
        a=f"<utility_space>{number.format(f'<evaluator {old.format(0, 0.25)}/>')}{weight}</utility_space>",
        b=f"<utility_space>{number.format(f'<evaluator {new.format(1.2, -0.3)}/>')}{weight}</utility_space>",
    )
    found = import_genius(folder)
    assert found.data["tables"]["talks"]["agenda"]["price"]["levels"] == {"from": 2, "to": 6, "step": 1}
    # Cut off at 1 and 0, as GENIUS does.
    assert np.allclose(describe(found.data).values.T, [[0, 0.25, 0.5, 0.75, 1], [1, 0.9, 0.6, 0.3, 0]])


def test_a_weight_of_the_objective_itself_says_nothing(tmp_path: Path) -> None:
    # Some files number the objective 1 and the issues from 2, and weigh both.
    def numbered(text: str, weights: str = "") -> str:
        text = text.replace("index='2' name=", "index='3' name=").replace("index='1' name=", "index='2' name=")
        return text.replace("<objective>", "<objective index='1' name='all'>").replace(
            "</utility_space>", f"{weights}</utility_space>"
        )

    plain = import_genius(orchard(tmp_path / "plain")).data["tables"]["talks"]["score_sheets"]
    own = "<weight index='2' value='{}'/><weight index='3' value='{}'/><weight index='1' value='1.0'/>"
    folder = write(
        tmp_path / "numbered",
        orchard_domain=numbered(domain()),
        orchard_grower=numbered(unweighted(profile(GROWER)), own.format(3, 2)),
        orchard_merchant=numbered(unweighted(profile(MERCHANT)), own.format(1, 1)),
    )
    read = import_genius(folder)
    assert read.data["tables"]["talks"]["score_sheets"] == plain
    assert read.notes == ()
    stranger = numbered(unweighted(profile(GROWER)), own.format(3, 2) + "<weight index='9' value='1'/>")
    (folder / "orchard_grower.xml").write_text(stranger, "utf-8")
    assert "has a weight for issue number '9', which it doesn't have" in refusal(folder)


def unweighted(text: str) -> str:
    return re.sub("<weight [^>]*>", "", text)


def test_odd_names_survive(tmp_path: Path) -> None:
    names = ["on", "1", "50 %", "a.b: {c}", "é \u3042 \U0001f600", '"', "null", "#"]
    issues = {name: ["yes", "1.0", "~"] for name in names}
    sheet = {name: (1, [1, 2, 3]) for name in names}
    folder = write(tmp_path, it=domain(issues), a=profile(sheet, issues), b=profile(sheet, issues))
    found = import_genius(folder)
    (tmp_path / "odd.yaml").write_text(found.text, "utf-8")
    agenda = load_scenario(tmp_path / "odd.yaml").tables["talks"].agenda
    assert [part.label or name for name, part in agenda.items()] == names
    assert all(part.levels == ["yes", "1.0", "~"] for part in agenda.values())


def test_a_bare_ampersand_is_read_as_one(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        it=domain({"Drink": ["tea & milk", "R&D;"]}).replace("&amp;", "&"),
        a=profile({"Drink": (1, [1, 2])}, {"Drink": ["tea & milk", "R&D;"]}),
        b=profile({"Drink": (1, [2, 1])}, {"Drink": ["tea & milk", "R&D;"]}),
    )
    # "&D;" looks like an entity, and nobody has declared it.
    assert "it.xml" in refusal(folder)
    (folder / "it.xml").write_text(domain({"Drink": ["tea & milk", "R&D;"]}), "utf-8")
    assert import_genius(folder).outcomes == 2


# ---- what is refused

# A billion laughs, were entities read.
LAUGHS = (
    "<!DOCTYPE l [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    + "]><utility_space>&a9;</utility_space>"
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            profile({"Fruit": (1, [1, 2, "NaN"])}),
            "issue 'Fruit': the evaluation of 'plum' must be a number from 0, not NaN",
        ),
        (profile({"Fruit": (1, [1, 2, -3])}), "the evaluation of 'plum' must be a number from 0, not -3"),
        (profile({"Fruit": ("-0.5", [1, 2, 3])}), "issue 'Fruit': a weight must be a number from 0, not -0.5"),
        (profile({"Fruit": ("nan", [1, 2, 3])}), "issue 'Fruit': a weight must be a number from 0, not nan"),
        (profile({"Fruit": (0, [1, 2, 3]), "Delivery": (0, [1, 2])}), "all weights are 0"),
        (profile({"Fruits": (1, [1])}), "issue 'Fruits': the domain it.xml has no such issue (did you mean 'Fruit'?)"),
        (profile({"Fruit": (1, [1, 2, 3])}), "issue 'Delivery': is not evaluated"),
        (profile({"Fruit": (1, [1, 2])}), "issue 'Fruit': doesn't evaluate 'plum'"),
        (
            profile(GROWER, ORCHARD | {"Fruit": ["apple", "pear", "plumm"]}),
            "issue 'Fruit': the domain has no value 'plumm' (did you mean 'plum'?)",
        ),
        (
            profile(GROWER | {"Fruit": (1, [1, 2, 3, 4])}, ORCHARD | {"Fruit": ["apple", "pear", "plum", "fig"]}),
            "issue 'Fruit': the domain has no value 'fig'; it has apple, pear, plum",
        ),
        (profile(GROWER, more="<weight index='3' value='1'/>"), "has a weight for issue number '3'"),
        (profile(GROWER, more="<weight index='1' value='1'/>"), "issue 'Fruit': has two weights"),
        (profile(GROWER, kind="real"), "issue 'Fruit': is of type 'real'"),
        (
            profile(GROWER, more="<utility_function><ufun><hyperRectangle/></ufun></utility_function>"),
            "hyper-rectangles",
        ),
        (profile(GROWER).replace("<utility_space>", "<utility_space type='nonlinear'>"), "a nonlinear utility space"),
        (profile(GROWER, more="<reservation value='NaN'/>"), "reservation must be a finite number, not NaN"),
        (profile(GROWER, more="<discount_factor value='1.5'/>"), "discount_factor must lie in [0, 1], not 1.5"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]>" + profile(GROWER), "document type or entities"),
        ("<utility_space>", "b.xml:1:1: is not XML"),
        (LAUGHS, "document type or entities"),
        ("<utility_space>" + "<objective>" * 70 + "</objective>" * 70 + "</utility_space>", "more than 64 levels deep"),
    ],
)
def test_a_profile_is_refused_by_file_and_issue(text: str, said: str, tmp_path: Path) -> None:
    folder = write(tmp_path, it=domain(), a=profile(MERCHANT), b=text)
    message = refusal(folder)
    assert said in message
    assert "b.xml" in message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (domain({"Fruit": ["apple", "apple"]}), "issue 'Fruit': has the value 'apple' twice"),
        (domain({"Fruit": []}), "issue 'Fruit': has no value"),
        (domain({}), "has no issue"),
        (
            domain({f"i{n}": [str(v) for v in range(11)] for n in range(6)}),
            "has 1,771,561 possible deals; at most 1,000,000",
        ),
        (domain().replace("type='discrete'", "type='real'"), "issue 'Fruit': is of type 'real'"),
        (
            domain()
            .replace("<objective>", "<objective><objective name='top'>")
            .replace("</objective>", "</objective></objective>"),
            "objective 'top' lies in another",
        ),
        (profile(GROWER), "has no domain file: neither XML that begins with <negotiation_template> nor JSON"),
    ],
)
def test_a_domain_is_refused_by_file_and_issue(text: str, said: str, tmp_path: Path) -> None:
    assert said in refusal(write(tmp_path, it=text, a=profile(GROWER), b=profile(MERCHANT)))


@pytest.mark.parametrize(
    ("it", "said"),
    [
        (domain({"A": [f"v{n}" for n in range(20_000)]}), "'A': doesn't evaluate 'v0'"),
        (domain({"A": ["v"] * 20_000}), "'A': has the value 'v' twice"),
        (domain({f"i{n}": ["v"] for n in range(20_000)}), "has 20,000 issues; at most 200 are read"),
        (LAUGHS.encode("utf-16-le").decode("latin-1"), "is not in an encoding such as UTF-8"),
        ("<a>" + " " * 5_000_000 + "</a>", "is larger than 5 MB"),
    ],
)
def test_large_and_odd_files_are_refused_soon(it: str, said: str, tmp_path: Path) -> None:
    began = time.process_time()
    bad = profile({"A": (1, list(range(20_000)))}, {"A": [f"w{n}" for n in range(20_000)]})
    message = refusal(write(tmp_path, it=it, a=bad, b=bad))
    assert said in message
    assert len(message) < 5_000
    # Against what grows with the square of a file's size; each takes a tenth.
    assert time.process_time() - began < 5


def test_a_folder_of_thousands_of_files_is_refused(tmp_path: Path) -> None:
    for place in range(201):
        (tmp_path / f"{place}.json").touch()
    assert "has 201 XML and JSON files; at most 200 are read" in refusal(tmp_path)


def test_one_party_is_no_negotiation(tmp_path: Path) -> None:
    folder = write(tmp_path, it=domain(), a=profile(GROWER))
    assert "two parties or more; profiles: a.xml" in refusal(folder)
    assert "is no folder" in refusal(tmp_path / "nowhere")


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    bad = profile({"Fruit": (-1, [1, 2, "x"]), "Delivery": (1, [1, 2])})
    assert len(refusal(write(tmp_path, it=domain(), a=bad, b=bad)).splitlines()) == 4


# ---- the way back


@st.composite
def sheets(draw: st.DrawFn) -> dict[str, object]:
    """Two or three sides over a small agenda, each issue's best level worth 1."""
    text = st.text(
        st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp")),
        min_size=1,
        max_size=6,
    )
    # What people see in a line is read without blanks at its ends.
    text = text.map(lambda drawn: " ".join(drawn.split())).filter(bool)
    agenda = {
        f"issue{place}": {"label": draw(text), "levels": draw(st.lists(text, min_size=1, max_size=4, unique=True))}
        for place in range(draw(st.integers(1, 3)))
    }
    parties = ["A", "B", "C"][: draw(st.integers(2, 3))]
    score_sheets = {}
    for party in parties:
        raw = [draw(st.integers(1, 9)) for _ in agenda]
        points = {}
        for name, issue in agenda.items():
            own = [draw(st.integers(0, 100)) / 100 for _ in issue["levels"]]
            own[draw(st.integers(0, len(own) - 1))] = 1.0
            points[name] = own
        score_sheets[party] = {
            "weights": dict(zip(agenda, (part / sum(raw) for part in raw), strict=True)),
            "points": points,
            "reservation": draw(st.floats(0, 1)),
            "discount_per_turn": draw(st.sampled_from([1.0, 0.999, 0.9])),
        }
    return {
        "countries": {party: {"strategy": {"name": "linear"}} for party in parties},
        "tables": {
            "talks": {
                "parties": parties[::-1],
                "agenda": agenda,
                "meetings": {"daily": {"every_days": 1}},
                "deadline": {"on": 99},
                "score_sheets": score_sheets,
            }
        },
    }


@settings(max_examples=40)
@given(sheets())
def test_exported_and_imported_again_the_utilities_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, data: dict[str, object]
) -> None:
    setup = load_scenario(data)
    folder = tmp_path_factory.mktemp("domain") / "out"
    write_folder(export_genius(setup, "talks"), folder)
    back = load_scenario(import_genius(folder).data)
    assert back.tables["talks"].parties == setup.tables["talks"].parties
    before, after = describe(setup), describe(back)
    assert np.allclose(before.values, after.values, rtol=0, atol=1e-12)
    assert np.array_equal(before.disagreement, after.disagreement)
    for party, sheet in setup.tables["talks"].score_sheets.items():
        again = back.tables["talks"].score_sheets[party].discount_per_turn
        assert again == pytest.approx(sheet.discount_per_turn, abs=1e-9)


def test_what_genius_would_rescale_is_not_exported() -> None:
    setup = load_scenario("linkage", overrides={"tables.package.score_sheets.A.points.rice": {"first": 0, "last": 0.5}})
    with pytest.raises(ConfigError, match=r"score_sheets\.A\.points\.rice: the best level .* not 0\.5"):
        export_genius(setup, "package")
    with pytest.raises(ConfigError, match="no score-sheet for USA, JPN"):
        export_genius(load_scenario("us_japan_2025"), "USA-JPN")


def test_a_folder_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("keep", "utf-8")
    with pytest.raises(TradetalksError, match="not an empty folder"):
        write_folder({"a.xml": "<a/>"}, tmp_path / "full")
    with pytest.raises(TradetalksError, match="can't write"):
        write_folder({"a.xml": "<a/>", "no/such.xml": ""}, tmp_path / "new")
    assert [item.name for item in tmp_path.iterdir()] == ["full"]
