"""One partition's chain, link by link."""

from collections.abc import Callable
from itertools import pairwise

from mskctl.sink.findings import Audit, Finding, Severity
from mskctl.sink.inventory import Inventory
from mskctl.sink.links import DEAD_LETTERS, Link
from mskctl.sink.reading import Read

_WHY_GAPS = (
    "offsets without a record: compaction, markers of transactions, or a batch Lambda gave up, of"
    " which the failure queue has a note"
)


class ChainAudit:
    """Follows a chain from its first link to its last.

    Args:
        partition: Its number.
        audit: Takes what is found.
        inventory: Remembers what later links are compared with.
        read: Reads all of an object of an earlier epoch again.
        has_expired: Whether an object is so old that a lifecycle rule deletes it.
        dead_letters: It is the chain of the partition's dead letters: what it lacks is in the
            other chain, and what it has the other lacks.
    """

    def __init__(
        self,
        partition: int,
        audit: Audit,
        inventory: Inventory,
        read: Callable[[str], Read],
        *,
        has_expired: Callable[[str], bool],
        dead_letters: bool = False,
    ) -> None:
        self._chain = f"{partition}{DEAD_LETTERS if dead_letters else ''}"
        self._dead_letters = dead_letters
        self._partition = partition
        self._audit = audit
        self._inventory = inventory
        self._read = read
        self._has_expired = has_expired
        self._last: Link | None = None

    def add(self, link: Link, read: Read | None) -> None:
        """The next link, with its object. Absent: there is no such object."""
        self._follow(link)
        self._last = link
        if not self._inventory.add_link(link.key):
            self._say(Severity.ERROR, "shared-object", "two links have this object", link)
        if read is None:
            if link.is_finished and self._has_expired(link.key):
                message = "its link says that it was written, so long ago that it has expired"
                self._say(Severity.NOTE, "expired-object", message, link)
            elif link.is_finished:
                message = "its link says that it was written; somebody deleted or moved it"
                self._say(Severity.ERROR, "missing-object", message, link)
        else:
            self._compare(link, read)
        if link.records:
            self._audit.records += link.records
        if link.records and read is not None:
            self._inventory.add_span(
                self._chain, link.epoch, link.start, link.next_start - 1, link.key
            )

    @property
    def mark(self) -> int:
        """The offset that is expected next."""
        return self._last.next_start if self._last else 0

    def end(self, offsets: tuple[int, int] | None, *, dead_letters_end: int) -> None:
        """After the last link.

        Args:
            offsets: From where to where the partition reaches. Absent: unknown.
            dead_letters_end: The mark of the other chain.
        """
        for first, last in self._inventory.gaps(self._chain):
            self._gap(first, last, _WHY_GAPS)
        self._audit.epochs += self._last.epoch + 1 if self._last else 0
        if offsets is None:
            return
        first, end = offsets
        mark = max(self.mark, dead_letters_end)
        if self._last and self._last.ceiling <= end:
            # An epoch of records that came late; that of a new topic would not reach so far.
            mark = max(mark, self._last.ceiling)
        waiting = max(0, end - max(mark, first))
        self._audit.not_delivered_yet = (self._audit.not_delivered_yet or 0) + waiting
        if end < mark:
            message = (
                f"the topic ends at {end}, before the mark {mark}: it was created anew or cut off;"
                " its next record begins an epoch"
            )
            self._note("topic-behind-mark", message, end, mark - 1)
        elif waiting:
            self._note(
                "not-delivered-yet", "in the topic, in no object yet", end - waiting, end - 1
            )
        if self._last and mark < first <= end:
            message = "deleted from the topic by retention, or by hand, before they were delivered"
            self._gap(mark, first - 1, message)

    def _follow(self, link: Link) -> None:
        last = self._last
        if last is None:
            if (link.epoch, link.start) != (0, 0):
                message = "the chain does not begin with its first place; links were deleted"
                self._say(Severity.ERROR, "broken-chain", message, link)
            return
        if not last.is_finished:
            message = "a link follows one whose object nobody noted"
            self._say(Severity.ERROR, "broken-chain", message, link)
            return
        if (link.epoch, link.start) == (last.next_epoch, last.next_start):
            return
        overlaps = link.epoch == last.next_epoch and link.start < last.next_start
        message = f"expected epoch {last.next_epoch} from {last.next_start}"
        self._say(Severity.ERROR, "overlap" if overlaps else "broken-chain", message, link)

    def _compare(self, link: Link, read: Read) -> None:
        said = {
            "next-epoch": str(link.next_epoch),
            "next-start": str(link.next_start),
            "records": str(link.records),
        }
        if link.is_finished and any(read.metadata.get(name) != text for name, text in said.items()):
            told = ", ".join(f"{name}={read.metadata.get(name)}" for name in said)
            message = f"its metadata says {told}, its link {', '.join(said.values())}"
            self._say(Severity.ERROR, "metadata-differs", message, link)
        if not link.is_finished:
            message = "written, and not noted yet: whoever delivers next notes it"
            self._note("not-noted-yet", message, link.start, None)
            return
        if read.fault is not None:
            self._say(Severity.ERROR, "unreadable-object", read.fault, link)
        elif read.offsets is not None:
            self._records(link, read, read.offsets)
        elif self._is_whole(link):
            missing = link.next_start - link.start - (link.records or 0)
            if missing:
                self._audit.offsets_missing += missing
                message = f"{missing} of these {_WHY_GAPS}; --deep tells which"
                self._say(Severity.GAP, "gap", message, link)

    def _is_whole(self, link: Link) -> bool:
        """Whether each offset of a link has a record in this very object, or none anywhere."""
        has_others = self._dead_letters or ".values." in link.key.rpartition("/")[2]
        is_first = (link.epoch, link.start) == (0, 0)
        return bool(link.records) and link.start >= link.ceiling and not (has_others or is_first)

    def _records(self, link: Link, read: Read, offsets: list[int]) -> None:
        if len(offsets) != link.records:
            message = f"it holds {len(offsets)} records, its link says {link.records}"
            self._say(Severity.ERROR, "count-differs", message, link)
        if any(one >= following for one, following in pairwise(offsets)):
            self._say(Severity.ERROR, "not-in-order", "an offset comes twice, or too late", link)
        if any(not link.start <= offset < link.next_start for offset in offsets):
            message = f"it holds offsets outside of {link.start} to {link.next_start - 1}"
            self._say(Severity.ERROR, "overlap", message, link)
        if self._dead_letters:
            self._inventory.add_late(str(self._partition), offsets)
        if link.epoch:
            self._second_look(link, read, offsets)
            late = [offset for offset in offsets if offset < link.ceiling]
            self._inventory.add_late(self._chain, late)
        expected = max(link.start, link.ceiling)
        if (link.epoch, link.start) == (0, 0) and offsets:
            expected = offsets[0]  # what came before the very first record was never expected
        for offset in () if self._dead_letters else offsets:
            if expected < offset:
                self._inventory.add_gap(self._chain, expected, offset - 1)
            expected = max(expected, offset + 1)
        if offsets and expected < link.next_start and not self._dead_letters:
            self._inventory.add_gap(self._chain, expected, link.next_start - 1)

    def _second_look(self, link: Link, read: Read, offsets: list[int]) -> None:
        """Records of a later epoch are late or of another topic, but never delivered before."""
        if not offsets:
            return
        for key in self._inventory.earlier(self._chain, link.epoch, offsets[0], offsets[-1]):
            earlier = self._read(key).digests
            twice = [o for o, digest in read.digests.items() if earlier.get(o) == digest]
            if twice:
                message = f"{len(twice)} of its records are also in {key}"
                self._say(Severity.ERROR, "duplicate", message, link)

    def _gap(self, first: int, last: int, message: str) -> None:
        self._audit.offsets_missing += last - first + 1
        self._audit.add(
            Finding(
                severity=Severity.GAP,
                kind="gap",
                message=message,
                partition=self._partition,
                first=first,
                last=last,
            )
        )

    def _note(self, kind: str, message: str, first: int, last: int | None) -> None:
        self._audit.add(
            Finding(
                severity=Severity.NOTE,
                kind=kind,
                message=message,
                partition=self._partition,
                first=first,
                last=last,
            )
        )

    def _say(self, severity: Severity, kind: str, message: str, link: Link) -> None:
        self._audit.add(
            Finding(
                severity=severity,
                kind=kind,
                message=message,
                partition=self._partition,
                first=link.start,
                last=max(link.start, link.next_start - 1) if link.is_finished else None,
                key=link.key,
            )
        )
