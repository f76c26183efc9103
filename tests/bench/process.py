"""What processes take, what they may, and how old files must be for them."""

import contextlib
import re
import resource
import signal
import sys
import time

DESCRIPTORS = 32768  # where that many are allowed
SETTLED = 2.5  # seconds; of a file, or of a store's directory, that is younger nothing is kept


def memory(server):
    """MiB that are resident."""
    with open(f"/proc/{server.process.pid}/status", encoding="ascii") as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) / 1024


def seconds_of(pid):
    """Of processor time, user and system, of all threads (clock_getcpuclockid)."""
    return time.clock_gettime((~pid << 3) | 2)


def seconds(server):
    return seconds_of(server.process.pid)


def raise_limit():
    """How many descriptors this process, and each that it starts, may have."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, max(most, DESCRIPTORS)))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def _end(*_):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second one would end the cleanup
    sys.exit(128 + signal.SIGTERM)


def leave_nothing():
    """At SIGTERM, too, what was started is ended, and what was made is removed."""
    signal.signal(signal.SIGTERM, _end)
