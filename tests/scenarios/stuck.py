"""Asks for a large file, or for a small one very often, and takes little of it or nothing until its
input ends; then all there is."""

import contextlib
import select
import socket
import sys
import threading

PORT, PATH = int(sys.argv[1]), sys.argv[2]
SIZE = 64 << 20
REQUEST = b"GET /large HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
PLAIN = b"GET /plain HTTP/1.1\r\nHost: localhost\r\n\r\n"
PIECE = 1 << 20
PAUSE = 2  # seconds


def send(connection, octets):
    with contextlib.suppress(ConnectionError):
        connection.sendall(octets)


def ask(family, address, octets=REQUEST):
    connection = socket.socket(family)
    connection.connect(address)
    threading.Thread(target=send, args=(connection, octets), daemon=True).start()
    return connection


def take(connection, most):
    """How many bytes there were; fewer than `most` when it has ended."""
    taken = 0
    while taken < most:
        try:
            piece = connection.recv(min(65536, most - taken))
        except ConnectionError:
            break
        if not piece:
            break
        taken += len(piece)
    return taken


def main():
    clients = {"slow": ask(socket.AF_INET, ("127.0.0.1", PORT)),
               "silent": ask(socket.AF_INET, ("127.0.0.1", PORT)),
               "silent by a Unix socket": ask(socket.AF_UNIX, PATH),
               "silent, asking on": ask(socket.AF_INET, ("127.0.0.1", PORT),
                                        PLAIN * (SIZE // 16000 + 1))}
    taken = dict.fromkeys(clients, 0)
    while not select.select([sys.stdin], [], [], PAUSE)[0]:
        taken["slow"] += take(clients["slow"], min(PIECE, SIZE // 2 - taken["slow"]))
    for name, connection in clients.items():
        taken[name] += take(connection, 2 * SIZE)
    print(", ".join(f"{name}: {'all' if count > SIZE else 'a part'}"
                    for name, count in taken.items()))


main()
