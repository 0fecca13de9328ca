"""CPU time of one call, steady on a noisy machine: medians of several runs, fewer where one is slow, none beyond a limit."""

import gc
import resource
import signal
import statistics
import time
from dataclasses import dataclass

RUNS = 5
SHORTEST = 0.01
"""Seconds one run lasts at least: quick calls are repeated, for the clock of the CPU may be a coarse one."""


@dataclass
class Measured:
    """Seconds a call took (None: not within the limit, `why` says so), from how many runs, and what it returned."""

    seconds: float | None
    runs: int
    result: object = None
    why: str = ""


class TimeIsUp(Exception):
    """A call used more CPU than it may."""


def measured(call, limit):
    """Call once; then, while all runs together stay within the limit, up to five times."""
    signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, limit)
    try:
        seconds, lasted, result = _once(call, 1)
    except TimeIsUp:
        return Measured(None, 0, why=f"> {limit:.0f} s")
    except MemoryError:
        return Measured(None, 0, why="out of memory")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    repeats = int(SHORTEST / lasted) + 1
    if repeats > 1:
        return Measured(statistics.median(_once(call, repeats)[0] for _ in range(RUNS)), RUNS, result)
    runs = max(1, min(RUNS, int(limit / lasted)))
    taken = [seconds, *(_once(call, 1)[0] for _ in range(runs - 1))]
    return Measured(statistics.median(taken), runs, result)


def at_most(gigabytes):
    """Let this process take no more memory than that."""
    resource.setrlimit(resource.RLIMIT_AS, (gigabytes << 30, gigabytes << 30))


def peak_megabytes():
    """Return the most memory this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _once(call, repeats):
    gc.collect()
    result = None
    began, begin = time.perf_counter(), time.process_time()
    for _ in range(repeats):
        result = call()
    return (time.process_time() - begin) / repeats, time.perf_counter() - began, result


def _stop(_signal, _frame):
    raise TimeIsUp
