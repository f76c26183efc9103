"""Counts the instructions of a request. callgrind counts those of a whole run: what a run with more
requests takes beyond one with fewer, the start and what comes once left out, is theirs."""

import collections
import os
import re
import sys

from server import Server

TIMEOUT = 60  # seconds
NAME = re.compile(r"c?(ob|fn)=\((\d+)\)(?: (.*))?\n")
COST = re.compile(r"[-+*\d]\S* (\d+)\n")
# What hashes and clears memory then uses no more than each x86-64 has, and counts the same on all;
# and what malloc() does depends less on what lies beside.
PLAINEST = {"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-ERMS:glibc.malloc.mxfast=0",
            "OPENSSL_ia32cap": "0:0"}

Instructions = collections.namedtuple("Instructions", "all own memset")


def read(path, program, preloaded):
    """Of a whole run: all, those of the program without its libraries, and those of memset(); what
    the preloaded object adds to each system call is nobody's."""
    names, place = {}, {}
    totals = collections.Counter()
    called = False  # the line behind is what the callee took, which stands there, too
    with open(path, encoding="utf-8") as file:
        for line in file:
            if name := NAME.match(line):
                names.setdefault(name.group(1, 2), name[3])
                if line[0] != "c":
                    place[name[1]] = names[name.group(1, 2)]
            elif not called and (cost := COST.match(line)) and place["ob"] != preloaded:
                totals["all"] += int(cost[1])
                totals["own"] += int(cost[1]) * (place["ob"] == program)
                totals["memset"] += int(cost[1]) * ("memset" in place["fn"])
            called = line.startswith("calls=")
    return Instructions(totals["all"], totals["own"], totals["memset"])


def run(program, options, directory, tools, ask):
    """ask(port) sends the requests."""
    path = f"{directory}/callgrind.out"
    preloaded = os.path.realpath(f"{tools}/openat2.so")
    environment = {**PLAINEST, "LD_PRELOAD": preloaded}
    server = Server(program, options, directory, TIMEOUT,
                    ["env", *(f"{name}={value}" for name, value in environment.items()),
                     "valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={path}"])
    try:
        port = server.port() or sys.exit(server.log())
        ask(port)
    finally:
        code = server.stop()
    if code != 0:
        sys.exit(server.log())
    return read(path, program, preloaded)


def count(program, options, directory, tools, ask, requests):
    """Of one request; ask(port, number) sends so many."""
    program = os.path.realpath(program)
    few, many = (run(program, options, directory, tools, lambda port, n=number: ask(port, n))
                 for number in (requests, 3 * requests))
    return Instructions(*(round((more - less) / (2 * requests)) for less, more in zip(few, many)))
