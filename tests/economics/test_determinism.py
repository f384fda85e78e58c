"""The same call gives the same bits: again, in another process, with other numbers of threads."""

import os
import pickle
import subprocess
import sys

import numpy as np
import pytest
from economy_worlds import announced, april_16, random_world

from tradetalks.model.economy import Calibration, TradeModel
from tradetalks.model.economy.cache import Cache
from tradetalks.model.economy.trade import CACHE

PROGRAM = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
import numpy as np
from economy_worlds import april_16, random_tariffs, random_world
from tradetalks.model.economy import Calibration, TradeModel

world = Calibration.load("icio_2022")
tariffs = np.repeat(april_16(world)[None], 70, axis=0)
tariffs[:, 0, 1, :6] += np.linspace(-0.1, 0.3, 70)[:, None]
tariffs[3, 4, 5, 2] += 2.0
other = random_world(1, 12, 12)
digest = hashlib.sha256()
for model, schedules in [
    (TradeModel(world), tariffs),
    (TradeModel(world, "income_tax"), tariffs),
    (TradeModel(other), random_tariffs(1, other, 5)),
]:
    result = model.solve(schedules)
    for array in (result.income_gain, result.flows, result.revenue, result.employment_pct):
        digest.update(array.tobytes())
    digest.update((model.digest + model.calibration.digest).encode())
assert "mesa" not in sys.modules and "scipy" not in sys.modules and "pandas" not in sys.modules
print(digest.hexdigest())
"""


def test_same_bits_in_every_process_with_any_number_of_threads() -> None:
    bits = set()
    for threads, hash_seed in [("1", "0"), ("2", "1"), ("", "2")]:
        environment = os.environ | {"PYTHONHASHSEED": hash_seed}
        for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
            environment.pop(variable, None)
            if threads:
                environment[variable] = threads
        command = [sys.executable, "-W", "error", "-c", PROGRAM, os.path.dirname(__file__)]  # noqa: PTH120
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert not done.returncode, done.stderr
        bits.add(done.stdout)
    assert len(bits) == 1


def test_solved_again_has_the_same_bits() -> None:
    world = Calibration.load("icio_2022")
    tariffs = np.array([april_16(world), announced(world)])
    one = TradeModel(world).solve(tariffs)
    CACHE.clear()
    other = TradeModel(world).solve(tariffs.copy())
    assert one is not other
    assert np.array_equal(one.income_gain, other.income_gain)
    assert np.array_equal(one.flows, other.flows)


def test_companions_change_the_last_bits_only() -> None:
    world = Calibration.load("icio_2022")
    model = TradeModel(world)
    tariffs = np.repeat(april_16(world)[None], 40, axis=0)
    tariffs[:, 0, 1, :6] += np.linspace(-0.1, 0.3, 40)[:, None]
    together = model.solve(tariffs)
    for b in (0, 17, 39):
        alone = model.solve(tariffs[b])
        assert together.income_gain[b] == pytest.approx(alone.income_gain, rel=0, abs=1e-7)


def test_what_was_asked_before_is_not_solved_again() -> None:
    CACHE.clear()
    world = random_world(0, 3, 2)
    tariffs = np.array([world.base_tariffs, world.base_tariffs])
    tariffs[1, 0, 1] += 0.1
    first = TradeModel(world).solve(tariffs)
    assert TradeModel(world).solve(tariffs.tolist()) is first
    assert TradeModel(world).solve(tariffs, np.ones_like(tariffs)) is first  # costs of 1 change nothing
    assert CACHE.info().hits == 2
    assert CACHE.info().entries == 1
    assert CACHE.info().nbytes == first.nbytes
    others = [
        TradeModel(world, "income_tax").solve(tariffs),
        TradeModel(world).solve(tariffs[::-1]),
        TradeModel(world).solve(tariffs, tolerance=1e-9),
        TradeModel(world).solve(tariffs[:1]),
        TradeModel(world).solve(tariffs[0]),
        TradeModel(world).solve(tariffs, 1.01 - 0.01 * np.eye(3)[:, :, None] * np.ones(2)),
    ]
    assert CACHE.info().hits == 2
    assert CACHE.info().misses == 7
    assert len({id(result) for result in [first, *others]}) == 7


def test_results_are_read_only() -> None:
    world = random_world(0, 3, 2)
    for tariffs in (world.base_tariffs, world.base_tariffs[None]):
        result = TradeModel(world).solve(tariffs)
        for name in ("welfare_pct", "income_gain", "employment_pct", "price_pct", "revenue", "flows"):
            with pytest.raises(ValueError, match="read-only"):
                getattr(result, name)[...] = 0


def test_the_caller_may_reuse_the_array() -> None:
    world = random_world(0, 3, 2)
    tariffs = world.base_tariffs.copy()
    before = TradeModel(world).solve(tariffs).welfare_pct
    tariffs[0, 1] += 0.5
    after = TradeModel(world).solve(tariffs).welfare_pct
    assert not np.allclose(before, after)
    assert np.array_equal(TradeModel(world).solve(world.base_tariffs).welfare_pct, before)


def test_the_cache_is_bounded_and_drops_the_least_recently_used() -> None:
    cache: Cache[str] = Cache(100)
    cache.put(b"a", "a", 40)
    cache.put(b"b", "b", 40)
    assert cache.get(b"a") == "a"
    cache.put(b"c", "c", 40)
    assert cache.get(b"b") is None
    assert (cache.get(b"a"), cache.get(b"c")) == ("a", "c")
    cache.put(b"d", "d", 101)
    assert cache.get(b"d") is None
    assert cache.info().nbytes == 80
    cache.resize(40)
    assert cache.info().entries == 1
    assert cache.get(b"c") == "c"


def test_content_decides_equality_and_digests() -> None:
    world, again = random_world(0, 3, 2), random_world(0, 3, 2)
    assert world == again
    assert hash(world) == hash(again)
    assert world.digest == again.digest
    assert world != random_world(1, 3, 2)
    assert TradeModel(world) == TradeModel(again)
    models = [
        TradeModel(world),
        TradeModel(world, "income_tax"),
        TradeModel(world, labour_supply_elasticity=0.4),
        TradeModel(world, scale=0.1),
        TradeModel(random_world(1, 3, 2)),
    ]
    assert len({model.digest for model in models}) == 5
    assert Calibration.load("icio_2022").digest != Calibration.load("icio_2022", "four").digest
    assert Calibration.load("icio_2022") is Calibration.load("icio_2022")


def test_both_survive_a_pickle() -> None:
    model = TradeModel(Calibration.load("icio_2022"), "income_tax", labour_supply_elasticity=0.3)
    model.solve(model.calibration.base_tariffs)
    copy = pickle.loads(pickle.dumps(model))  # noqa: S301 - our own
    assert copy == model
    assert copy.calibration == model.calibration
    assert not copy.calibration.flows.flags.writeable
    assert len(pickle.dumps(model)) < 50_000  # the inverse of the Jacobian stays behind
    assert copy.calibration.groups == model.calibration.groups
