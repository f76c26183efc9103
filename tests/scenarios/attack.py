"""Does one kind of harm to the server on a port; fails when the server minds."""

import base64
import random
import socket
import sys
import time

PORT = int(sys.argv[1])
HEAD_DEADLINE = 10  # seconds after the request line
BODY_DEADLINE = 30


def connect(timeout=5):
    return socket.create_connection(("127.0.0.1", PORT), timeout)


def request(path="/foo", more=""):
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n".encode("latin-1")


def read_status(connection):
    """The status of the next answer, whose body is read as well; "" when the server closed."""
    file = connection.makefile("rb")
    lines = list(iter(lambda: file.readline().rstrip(), b""))
    if not lines:
        return ""
    length = [int(line.split()[1]) for line in lines if line.startswith(b"Content-Length:")]
    file.read(length[0] if length else 0)
    return lines[0].split()[1].decode()


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
        assert time.monotonic() - start < deadline + 3, "not cut off"
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
    for number in range(count):
        connection = connect()
        connection.sendall(whole[:number * len(whole) // count])
        connection.close()


def garbage(count):
    dice = random.Random(1)  # the same garbage every time
    for _ in range(count):
        connection = connect()
        data = bytearray(request("/example/foo", "Authorization: Digest a=1\r\n") * 3)
        for _ in range(dice.randrange(1, 20)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            connection.sendall(data + dice.randbytes(dice.randrange(2000)))
            connection.shutdown(socket.SHUT_WR)
            answer = connection.recv(100)
            assert answer == b"" or answer.startswith(b"HTTP/1.1 "), answer
        except (BrokenPipeError, ConnectionResetError):
            pass
        except OSError as error:
            assert error.errno == 107, error  # closed before our end was
        connection.close()


def guesses(count):
    connection = connect()
    digest = 'Digest username="alice", realm="Example", nonce="x", uri="/example/foo", ' \
        f'algorithm=SHA-256, qop=auth, nc=00000001, cnonce="x", response="{"0" * 64}"'
    for number in range(count):
        basic = base64.b64encode(f"alice:{number}".encode()).decode()
        for credentials in (f"Basic {basic}", digest, f"Bearer {basic}"):
            connection.sendall(request("/example/foo", f"Authorization: {credentials}\r\n"))
            status = read_status(connection)
            assert status in ("401", "429"), status


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
            connection.settimeout(5)


if __name__ == "__main__":
    globals()[sys.argv[2].replace("-", "_")](*map(int, sys.argv[3:]))
