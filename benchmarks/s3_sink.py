"""What the S3 sink's handler costs, beside the handler that everybody writes first.

Each number is processor time from the bytes that Lambda's runtime receives to the compressed
object, with the runtime's own decoding of the event and without network. All contenders take turns
on the same events in one process, and the least of all rounds counts: what else the machine does
only ever adds to it. They are:

- naive: json, base64 and gzip as they come, one object for each partition.
- default: the handler as it is deployed, with nothing but the runtime, from which it takes the
  event undecoded. Its objects are zstd on Python 3.14 or later, else gzip.
- default-speed: the same with EFFORT=speed, for objects that may be larger where lines are long.
- fast: the handler as it is deployed with its packages (msgspec, pybase64, isal): EFFORT=speed.
- fast-size: the same with EFFORT=size, which looks as hard in long lines as gzip 9 does.
- limit: base64 of all values in one piece, finished lines compressed in one piece, nothing else.

    python benchmarks/s3_sink.py [--rounds 15] [--quick] [--price lambda-gb-second=0.00001667 ...]
"""

import argparse
import base64
import binascii
import contextlib
import functools
import gc
import gzip
import io
import json
import platform
import random
import subprocess
import sys
import time
import types
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HANDLER = Path(__file__).parents[1] / "constructs/cdk_msk/s3_sink/handler"
sys.path.insert(0, str(HANDLER))

import decoded_events  # noqa: E402 - found on the path above, as in Lambda
import envelope  # noqa: E402
import index  # noqa: E402
import lambda_events  # noqa: E402
import packages  # noqa: E402
import validity  # noqa: E402

try:
    import simplejson as runtime_json  # type: ignore[import-not-found, unused-ignore]
except ImportError:
    runtime_json = json

PARTITIONS = 4
EVENT_BYTES = 6_000_000
QUICK_EVENT_BYTES = 300_000
VCPU_GB = 1769 / 1024
"""Memory of a function with one vCPU; what a second of one processor is billed as.
https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html."""

PRICES = {
    # US dollars in us-east-1, list prices. AWS's own price pages load their numbers by script, so
    # these are as third parties have published them, or from memory where it says so: replace any
    # with --price, and check Firehose's before you argue with it.
    "lambda-gb-second": 0.0000133334,  # arm64; x86 0.0000166667
    "lambda-million-requests": 0.20,
    "s3-thousand-puts": 0.005,
    "dynamodb-million-writes": 0.625,  # on demand, from memory
    "dynamodb-million-reads": 0.125,  # on demand, from memory
    "firehose-gb": 0.055,  # source MSK, first tier, no rounding up of records; from memory
    "connect-mcu-hour": 0.11,  # constructs/msk_model/facts/prices.toml
    "connect-mb-per-second-of-mcu": 5.0,  # no published number: an assumption, not a price
}


