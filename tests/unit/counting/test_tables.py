"""An election as two tables out of a spreadsheet, and back."""

import pytest

from app.voting.counting.broken import BrokenFile
from app.voting.counting.pb import read_pb
from app.voting.counting.tables import file_of, tables_of
from tests.elections import english
from tests.unit.counting.test_pb_writing import CLEAN

PROJECTS = 'project_id,cost,name\na,60,Bench\nb,"50,5","Lamp, small"\n'
BALLOTS = 'voter_id,vote\n1,"a,b"\n2,b\n'


def election(projects=PROJECTS, ballots=BALLOTS, **given):
    return file_of(
        projects.encode(), ballots.encode(), **{"budget": "100", "vote_type": "approval", **given}
    ).election()


def test_tables_with_commas_and_with_semicolons_say_the_same():
    with_semicolons = election("project_id;cost;name\na;60;Bench\nb;50,5;Lamp, small\n", "voter_id;vote\n1;a,b\n2;b\n")
    assert election() == with_semicolons
    assert with_semicolons.votes() == [1, 2]


def test_a_file_goes_into_tables_and_comes_back():
    file = read_pb(CLEAN.encode())
    again = file_of(*tables_of(file), budget="100.50", vote_type="cumulative")
    assert again.election() == file.election()
    assert again.projects == file.projects


def test_a_spreadsheet_runs_no_cell_of_ours():
    data = CLEAN.replace("50,5;b;", "50,5;b;=1+1").encode()
    projects, _ballots = tables_of(read_pb(data))
    assert b"'=1+1" in projects
    again = file_of(*tables_of(read_pb(data)), budget="1", vote_type="cumulative")
    assert again.column("name")["b"] == "=1+1"


@pytest.mark.parametrize(
    ("given", "line", "words"),
    [
        ({"budget": "-1"}, 0, "not an amount"),
        ({"vote_type": "x"}, 0, "unknown"),
        ({"projects": "project_id,cost\na,1\na,2\n"}, 3, "already"),
        ({"projects": "id,cost\na,1\n"}, 1, "lack project_id"),
        ({"ballots": "voter_id,vote\n1,a\n2,c\n"}, 3, "no project"),
        ({"ballots": "voter_id,vote\n1,a,b\n"}, 2, "3 cells instead of 2"),
        ({"ballots": 'voter_id,vote\n1,a\n\n2,"a\n'}, 4, "told apart"),
        ({"ballots": "voter_id,vote\n1,a\n\n2,b\n"}, 3, "one line of its own"),
    ],
)
def test_a_fault_in_a_table_is_named_with_its_line(given, line, words):
    with pytest.raises(BrokenFile) as caught:
        election(**given)
    assert words in english(caught.value)
    assert caught.value.line == line
