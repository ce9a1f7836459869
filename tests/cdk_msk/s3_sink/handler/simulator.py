"""Random histories of one partition, against the handler's real code.

Every AWS call of every invocation is a point where the scheduler decides: answer it, refuse it,
lose the answer, kill the invocation before or after, or leave it asleep until, much later and in
the middle of others, it wakes up. Between invocations the poller rewinds, cuts other batches, and
topics are deleted and created anew. In the end each record that was acknowledged to the poller
must lie in exactly one object, no record in two, and each line be JSON. A history is of one format;
with values, records that are no JSON objects are among the others, to become dead letters.
"""

import collections
import json
import queue
import random
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from botocore.exceptions import ClientError
from delivery import Delivery
from envelope import Record
from formats import dead_letter_ending, key_ending, read_lines
from index import Sink
from ledger import Ledger
from objects import Objects
from record_columns import Records

from tests.cdk_msk.s3_sink.handler.memory import refusal

CHAIN = "demo/1-2/sink/orders/0"


class Killed(BaseException):
    """The invocation's process is gone."""


class Thread(threading.Thread):
    """Runs one invocation after another: to start a thread takes longer than an invocation."""

    idle: ClassVar[list["Thread"]] = []

    def __init__(self) -> None:
        super().__init__(name="simulated invocation", daemon=True)
        self.work: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.start()

    def run(self) -> None:
        """What the thread does for ever."""
        while True:
            self.work.get()()


class Invocation:
    """One run of the handler in a thread that moves only when it is told to.

    Locks hand over between the two threads: of all that Python has for it, they cost the least.
    """

    def __init__(self, deliver: Callable[[Callable[..., Any]], None]) -> None:
        self.done = False
        self.failure: BaseException | None = None
        self._fate = "answer"
        self._deliver = deliver
        self._go, self._stopped = threading.Lock(), threading.Lock()
        self._go.acquire()
        self._stopped.acquire()
        self._thread = Thread.idle.pop() if Thread.idle else Thread()
        self._thread.work.put(self._run)

    def _run(self) -> None:
        self._go.acquire()
        try:
            self._deliver(self._gate)
        except BaseException as error:  # noqa: BLE001 - told to the scheduler
            self.failure = error
        self.done = True
        Thread.idle.append(self._thread)
        self._stopped.release()

    def step(self, fate: str = "answer") -> None:
        """Let it run to its next AWS call; `fate` is what becomes of the call it waits at."""
        self._fate = fate
        self._go.release()
        self._stopped.acquire()

    def finish(self) -> None:
        """Let it run to its end without another fault."""
        while not self.done:
            self.step()

    def _gate(self, name: str, call: Callable[..., Any], arguments: dict[str, Any]) -> Any:
        self._stopped.release()
        self._go.acquire()
        match self._fate:
            case "killed before":
                raise Killed
            case "killed after":
                call(**arguments)
                raise Killed
            case "refused":
                raise refusal(name, 503, "SlowDown")
            case "answer lost":
                call(**arguments)
                raise refusal(name, 500, "InternalError")
            case "conflict" if name == "put_object":
                raise refusal(name, 409, "ConditionalRequestConflict")
        return call(**arguments)


class Gated:
    """A boto3 client whose calls wait for the scheduler."""

    def __init__(self, client: Any, gate: Callable[..., Any]) -> None:
        self._client, self._gate = client, gate
        self.exceptions = getattr(client, "exceptions", None)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call = getattr(self._client, name)
        return lambda **arguments: self._gate(name, call, arguments)


_QUIET_POLLS = 200
"""More than enough to read a whole topic again without faults; a handler that is not through is stuck."""

FAULTS = ("killed before", "killed after", "refused", "answer lost", "conflict", "asleep")


