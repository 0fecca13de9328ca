"""A Merkle tree over byte strings with the hashing of RFC 6962, section 2.1."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256().digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256(0x00 || data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class Frontier:
    """The right edge of a growing tree: the roots of its full subtrees, largest first.

    ``size`` is the number of leaves; there is one peak for each bit set in it. Appending costs O(log n).
    """

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        """Add the hash of the next leaf."""
        carried, size = leaf, self.size
        while size & 1:
            carried = node_hash(self.peaks.pop(), carried)
            size >>= 1
        self.peaks.append(carried)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the tree so far; of no leaves it is SHA-256 of nothing."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def to_bytes(self) -> bytes:
        """Return the peaks, one after the other."""
        return b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, size: int, data: bytes) -> "Frontier":
        """Read back what ``to_bytes`` wrote; raise ValueError when the number of peaks does not fit the size."""
        peaks = [data[i : i + HASH_BYTES] for i in range(0, len(data), HASH_BYTES)]
        if len(data) != HASH_BYTES * size.bit_count():
            raise ValueError(size)
        return cls(size, peaks)


def root_of(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()
