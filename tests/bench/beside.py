"""The server and nginx, side by side on one core: one loop, one worker, the same files."""

import os
import statistics
import subprocess

from options import WORDS, met, parser as plain_parser, write
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
    options = plain_parser(description, "load")
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--requests", type=int, default=20000, help="in a round")
    return options


def both(name, sides):
    """A figure of each."""
    return {side.name: side.median(name) for side in sides}


def judge(name, figures, sense="", bar=None):
    """Of two figures, under what stands above them. The bar is for the first one over the second."""
    first, second = figures.values()
    ratio = first / second if second else float("inf")
    return {"name": name, "figures": {head: round(figure, 2) for head, figure in figures.items()},
            "ratio": round(ratio, 3), "bar": f"{sense} {bar}" if sense else "",
            "met": met(ratio, sense, bar)}


def report(title, results, arguments):
    write(arguments, {"rounds": arguments.rounds, "requests": arguments.requests, "rows": results})
    print(f"{title}: medians of\n{arguments.rounds} rounds, one loop, beside nginx with one worker;"
          f" load average {os.getloadavg()[0]:.1f}")
    heads = []
    for row in results:
        if heads != list(row["figures"]):
            heads = list(row["figures"])
            print(f"\n{'':40}{heads[0]:>14}{heads[1]:>14}{'ratio':>9}  bar")
        print(f"{row['name']:40}{''.join(f'{figure:14.2f}' for figure in row['figures'].values())}"
              f"{row['ratio']:9.3f}  {row['bar']:9}{WORDS[row['met']]}".rstrip())
