"""Does one kind of harm to the server on a port; fails when the server minds."""

import base64
import collections
import errno
import random
import select
import socket
import sys
import time

PORT = int(sys.argv[1])
HEAD_DEADLINE = 10  # seconds after the request line
BODY_DEADLINE = 30
SILENCE_DEADLINE = 30
PATIENCE = 15  # of a slow machine; the deadlines must not end what should have ended before


def connect(timeout=PATIENCE):
    return socket.create_connection(("127.0.0.1", PORT), timeout)


def request(path="/foo", more=""):
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n".encode("latin-1")


def read_answer(connection):
    """The status and the head of the next answer, whose body is read as well; "" when the server
    closed."""
    file = connection.makefile("rb")
    lines = list(iter(lambda: file.readline().rstrip(), b""))
    if not lines:
        return "", b""
    length = [int(line.split()[1]) for line in lines if line.startswith(b"Content-Length:")]
    file.read(length[0] if length else 0)
    return lines[0].split()[1].decode(), b"\n".join(lines)


def read_status(connection):
    return read_answer(connection)[0]


def drip(connection, data, deadline):
    """One byte a time, until the server has enough of it. Returns the seconds that it took."""
    start = time.monotonic()
    connection.settimeout(0.25)
    for byte in data:
        try:
            connection.sendall(bytes([byte]))
            if connection.recv(4096) == b"":
                break
        except socket.timeout:
            pass
        except (BrokenPipeError, ConnectionResetError):
            break
        assert time.monotonic() - start < deadline + PATIENCE, "not cut off"
    took = time.monotonic() - start
    assert took > deadline - 1, f"cut off after {took:.1f} s"


def slow_head():
    connection = connect()
    connection.sendall(b"GET /foo HTTP/1.1\r\n")
    drip(connection, b"X-Slow: " + b"a" * 1000, HEAD_DEADLINE)


def slow_body():
    connection = connect()
    connection.sendall(b"POST /foo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n")
    drip(connection, b"a" * 1000, BODY_DEADLINE)


def nothing():
    connection = connect(4 * SILENCE_DEADLINE)
    start = time.monotonic()
    assert connection.recv(1) == b""
    took = time.monotonic() - start
    assert took > SILENCE_DEADLINE - 1, f"closed after {took:.1f} s"


def endless_extension():
    """A chunk whose first line does not fit the server's memory, and never ends."""
    connection = connect(timeout=BODY_DEADLINE + PATIENCE)
    connection.sendall(b"POST /example/foo HTTP/1.1\r\nHost: localhost\r\n"
                       b"Authorization: Basic YWxpY2U6c2VjcmV0\r\nTransfer-Encoding: chunked\r\n\r\n"
                       b"5;x=" + b"a" * 70000)
    assert read_status(connection) == "", "answered"


def many(count):
    connections = [connect() for _ in range(count)]
    for connection in connections:
        connection.sendall(request())
    statuses = {read_status(connection) for connection in connections}
    assert statuses == {"200"}, statuses


def silent(count):
    connections = [connect() for _ in range(count)]
    other = connect()
    other.sendall(request())
    assert read_status(other) == "200"
    for connection in connections:
        connection.close()


def half_closed(count):
    connections = [connect() for _ in range(count)]
    for connection in connections:
        connection.sendall(request())
        connection.shutdown(socket.SHUT_WR)
    for connection in connections:
        assert read_status(connection) == "200"


def broken_off(count):
    whole = request("/example/foo", "Authorization: Basic YWxpY2U6c2VjcmV0\r\n")
    connections = [connect() for _ in range(count)]
    for number, connection in enumerate(connections):
        connection.sendall(whole[:number * len(whole) // count])
    time.sleep(0.2)
    for connection in connections:
        connection.setblocking(False)
        try:
            raise AssertionError(f"answered before the end: {connection.recv(100)}")
        except BlockingIOError:
            connection.close()


def garbage(count):
    dice = random.Random(1)  # the same garbage every time
    statuses = collections.Counter()
    for _ in range(count):
        connection = connect()
        data = bytearray(request("/example/foo", "Authorization: Digest a=1\r\n") * 3)
        for _ in range(dice.randrange(1, 20)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            connection.sendall(data + dice.randbytes(dice.randrange(2000)))
            connection.shutdown(socket.SHUT_WR)
            statuses[read_status(connection)] += 1
        except (BrokenPipeError, ConnectionResetError):
            statuses[""] += 1
        except OSError as error:
            assert error.errno == errno.ENOTCONN, error  # closed before our end was
            statuses[""] += 1
        connection.close()
    assert set(statuses) <= {"200", "400", "401", ""} and statuses[""] <= count // 20, statuses


def guesses(count):
    connection = connect()
    digest = 'Digest username="alice", realm="Example", nonce="x", uri="/example/foo", ' \
        f'algorithm=SHA-256, qop=auth, nc=00000001, cnonce="x", response="{"0" * 64}"'
    for number in range(count):
        basic = base64.b64encode(f"alice:{number}".encode()).decode()
        for credentials in (f"Basic {basic}", digest, f"Bearer {basic}"):
            connection.sendall(request("/example/foo", f"Authorization: {credentials}\r\n"))
            status = read_status(connection)
            assert status == "401", status


def crowd(count):
    """More logins than the pool of later:150:alice:secret takes, which has six threads."""
    connections = [connect() for _ in range(count)]
    for connection in connections:
        connection.sendall(request("/slow/foo", "Authorization: Basic YWxpY2U6c2VjcmV0\r\n"))
    other = connect()
    other.sendall(request())
    assert read_status(other) == "200"
    answered = len(select.select(connections, [], [], 0)[0])
    assert answered < count, "an open page came after all the logins"
    answers = [read_answer(connection) for connection in connections]
    statuses = collections.Counter(status for status, _ in answers)
    assert set(statuses) == {"200", "503"} and statuses["200"] >= count // 2, statuses
    for status, head in answers:
        assert (b"Retry-After: " in head) == (status == "503"), head


def challenges(count):
    connection = connect()
    for _ in range(count // 50):
        connection.sendall(request("/example/foo") * 50)
        file = connection.makefile("rb")
        got = 0
        while got < 50:
            line = file.readline()
            assert line, "closed"
            got += line.startswith(b"HTTP/1.1 401")
        # What is left of the last answer.
        connection.settimeout(0.05)
        try:
            while connection.recv(65536):
                pass
        except socket.timeout:
            connection.settimeout(PATIENCE)


if __name__ == "__main__":
    globals()[sys.argv[2].replace("-", "_")](*map(int, sys.argv[3:]))
