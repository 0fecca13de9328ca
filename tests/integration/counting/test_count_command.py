"""`flask count`, `flask tables` and `flask lot`: one line in, a result anybody can compute again; no database."""

import json

import pytest

from app.voting.counting.rankings import branches
from tests.fixtures import make_app

FILE = """META
key;value
budget;100
vote_type;approval
PROJECTS
project_id;cost;name
a;60;Bank
b;50;Baum
c;39,50;Lampe
d;200;Brücke
VOTES
voter_id;vote
1;a,b
2;a,b
3;c,b,a
4;c,d
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("count")
    runner = make_app(folder).test_cli_runner()
    yield lambda *words, text=None: runner.invoke(args=[str(word) for word in words], input=text)
    assert not list(folder.rglob("*.db"))


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "kiez.pb"
    path.write_text(FILE)
    return path


def counted(run, *words, text=None):
    result = run("count", *words, "--json", text=text)
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_a_file_is_counted_into_a_table(run, file):
    result = run("count", file, "--rule", "greedy", "--compare", "mes-cost", "--explain")
    assert result.exit_code == 0
    assert "\n1  a          60      3  Bank\n" in result.output
    assert "2 winners, total cost 99.5, remaining 0.5" in result.output
    assert "tie at place 1: a, b; a came first\n  b first: b instead of a" in result.output
    assert "b: not enough money was left (a cost of 40 would have done: exact; 1 more votes would have done: exact; a budget of " in result.output
    assert "d: it costs more than the whole budget" in result.output
    assert "mes-cost: wins too: nobody; no longer: c" in result.output


def test_who_paid_for_a_winner_is_told_in_a_line(run, file):
    result = run("count", file, "--rule", "mes-cost", "--explain")
    assert "\na: 3 voters, 20.00 each at most, effective support 3.00\n" in result.output
    report = counted(run, file, "--rule", "mes-cost", "--explain")
    assert report["paid"]["a"] == {"payers": 3, "effective_support": "3", "payments": [{"amount": "20", "voters": 3}]}


def test_the_same_as_json_for_machines(run, file):
    report = counted(run, file, "--rule", "greedy", "--explain", "--compare", "max-welfare-votes")
    assert report["winners"] == ["a", "c"]
    assert (report["total_cost"], report["remaining"]) == ("99.5", "0.5")
    assert report["ties"] == [
        {
            "position": 1,
            "tied": ["a", "b"],
            "chosen": "a",
            "otherwise": [{"preferred": "b", "gained": ["b"], "lost": ["a"]}],
        }
    ]
    assert [(loser["id"], loser["reason"]) for loser in report["losers"]] == [
        ("b", "did-not-fit"),
        ("d", "above-budget"),
    ]
    assert report["losers"][0]["needed"]["more_votes"] == {"amount": "1", "proof": "exact"}
    assert report["compare"][0]["gained"] == ["b"]
    assert len(report["fingerprint"]) == 64


def test_parameters_and_tie_order_change_the_result_and_its_fingerprint(run, file):
    plain = counted(run, file, "--rule", "greedy")
    cheap = counted(run, file, "--rule", "greedy", "--tie", "cost-asc", "--param", "minimum-votes=2")
    assert cheap["winners"] == ["b", "c"]
    assert cheap["parameters"]["minimum_votes"] == 2
    assert cheap["parameters"]["tie"] == "cost-asc"
    assert cheap["fingerprint"] != plain["fingerprint"]


def test_max_welfare_names_its_objective_and_wrong_sums_are_told(run):
    text = FILE.replace("cost;name", "cost;votes").replace("c;39,50;Lampe", "c;39,50;1")
    report = counted(run, "-", "--rule", "max-welfare-votes", text=text)
    assert report["objective"] == "5"
    assert "Project «c»: column votes says «1», the ballots give 2." in report["warnings"]


def test_rankings_of_a_jury_are_ranked(run):
    text = FILE.replace("approval", "ordinal").replace("4;c,d", "4;a")
    assert counted(run, "-", "--rule", "schulze", text=text)["winners"] == ["a"]
    assert "best: a" in run("count", "-", "--rule", "schulze", text=text).output


def test_ties_that_branch_too_often_are_refused_in_words(run, monkeypatch):
    monkeypatch.setattr(branches, "MOST_BRANCHES", 100)
    names = [f"p{number:02}" for number in range(12)]
    head = ["META", "key;value", "budget;1", "vote_type;ordinal", "PROJECTS", "project_id;cost", *(f"{name};1" for name in names)]
    text = "\n".join([*head, "VOTES", "voter_id;vote", *(f"{name};{name}" for name in names), ""])
    result = run("count", "-", "--rule", "irv-each-branch", text=text)
    assert result.exit_code == 1
    assert result.output.startswith("Error: Ties branch more than 100 times")


def test_a_broken_file_ends_with_its_line(run):
    result = run("count", "-", "--rule", "greedy", text=FILE.replace("4;c,d", "4;c,x"))
    assert result.exit_code == 1
    assert result.output == "Error: line 16: The ballot names «x», which is no project.\n"


@pytest.mark.parametrize(
    ("words", "exit_code", "said"),
    [
        (["--rule", "fair"], 2, "there is no rule fair"),
        (["--rule", "greedy", "--param", "minimum"], 2, "name=value"),
        (["--rule", "greedy", "--param", "minimum-votes=-1"], 2, "Error: minimum_votes=-1: must be a whole number\n"),
        (["--rule", "phragmen", "--param", "step=1"], 2, "Error: phragmen has no parameter step; it has none\n"),
        (["--rule", "greedy", "--tie", "lot"], 2, "Error: a lot, and nothing else, needs its published seed: lot:SEED\n"),
        (["--rule", "greedy", "--compare", "fair"], 2, "there is no rule fair"),
        (["--rule", "mes-points"], 1, "counts ballots of the kind cumulative, scoring, not of the kind approval"),
        (["--rule", "greedy", "--compare", "borda"], 1, "ranks projects"),
        (["--rule", "borda"], 1, "counts ballots of the kind ordinal"),
    ],
)
def test_a_rule_that_cannot_count_says_so(run, file, words, exit_code, said):
    result = run("count", file, *words)
    assert result.exit_code == exit_code
    assert said in result.output


def test_tables_go_out_and_come_back(run, file, tmp_path):
    assert run("tables", file, tmp_path / "out").exit_code == 0
    projects, ballots = tmp_path / "out" / "projects.csv", tmp_path / "out" / "ballots.csv"
    again = counted(run, projects, "--ballots", ballots, "--budget", "100", "--rule", "greedy")
    assert again["winners"] == ["a", "c"]
    assert run("tables", ballots, tmp_path / "out").exit_code == 1


def test_a_lot_is_committed_drawn_and_verified(run, tmp_path):
    names, record = tmp_path / "names.txt", tmp_path / "record.json"
    names.write_text("Ayşe\nBjörn\nChiara\n\n")
    committed = run("lot", "commit", names, "--secret", "s").output.split()
    drawn = run("lot", "draw", names, "--secret", "s", "--public", "3 11 19", "--places", 2)
    record.write_text(drawn.output)
    lot = json.loads(drawn.output)
    assert committed == ["commitment", lot["commitment"], "participants", lot["participants"]]
    verified = run("lot", "verify", record, names)
    assert verified.exit_code == 0
    assert verified.output == f"The draw is right: {', '.join(lot['drawn'])}\n"
    record.write_text(drawn.output.replace(lot["drawn"][0], "Dung"))
    assert run("lot", "verify", record, names).exit_code == 1
    names.write_text("Ayşe\nAyşe\n")
    assert run("lot", "commit", names, "--secret", "s").output == "Error: Ayşe stands in the list twice\n"
    names.write_text("Ayşe\nBjörn\nChiara\n")
    record.write_text("[]")
    assert "not the record of a draw" in run("lot", "verify", record, names).output
    assert run("lot", "draw", names, "--secret", "s", "--public", "p", "--places", 4).exit_code == 1
