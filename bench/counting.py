"""Measure the counting engine beside pabutools in the same run, and alone on cities larger than any file.

    python bench/counting.py --reference PYTHON [--limit 60] [--profile grouped|single] [--rules greedy,…] FILE.pb…
    python bench/counting.py --reference PYTHON --juries FOLDER
    python bench/counting.py --city

PYTHON is an interpreter with pabutools 1.2.3; the project itself never needs it. Figures are CPU seconds, the median of
five runs (fewer where a run is slow; a run beyond the limit is given up and says so). Winners must agree once those nobody
supports are left out of the reference's. Cities run in a process of their own, so that its peak memory is theirs.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import replace
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cpu import measured, peak_megabytes

from app.voting.counting.election import BallotKind
from app.voting.counting.engine import count
from app.voting.counting.names import rule_named
from app.voting.counting.pb import read_path

RULES = ("greedy", "mes-cost", "mes-cost-add1", "phragmen")
JURY_RULES = (*RULES, "max-welfare-cost")
APPROVALS = (BallotKind.APPROVAL, BallotKind.CHOOSE_ONE)
CITIES = ((1_000_000, 500, "mes-cost"), (100_000, 200, "greedy"), (100_000, 200, "mes-cost"))


def election_in(path):
    """Read a file and count its ballots."""
    return read_path(path).election()


def count_anew(election, rule):
    """Count an election that remembers nothing of an earlier count."""
    return count(replace(election), rule)


def reference(options, tasks, files):
    """Yield what the reference says of each file and task."""
    command = [
        options.reference,
        Path(__file__).with_name("counting_reference.py"),
        str(options.limit),
        options.profile,
        ",".join(tasks),
    ]
    with subprocess.Popen([*command, *files], stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            path, task, seconds, runs, winners, why = json.loads(line)
            yield path, task, seconds, runs, winners, why
    if process.returncode:
        raise SystemExit("the reference did not finish")


def beside(options, tasks, files):
    """Yield each task of each file with both times, ours taken right after the reference's."""
    for path, task, theirs, runs, winners, why in reference(options, tasks, files):
        if task == "parse":
            ours = measured(partial(election_in, Path(path)), options.limit)
        else:
            election = election_in(Path(path))
            ours = measured(partial(count_anew, election, rule_named(task)), options.limit)
            if why == "" and not agrees(task, ours.result, winners):
                raise SystemExit(f"{path}, {task}: other winners: {sorted(ours.result.winners)}, reference {winners}")
        yield Path(path), task, ours, theirs, runs, why


def agrees(task, outcome, winners):
    """Compare winners; several sets may be equally good for a rule that maximises, so there the value."""
    if not task.startswith("max-welfare"):
        return sorted(outcome.winners) == winners
    election, votes = outcome.election, outcome.election.votes()
    return outcome.objective == sum(
        election.money(votes[index] * project.cost)
        for index, project in enumerate(election.projects)
        if project.id in winners
    )


def table_of_files(options):
    print("| file | ballots | distinct | projects | what | ours ms | reference ms | ratio | runs |")
    print("|---|---|---|---|---|---|---|---|---|")
    for path in options.files:
        election = election_in(path)
        tasks = ["parse", *(options.rules.split(",") if election.kind in APPROVALS else ())]
        size = f"{election.voters:,} | {len(election.ballots):,} | {len(election.projects)}"
        for file, task, ours, theirs, runs, why in beside(options, tasks, [path]):
            mine = shown(ours.seconds, ours.why)
            ratio = f"{theirs / ours.seconds:.0f}" if theirs and ours.seconds else "–"
            print(
                f"| {file.stem} | {size} | {task} | {mine} | {shown(theirs, why)} | {ratio} | {ours.runs}, {runs} |",
                flush=True,
            )


