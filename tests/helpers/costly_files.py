"""Scenario files that would cost who reads them too much, each of another kind."""

from __future__ import annotations

import json

COSTLY = {
    "aliases.yaml": "".join(f"k{place}: *a{place}\n" for place in range(4_000)),
    "anchors.yaml": "".join(f"k{place}: &a{place} 1\n" for place in range(4_000))
    + "".join(f"u{place}: *b{place}\n" for place in range(4_000)),
    "similar.yaml": "".join(f"k{place}: &abcdefghijklmnopqrstuvwxyz{place} 1\n" for place in range(150))
    + "".join(f"u{place}: *abcdefghijklmnopqrstuvwxy{place}\n" for place in range(4_000)),
    "countries.yaml": "countries:\n" + "".join(f"  C{place}: {{x{place}: 1}}\n" for place in range(20_000)),
    "fewer_countries.yaml": "countries:\n" + "".join(f"  C{place}: {{x{place}: 1}}\n" for place in range(9_000)),
    "unknown_keys.yaml": "".join(f"u{place}: 1\n" for place in range(15_000)),
    "flow_list.yaml": f"a: [{'1,' * 5_000_000}1]\n",
    "shorter_list.yaml": f"a: [{'1,' * 200_000}1]\n",
    "one_key.yaml": "key: 1\n" * 1_150_000,
    "one_key_at_the_bound.yaml": "key: 1\n" * 280_000,
    "long_key.yaml": f"? {'k' * 400_000}\n: 1\n? {'k' * 400_000}\n: 2\n",
    "problems.yaml": f"a: [{'.nan,' * 1_000_000}1]\n",
    "fewer_problems.yaml": f"a: [{'.nan,' * 90_000}1]\n",
    "control_characters.yaml": "a: \x1b\n" * 90_000,
    "escapes.yaml": 'a: ["\\e", "\\e", "\\e"]\n' * 20_000,
    "almost_a_number.yaml": f"a: 1{'_' * 400_000}x\n",
    "draws.yaml": "extends: us_japan_2025\nevents:\n"
    + "".join(f"  e{place}: {{kind: court_ruling, hazard: {{uniform: [0, 1]}}}}\n" for place in range(3_000)),
    "json.yaml": json.dumps({"countries": {f"C{place}": [] for place in range(15_000)}}),
}