@dataclass
class World:
    """A topic, its poller and the sink's two stores."""

    chance: random.Random
    s3: Any
    dynamodb: Any
    delivery: type[Delivery] = Delivery
    objects: type[Objects] = Objects
    ledger: type[Ledger] = Ledger
    log: list[Record] = field(default_factory=list)
    committed: int = 0
    acknowledged: set[Record] = field(default_factory=set)
    asleep: list[Invocation] = field(default_factory=list)
    incarnation: int = 0

    def __post_init__(self) -> None:
        self.by_ingest = self.chance.random() < 0.5
        self.object_bytes = self.chance.choice((None, None, None, 150))
        (self.record_format,) = self.chance.choices(("envelope", "values", "parquet"), (170, 29, 1))

    def produce(self, count: int) -> None:
        """Append records; now and then offsets stay empty, as after a transaction's marker."""
        offset = self.log[-1].offset + 1 if self.log else 0
        for _ in range(count):
            offset += self.chance.choice((0, 0, 0, 0, 1, 5))
            value: bytes | None = f'{{"incarnation":{self.incarnation}}}'.encode()
            if self.record_format == "values":
                value = self.chance.choice((value, value, value, b"no JSON", None))
            day = self.chance.choice((0, 0, 1)) * 86_400_000
            self.log.append(Record("orders", 0, offset, day + offset, b"k", (), value))
            offset += 1

    def recreate(self) -> None:
        """Delete the topic and create it again: offsets start at 0 with other records."""
        self.incarnation += 1
        self.log, self.committed = [], 0
        self.produce(self.chance.randint(3, 15))

    def invoke(self, records: list[Record]) -> Invocation:
        now = self.chance.uniform(0, 3 * 86_400)  # no two invocations agree on the time

        def deliver(gate: Callable[..., Any]) -> None:
            ledger = self.ledger(Gated(self.dynamodb, gate), "ledger")
            objects = self.objects(Gated(self.s3, gate), "lake")

            def delivery(prefix: str, ending: str) -> Delivery:
                return self.delivery(
                    ledger,
                    objects,
                    prefix=prefix,
                    ending=ending,
                    object_bytes=self.object_bytes,
                    by_ingest=self.by_ingest,
                    now=lambda: now,
                    sleep=lambda _: None,
                )

            sink = object.__new__(Sink)
            sink._delivery = delivery("", key_ending(self.record_format, "gzip"))
            sink._dead_letters = None
            if self.record_format == "values":
                sink._dead_letters = delivery("dead-letters/", dead_letter_ending("gzip"))
            sink._deliver(CHAIN, Records.of(records))

        return Invocation(deliver)

    def poll(self, faults: float) -> None:
        """One batch from the committed offset on, and whatever befalls it."""
        records = [record for record in self.log if record.offset >= self.committed]
        records = records[: self.chance.randint(1, 12)]
        if faults and len(records) > 3 and self.chance.random() < 0.1:
            records = records[self.chance.randint(1, 2) :]  # the rest turns up after a rewind
        if not records:
            return
        invocation = self.invoke(records)
        invocation.step()
        while not invocation.done:
            fate = self.chance.choice(FAULTS) if self.chance.random() < faults else "answer"
            if fate == "asleep":
                self.asleep.append(invocation)
                return
            invocation.step(fate)
            if self.asleep and self.chance.random() < faults:
                self._wake(faults)
        if invocation.failure is None:
            self.acknowledged.update(records)
            self.committed = records[-1].offset + 1

    def _wake(self, faults: float) -> None:
        sleeper = self.chance.choice(self.asleep)
        for _ in range(self.chance.randint(1, 4)):
            if not sleeper.done:
                fate = "killed after" if self.chance.random() < faults / 2 else "answer"
                sleeper.step(fate)
        if sleeper.done:
            self.asleep.remove(sleeper)

    def live(self, polls: int) -> None:
        """A history with faults, then a quiet end in which everything is delivered."""
        self.produce(self.chance.randint(3, 25))
        for _ in range(polls):
            event = self.chance.random()
            if event < 0.15:
                self.produce(self.chance.randint(1, 10))
            elif event < 0.25:
                self.committed = max(0, self.committed - self.chance.randint(1, 30))
            elif event < 0.28:
                self.recreate()
            self.poll(faults=0.12)
        self.committed = 0  # what a batch left out is read now at the latest
        for _ in range(_QUIET_POLLS):
            if self.log and self.committed <= self.log[-1].offset:
                self.poll(faults=0)
        for sleeper in self.asleep:
            sleeper.finish()

    def check(self, keys: Iterable[str]) -> list[str]:
        """What is wrong with the objects; nothing, if the sink keeps its promise."""
        found: collections.Counter[Record] = collections.Counter()
        wrong: list[str] = []
        objects = Objects(self.s3, "lake")
        for key in keys:
            if key.startswith("_index/"):
                continue
            try:
                records = list(objects.read(key))
            except (ClientError, ValueError):  # no object, no index, or another's
                wrong.append(f"unreadable {key}")
                continue
            found.update(records)
            wrong += self._misplaced(key, records)
        wrong += [f"{count} times {record}" for record, count in found.items() if count > 1]
        wrong += [f"lost {record}" for record in self.acknowledged if not found[record]]
        if self.log and self.committed <= self.log[-1].offset:
            wrong.append(f"stuck at {self.committed}")
        return wrong

    def _misplaced(self, key: str, records: Iterable[Record]) -> list[str]:
        """Lines that are no JSON, values among dead letters and the other way around."""
        if self.record_format == "parquet":
            return []
        body = self.s3.get_object(Bucket="lake", Key=key)["Body"].read()
        lines = [json.loads(line) for line in read_lines(body, key)]
        if self.record_format == "envelope":
            return []
        dead = key.startswith("dead-letters/")
        wrong = [f"{record} in {key}" for record in records if dead is _is_object(record)]
        return wrong + [f"{line} in {key}" for line in lines if dead != ("reason" in line)]


def _is_object(record: Record) -> bool:
    return (record.value or b"").startswith(b"{")
