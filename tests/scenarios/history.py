"""Does to the server what was done to others; fails when it works."""

import base64
import os
import random
import re
import socket
import ssl
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../conversations"))
from connection import Connection  # noqa: E402
from digest import authorization, read_challenges  # noqa: E402

PORT = int(sys.argv[1])
REPLAY_SETS = 8192  # src/http/replay.h: sets of the table, and nonces in each
REPLAY_WAYS = 8
SETS = 16  # that are filled


def connect():
    connection = Connection(PORT, 60)
    connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def get(connection, target, field=None):
    head = f"GET {target} HTTP/1.1\r\nHost: localhost\r\n"
    connection.send((head + (f"Authorization: {field}\r\n" if field else "") + "\r\n").encode())
    return connection.read_response("GET")


def outcome(response):
    stale = any("stale=true" in value for value in response.values("WWW-Authenticate"))
    return response.status.split()[1] + (" stale" if stale else "")


def digest(nonce, target, count, username="alice", password="secret"):
    words = f"username={username} password={password} realm=Example nonce={nonce} nc={count}"
    return authorization(words, {}, "GET", target)[0]


def basic(username, password):
    return "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()


def fresh(connection, target):
    challenges = read_challenges(get(connection, target).values("WWW-Authenticate"))
    return challenges["SHA-256"]["nonce"]


def at_once(function, count):
    """One thread for each number; what the first one that failed has raised."""
    failures = []

    def run(number):
        try:
            function(number)
        except BaseException as failure:  # pylint: disable=broad-except
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


# Two users at the same time

def users(connections, requests):
    """Each gets the page with his own name, and nobody gets in by the password of the other."""
    passwords = ["abcd", "efgh"]

    def hammer(number):
        connection = connect()
        me = number % 2
        scheme = ["basic", "digest"][number // 2 % 2]
        nonce = fresh(connection, "/digest/foo")
        for count in range(1, requests + 1):
            target = f"/{scheme}/{number}-{count}"
            name = f"user{me}"
            for password, status in ((passwords[1 - me], "401"), (passwords[me], "200")):
                field = basic(name, password) if scheme == "basic" else \
                    digest(nonce, target, count, name, password)
                response = get(connection, target, field)
                assert outcome(response) == status, f"{name}: {response}"
            assert f"Hello, <bdi>{name}</bdi>".encode() in response.body, response
            assert f">{number}-{count}<".encode() in response.body, response
    at_once(hammer, connections)


# A table of nonces that is full

def id_of(nonce):
    return int.from_bytes(base64.b64decode(nonce)[8:16], "big")


def challenges(connection, count):
    """The nonces of as many answers to requests without a login."""
    connection.send(b"GET /digest/foo HTTP/1.1\r\nHost: localhost\r\n\r\n" * count)
    connection.buffer = connection.transcript = b""
    while True:
        nonces = re.findall(rb'algorithm=SHA-256, nonce="([^"]+)"', connection.buffer)
        if len(nonces) == count:
            return [nonce.decode() for nonce in nonces]
        assert connection.receive(), "closed"


def neighbours():
    """For some sets of the table one nonce more than they hold, the oldest first."""
    connection = connect()
    first = id_of(fresh(connection, "/digest/foo")) + 1
    found = []
    for _ in range(REPLAY_SETS // 64 * (REPLAY_WAYS + 1)):
        found += [nonce for nonce in challenges(connection, 64)
                  if (id_of(nonce) - first) % REPLAY_SETS < SETS]
    assert len(found) == SETS * (REPLAY_WAYS + 1), len(found)
    return found


def use(connection, nonce, count):
    return outcome(get(connection, "/digest/foo", digest(nonce, "/digest/foo", count)))


def full(nonces):
    """Each is used; then those that came first are forgotten, and nothing is good twice."""
    connection = connect()
    assert {use(connection, nonce, 1) for nonce in nonces} == {"200"}
    assert {use(connection, nonce, 1) for nonce in nonces} == {"401 stale"}, "a header was replayed"
    assert {use(connection, nonce, 2) for nonce in nonces[:SETS]} == {"401 stale"}
    assert {use(connection, nonce, 2) for nonce in nonces[SETS:]} == {"200"}


class Storm:
    """Right answers, some of them with the same count, wrong ones, and forged nonces."""

    def __init__(self, nonces):
        self.nonces = nonces
        self.lock = threading.Lock()
        self.accepted = set()

    def known(self, connection, dice):
        nonce, count = dice.choice(self.nonces), dice.randrange(3, 100)
        answer = use(connection, nonce, count)
        assert answer in ("200", "401 stale"), answer
        with self.lock:
            assert answer != "200" or (nonce, count) not in self.accepted, "accepted twice"
            self.accepted |= {(nonce, count)} if answer == "200" else set()

    def forged(self, connection, dice):
        octets = bytearray(base64.b64decode(dice.choice(self.nonces)))
        octets[dice.randrange(len(octets))] ^= 1 << dice.randrange(8)
        assert use(connection, base64.b64encode(octets).decode(), 1) == "401 stale"

    def wrong(self, connection, dice):
        field = digest(dice.choice(self.nonces), "/digest/foo", "ffffffff", password="wrong")
        assert outcome(get(connection, "/digest/foo", field)) == "401"

    def fresh(self, connection, dice):
        assert use(connection, fresh(connection, "/digest/foo"), dice.randrange(1, 1000)) == "200"

    def blow(self, number):
        dice = random.Random(number)  # the same every time
        connection = connect()
        for _ in range(30):
            dice.choice([self.known, self.forged, self.wrong, self.fresh])(connection, dice)


def storm(threads):
    nonces = neighbours()
    full(nonces)
    weather = Storm(nonces)
    at_once(weather.blow, threads)
    assert weather.accepted, "nothing was accepted"


# One at a time

def lengths():
    connection = connect()
    for length in range(1, 601):
        answer = use(connection, "A" * length, 1)
        assert answer == ("401 stale" if length <= 256 else "400"), f"{length}: {answer}"


def hashed(count):
    """Guesses under the hash of a name, which has no case: they are as slow as any."""
    connection = connect()
    answers = []
    for number in range(count):
        nonce = fresh(connection, "/digest/foo")
        field, _ = authorization(f"username=alice password=guess{number} realm=Example "
                                 f"nonce={nonce} nc=1 userhash=true", {}, "GET", "/digest/foo")
        if number % 2:
            field = re.sub('username="(.*?)"', lambda match: match[0].upper(), field)
        answers.append(outcome(get(connection, "/digest/foo", field)))
    assert set(answers) == {"401", "429"}, answers


def over_tls(context, port, session, field):
    """The status, and the session."""
    with socket.create_connection(("127.0.0.1", port), 20) as plain, \
            context.wrap_socket(plain, session=session) as secure:
        head = "GET /digest/foo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        secure.sendall((head + (f"Authorization: {field}\r\n" if field else "") + "\r\n").encode())
        answer = b"".join(iter(lambda: secure.recv(4096), b""))
        return answer.split()[1], secure.session


def resume(other):
    """Whoever has logged in goes on with his session, here and at the other port."""
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        context.minimum_version = context.maximum_version = version
        status, session = over_tls(context, PORT, None, basic("alice", "secret"))
        assert status == b"200", status
        for port in (PORT, other):
            status, _ = over_tls(context, port, session, None)
            assert status == b"401", f"{version}, {port}: {status}"


if __name__ == "__main__":
    globals()[sys.argv[2]](*map(int, sys.argv[3:]))
