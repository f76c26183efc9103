"""Holds connections that have had an answer each; asks again for each line of its input."""

import socket
import sys

PORT, COUNT = map(int, sys.argv[1:])


def ask_all(connections):
    for connection in connections:
        connection.sendall(b"GET /foo HTTP/1.1\r\nHost: localhost\r\n\r\n")
    for connection in connections:
        answer = connection.recv(65536)
        assert answer.startswith(b"HTTP/1.1 200 "), answer


def main():
    connections = [socket.create_connection(("127.0.0.1", PORT), 60) for _ in range(COUNT)]
    ask_all(connections)
    print("answered", flush=True)
    for _ in sys.stdin:
        ask_all(connections)
        print("answered", flush=True)


main()
