#!/usr/bin/env python3
"""Runs a command on a terminal and types lines at its prompts; shows what the terminal shows.

terminal.py LINES COMMAND...: LINES are separated by ','; '^C' presses the key, and '' none. Prints
the screen, whether the terminal echoes again, and the exit code (128 + the signal that ended it).
"""
import os
import pty
import select
import signal
import sys
import termios


def read_until(terminal, ending, screen):
    while not screen.endswith(ending):
        if not select.select([terminal], [], [], 10)[0]:
            sys.exit(f"nothing more came after {screen!r}")
        try:
            octets = os.read(terminal, 1024)
        except OSError:  # the other side is closed
            return screen
        if not octets:
            return screen
        screen += octets
    return screen


def main():
    lines, command = sys.argv[1].split(",") if sys.argv[1] else [], sys.argv[2:]
    child, terminal = pty.fork()
    if child == 0:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # who runs in the background ignores it
        os.execv(command[0], command)
    screen = b""
    for line in lines:
        screen = read_until(terminal, b": ", screen) + b"|"
        os.write(terminal, b"\x03" if line == "^C" else line.encode() + b"\n")
    # Our side can read the settings for as long as it is open.
    screen = read_until(terminal, b"\0", screen)
    echo = termios.tcgetattr(terminal)[3] & termios.ECHO
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(screen.decode().replace("\r\n", "\n"), end="")
    print("echo" if echo else "no echo", status if status >= 0 else 128 - status)


main()
