"""A client that logs in, request by request."""

import base64
import itertools
import sys
import time

from connection import Connection
from digest import authorization, read_challenges
from process import SETTLED

TIMEOUT = 30  # seconds


class Client:
    """A connection, with a nonce of its own for one guarded path."""

    def __init__(self, port, guarded):
        self.connection = Connection(port, TIMEOUT)
        self.guarded = guarded
        self.counts = itertools.count(1)
        self.challenges = {}

    def exchange(self, path, field=None):
        """The milliseconds, and the answer. The field is a line of the head, without its end."""
        line = f"{field}\r\n" if field else ""
        self.connection.transcript = b""
        began = time.perf_counter()
        self.connection.send(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{line}\r\n".encode())
        answer = self.connection.read_response("GET")
        return (time.perf_counter() - began) * 1000, answer

    def digest(self, name, password):
        if not self.challenges:
            _, answer = self.exchange(self.guarded)
            self.challenges = read_challenges(answer.values("WWW-Authenticate"))
        words = f"username={name} 'password={password}' nc={next(self.counts)}"
        return "Authorization: " + authorization(words, self.challenges, "GET", self.guarded)[0]

    def login(self, field):
        milliseconds, answer = self.exchange(self.guarded, field)
        return milliseconds, int(answer.status.split()[1])


def basic(name, password):
    return "Authorization: Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()


def ask(port, path, fields, status, number):
    """Sends so many requests, each with the next of fields(client)."""
    client = Client(port, path)
    for field in itertools.islice(fields(client), number):
        _, came = client.login(field)
        if came != status:
            sys.exit(f"{path}: {came} instead of {status}")
    client.connection.close()


def ask_settled(port, path, fields, status, number):
    """The first request opens the store, which makes files beside it: the others come when its
    directory has rested."""
    ask(port, path, fields, status, 1)
    time.sleep(SETTLED)
    ask(port, path, fields, status, number)


def nothing(_):
    return itertools.repeat(None)


def by_basic(accounts):
    """`accounts` is a function that makes an iterator of names and passwords."""
    return lambda client: (basic(*account) for account in accounts())


def by_digest(accounts):
    return lambda client: (client.digest(*account) for account in accounts())
