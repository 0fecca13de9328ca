"""What a .pb file may say, and how each fault is named with its line."""

from fractions import Fraction

import pytest

from app.voting.counting.broken import BrokenFile
from app.voting.counting.election import Ballot, BallotKind
from app.voting.counting.pb import read_pb
from tests.elections import english

META = ["META", "key;value", "budget;100", "vote_type;approval", "num_projects;2", "num_votes;2"]
PROJECTS = ["PROJECTS", "project_id;cost;votes;name;category", "a;60;2;Bench;green,sport", "b;50,5;1;Lamp;"]
VOTES = ["VOTES", "voter_id;vote", "1;a", "2;b,a"]


def file_of(meta=META, projects=PROJECTS, votes=VOTES, end="\n"):
    return end.join([*meta, *projects, *votes, ""]).encode()


def meta_with(**changes):
    return [
        f"{key};{changes.pop(key, value)}" if value else key for key, _, value in (row.partition(";") for row in META)
    ]


def broken(data):
    with pytest.raises(BrokenFile) as caught:
        read_pb(data).reading()
    return caught.value


def of_kind(kind, *votes, columns="voter_id;vote;points"):
    votes = ["VOTES", columns, *(f"{number};{vote}" for number, vote in enumerate(votes, start=1))]
    return read_pb(file_of(meta_with(vote_type=kind, num_votes=str(len(votes) - 2)), votes=votes))


def test_an_election_is_read_in_the_smallest_whole_units():
    election = read_pb(file_of()).election()
    assert [(project.id, project.cost) for project in election.projects] == [("a", 120), ("b", 101)]
    assert election.budget == 200
    assert election.money(election.projects[1].cost) == Fraction("50.5")
    assert election.projects[0].categories == ("green", "sport")
    assert election.ballots == {Ballot((0,)): 1, Ballot((0, 1)): 1}


def test_line_ends_of_windows_and_a_byte_order_mark_change_nothing():
    plain = read_pb(file_of()).election()
    assert read_pb(b"\xef\xbb\xbf" + file_of(end="\r\n")).election() == plain


def test_equal_ballots_are_one_ballot_however_they_are_written():
    file = of_kind("approval", "a,b", "b,a", " b , a ", "a,b,a", columns="voter_id;vote")
    assert file.election().ballots == {Ballot((0, 1)): 4}
    assert "Ballots that name a project twice, which counts once: 1" in map(english, file.reading().warnings)


def test_an_empty_ballot_is_a_voter():
    election = of_kind("approval", "", "a", columns="voter_id;vote").election()
    assert election.voters == 2
    assert election.ballots[Ballot(())] == 1


def test_a_ranking_keeps_its_order():
    election = of_kind("ordinal", "b,a", "a,b", columns="voter_id;vote").election()
    assert election.ballots == {Ballot((1, 0)): 1, Ballot((0, 1)): 1}


@pytest.mark.parametrize("kind", [BallotKind.CUMULATIVE, BallotKind.SCORING])
def test_points_run_beside_the_projects_they_are_for(kind):
    election = of_kind(kind, "b,a;3,1", "a;2.5", ";").election()
    assert election.points_scale == 2
    assert election.ballots == {Ballot((0, 1), (2, 6)): 1, Ballot((0,), (5,)): 1, Ballot((), ()): 1}
    assert election.points() == [7, 6]


def test_cells_in_quotes_are_read_and_a_name_that_begins_with_a_quoted_word_too():
    rows = ["PROJECTS", "project_id;cost;name", 'a;60;"Bench; ""green"""', 'b;50;"Lamp" for all']
    assert read_pb(file_of(projects=rows)).column("name") == {"a": 'Bench; "green"', "b": '"Lamp" for all'}
    votes = ["VOTES", "voter_id;vote;note", '1;"a,b";x', '2;a;"y;z"']
    assert read_pb(file_of(projects=rows, votes=votes)).election().votes() == [2, 1]


def test_a_description_may_run_over_lines_and_later_lines_keep_their_numbers():
    rows = ["PROJECTS", "project_id;cost;name", 'a;60;"Bench', 'and tree"', "b;50;Lamp"]
    assert broken(file_of(projects=rows, votes=[*VOTES[:2], "1;a", "2;x"])).line == 15


def test_wrong_sums_are_told_and_do_not_stop_the_count():
    rows = ["PROJECTS", "project_id;cost;votes", "a;60;7", "b;50;1"]
    reading = read_pb(file_of(projects=rows)).reading()
    assert [english(warning) for warning in reading.warnings] == ["Project «a»: column votes says «7», the ballots give 2."]
    assert "ergeben 2" in str(reading.warnings[0])


