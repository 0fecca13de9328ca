"""Elections to upload and trials that are counted, for tests of the laboratory."""

import io

from werkzeug.datastructures import FileStorage

from app.allocation.commands import close_vote
from app.bodies.commands import close_session
from app.laboratory.commands import start_trial
from app.laboratory.rules import TieChoice
from app.shell.jobs.running import run_due
from tests.evenings import Evening, admitted

RULES = ("greedy", "mes-cost-add1-utilitarian", "phragmen")


def pb(*, costs=(60, 40, 30), budget=100, ballots=("1,2",) * 6 + ("3",) * 3):
    """Write a small approval election: six want the first two projects, three the last."""
    lines = [
        "META", "key;value", "description;Probe", "currency;EUR", f"num_projects;{len(costs)}", f"num_votes;{len(ballots)}",
        f"budget;{budget}", "vote_type;approval", "PROJECTS", "project_id;cost;name;category",
        *(f"{number};{cost};Idee {number};{'Grün' if number % 2 else 'Wege'}" for number, cost in enumerate(costs, start=1)),
        "VOTES", "voter_id;vote", *(f"{number};{vote}" for number, vote in enumerate(ballots, start=1)),
    ]  # fmt: skip
    return ("\n".join(lines) + "\n").encode()


def uploaded(data, name="wahl.pb"):
    """Return bytes as a browser sends them."""
    return FileStorage(io.BytesIO(data), filename=name)


def asked(world, data=None, rules=RULES, by="q1", **options):
    """Ask for a trial of an uploaded election; return its id."""
    file = uploaded(pb() if data is None else data)
    chosen = {"title": "Probe", "tie": TieChoice.NUMBER, **options}
    return world.do(by, start_trial, area_id=world.area_id, file=file, rules=rules, **chosen)


def counted(world, data=None, **options):
    """Return the id of a trial the worker has counted."""
    trial_id = asked(world, data, **options)
    assert run_due() >= 1
    return trial_id


def past_evening(world, *, ideas=2):
    """Return a session that is over: five for the first idea, three for the second, one who leaves the second out."""
    evening = Evening(world, applications=[admitted(world, f"Idee {number}") for number in range(1, ideas + 1)])
    for index, votes in enumerate(({"yes": 5, "no": 2}, {"yes": 3, "no": 3, "abstain": 1})[:ideas]):
        motion_id = evening.opens(index)
        evening.votes(motion_id, **votes)
        world.do("q1", close_vote, motion_id=motion_id)
    world.do("q1", close_session, session_id=evening.session_id)
    return evening
