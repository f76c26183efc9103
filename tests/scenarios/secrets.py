"""Logs in with a wrong password, in each way that it can come, and looks for it in the server's memory.

secrets.py PORT PROCESS: says each way that has left a part of it."""

import base64
import re
import socket
import sys
import time

PART = 24  # characters of the field: less may be there by chance
MAPPING_MAX = 1 << 28  # bytes: larger ones are a sanitizer's
WAYS = {
    "alone": lambda login: [login],
    "in two pieces": lambda login: [login[:-2], login[-2:]],
    "behind another request": lambda login: [plain() + login],
    "between others": lambda login: [plain() + login + plain()],
}


def plain(more=""):
    return f"GET /foo HTTP/1.1\r\nHost: localhost\r\n{more}\r\n".encode()


def written_memory(process):
    with open(f"/proc/{process}/maps", encoding="utf-8") as maps, \
            open(f"/proc/{process}/mem", "rb", 0) as memory:
        for line in re.findall(r"^(\w+)-(\w+) rw", maps.read(), re.MULTILINE):
            begin, end = (int(number, 16) for number in line)
            if end - begin < MAPPING_MAX:
                memory.seek(begin)
                yield memory.read(end - begin)


def ask(port, pieces):
    with socket.create_connection(("127.0.0.1", port), 60) as connection:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(0.1)
        connection.shutdown(socket.SHUT_WR)
        return connection.makefile("rb").read()


def main():
    port, process = map(int, sys.argv[1:])
    for way, pieces in WAYS.items():
        field = base64.b64encode(f"alice:the wrong password, {way}".encode()).decode()
        answer = ask(port, pieces(plain(f"Authorization: Basic {field}\r\n")))
        assert b" 401 " in answer, answer
        found = b"".join(written_memory(process))
        parts = {field[at:at + PART].encode() for at in range(len(field) - PART)}
        if any(part in found for part in parts):
            print(way)


main()
