"""Does one thing with many counts of Digest nonces on several connections; fails when one is accepted
that should not, or is not that should."""

import collections
import os
import socket
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../conversations"))
from connection import Connection  # noqa: E402
from digest import authorization, read_challenges  # noqa: E402

PORT = int(sys.argv[1])
COUNTS = 3  # of each nonce in a race: its first one makes an entry of the table, the others find it


def connect():
    connection = Connection(PORT, 20)
    connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def read_nonce(response):
    return read_challenges(response.values("WWW-Authenticate"))


def first_nonce():
    connection = connect()
    connection.send(b"GET /page/foo HTTP/1.1\r\nHost: localhost\r\n\r\n")
    return read_nonce(connection.read_response("GET"))


def request(nonce, count):
    """For a page that shows the count."""
    target = f"/page/{count}"
    field, _ = authorization(f"username=alice password=secret nc={count}", nonce, "GET", target)
    return f"GET {target} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {field}\r\n\r\n".encode()


def outcome(response):
    stale = any("stale=true" in value for value in response.values("WWW-Authenticate"))
    return response.status.split()[1] + (" stale" if stale else "")


def check_accepted(connection, counts):
    for count in counts:
        response = connection.read_response("GET")
        assert outcome(response) == "200" and f">{count}<".encode() in response.body, \
            f"{count}: {response}"


def run(connections, data):
    """The answers; all but the last octet is there before the race begins."""
    for connection in connections:
        connection.send(data[:-1])
    for connection in connections:
        connection.send(data[-1:])
    return [connection.read_response("GET") for connection in connections]


def race(rounds):
    connections = [connect() for _ in range(16)]
    nonce = first_nonce()
    for number in range(rounds):
        responses = run(connections, request(nonce, number % COUNTS + 1))
        outcomes = collections.Counter(map(outcome, responses))
        assert outcomes == {"200": 1, "401 stale": 15}, f"round {number}: {outcomes}"
        if number % COUNTS == COUNTS - 1:
            nonce = read_nonce(next(one for one in responses if outcome(one) != "200"))


def pipelined(count):
    connection = connect()
    nonce = first_nonce()
    connection.send(b"".join(request(nonce, number + 1) for number in range(count)))
    check_accepted(connection, range(1, count + 1))


def overtaking(count):
    """Each of eight connections has every eighth count, and the last one goes first."""
    connections = [connect() for _ in range(8)]
    nonce = first_nonce()
    shares = [range(first, count + 1, 8) for first in range(1, 9)]
    for connection, share in reversed(list(zip(connections, shares))):
        connection.send(b"".join(request(nonce, number) for number in share))
    for connection, share in zip(connections, shares):
        check_accepted(connection, share)


if __name__ == "__main__":
    globals()[sys.argv[2]](int(sys.argv[3]))
