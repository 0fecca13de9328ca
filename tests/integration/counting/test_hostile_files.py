"""Files made to hurt: a clear error with its line, in seconds and well under a gigabyte."""

import json
import subprocess
import sys

import pytest

MB = 1024 * 1024
HEAD = (
    b"META\nkey;value\nbudget;100\nvote_type;%s\nPROJECTS\nproject_id;cost\na;60\nb;50\nVOTES\nvoter_id;vote;points\n"
)
MEASURE = """
import json, resource, sys
from pathlib import Path
from app.voting.counting.broken import BrokenFile
from app.voting.counting.pb import read_path

def spent():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime, used.ru_maxrss // 1024

for path in map(Path, sys.argv[1:]):
    before, _ = spent()
    try:
        said = repr(read_path(path).election().voters)
    except BrokenFile as error:
        said = str(error)
    after, megabytes = spent()
    print(json.dumps([said, after - before, megabytes]))
"""
FILES = {
    "more ballots than a city has": (b"approval", [(b"1;a;\n", 8 * MB)], "mehr als 1500000 Wahlzettel"),
    "one endless line": (b"approval", [(b"1;a,", 1), (b"b,", 20 * MB)], "Zeile 11: Die Zeile ist länger als 2 MB"),
    "a quote that never ends": (b"approval", [(b'1;"a', 1), (b"\n2;a;", 20 * MB)], "Zeile 11: Hier stehen 2 Zellen statt 3"),
    "nothing but quotes": (b"approval", [(b'"', 20 * MB)], "Zeile 11: Die Zeile ist länger als 2 MB"),
    "many cells": (b"approval", [(b"1;a;\n", 1), (b";", 20 * MB)], "Zeile 12: Die Zeile ist länger als 2 MB"),
    "a fault at the very end": (
        b"approval",
        [(b"1;a;\n", 5 * MB), (b"9;c;\n", 1)],
        "Zeile 1048586: Der Wahlzettel nennt «c»",
    ),
    "points of a million digits": (b"cumulative", [(b"1;a;", 1), (b"9", MB), (b"\n", 1)], "Zeile 11: Die Punkte «99999"),
    "a long head without votes": (None, [(b"x;1\n", 20 * MB)], "VOTES fehlt"),
    "projects without end": (None, [(b"x;1\n", 20 * MB), (b"VOTES\nvoter_id;vote\n", 1)], "mehr als 16 MB"),
    "more projects than a city has": (None, [(b"", 0)], "mehr als 20000 Vorhaben"),
    "400 MB of votes": (b"approval", [(b"1;a,b;\n", 1)], "größer als 256 MB"),
}


@pytest.fixture(scope="module")
def heard(tmp_path_factory):
    """Read all files in one process of its own; return by name what was said, the seconds and the most megabytes."""
    folder = tmp_path_factory.mktemp("hostile")
    paths = [write(folder / f"{number}.pb", *FILES[name][:2]) for number, name in enumerate(FILES)]
    with paths[-2].open("ab") as file:
        file.writelines(b"p%d;1\n" % number for number in range(20_001))
        file.write(b"VOTES\nvoter_id;vote\n")
    with paths[-1].open("ab") as file:
        file.truncate(400 * MB)
    run = subprocess.run([sys.executable, "-c", MEASURE, *map(str, paths)], capture_output=True, text=True, check=True)
    for path in paths:
        path.unlink()
    return dict(zip(FILES, map(json.loads, run.stdout.splitlines()), strict=True))


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_in_time_and_space(name, heard):
    said, seconds, megabytes = heard[name]
    assert FILES[name][2] in said
    assert seconds < 30
    assert megabytes < 1024


def write(path, kind, parts):
    with path.open("wb") as file:
        file.write(HEAD % kind if kind else HEAD.partition(b"VOTES")[0] % b"approval")
        for text, size in parts:
            block = text * (MB // len(text)) if size >= MB else text
            for _ in range(max(1, size // max(1, len(block)))):
                file.write(block)
    return path
