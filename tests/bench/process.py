"""What the process of a server has taken."""

import re
import time


def memory(server):
    """MiB that are resident."""
    with open(f"/proc/{server.process.pid}/status", encoding="ascii") as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) / 1024


def seconds(server):
    """Of processor time, user and system, of all threads (clock_getcpuclockid)."""
    return time.clock_gettime((~server.process.pid << 3) | 2)
