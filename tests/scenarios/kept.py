"""Asks for a file again and again: kept.py PORT FILE TARGET REQUESTS [FIELD...].

A field is "Name: value"; "If-None-Match: @etag" has the tag of the file. Where one of them asks for less
than the file, all of it is asked for before, each time. Says "kept" when most of the requests were
answered without opening the file, else "read", and what came, each answer once: "kept 0123", or the
status of one without a body: "kept 304"."""

import ctypes
import http.client
import os
import sys

IN_OPEN = 0x20


def ask(connection, target, fields):
    connection.request("GET", target, headers={"Accept-Encoding": "", **fields})
    response = connection.getresponse()
    return response, response.read().decode() or str(response.status)


def was_opened(watch):
    """Since this was asked last."""
    try:
        return len(os.read(watch, 1 << 16)) > 0
    except BlockingIOError:
        return False


def main():
    port, path, target, requests, *lines = sys.argv[1:]
    fields = dict(line.split(": ", 1) for line in lines)
    library = ctypes.CDLL(None, use_errno=True)
    watch = library.inotify_init1(os.O_NONBLOCK)
    if library.inotify_add_watch(watch, path.encode(), IN_OPEN) < 0:
        sys.exit(os.strerror(ctypes.get_errno()))
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=60)
    whole = {name: value for name, value in fields.items() if name == "Accept-Encoding"}
    if fields.get("If-None-Match") == "@etag":
        fields["If-None-Match"] = ask(connection, target, whole)[0].headers["ETag"]
    answers = []
    opened = 0
    for _ in range(int(requests)):
        if fields != whole:
            ask(connection, target, whole)
            was_opened(watch)
        _, answer = ask(connection, target, fields)
        if answer not in answers:
            answers.append(answer)
        opened += was_opened(watch)
    print("kept" if opened < int(requests) / 2 else "read", *answers)


main()
