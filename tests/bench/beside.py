"""The server and nginx, side by side on one core: one loop, one worker, the same files."""

import argparse
import json
import os
import statistics
import subprocess

from peers.commands import USERS, find, free_port
from subject import Subject

TIMEOUT = 60  # seconds
# As most have it who serve files; in peers/ it is made for the least of them. It takes memory for all
# connections that it may have at once, and closes idle ones when a sixteenth is left.
NGINX = """{user} daemon off; worker_processes 1; pid nginx.pid; error_log nginx.log;
events {{ worker_connections {room}; }}
http {{
    access_log off; sendfile on; keepalive_requests 100000000; default_type application/octet-stream;
    client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u;
    scgi_temp_path s;
    server {{ listen 127.0.0.1:{port} backlog=4096; root {www}; }}
}}
"""


class Side(Subject):
    """One of the two, and what was measured of it."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.figures = {}  # name → samples

    def memory(self):
        """KiB that are resident; what processes share is divided among them."""
        total = 0
        for pid in self.processes():
            with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as rollup:
                total += sum(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
        return total

    def load(self, tools, path, connections, requests, *options):
        """Microseconds of processor time for each request."""
        before = self.seconds()
        subprocess.run([f"{tools}/load", *options, str(self.port), path, str(connections),
                        str(requests)], check=True, timeout=TIMEOUT)
        return (self.seconds() - before) / requests * 1e6

    def note(self, name, value):
        self.figures.setdefault(name, []).append(value)

    def median(self, name):
        return statistics.median(self.figures[name])


def write_nginx(directory, www, connections):
    """Its command and its port."""
    port = free_port()
    user = USERS["nginx"] if os.geteuid() == 0 else ""
    with open(f"{directory}/nginx.conf", "w", encoding="utf-8") as file:
        file.write(NGINX.format(user=user, port=port, www=www,
                                room=connections * 10 // 9 + 64))
    return [find("nginx"), "-p", directory, "-c", "nginx.conf"], port


def start(program, directory, core, connections):
    """The two servers, one after the other, so that the first can be stopped whatever happens.
    There is room for so many connections, and not for many more."""
    www, own, other = (f"{directory}/{name}" for name in ("www", "postern", "nginx"))
    for path in (own, other):
        os.makedirs(path, exist_ok=True)
    yield Side("postern", [os.path.abspath(program), "run", "--nodaemon", "--loops", "1",
                           "--listen", "tcp:0:interface=127.0.0.1", "--at", "/",
                           "--auth", "anonymous", "--realm", f"files:{www}"], own, [core])
    command, port = write_nginx(other, www, connections)
    yield Side("nginx", command, other, [core], port)


def parser(description):
    """The options that all have who measure side by side."""
    options = argparse.ArgumentParser(description=description)
    options.add_argument("--program", default="build/postern")
    options.add_argument("--tools", default="build/tests/bench", help="where load is")
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--requests", type=int, default=20000, help="in a round")
    options.add_argument("--json", action="store_true")
    return options


def judge(name, mine, other, sense, bar):
    ratio = mine / other if other else float("inf")
    held = bar is None or (ratio >= bar if sense == ">=" else ratio <= bar)
    return {"name": name, "postern": round(mine, 2), "other": round(other, 2),
            "ratio": round(ratio, 3), "bar": f"{sense} {bar}" if sense else "", "held": held}


def report(title, results, arguments):
    if arguments.json:
        print(json.dumps({"rounds": arguments.rounds, "requests": arguments.requests,
                          "rows": results}, indent=1))
        return
    print(f"{title}: medians of\n{arguments.rounds} rounds, one loop, beside nginx with one worker;"
          f" load average {os.getloadavg()[0]:.1f}")
    print(f"{'':46} {'postern':>9} {'other':>9} {'ratio':>7}  bar")
    for row in results:
        print(f"{row['name']:46} {row['postern']:9.2f} {row['other']:9.2f} {row['ratio']:7.3f}"
              f"  {row['bar']}{'' if row['held'] else '  MISSED'}")
