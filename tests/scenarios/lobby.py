"""Plays clients that say nothing for a while, and so wait in the lobby of the server on a port."""

import contextlib
import glob
import os
import resource
import select
import signal
import socket
import ssl
import sys
import time

from attack import HEAD_DEADLINE, PORT, connect, drip, read_status, request

SERVER = int(sys.argv[3])  # its process
GUEST = "events:     2019 "  # EPOLLIN, EPOLLRDHUP, EPOLLERR and EPOLLHUP: only the lobby's
BLOCKED = "events:       1c "  # EPOLLOUT, EPOLLERR and EPOLLHUP
PATIENCE = 60  # seconds
LONG_ANSWERS = 1000  # of 16000 bytes: more than the kernel takes


def eventually(claim):
    end = time.monotonic() + PATIENCE
    while not claim():
        assert time.monotonic() < end, f"{guests()} connections are in the lobby"
        time.sleep(0.05)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def watched(events):
    """How many connections are watched for these, as the kernel sees it."""
    count = 0
    for path in glob.glob(f"/proc/{SERVER}/fdinfo/*"):
        with contextlib.suppress(FileNotFoundError):  # closed meanwhile
            count += read(path).count(events)
    return count


def guests():
    """How many connections are in the lobby."""
    return watched(GUEST)


def ask(*connections, status="200"):
    for connection in connections:
        connection.sendall(request())
    for connection in connections:
        got = read_status(connection)
        assert got == status, got or "closed"


def wait_for_guests(count):
    eventually(lambda: guests() == count)


def enter(count):
    """So many connections that have had an answer each, and wait."""
    connections = [connect(PATIENCE) for _ in range(count)]
    ask(*connections)
    wait_for_guests(count)
    return connections


def full(count):
    """All connections that there can be are idle: each of them stays, until somebody new comes."""
    connections = enter(count)
    ask(*connections)
    wait_for_guests(count)
    ask(connect(PATIENCE))
    eventually(lambda: select.select(connections, [], [], 0)[0])
    ready = select.select(connections, [], [], 0)[0]
    assert [connection.recv(1) for connection in ready] == [b""]
    ask(*(connection for connection in connections if connection not in ready))


def gone(count):
    connections = enter(count)
    for number, connection in enumerate(connections):
        if number % 2:  # with a reset
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        connection.close()
    wait_for_guests(0)


