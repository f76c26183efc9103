"""One server that is measured: all its processes, on cores of its own, and what they cost."""

import contextlib
import glob
import os
import re
import signal
import socket
import subprocess
import sys
import time

from process import seconds_of

READY = 30  # seconds
REPORT = re.compile(r" status: up .*, requests by loop: (.*)\n")


class Subject:
    """Runs from its creation to stop(); its log is log.txt in its directory."""

    def __init__(self, name, command, directory, cores, port=None):
        """Without a port it is a server that says `ready: http://127.0.0.1:PORT/`."""
        self.name = name
        self.cores = cores
        self.log_path = f"{directory}/log.txt"
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(
                ["taskset", "-c", ",".join(map(str, cores)), *command], cwd=directory,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env={**os.environ, "HOME": directory, "XDG_DATA_HOME": directory,
                     "XDG_CONFIG_HOME": directory})
        try:
            self.port = self.wait(port)
            if not self.port:
                sys.exit(f"{name} did not become ready:\n{self.log()}")
        except BaseException:
            self.stop()
            raise

    def log(self):
        with open(self.log_path, encoding="utf-8", errors="backslashreplace") as log:
            return log.read()

    def wait(self, port):
        """The port, once it listens there; None when it does not."""
        deadline = time.monotonic() + READY
        while self.process.poll() is None and time.monotonic() < deadline:
            ready = re.search(r"ready: http://127\.0\.0\.1:(\d+)/", self.log())
            if ready:
                return int(ready[1])
            with contextlib.suppress(ConnectionRefusedError):
                if port:
                    socket.create_connection(("127.0.0.1", port)).close()
                    return port
            time.sleep(0.02)
        return None

    def processes(self):
        """Those of its session: itself, its workers and theirs."""
        for name in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as stat:
                    fields = stat.read().rpartition(")")[2].split()
                if int(fields[3]) == self.process.pid and fields[0] != "Z":
                    yield int(name)

    def seconds(self):
        """Of processor time, of all its processes."""
        return sum(map(seconds_of, self.processes()))

    def loops(self):
        """The seconds of processor time, and the requests, of each loop of our server so far."""
        times = {}
        for thread in glob.glob(f"/proc/{self.process.pid}/task/*"):
            with open(f"{thread}/comm", encoding="ascii") as name, \
                    open(f"{thread}/schedstat", encoding="ascii") as schedstat:
                times[name.read().strip()] = int(schedstat.read().split()[0]) / 1e9
        return [{"seconds": times[f"loop {number}"], "requests": requests}
                for number, requests in enumerate(self.requests())]

    def requests(self):
        """Of each loop, as our server says when it is asked."""
        said = len(REPORT.findall(self.log()))
        self.process.send_signal(signal.SIGUSR2)
        deadline = time.monotonic() + READY
        while time.monotonic() < deadline:
            reports = REPORT.findall(self.log())
            if len(reports) > said:
                return map(int, reports[-1].split())
            time.sleep(0.02)
        sys.exit(f"{self.name} did not say what its loops have done:\n{self.log()}")

    def stop(self):
        """Politely, and then all that is left of its session."""
        if self.process.poll() is None:
            self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
