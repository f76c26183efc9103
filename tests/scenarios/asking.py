"""Asks the server on the port that is the first argument. Each request has a number of its own, and
the second argument in its target: by them the access log is looked through later."""

import itertools
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../conversations"))
from connection import Connection  # noqa: E402
from digest import authorization, read_challenges  # noqa: E402

PORT = int(sys.argv[1])
PATIENCE = 60  # seconds

numbers = itertools.count(1)
sent = []  # what is asked for, each with a number of its own


class Client(Connection):
    """Keeps no transcript, which would be long."""

    def receive(self):
        self.transcript = b""
        return super().receive()


def connect(in_pieces=False):
    return Client(PORT, PATIENCE, in_pieces)


def numbered(target):
    sent.append(f"i={sys.argv[2]}{next(numbers)}")
    return f"{target}?{sent[-1]}"


def request(target, method="GET", fields=(), body=b""):
    lines = [f"{method} {numbered(target)} HTTP/1.1", "Host: localhost", *fields]
    return "\r\n".join([*lines, "", ""]).encode() + body


def ask(connection, target, method="GET", fields=()):
    connection.send(request(target, method, fields))
    return connection.read_response(method)


def status(response):
    return int(response.status.split()[1])


class Login:
    """Answers one challenge again and again, with counts that rise."""

    def __init__(self, target, method="GET"):
        self.target, self.method, self.count = target, method, 0
        response = ask(connect(), target)
        assert status(response) == 401, response.raw
        self.challenges = read_challenges(response.values("WWW-Authenticate"))

    def fields(self, target, count):
        words = f"username=alice password=secret nc={count}"
        return [f"Authorization: {authorization(words, self.challenges, self.method, target)[0]}"]

    def request(self, count=None):
        if count is None:
            self.count = count = self.count + 1
        target = numbered(self.target)
        lines = [f"{self.method} {target} HTTP/1.1", "Host: localhost", *self.fields(target, count)]
        return "\r\n".join([*lines, "", ""]).encode()

    def ask(self, connection, count=None):
        connection.send(self.request(count))
        return connection.read_response(self.method)