def stuck(count):
    """Whose descriptor is too high by now cannot go there, and is answered where it is."""
    connections = [connect(PATIENCE) for _ in range(count)]
    for connection in connections:
        connection.sendall(request()[:1])  # with that it stays
    wait_until_read(connections)
    limit = max(int(os.path.basename(path)) for path in glob.glob(f"/proc/{SERVER}/fd/*")
                if os.readlink(path).startswith("socket:"))
    for connection in connections[:count // 2]:
        connection.close()
    resource.prlimit(SERVER, resource.RLIMIT_NOFILE, (limit, limit))
    others = connections[count // 2:]
    for connection in others:
        connection.sendall(request()[1:])
        assert read_status(connection) == "200"
    wait_for_guests(len(others) - 1)
    ask(*others)


def slow_head():
    connection, = enter(1)
    connection.sendall(b"GET /foo HTTP/1.1\r\n")
    drip(connection, b"X-Slow: " + b"a" * 1000, HEAD_DEADLINE)


def keep_busy(count):
    """So many connections that have sent all of a request but the last byte."""
    connections = [connect(PATIENCE) for _ in range(count)]
    for connection in connections:
        connection.sendall(request(more="Content-Length: 1\r\n"))
    wait_until_read(connections)
    return connections


def ask_the_busy(guest):
    guest.sendall(request())
    assert select.select([guest], [], [], 1)[0] == [], guest.recv(100) or "closed"


def leave(others):
    for other in others:
        other.sendall(b"x")
        assert read_status(other) == "200"
        other.close()


def busy(count):
    """At an endpoint that is full who has been silent for a while makes room, and nobody else."""
    silent, = enter(1)
    time.sleep(2.1)
    others = keep_busy(count)
    assert silent.recv(1) == b""
    new = connect(PATIENCE)
    ask_the_busy(new)
    leave(others)
    assert read_status(new) == "200"


def quick(count):
    """Who asks again and again is not sent away for those who come new."""
    asking, = enter(1)
    others = keep_busy(count - 1)
    waiting = [connect(PATIENCE) for _ in range(3)]
    for connection in waiting:
        connection.sendall(request())
    for _ in range(8):
        time.sleep(0.5)
        ask(asking)
    assert not select.select(waiting, [], [], 0)[0]
    asking.close()
    assert read_status(waiting[0]) == "200"
    leave(others)


def ask_for_more():
    """More than the kernel takes, on a connection on which nothing is read yet."""
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    reader.settimeout(PATIENCE)
    reader.connect(("127.0.0.1", PORT))
    reader.sendall(request("/long/file") * LONG_ANSWERS)
    reader.shutdown(socket.SHUT_WR)
    return reader


def cut(log):
    """The answer of which the client has not taken all is none that was sent."""
    reader = ask_for_more()
    eventually(lambda: watched(BLOCKED))
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    reader.close()
    eventually(lambda: "/long/file HTTP/1.1\" 200 - " in read(log))
    lines = [line for line in read(log).splitlines() if "/long/file" in line]
    assert all(" 200 16000 " in line for line in lines[:-1]), lines
    assert " 200 - " in lines[-1], lines


def slow(count):
    """Nor is he who has yet to take the answers that he has asked for."""
    reader = ask_for_more()
    time.sleep(2.1)
    others = keep_busy(count - 1)
    ask_the_busy(connect(PATIENCE))
    assert reader.makefile("rb").read().count(b"HTTP/1.1 200 OK") == LONG_ANSWERS
    leave(others)


def connect_local(path):
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(PATIENCE)
    connection.connect(path)
    return connection


def crowded(path, count):
    """By a Unix socket, too, whoever comes when there are as many as can be waits to be let in."""
    connections = [connect_local(path) for _ in range(count + 20)]
    for connection in connections:
        connection.sendall(request(more="Content-Length: 1\r\n"))
    leave(connections)


def crowded_loops(path, count):
    """Where one loop is full and another one is not, whoever comes is let in by that."""
    connections = [connect_local(path) for _ in range(count)]
    for connection in connections:
        connection.sendall(request(more="Content-Length: 1\r\n"))
    for _ in range(count // 2):
        time.sleep(0.6)  # those that were full have looked again
        connections.pop(0).close()
        new = connect_local(path)
        new.settimeout(PATIENCE / 4)  # before the others are cut off
        ask(new)
        new.sendall(request(more="Content-Length: 1\r\n"))
        connections.append(new)
    leave(connections)


def at_once(count):
    """When as many as can be leave in the same moment, whoever waits to come in is let in."""
    others = keep_busy(count)
    new = connect(PATIENCE)
    ask_the_busy(new)
    os.kill(SERVER, signal.SIGSTOP)
    for other in others:
        other.close()
    os.kill(SERVER, signal.SIGCONT)
    assert read_status(new) == "200"


def wait_until_read(connections):
    """Nothing is left in the sockets of the server, as the kernel sees them."""
    ports = {f"{connection.getsockname()[1]:04X}" for connection in connections}

    def are_read():
        rows = [line.split() for line in read("/proc/net/tcp").splitlines()[1:]]
        return not any(row[2][-4:] in ports and not row[4].endswith(":00000000") for row in rows)
    eventually(are_read)


def stopped(count):
    """Whose request has come before the signal is answered, and who waits is let go."""
    asking = enter(count)
    idle = connect(PATIENCE)
    wait_for_guests(count + 1)
    os.kill(SERVER, signal.SIGSTOP)
    for connection in asking:
        connection.sendall(request())
    os.kill(SERVER, signal.SIGTERM)
    os.kill(SERVER, signal.SIGCONT)
    statuses = {read_status(connection) for connection in asking}
    assert statuses == {"200"}, statuses
    assert idle.recv(1) == b""


def together(count, path):
    """What so many ask for at the same moment each of them gets, the second time it is asked for."""
    connections = [connect(PATIENCE) for _ in range(count)]
    connections[0].sendall(request(path))
    assert read_status(connections[0]) == "200"
    wait_for_guests(count)
    os.kill(SERVER, signal.SIGSTOP)
    for connection in connections:
        connection.sendall(request(path))
    os.kill(SERVER, signal.SIGCONT)
    assert [read_status(connection) for connection in connections] == ["200"] * count


def reloaded(application, log):
    """Who has waited meanwhile gets what the new application has."""
    connections = enter(10)
    text = read(application)
    with open(application, "w", encoding="utf-8") as file:
        file.write(text.replace('portal "/"', 'portal "/other"'))
    os.kill(SERVER, signal.SIGHUP)
    eventually(lambda: ": reloaded" in read(log))
    ask(*connections, status="404")


def outside(path, port):
    """TLS and Unix sockets are idle where they are."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    local = connect_local(path)
    secure = context.wrap_socket(socket.create_connection(("127.0.0.1", port), PATIENCE))
    ask(local, secure)
    # Who came later waits in the lobby: for these it was time.
    ask(local, secure, *enter(1))


def named(source, address, port):
    connection = socket.create_connection((address, port), PATIENCE, (source, 0))
    wait_for_guests(1)
    ask(connection)


if __name__ == "__main__":
    arguments = [int(word) if word.isdigit() else word for word in sys.argv[4:]]
    globals()[sys.argv[2].replace("-", "_")](*arguments)
