"""A store of as many accounts as are wanted."""

import base64
import hashlib
import sqlite3
import subprocess

SPACE = "Bench"
ALICE = ["alice", "correct horse"]


def add_user(program, path, name, password):
    """One whose password costs a slow hash."""
    subprocess.run([program, "user", "add", "--store", f"sqlite:{path}", "--name", SPACE,
                    "--password-stdin", name], input=password + "\n", text=True, check=True,
                   stdout=subprocess.DEVNULL)


def make_store(program, path, count):
    """alice, whose password costs a slow hash, and as many as are wanted with quick ones."""
    add_user(program, path, *ALICE)
    numbers = range(2, count + 1)
    with sqlite3.connect(path) as store:
        store.execute("PRAGMA synchronous = OFF")
        store.executemany("INSERT INTO account (id, name) VALUES (?, ?)",
                          ((number, name_of(number)) for number in numbers))
        store.executemany("INSERT INTO password (account, hash) VALUES (?, ?)",
                          ((number, quick_hash(login_of(number)[1])) for number in numbers))
        store.executemany("INSERT INTO ha1 (account, realm, algorithm, value, userhash)"
                          f" VALUES (?, '{SPACE}', 'SHA-256', ?, ?)",
                          ((number, ha1(number, login_of(number)[1]), userhash(number))
                           for number in numbers))
    store.close()


def name_of(number):
    return f"user{number:07}"


def login_of(number):
    return ALICE if number == 1 else [name_of(number), f"old {number}"]


def quick_hash(password):
    return "{SHA}" + base64.b64encode(hashlib.sha1(password.encode()).digest()).decode()


def ha1(number, password):
    return hashlib.sha256(f"{name_of(number)}:{SPACE}:{password}".encode()).digest()


def userhash(number):
    return hashlib.sha256(f"{name_of(number)}:{SPACE}".encode()).digest()
