#!/usr/bin/env python3
"""Runs a command, and sends a signal to one of its processes as it makes a certain system call.

interrupt.py ROLE SIGNAL COUNT COMMAND...: ROLE is `starter`, the command itself, or `others`, whom it
forks; COUNT is the number of the system call, from 0, where
beginning and end are one each. Prints the exit code of the command (128 + the
signal that ended it), and how many system calls there were: when they are no more than COUNT, nobody
was sent anything. What the command has left behind goes on without us.
"""
import ctypes
import os
import signal
import sys

# From <sys/ptrace.h> and <sys/wait.h>.
SYSCALL, SEIZE = 24, 0x4206
TRACE_ALL = 1 | 2 | 4 | 8  # mark system calls; follow fork, vfork and clone
WAIT_ALL = 0x40000000
SYSTEM_CALL = signal.SIGTRAP | 0x80

libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long] * 4


def begin(command):
    child = os.fork()
    if child == 0:
        os.kill(os.getpid(), signal.SIGSTOP)
        os.execv(command[0], command)
    os.waitpid(child, os.WUNTRACED)
    # Unlike those that are attached to, who is seized is not stopped when we end.
    seized = libc.ptrace(SEIZE, child, 0, TRACE_ALL)
    os.kill(child, signal.SIGCONT if seized == 0 else signal.SIGKILL)
    return child


def main():
    role, number, count = sys.argv[1], getattr(signal, f"SIG{sys.argv[2]}"), int(sys.argv[3])
    starter = begin(sys.argv[4:])
    seen = 0
    while True:
        process, status = os.waitpid(-1, WAIT_ALL)
        if not os.WIFSTOPPED(status):
            if process != starter:
                continue
            code = os.waitstatus_to_exitcode(status)
            print(code if code >= 0 else 128 - code, seen)
            return
        passed = os.WSTOPSIG(status)
        if passed == SYSTEM_CALL and (process == starter) == (role == "starter"):
            if seen == count:
                os.kill(process, number)
            seen += 1
        # What is about tracing alone is no signal.
        if passed == SYSTEM_CALL or status >> 16:
            passed = 0
        libc.ptrace(SYSCALL, process, 0, passed)


main()
