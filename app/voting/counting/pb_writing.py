"""A PaBuLib file is written from its values; an election becomes one with fresh voters in no order anybody cast."""

from collections.abc import Mapping
from fractions import Fraction

from app.voting.counting.amounts import plain
from app.voting.counting.election import Ballot, BallotKind, Election
from app.voting.counting.pb import PbFile
from app.voting.counting.pb_ballots import VoteRows
from app.voting.counting.pb_rows import UTF8_MARK, written_row


def write_pb(file: PbFile) -> bytes:
    """Write a file; what was read from a clean file comes out byte for byte."""
    rows = [
        ("META",),
        ("key", "value"),
        *file.meta.items(),
        ("PROJECTS",),
        file.project_columns,
        *file.projects,
        ("VOTES",),
        file.votes.columns,
    ]
    head = "".join(written_row(row) + file.newline for row in rows).encode()
    return (UTF8_MARK if file.byte_order_mark else b"") + head + bytes(file.votes.data)


def pb_of(election: Election, meta: Mapping[str, str]) -> PbFile:
    """Make a file of an election: ballots sorted by content and numbered from 1, so that no row shows who came when.

    `meta` gives what an election does not know (description, country, unit, instance, …); numbers of projects and votes,
    budget and vote type are the election's own.
    """
    totals = zip(election.projects, election.votes(), strict=True)
    own = {
        "num_projects": str(len(election.projects)),
        "num_votes": str(election.voters),
        "budget": plain(election.money(election.budget)),
        "vote_type": election.kind.value,
    }
    return PbFile(
        meta={**{key: value for key, value in meta.items() if key not in own}, **own},
        project_columns=("project_id", "cost", "votes", "name", "category", "target"),
        projects=tuple(
            (
                project.id,
                plain(election.money(project.cost)),
                str(votes),
                project.name,
                ",".join(project.categories),
                ",".join(project.targets),
            )
            for project, votes in totals
        ),
        votes=_rows(election),
    )


def _rows(election: Election) -> VoteRows:
    with_points = election.kind in {BallotKind.CUMULATIVE, BallotKind.SCORING}
    cells = sorted((_cells(election, ballot), voters) for ballot, voters in election.ballots.items())
    each = (row if with_points else row[:1] for row, voters in cells for _ in range(voters))
    lines = (written_row((str(number), *row)) for number, row in enumerate(each, start=1))
    text = "".join(f"{line}\n" for line in lines)
    columns = ("voter_id", "vote", "points") if with_points else ("voter_id", "vote")
    return VoteRows(columns, memoryview(text.encode()))


def _cells(election: Election, ballot: Ballot) -> tuple[str, str]:
    named = ",".join(election.projects[project].id for project in ballot.choices)
    return named, ",".join(plain(Fraction(points, election.points_scale)) for points in ballot.points)
