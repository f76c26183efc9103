"""Asks for a file again and again: kept.py PORT FILE TARGET REQUESTS [ACCEPT-ENCODING].

Says "kept" when most of them were answered without opening the file, else "read", and what came, each
answer once: "kept 0123"."""

import ctypes
import http.client
import os
import sys

IN_OPEN = 0x20


def main():
    port, path, target, requests, *codings = sys.argv[1:]
    library = ctypes.CDLL(None, use_errno=True)
    watch = library.inotify_init1(os.O_NONBLOCK)
    if library.inotify_add_watch(watch, path.encode(), IN_OPEN) < 0:
        sys.exit(os.strerror(ctypes.get_errno()))
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=60)
    answers = []
    opened = 0
    for _ in range(int(requests)):
        connection.request("GET", target, headers={"Accept-Encoding": codings[0] if codings else ""})
        answer = connection.getresponse().read().decode()
        if answer not in answers:
            answers.append(answer)
        try:
            opened += len(os.read(watch, 1 << 16)) > 0
        except BlockingIOError:
            pass
    print("kept" if opened < int(requests) / 2 else "read", *answers)


main()
