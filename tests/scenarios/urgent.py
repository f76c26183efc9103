"""Has an answer broken off by urgent data, at which libmicrohttpd ends the connection."""

import os
import signal
import socket
import sys
import time

PORT, SERVER = map(int, sys.argv[1:3])
SIZE = 64 << 20
PAUSE = 1  # second, in which nothing more comes


def take(connection):
    """All that comes until the connection ends, or nothing more comes."""
    came = b""
    while True:
        try:
            piece = connection.recv(1 << 20)
        except (TimeoutError, ConnectionError):
            return came
        if not piece:
            return came
        came += piece


def main():
    connection = socket.create_connection(("127.0.0.1", PORT), 60)
    connection.sendall(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
    came = connection.recv(1)
    time.sleep(PAUSE)  # the socket of the server is full
    os.kill(SERVER, signal.SIGSTOP)
    connection.settimeout(PAUSE)
    came += take(connection)
    connection.send(b"!", socket.MSG_OOB)
    os.kill(SERVER, signal.SIGCONT)
    came += take(connection)
    assert came.startswith(b"HTTP/1.1 200 "), came[:100]
    assert len(came) < SIZE, "it has not been broken off"
    assert came.count(b"HTTP/1.1 ") == 1, came[-200:]


main()