def test_a_voter_with_two_rows_is_told():
    reading = read_pb(file_of(votes=[*VOTES[:2], "1;a", "1;a,b"])).reading()
    assert "Voters with more than one row: 1, the first is «1»" in map(english, reading.warnings)


def test_a_choose_one_ballot_with_two_projects_is_told():
    reading = of_kind("choose-1", "a", "a,b", columns="voter_id;vote").reading()
    assert english(reading.warnings[0]) == "Choose-1 ballots that name more than one project: 1"


FAULTS = {
    "a project twice": (file_of(projects=[*PROJECTS, "a;1;0;x;"]), 11, "stands in line 9 already"),
    "a vote for nobody's project": (file_of(votes=[*VOTES[:3], "2;b,zz"]), 14, "«zz», which is no project"),
    "points missing": (file_of(meta_with(vote_type="cumulative")), 12, "need a column points"),
    "a cell too many": (file_of(votes=[*VOTES[:3], "2;a;b"]), 14, "3 cells instead of 2"),
    "a blank line": (file_of(votes=[*VOTES[:3], "", "2;a"]), 14, "The line is blank."),
    "a project without cells": (file_of(projects=[*PROJECTS[:3], "b"]), 10, "1 cells instead of 5"),
    "an identifier with a comma": (file_of(projects=[*PROJECTS[:3], "b,c;1;;;"]), 10, "cannot be the identifier"),
    "no identifier": (file_of(projects=[*PROJECTS[:3], ";1;;;"]), 10, "cannot be the identifier"),
    "a column twice": (file_of(projects=["PROJECTS", "project_id;cost;cost", *PROJECTS[2:]]), 8, "«cost» twice"),
    "no cost": (file_of(projects=["PROJECTS", "project_id;price", "a;1", "b;2"]), 8, "lack cost"),
    "a budget twice": (file_of([*META, "budget;1"]), 7, "twice"),
    "a vote type of its own": (file_of(meta_with(vote_type="cheering")), 4, "«cheering» is unknown"),
    "fewer ballots than stated": (file_of(meta_with(num_votes="3")), 0, "num_votes says «3», but the file has 2"),
    "more projects than stated": (file_of(meta_with(num_projects="1")), 0, "num_projects says «1», but the file has 2"),
    "another encoding": (file_of().decode().encode("utf-16"), 1, "UTF-16"),
    "Latin letters of one byte": (file_of().replace(b"Lamp", b"Gr\xfcn"), 10, "not UTF-8"),
    "Latin letters among the votes": (file_of().replace(b"2;b,a", b"2;b,\xe4"), 14, "not UTF-8"),
    "a NUL byte": (file_of().replace(b"Lamp", b"La\x00p"), 10, "NUL"),
    "no votes": ("\n".join([*META, *PROJECTS, ""]).encode(), 11, "VOTES is missing"),
    "no projects": ("\n".join([*META, *VOTES, ""]).encode(), 0, "PROJECTS is missing"),
    "nothing": (b"", 1, "VOTES is missing"),
    "a lone carriage return": (file_of().replace(b"1;a\n", b"1;a\r"), 13, "carriage return"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_its_line(fault):
    data, line, words = FAULTS[fault]
    error = broken(data)
    assert words in english(error)
    assert error.line == line
    assert str(error) == (f"Zeile {line}: " if line else "") + error.text % error.facts


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1e999", "not an amount"),
        ("-5", "not an amount"),
        ("nan", "not an amount"),
        ("inf", "not an amount"),
        ("", "«» "),
        ("1.0000001", "at most 6 decimals"),
        ("9" * 400, "up to 15 digits"),
        ("1_000", "not an amount"),
        ("１００", "not an amount"),
    ],
)
def test_a_budget_and_a_cost_are_plain_decimals(amount, words):
    error = broken(file_of(meta_with(budget=amount)))
    assert error.line == 3
    assert words in english(error)
    error = broken(file_of(projects=[*PROJECTS[:3], f"b;{amount};;;"]))
    assert error.line == 10
    assert words in english(error)


@pytest.mark.parametrize(
    ("ballot", "words"),
    [
        ("a,b;1", "names 2 projects but gives points 1 times"),
        (";1", "names 0 projects but gives points 1 times"),
        ("a;", "names 1 projects but gives points 0 times"),
        ("a;-1", "«-1» are not a number"),
        ("a;many", "«many» are not a number"),
        ("a,a;1,2", "points to a project twice"),
        ("x;1", "no project"),
    ],
)
def test_points_fit_their_projects(ballot, words):
    with pytest.raises(BrokenFile) as caught:
        of_kind("cumulative", "a;1", ballot, "b;0.5").election()
    assert caught.value.line == 14
    assert words in english(caught.value)
