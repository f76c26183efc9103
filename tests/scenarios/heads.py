#!/usr/bin/env python3
"""Sends heads of requests around the limit of a server on two ports, the second one of TLS."""

import socket
import ssl
import sys
import time

PORT, TLS_PORT, LIMIT = map(int, sys.argv[1:4])
MEMORY = max(LIMIT, 8192) + 8192  # of a connection
FIELDS = 100  # at most
TARGET = 4096  # bytes at most
TRUSTING = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
TRUSTING.check_hostname, TRUSTING.verify_mode = False, ssl.CERT_NONE
FORMS = ("field", "cookie", "cookies", "fields")


def connect(secure=False):
    connection = socket.create_connection(("127.0.0.1", TLS_PORT if secure else PORT), 60)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if not secure:
        return connection
    return TRUSTING.wrap_socket(connection)


def filled(form, room):
    """Fields of so many bytes; with Host the `fields` are as many as there may be."""
    if form == "cookie":
        return f"Cookie: a={'b' * (room - 12)}\r\n"
    if form == "cookies":
        return f"Cookie: {('a=b; ' * room)[:room - 10]}\r\n"
    many = "a:\r\n" * (FIELDS - 2) if form == "fields" else ""
    return f"{many}X: {'x' * (room - len(many) - 5)}\r\n"


def head(size, form="field", target="/foo", method="GET"):
    start = f"{method} {target} HTTP/1.1\r\nHost: localhost\r\n"
    whole = start + filled(form, size - len(start) - 2) + "\r\n"
    assert len(whole) == size
    return whole.encode()


def send(connection, octets):
    try:
        connection.sendall(octets)
    except OSError:
        pass  # it has been closed; an answer may have come before


def receive(connection):
    try:
        return connection.recv(65536)
    except OSError:
        return b""


def answer(connection):
    """The status, and the body is read, too; "silence" when the connection closes."""
    came = b""
    while b"\r\n\r\n" not in came:
        octets = receive(connection)
        if not octets:
            return "silence"
        came += octets
    start, _, body = came.partition(b"\r\n\r\n")
    length = int(start.split(b"Content-Length: ")[1].split()[0])
    while len(body) < length:
        body += receive(connection) or sys.exit("an answer breaks off")
    assert len(body) == length or start.startswith(b"HTTP/1.1 4"), "more than an answer came"
    return start.split()[1].decode()


def expect(connection, octets, status, what, piece=None):
    for at in range(0, len(octets), piece or len(octets)):
        send(connection, octets[at:at + (piece or len(octets))])
        time.sleep(0.001 if piece else 0)
    got = answer(connection)
    assert got == status, f"{what}: {got}, not {status}"


def expect_end(connection, octets, status, what, piece=None):
    expect(connection, octets, status, what, piece)
    while receive(connection):
        pass
    connection.close()


def exact():
    """On a connection that lives on, in whatever form, whole and in pieces."""
    for secure in (False, True):
        for piece in (None, 1000):
            for form in FORMS:
                connection = connect(secure)
                what = f"{form}, TLS {secure}, pieces {piece}"
                for size in (LIMIT, 200 + 5 * FIELDS, LIMIT - 1, LIMIT):
                    expect(connection, head(size, form), "200", f"{what}, {size} bytes", piece)
                expect_end(connection, head(LIMIT + 1, form), "431", what, piece)


def absolute():
    target = "http://localhost/" + "a" * 500
    connection = connect()
    expect(connection, head(LIMIT, target=target), "200", "absolute-form")
    expect_end(connection, head(LIMIT + 1, target=target), "431", "absolute-form")


def line():
    """The longest target, if its line is within the limit, and one byte more."""
    rest = len("GET  HTTP/1.1\r\n")
    longest = min(TARGET, LIMIT - rest)
    fits = f"GET /{'a' * (longest - 1)} HTTP/1.1\r\n"
    if LIMIT > TARGET + 100:
        expect(connect(), f"{fits}Host: localhost\r\n\r\n".encode(), "200", "the longest target")
    else:
        expect_end(connect(), f"{fits}Host: localhost\r\n\r\n".encode(), "431", "no room for Host")
    for more in (1, 100, 3000, MEMORY):
        octets = f"GET /{'a' * (longest - 1 + more)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        expect_end(connect(), octets, "414", f"{more} bytes more in the target")


def answers():
    """Each kind of answer, also where the next request fills what is read at once."""
    kinds = {"/foo": "200", "/basic/foo": "401", "/four/foo": "401", "/files/": "200",
             "/files/large": "200", "/files/directory?" + "q" * 900: "301", "/none/foo": "404"}
    for secure in (False, True):
        for target, status in kinds.items():
            for form in FORMS:
                octets = head(LIMIT, form, target)
                connection = connect(secure)
                for _ in range(2):
                    expect(connection, octets, status, f"{target[:20]}, {form}, TLS {secure}")
            connection.close()


def pipelined():
    """What comes behind a request takes nothing from its answer."""
    octets = head(LIMIT, "fields", "/four/foo", "HEAD")
    for first in (300 + 5 * FIELDS, LIMIT // 2, LIMIT - 1, LIMIT):
        connection = connect()
        send(connection, head(first, "fields", "/four/foo", "HEAD") + 7 * octets)
        came = b""
        while came.count(b"\r\n\r\n") < 8:
            came += receive(connection) or sys.exit(f"{came.count(b'HTTP/1.1 401')} of 8 answers")
        assert came.count(b"HTTP/1.1 401 ") == 8, came
        connection.close()


def silent():
    """What is refused is never refused without a word, however little memory is left."""
    for size in (*range(LIMIT + 1, MEMORY, LIMIT // 9), *range(MEMORY - 700, MEMORY + 90, 7)):
        expect_end(connect(), head(size), "431", f"{size} bytes")
    for size in range(MEMORY - 700, MEMORY + 90, 37):
        expect_end(connect(True), head(size), "431", f"{size} bytes by TLS")


def fields():
    """Each of them takes 48 bytes beside its own."""
    most = MEMORY // (48 + len("a:\r\n"))
    for count in (FIELDS, *range(FIELDS + 1, most, most // 9), *range(most - 30, most + 10)):
        octets = "GET /foo HTTP/1.1\r\nHost: localhost\r\n" + "a:\r\n" * (count - 1) + "\r\n"
        expect(connect(), octets.encode(), "200" if count <= FIELDS else "431", f"{count} fields")


def empty_lines():
    for count in range(0, MEMORY // 2, MEMORY // 200 + 1):
        connection = connect()
        send(connection, b"\r\n" * count + head(LIMIT, target="/four/foo"))
        got = answer(connection)
        assert got in ("401", "414", "431"), f"{count} empty lines: {got}"
        connection.close()


globals()[sys.argv[4]]()
