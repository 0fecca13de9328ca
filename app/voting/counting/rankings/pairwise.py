"""The methods that compare projects pair by pair: Condorcet, Copeland, minimax, Schulze and split cycle."""

from collections.abc import Callable

from app.voting.counting.rankings.pairs import Matrix, chains

Places = list[list[int]]
Defeats = Callable[[int, int], bool]


def condorcet(projects: list[int], beats: Matrix) -> Places:
    """Put the project that beats every other alone on the first place; without one all are equal."""
    winner = [one for one in projects if all(beats[one][other] for other in projects if other != one)]
    return [winner, [one for one in projects if one not in winner]] if winner else [projects]


def copeland(one: int, projects: list[int], beats: Matrix) -> int:
    """Count victories less defeats."""
    return sum((beats[one][other] > 0) - (beats[other][one] > 0) for other in projects)


def minimax(one: int, projects: list[int], beats: Matrix) -> int:
    """Give the strength of the worst defeat; 0 where there is none."""
    return max(beats[other][one] for other in projects)


def schulze(projects: list[int], beats: Matrix) -> Places:
    """Let a project defeat another when its strongest chain to it is stronger than the one back.

    Source: Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner
    election method", Social Choice and Welfare 36 (2011).
    """
    chain = chains(beats)
    return undefeated(projects, lambda one, other: chain[one][other] > chain[other][one])


def split_cycle(projects: list[int], beats: Matrix) -> Places:
    """Let a victory stand unless it is a weakest link of a cycle: no chain back is as strong.

    Source: Holliday, Pacuit, "Split Cycle: a new Condorcet-consistent voting method", Public Choice 197 (2023).
    """
    chain = chains(beats)
    return undefeated(projects, lambda one, other: beats[one][other] > chain[other][one])


def undefeated(projects: list[int], defeats: Defeats) -> Places:
    """Place those whom nobody defeats, then those whom nobody defeats among the rest, and so on; defeats form no cycle."""
    places: Places = []
    left = projects
    while left:
        place = [one for one in left if not any(defeats(other, one) for other in left)]
        assert place, "defeats form no circle"
        places.append(place)
        left = [one for one in left if one not in place]
    return places
