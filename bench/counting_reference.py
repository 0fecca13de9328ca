"""Count files by pabutools, run by an interpreter that has it: `bench/counting.py --reference PYTHON` starts this.

    PYTHON bench/counting_reference.py LIMIT PROFILE TASKS FILE…      one line of JSON a file and task

PROFILE is `grouped` (equal ballots together, its fastest way; grouping is not timed) or `single`.
"""

import json
import sys
from functools import partial

from cpu import at_most, measured
from pabutools.election import Cost_Sat, parse_pabulib
from pabutools.rules import (
    greedy_utilitarian_welfare,
    max_additive_utilitarian_welfare,
    method_of_equal_shares,
    sequential_phragmen,
)

TASKS = {
    "greedy": lambda instance, profile: greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat),
    "mes-cost": lambda instance, profile: method_of_equal_shares(instance, profile, sat_class=Cost_Sat),
    "mes-cost-add1": lambda instance, profile: method_of_equal_shares(
        instance, profile, sat_class=Cost_Sat, voter_budget_increment=1
    ),
    "phragmen": sequential_phragmen,
    "max-welfare-cost": lambda instance, profile: max_additive_utilitarian_welfare(
        instance, profile, sat_class=Cost_Sat
    ),
}


def main(limit, kind, tasks, files):
    for path in files:
        if "parse" in tasks:
            say(path, "parse", measured(partial(parse_pabulib, path), limit), [])
        counted = [task for task in tasks if task != "parse"]
        if not counted:
            continue
        instance, profile = parse_pabulib(path)
        supported = {project for ballot in profile for project in ballot}
        profile = profile.as_multiprofile() if kind == "grouped" else profile
        for task in counted:
            found = measured(partial(TASKS[task], instance, profile), limit)
            say(path, task, found, [project.name for project in found.result or () if project in supported])


def say(path, task, found, winners):
    print(json.dumps([path, task, found.seconds, found.runs, sorted(winners), found.why]), flush=True)


if __name__ == "__main__":
    at_most(8)
    main(float(sys.argv[1]), sys.argv[2], sys.argv[3].split(","), sys.argv[4:])
