"""Starts the server that a conversation is held with, and ends it whatever happens."""

import os
import re
import signal
import subprocess
import time

START = 30  # seconds at least, because a machine may be slow
PATIENCE = "120"  # seconds that a login may take, for the same reason


class Server:
    """Its log is log.txt in `directory`. `under` is a command that runs the program."""

    def __init__(self, program, options, directory, timeout, under=()):
        self.timeout = timeout
        self.log_path = os.path.join(directory, "log.txt")
        command = [*under, program, "run", "--nodaemon", "--loops", "1",
                   "--listen", "tcp:0:interface=127.0.0.1", "--throttle", "off",
                   "--login-timeout", PATIENCE, *options]
        with open(self.log_path, "wb") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log, start_new_session=True)

    def log(self):
        with open(self.log_path, encoding="utf-8", errors="backslashreplace") as log:
            return log.read()

    def wait_for_log(self, pattern, least=0):
        """The match, or None when the time is over or the server has ended."""
        deadline = time.monotonic() + max(self.timeout, least)
        while True:
            ended = self.process.poll() is not None
            match = re.search(pattern, self.log())
            if match or ended or time.monotonic() > deadline:
                return match
            time.sleep(0.01)

    def port(self):
        """None when it did not become ready. Whoever is ended while waiting leaves no server."""
        try:
            match = self.wait_for_log(r"ready: http://127\.0\.0\.1:(\d+)/", START)
        except BaseException:
            self.kill()
            raise
        return int(match[1]) if match else None

    def stop(self):
        """The exit code of a polite stop; None when it did not end and had to be killed."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(self.timeout)
        except subprocess.TimeoutExpired:
            return None
        finally:
            self.kill()

    def kill(self):
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
