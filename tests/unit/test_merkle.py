"""The Merkle tree, against the test vectors of the Certificate Transparency project (RFC 6962)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.shell.audit.merkle import EMPTY_ROOT, Frontier, leaf_hash, node_hash, root_of

LEAVES = [bytes.fromhex(text) for text in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_root_is_that_of_the_published_vectors(size):
    assert root_of(map(leaf_hash, LEAVES[:size])).hex() == ROOTS[size - 1]


def test_the_root_of_no_leaves_is_the_hash_of_nothing():
    assert root_of([]) == EMPTY_ROOT
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def recursive_root(leaves):
    """The definition of the RFC: split at the largest power of two below the size."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node_hash(recursive_root(leaves[:split]), recursive_root(leaves[split:]))


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=70), st.integers(0, 70))
def test_growing_over_a_stored_frontier_gives_the_root_of_the_definition(lines, pause):
    leaves = [leaf_hash(line) for line in lines]
    frontier = Frontier()
    for index, leaf in enumerate(leaves):
        if index == pause:
            frontier = Frontier.from_bytes(frontier.size, frontier.to_bytes())
        frontier.append(leaf)

    assert frontier.root() == recursive_root(leaves)


def test_a_frontier_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError):
        Frontier.from_bytes(3, b"x" * 32)