@dataclass(frozen=True)
class Case:
    """Records of one kind."""

    name: str
    value_bytes: int
    headers: bool
    binary: bool = False

    def event(self, size: int) -> bytes:
        """An event of about `size` bytes as Lambda's poller sends it."""
        chance = random.Random(self.name)
        entries: list[dict[str, Any]] = []
        length = 0
        while length < size:
            entries.append(self._entry(chance, len(entries)))
            length += len(json.dumps(entries[-1], separators=(",", ":"))) + 1
        records = {
            f"orders-{partition}": [
                {**entry, "partition": partition} for entry in entries[partition::PARTITIONS]
            ]
            for partition in range(PARTITIONS)
        }
        arn = "arn:aws:kafka:us-east-1:123456789012:cluster/demo/0a-1"
        event = {"eventSource": "aws:kafka", "eventSourceArn": arn, "records": records}
        return json.dumps(event, separators=(",", ":")).encode()

    def _entry(self, chance: random.Random, offset: int) -> dict[str, Any]:
        if self.binary:
            value = bytes([0xFF]) + chance.randbytes(self.value_bytes // 2)
            value += bytes(self.value_bytes - len(value))
        else:
            value = _json_value(chance, self.value_bytes)
        trace = f"00-{chance.getrandbits(128):032x}-{chance.getrandbits(64):016x}-01"
        headers = [("traceparent", trace), ("région", "zürich")] if self.headers else []
        return {
            "topic": "orders",
            "partition": 0,
            "offset": offset // PARTITIONS,
            "timestamp": 1_763_856_000_000 + offset,
            "timestampType": "CREATE_TIME",
            "key": base64.b64encode(f"customer-{chance.randrange(10_000)}".encode()).decode(),
            "value": base64.b64encode(value).decode(),
            "headers": [{name: _signed(text.encode())} for name, text in headers],
        }


CASES = [
    Case("1 KB with headers", 1024, headers=True),
    Case("200 B with headers", 200, headers=True),
    Case("200 B without", 200, headers=False),
    Case("1 KB binary", 1024, headers=False, binary=True),
]
_WORDS = ("ready", "shipped", "order", "paid", "waiting", "gift", "address", "express", "return")


def _json_value(chance: random.Random, size: int) -> bytes:
    value: dict[str, Any] = {"id": str(uuid.UUID(int=chance.getrandbits(128))), "items": []}
    while True:
        item = {
            "sku": chance.randrange(100_000),
            "price": round(chance.random() * 100, 2),
            "quantity": chance.randrange(1, 9),
            "note": " ".join(chance.choices(_WORDS, k=4)),
        }
        longer = {**value, "items": [*value["items"], item]}
        if len(json.dumps(longer)) > size:
            break
        value = longer
    value["status"] = chance.choice(_WORDS)
    return json.dumps(value).encode()


def _signed(value: bytes) -> list[int]:
    return [byte - 256 if byte > 127 else byte for byte in value]


@dataclass
class Store:
    """S3 and DynamoDB as far as a sink calls them; keeps what was put."""

    bodies: list[tuple[str, bytes]] = field(default_factory=list)
    exceptions: Any = field(
        default_factory=lambda: types.SimpleNamespace(ConditionalCheckFailedException=KeyError)
    )

    def put_object(self, **call: Any) -> None:
        """Keep the object."""
        self.bodies.append((call["Key"], call["Body"]))

    def query(self, **_: Any) -> dict[str, Any]:
        """A chain without links."""
        return {"Items": []}

    def put_item(self, **_: Any) -> None:
        """A claim that succeeds."""

    def update_item(self, **_: Any) -> None:
        """A link that is noted."""


def naive(event: dict[str, Any], store: Store, *, binary: bool) -> None:
    """A handler from a tutorial, spared the records that it would crash on."""
    for name, entries in event["records"].items():
        lines = []
        for entry in entries:
            value = entry["value"] if binary else json.loads(base64.b64decode(entry["value"]))
            line = {
                "topic": entry["topic"],
                "partition": entry["partition"],
                "offset": entry["offset"],
                "timestamp": entry["timestamp"],
                "key": base64.b64decode(entry["key"]).decode(),
                "headers": [
                    {key: bytes(byte & 0xFF for byte in signed).decode()}
                    for header in entry["headers"]
                    for key, signed in header.items()
                ],
                "value": value,
            }
            lines.append(json.dumps(line))
        store.put_object(Key=f"{name}.gz", Body=gzip.compress("\n".join(lines).encode()))


def naive_from(raw: bytes, store: Store, *, binary: bool) -> None:
    """The tutorial's handler, after the runtime has decoded the event."""
    naive(runtime_json.loads(raw), store, binary=binary)


def _sink(event: Any, store: Store, effort: str) -> None:
    environment = {
        "BUCKET": "lake",
        "PREFIX": "",
        "LEDGER": "ledger",
        "CONSUMER_GROUP": "sink",
        "COMPRESSION": "zstd",
        "EFFORT": effort,
    }
    with contextlib.redirect_stdout(io.StringIO()):
        index.Sink(environment, store, store).receive(event)


def default(raw: bytes, store: Store, *, binary: bool, effort: str = "size") -> None:  # noqa: ARG001
    """The handler without packages, on the event as the runtime received it."""
    with contextlib.ExitStack() as stack:
        for module, name, without in WITHOUT_PACKAGES:
            stack.callback(setattr, module, name, getattr(module, name))
            setattr(module, name, without)
        _sink(raw, store, effort)


def fast(raw: bytes, store: Store, *, binary: bool, effort: str = "speed") -> None:  # noqa: ARG001
    """The handler with its packages."""
    _sink(raw, store, effort)


WITHOUT_PACKAGES: list[tuple[Any, str, Any]] = [
    (decoded_events, "decode_base64", binascii.a2b_base64),
    (envelope, "isal_zlib", None),
    (lambda_events, "_structs", None),
    (validity, "msgspec", None),
]
HANDLERS: dict[str, Callable[..., None]] = {
    "naive": naive_from,
    "default": default,
    "default-speed": functools.partial(default, effort="speed"),
}
if len(packages.present()) == 3:
    HANDLERS |= {"fast": fast, "fast-size": functools.partial(fast, effort="size")}


def limit(case: Case, raw: bytes) -> Callable[[], int]:
    """What no handler can save: base64 and compression, each of everything at once.

    It returns the size of the objects.
    """
    store = Store()
    event = json.loads(raw)
    default(raw, store, binary=case.binary)
    objects = [
        (key, b"".join(envelope.encode(r) + b"\n" for r in envelope.read_object(body, key)))
        for key, body in store.bodies
    ]
    fields = [e[name] for es in event["records"].values() for e in es for name in ("key", "value")]
    encoded = base64.b64encode(b"".join(map(base64.b64decode, fields)))

    def run() -> int:
        base64.b64decode(encoded)
        size = 0
        for key, lines in objects:
            compress = envelope.compressor(key, lines.index(b"\n"))
            size += len(compress.compress(lines)) + len(compress.flush())
        return size

    return run


@contextlib.contextmanager
def collector(handler: str) -> Iterator[None]:
    """Python's garbage collector as a handler has it; what came before the call is not its own."""
    gc.collect()
    gc.freeze()
    if handler != "naive":
        index.collect_seldom()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def processor_seconds(run: Callable[[], object]) -> float:
    """What a call takes of all processors."""
    before = time.process_time()
    run()
    return time.process_time() - before


@dataclass
class Result:
    """What one handler did with the events of one case."""

    seconds: list[float] = field(default_factory=list)
    object_bytes: int = 0
    peak_mb: float | None = None

    @property
    def least(self) -> float:
        """Processor seconds for one event."""
        return min(self.seconds)


def measure(case: Case, raw: bytes, rounds: int) -> dict[str, Result]:
    """All contenders in turns; the first round warms up and does not count."""
    results = {name: Result() for name in [*HANDLERS, "limit"]}
    floor = limit(case, raw)
    for number in range(rounds + 1):
        for name in sorted(HANDLERS, reverse=bool(number % 2)):
            store = Store()

            def run(name: str = name, store: Store = store) -> None:
                HANDLERS[name](raw, store, binary=case.binary)

            with collector(name):
                run()  # as in a function that gets one event after another
                store.bodies.clear()
                seconds = processor_seconds(run)
            results[name].object_bytes = sum(len(body) for _, body in store.bodies)
            if number:
                results[name].seconds.append(seconds)
        if number:
            results["limit"].seconds.append(processor_seconds(floor))
    results["limit"].object_bytes = floor()
    return results


def peak_mb(case: Case, handler: str, raw: bytes) -> float | None:
    """How far the memory of a process of its own grows over one event; Linux only."""
    command = [sys.executable, __file__, "--memory", case.name, handler]
    done = subprocess.run(command, input=raw, capture_output=True, check=True)
    return float(done.stdout) if done.stdout.strip() else None


def _memory(case_name: str, handler: str) -> None:
    status = Path("/proc/self/status")
    raw = sys.stdin.buffer.read()
    if not status.exists():
        return

    def kib(name: str) -> int:
        lines = status.read_text().splitlines()
        return int(next(line for line in lines if line.startswith(name)).split()[1])

    (case,) = (case for case in CASES if case.name == case_name)
    before = kib("VmRSS:")
    HANDLERS[handler](raw, Store(), binary=case.binary)
    print((kib("VmHWM:") - before) / 1000)


def ingested_bytes(raw: bytes) -> int:
    """Keys and values as the producer sent them."""
    entries = [entry for es in json.loads(raw)["records"].values() for entry in es]
    return sum(len(base64.b64decode(e[name])) for e in entries for name in ("key", "value"))


def usd_per_tb(result: Result, ingested: int, prices: dict[str, float], *, ledger: bool) -> float:
    """What 10^12 ingested bytes cost, poller and storage apart."""
    events = 1e12 / ingested
    compute = result.least * VCPU_GB * prices["lambda-gb-second"]
    requests = prices["lambda-million-requests"] / 1e6
    puts = PARTITIONS * prices["s3-thousand-puts"] / 1e3
    entries = PARTITIONS * 2 * prices["dynamodb-million-writes"] / 1e6
    entries += PARTITIONS * prices["dynamodb-million-reads"] / 1e6
    return events * (compute + requests + puts + (entries if ledger else 0))


def report(case: Case, raw: bytes, results: dict[str, Result], prices: dict[str, float]) -> None:
    """Print the lines of one case."""
    ingested = ingested_bytes(raw)
    base = results["naive"]
    for name, result in results.items():
        cost = ""
        if name in HANDLERS:
            cost = f"{usd_per_tb(result, ingested, prices, ledger=name != 'naive'):.2f}"
        peak = "" if result.peak_mb is None else f"{result.peak_mb:.0f}"
        print(
            f"{case.name:18}  {name:13}  {1000 * result.least:7.1f}"
            f"  {result.least / ingested * 1e9:7.1f}  {base.least / result.least:7.2f}"
            f"  {result.object_bytes / base.object_bytes:6.3f}  {peak:>7}  {cost:>9}"
        )


def main() -> None:
    """Measure all cases and print them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--quick", action="store_true", help="small events, one round")
    parser.add_argument("--price", action="append", default=[], metavar="NAME=USD")
    parser.add_argument("--memory", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.memory:
        _memory(*arguments.memory)
        return
    if arguments.rounds < 1:
        parser.error(f"rounds must be one at least, got {arguments.rounds}")
    prices = dict(PRICES)
    for price in arguments.price:
        name, _, usd = price.partition("=")
        if name not in prices:
            parser.error(f"no price {name!r}; there are {', '.join(prices)}")
        try:
            prices[name] = float(usd)
        except ValueError:
            parser.error(f"no number in {price!r}; NAME=USD is wanted")
    size, rounds = EVENT_BYTES, arguments.rounds
    if arguments.quick:
        size, rounds = QUICK_EVENT_BYTES, 1
    codec = (
        "zstd"
        if envelope.ending("zstd").endswith("zst")
        else "gzip 6, for want of zstd, which Python has since 3.14"
    )
    print(
        f"Python {platform.python_version()} on {platform.machine()}; the sink compresses: {codec}"
    )
    print(f"the runtime decodes for naive: {runtime_json.__name__}; events of {size / 1e6:.1f} MB")
    if "fast" not in HANDLERS:
        print(f"fast is missing: of its packages there are {packages.present()}")
    print(
        "records             handler        CPU ms  s per GB  x naive    size  peak MB  USD per TB"
    )
    for case in CASES:
        raw = case.event(size)
        results = measure(case, raw, rounds)
        for name in HANDLERS:
            results[name].peak_mb = peak_mb(case, name, raw)
        report(case, raw, results, prices)
    print("USD per TB: time and requests of Lambda, four puts for each event, the sink's ledger;")
    print("without the poller, storage, and what S3 costs beside the two below.")
    hours = 1e6 / prices["connect-mb-per-second-of-mcu"] / 3600
    print(f"Firehose, list price: {1000 * prices['firehose-gb']:.2f} USD per TB")
    print(
        f"MSK Connect, list price: {hours * prices['connect-mcu-hour']:.2f} USD per TB"
        f" at {prices['connect-mb-per-second-of-mcu']:g} MB/s for each unit, always busy"
    )


if __name__ == "__main__":
    main()
