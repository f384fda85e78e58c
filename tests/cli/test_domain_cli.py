"""`tradetalks domain`, `import-genius` and `export-genius` as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from calls import call
from genius_files import GROWER, domain, orchard, profile, write


def names(folder: Path) -> list[str]:
    return sorted(item.name for item in folder.iterdir())


def test_from_files_to_a_run_and_back(tmp_path: Path) -> None:
    orchard(tmp_path / "orchard")
    done = call("import-genius", "orchard", "-o", "mine.yaml", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "mine.yaml: 6 possible deals; parties: grower (orchard_grower.xml), merchant (orchard_merchant.xml)\n"
    )
    figures = json.loads(call("domain", "mine.yaml", "--json", cwd=tmp_path).stdout)
    assert figures["nash"] == pytest.approx([0.7, 0.75])
    run = call("run", "mine.yaml", "--seed", "1", "--json", "-", cwd=tmp_path)
    assert json.loads(run.stdout)["tables"]["talks"]["opposition"] == pytest.approx(figures["opposition"])
    done = call("export-genius", "mine.yaml", "-o", "back", cwd=tmp_path)
    assert done.stdout == "back: mine_domain.xml, mine_grower_1.xml, mine_merchant_2.xml\n"
    call("import-genius", "back", "-o", "again.yaml", cwd=tmp_path)
    assert json.loads(call("domain", "again.yaml", "--json", cwd=tmp_path).stdout) == figures
    done = call("import-genius", "back", "-o", "again.yaml", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "error: again.yaml is there already, and is left as it is\n")
    assert names(tmp_path) == ["again.yaml", "back", "mine.yaml", "orchard"]


def test_order_and_names_of_the_parties_can_be_given(tmp_path: Path) -> None:
    orchard(tmp_path / "orchard")
    words = ("--parties", "Bo=orchard_merchant.xml,Al=orchard_grower.xml")
    done = call("import-genius", "orchard", "-o", "-", *words, cwd=tmp_path)
    assert "parties: [Bo, Al]" in done.stdout
    done = call("import-genius", "orchard", "-o", "mine.yaml", "--parties", "Bo", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "error: --parties Bo: must be of the form PATH=VALUE\n")


def test_what_is_refused_leaves_no_file(tmp_path: Path) -> None:
    bad = profile({"Fruit": (-1, [1, 2, "x"]), "Delivery": (1, [1, 2])})
    write(tmp_path / "bad", it=domain(), a=bad, b=profile(GROWER))
    before = names(tmp_path)
    for words in (
        ("import-genius", "bad", "-o", "mine.yaml"),
        ("import-genius", "nowhere", "-o", "mine.yaml"),
        ("import-genius", "bad", "-o", "no/such/folder.yaml"),
        ("export-genius", "us_japan_2025", "-o", "out"),
        ("export-genius", "linkage", "-o", "bad"),
        ("export-genius", "linkage", "-o", "no/such/folder"),
        ("domain", "linkage_separate"),
        ("domain", "linkage", "--table", "nothing"),
    ):
        done = call(*words, cwd=tmp_path)
        assert done.returncode == 2, words
        assert done.stderr.startswith("error: "), words
        assert "Traceback" not in done.stderr
        assert done.stdout == ""
    assert names(tmp_path) == before


def test_a_note_says_what_was_read_in_a_way_of_its_own(tmp_path: Path) -> None:
    orchard(tmp_path / "orchard", grower="<discount_factor value='0'/>")
    write(tmp_path / "orchard", repository="<domains/>")
    done = call("import-genius", "orchard", "-o", "mine.yaml", cwd=tmp_path)
    assert done.stderr.splitlines() == [
        "note: repository.xml: passed over, a <domains>",
        "note: orchard_grower.xml: discount_factor 0 is read as none",
    ]
