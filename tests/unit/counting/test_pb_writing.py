"""What is read is written again byte for byte, and every election becomes a file."""

from hypothesis import given
from hypothesis import strategies as st

from app.voting.counting.election import BallotKind
from app.voting.counting.pb import read_pb
from app.voting.counting.pb_writing import pb_of, write_pb
from tests.unit.counting.elections import elections, examples

CLEAN = """META
key;value
description;"Fonds; ""Kiez"" 2026"
budget;100.50
vote_type;cumulative
PROJECTS
cost;project_id;name
60;a;"Bank
und Baum"
50,5;b;
VOTES
voter_id;vote;points;sex
1;b,a;1,0.5;F
2;;;
"""


def test_a_clean_file_comes_out_byte_for_byte():
    for text in (CLEAN, CLEAN.rstrip("\n"), CLEAN.replace("\n", "\r\n"), "\ufeff" + CLEAN):
        data = text.encode()
        assert write_pb(read_pb(data)) == data


@given(st.sampled_from(BallotKind).flatmap(lambda kind: elections(kind=kind)))
@examples
def test_every_election_survives_being_written_and_read(election):
    again = read_pb(write_pb(pb_of(election, {"description": "Fonds"}))).reading()
    assert again.election.ballots == election.ballots
    assert again.election.kind == election.kind
    assert again.warnings == ()
    assert [again.election.money(project.cost) for project in again.election.projects] == [
        election.money(project.cost) for project in election.projects
    ]


def test_a_written_file_does_not_tell_in_which_order_people_voted():
    rows = [f"{number};{vote};" for number, vote in enumerate(["b", "a", "b", ""], start=1)]
    head = CLEAN.partition("1;b,a")[0].replace("cumulative", "approval")
    files = [
        pb_of(read_pb((head.replace(";sex", "") + "\n".join(order)).encode()).election(), {})
        for order in (rows, rows[::-1])
    ]
    assert write_pb(files[0]) == write_pb(files[1])
    assert bytes(files[0].votes.data).decode().splitlines() == ["1;", "2;a", "3;b", "4;b"]