def table_of_juries(options):
    files = [path for path in sorted(options.juries.glob("*.pb")) if election_in(path).kind in APPROVALS]
    sums, slowest = defaultdict(lambda: [0, 0.0, 0.0]), defaultdict(lambda: (float("inf"), ""))
    for path, task, ours, theirs, _, why in beside(options, ["parse", *JURY_RULES], files):
        if theirs is None or ours.seconds is None:
            raise SystemExit(f"{path}, {task}: {why or ours.why}")
        sums[task] = [have + more for have, more in zip(sums[task], (1, ours.seconds, theirs), strict=True)]
        slowest[task] = min(slowest[task], (theirs / ours.seconds, path.stem))
    print("| juries | what | ours ms | reference ms | ratio | smallest ratio of one |")
    print("|---|---|---|---|---|---|")
    for task, (number, ours, theirs) in sums.items():
        least, file = slowest[task]
        print(f"| {number} | {task} | {shown(ours)} | {shown(theirs)} | {theirs / ours:.1f} | {least:.1f} ({file}) |")


def ratio(ours, theirs, limit):
    """Write how many times as long the reference takes; at least, where it was given up."""
    if ours is None:
        return "–"
    times = (theirs or limit) / ours
    return ("" if theirs else "> ") + (f"{times:.0f}" if times >= 10 else f"{times:.1f}")


def shown(seconds, why=""):
    """Write milliseconds with three figures that count."""
    if seconds is None:
        return why
    milliseconds = seconds * 1000
    return f"{milliseconds:,.0f}" if milliseconds >= 100 else f"{milliseconds:.3g}"


def table_of_cities():
    print("| made-up city | what | parse s | count s | winners | peak MB |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for ballots, projects, rule in CITIES:
            path = Path(folder) / f"{ballots}x{projects}.pb"
            if not path.exists():
                path.write_text(city(ballots, projects))
            found = subprocess.run(
                [sys.executable, __file__, "--count", rule, path], check=True, capture_output=True, text=True
            )
            parse, counted, winners, peak = json.loads(found.stdout)
            print(
                f"| {ballots:,} x {projects} | {rule} | {parse:.2f} | {counted:.2f} | {winners} | {peak:,.0f} |",
                flush=True,
            )


def city(ballots, projects):
    """Write a city: one to ten approvals a ballot, some projects far more popular than others, the same every time."""
    chance = random.Random(2026)
    costs = [chance.randrange(5_000, 500_000, 500) for _ in range(projects)]
    head = ["META", "key;value", "description;made up", "country;-", "unit;-", "instance;-", f"num_projects;{projects}"]
    head += [f"num_votes;{ballots}", f"budget;{sum(costs) * 3 // 10}", "vote_type;approval", "rule;greedy"]
    head += [
        "PROJECTS",
        "project_id;cost",
        *(f"{name};{cost}" for name, cost in enumerate(costs)),
        "VOTES",
        "voter_id;vote",
    ]
    rows = (
        f"{voter};" + ",".join({str(int(projects * chance.random() ** 2)) for _ in range(chance.randint(1, 10))})
        for voter in range(ballots)
    )
    return "\n".join([*head, *rows, ""])


def count_one(rule, path):
    """Read and count one file once and print what it took, as JSON."""
    parsed = measured(partial(election_in, path), 600)
    counted = measured(partial(count, parsed.result, rule_named(rule)), 600)
    print(json.dumps([parsed.seconds, counted.seconds, len(counted.result.winners), peak_megabytes()]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reference", help="an interpreter with pabutools")
    parser.add_argument("--limit", type=float, default=60, help="CPU seconds one measurement may take")
    parser.add_argument("--profile", choices=("grouped", "single"), default="grouped", help="what the reference counts")
    parser.add_argument("--rules", default=",".join(RULES))
    parser.add_argument("--juries", type=Path, help="a folder of tiny elections to sum up")
    parser.add_argument("--city", action="store_true", help="count made-up cities, without the reference")
    parser.add_argument("--count", help=argparse.SUPPRESS)
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args()
    if options.count:
        return count_one(options.count, options.files[0])
    if options.city:
        table_of_cities()
    if options.juries:
        table_of_juries(options)
    if options.files:
        table_of_files(options)
    return None


if __name__ == "__main__":
    main()
