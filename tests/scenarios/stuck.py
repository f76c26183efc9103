"""Asks for a large file, and takes little of it or nothing until its input ends; then all there is."""

import select
import socket
import sys

PORT, PATH = int(sys.argv[1]), sys.argv[2]
SIZE = 64 << 20
REQUEST = b"GET /large HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
PIECE = 1 << 20
PAUSE = 2  # seconds


def ask(family, address):
    connection = socket.socket(family)
    connection.connect(address)
    connection.sendall(REQUEST)
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
               "silent by a Unix socket": ask(socket.AF_UNIX, PATH)}
    taken = dict.fromkeys(clients, 0)
    while not select.select([sys.stdin], [], [], PAUSE)[0]:
        taken["slow"] += take(clients["slow"], min(PIECE, SIZE // 2 - taken["slow"]))
    for name, connection in clients.items():
        taken[name] += take(connection, 2 * SIZE)
    print(", ".join(f"{name}: {'all' if count > SIZE else 'a part'}"
                    for name, count in taken.items()))


main()
