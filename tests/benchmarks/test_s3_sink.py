"""The benchmark of the S3 sink runs and says what it promises; how fast is not a test's business."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

_PATH = Path(__file__).parents[2] / "benchmarks/s3_sink.py"


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(_PATH), *arguments], capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    path = list(sys.path)
    spec = importlib.util.spec_from_file_location("s3_sink_benchmark", _PATH)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    sys.path[:] = path
    return module


def test_quick_run() -> None:
    """Each kind of records has a line for each contender, with a ratio; prices stand below."""
    done = _run("--quick", "--price", "firehose-gb=0.1")

    assert (done.returncode, done.stderr) == (0, "")
    first, _, header, *rows = done.stdout.splitlines()
    assert first.startswith(f"Python {sys.version_info.major}.{sys.version_info.minor}.")
    assert "zstd" in first
    assert ("for want of" in first) == (sys.version_info < (3, 14))
    assert "x naive" in header
    for kind in ("1 KB with headers", "200 B with headers", "200 B without", "1 KB binary"):
        lines = [row.removeprefix(kind).split() for row in rows if row.startswith(kind)]
        handlers = ["naive", "default", "default-speed", "fast", "fast-size", "limit"]
        assert [line[0] for line in lines] == handlers
        assert all(float(line[3]) > 0 for line in lines)
        assert float(lines[0][3]) == 1
    assert "Firehose, list price: 100.00 USD per TB" in done.stdout
    assert "MSK Connect, list price:" in done.stdout


def test_unknown_price() -> None:
    """A price nobody knows is refused with those that there are."""
    done = _run("--price", "gold=1")

    assert done.returncode == 2
    assert "no price 'gold'; there are lambda-gb-second," in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("price", ["firehose-gb", "firehose-gb=cheap"])
def test_price_without_a_number(price: str) -> None:
    """A price that is no number is refused."""
    done = _run("--price", price)

    assert done.returncode == 2
    assert f"no number in '{price}'" in done.stderr


def test_no_rounds() -> None:
    """Nothing can be measured in no round at all."""
    done = _run("--rounds", "0")

    assert done.returncode == 2
    assert "rounds must be one at least, got 0" in done.stderr


def test_all_handlers_write_all_records(benchmark: Any) -> None:
    """What is compared does the same work: every record of the event is in an object."""
    for case in benchmark.CASES:
        raw = case.event(50_000)
        count = sum(map(len, json.loads(raw)["records"].values()))
        naive = benchmark.Store()
        benchmark.naive_from(raw, naive, binary=case.binary)
        bodies = [benchmark.gzip.decompress(body) for _, body in naive.bodies]
        assert sum(len(body.splitlines()) for body in bodies) == count

        written = []
        for name in ("default", "fast", "fast-size"):
            store = benchmark.Store()
            benchmark.HANDLERS[name](raw, store, binary=case.binary)
            delivered = [
                r for key, body in store.bodies for r in benchmark.envelope.read_object(body, key)
            ]
            assert len(delivered) == count
            assert len(store.bodies) == len(naive.bodies) == benchmark.PARTITIONS
            assert max(len(record.value) for record in delivered) <= case.value_bytes + 200
            written.append(sorted(delivered, key=lambda r: (r.partition, r.offset)))
        assert written[0] == written[1] == written[2]


def test_cost(benchmark: Any) -> None:
    """A second of a processor costs what Lambda charges for the memory that comes with it."""
    prices = dict.fromkeys(benchmark.PRICES, 0.0) | {"lambda-gb-second": 1.0}
    result = benchmark.Result(seconds=[2.0])

    cost = benchmark.usd_per_tb(result, 10**12, prices, ledger=True)
    assert cost == pytest.approx(2 * 1769 / 1024)
