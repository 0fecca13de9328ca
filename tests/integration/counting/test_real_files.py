"""All real files are read and written again, and read as the same."""

from app.voting.counting.pb import read_pb
from app.voting.counting.pb_writing import pb_of, write_pb
from app.voting.counting.tables import file_of, tables_of
from tests.elections import need_elections

UNTIDY = {
    "Poland_Czestochowa_2020_Grabowka.pb": "a name begins with a word in quotes that are not doubled",
    "Poland_Poznan_2024_5_-_Grunwald_Polnoc_Grunwald_Poludnie_Stary_Grunwald__large.pb": "one line ends unlike the others",
}


FEW = 1000  # tables of more are a matter of time, not of kind


def files():
    folder = need_elections()
    found = sorted([*(folder / "pabulib").glob("*.pb"), *(folder / "juries").glob("*.pb")])
    assert len(found) == 52 + 168
    return found


def test_every_file_comes_out_byte_for_byte_save_two_untidy_ones():
    for path in files():
        data = path.read_bytes()
        again = write_pb(read_pb(data))
        assert (again == data) == (path.name not in UNTIDY), path.name
        assert write_pb(read_pb(again)) == again
        if path.name in UNTIDY:
            same = read_pb(data)
            assert read_pb(again).projects == same.projects
            assert read_pb(again).election() == same.election()


def test_every_election_survives_as_a_file_of_ours_and_as_tables():
    for path in files():
        file = read_pb(path.read_bytes())
        election = file.election()
        ours = read_pb(write_pb(pb_of(election, file.meta))).election()
        assert ours.ballots == election.ballots, path.name
        assert [each.cost for each in ours.projects] == [each.cost for each in election.projects]
        if len(election.ballots) > FEW:
            continue
        tables = file_of(*tables_of(file), budget=file.meta["budget"], vote_type=file.meta["vote_type"])
        assert tables.election() == election, path.name
