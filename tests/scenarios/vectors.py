"""Makes the account of each vector with `postern user add`, and logs in to it; TAP."""

import base64
import json
import os
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, "tests/conversations")
sys.dont_write_bytecode = True

from connection import Connection  # noqa: E402
from digest import authorization, read_challenges  # noqa: E402
from server import Server  # noqa: E402

TIMEOUT = 20  # seconds
DATAERR = 65  # sysexits(3)
OPENS, REFUSED = "HTTP/1.1 200 OK", "HTTP/1.1 401 Unauthorized"


def basic(username, password):
    return "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()


class Accounts:
    """A store, and a server that asks for what is in it."""

    def __init__(self, program, directory):
        self.program = program
        self.store = f"{directory}/users.db"
        self.add("first", "secret")
        checker = ["--auth", f"sqlite:{self.store}", "--realm", "page"]
        self.server = Server(program, ["--at", "/basic", "--name", "Example", "--factory", "basic",
                                       *checker, "--at", "/digest", "--name", "Example",
                                       "--factory", "digest", *checker], directory, TIMEOUT)
        self.port = self.server.port()
        if not self.port:
            sys.exit(self.server.log())

    def add(self, username, password):
        """The exit code."""
        return subprocess.run(
            [self.program, "user", "add", "--store", f"sqlite:{self.store}", "--name", "Example",
             "--password-stdin", username], input=password.encode() + b"\n", check=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode

    def clear(self):
        with sqlite3.connect(self.store) as store:
            store.execute("PRAGMA foreign_keys = ON")
            store.execute("DELETE FROM account")
        store.close()

    def ask(self, scheme, field):
        connection = Connection(self.port, TIMEOUT)
        connection.send(f"GET /{scheme}/page HTTP/1.1\r\nHost: localhost\r\n".encode() +
                        (f"Authorization: {field}\r\n".encode() if field else b"") + b"\r\n")
        response = connection.read_response("GET")
        connection.close()
        return response

    def log_in(self, username, password):
        """What Basic and Digest come to. Digest hashes the name as it was sent."""
        challenges = read_challenges(self.ask("digest", None).values("WWW-Authenticate"))
        digest = "username=" + json.dumps(username, ensure_ascii=False) + \
            " password=" + json.dumps(password, ensure_ascii=False)
        field, _ = authorization(digest, challenges, "GET", "/digest/page")
        return [self.ask("basic", basic(username, password)).status,
                self.ask("digest", field).status]


class Tap:
    def __init__(self):
        self.count = 0
        self.failed = 0

    def must_be(self, name, got, expected):
        self.count += 1
        self.failed += got != expected
        print(f"{'ok' if got == expected else 'not ok'} {self.count} - {name}")
        if got != expected:
            print(f"#   expected: {expected}\n#   got: {got}")


def try_basic(accounts, tap, vector):
    accounts.clear()
    if vector["expect"] == "accept":
        tap.must_be(f"{vector['id']}: added", accounts.add(vector["user"], vector["password"]), 0)
    tap.must_be(f"{vector['id']}: logs in", accounts.ask("basic", vector["authorization"]).status,
                OPENS if vector["expect"] == "accept" else REFUSED)


def try_precis(accounts, tap, vector):
    """Whoever writes the name or the password in another way is the same user."""
    name = f"{vector['profile']} {vector['input_utf8_hex']}"
    is_name = vector["profile"] == "UsernameCasePreserved"
    given = [(text, "secret") if is_name else ("alice", text)
             for text in (vector["input"], vector["output"])]
    accounts.clear()
    if vector["output"] is None or (is_name and ":" in vector["input"]):
        if "\0" not in vector["input"] and "\n" not in vector["input"]:
            tap.must_be(f"{name}: not added", accounts.add(*given[0]), DATAERR)
        tap.must_be(f"{name}: no login", accounts.ask("basic", basic(*given[0])).status, REFUSED)
        return
    tap.must_be(f"{name}: added", accounts.add(*given[0]), 0)
    tap.must_be(f"{name}: logs in as it was added", accounts.log_in(*given[0])[0], OPENS)
    tap.must_be(f"{name}: logs in prepared", accounts.log_in(*given[1]), [OPENS, OPENS])


def load(name):
    with open(f"tests/vectors/{name}.json", encoding="utf-8") as file:
        return json.load(file)


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="postern-") as directory:
        accounts = Accounts(os.path.abspath(sys.argv[1]), directory)
        try:
            for vector in load("basic_vectors"):
                try_basic(accounts, tap, vector)
            for vector in load("precis_vectors"):
                try_precis(accounts, tap, vector)
            tap.must_be("the server ends well", accounts.server.stop(), 0)
        finally:
            accounts.server.kill()
    print(f"1..{tap.count}")
    return 1 if tap.failed else 0


if __name__ == "__main__":
    sys.exit(main())
