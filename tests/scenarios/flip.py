"""Changes a password to and fro: each change counts from the next request, of Basic and of Digest."""

import base64
import hashlib
import sqlite3
import sys

import requests
from requests.auth import HTTPDigestAuth

ROUNDS = 1000
SPACE = "Example"
NAME = "flip"


def write(store, password):
    sha = base64.b64encode(hashlib.sha1(password.encode()).digest()).decode()
    ha1 = hashlib.sha256(f"{NAME}:{SPACE}:{password}".encode()).digest()
    account = "(SELECT id FROM account WHERE name = ?)"
    with store:
        store.execute("INSERT OR IGNORE INTO account (name) VALUES (?)", (NAME,))
        store.execute(f"INSERT OR REPLACE INTO password VALUES ({account}, ?)",
                      (NAME, "{SHA}" + sha))
        store.execute("INSERT OR REPLACE INTO ha1 (account, realm, algorithm, value)"
                      f" VALUES ({account}, ?, 'SHA-256', ?)", (NAME, SPACE, ha1))


def main():
    path, url = sys.argv[1:]
    store = sqlite3.connect(path, timeout=30)
    store.execute("PRAGMA synchronous = OFF")  # others see it all the same
    passwords = ("before", "after")
    digests = {password: HTTPDigestAuth(NAME, password) for password in passwords}
    wrong = 0
    with requests.Session() as session:
        for number in range(ROUNDS):
            new, old = passwords[number % 2], passwords[1 - number % 2]
            write(store, new)
            answers = [(session.get(url, auth=(NAME, new)), 200),
                       (session.get(url, auth=digests[new]), 200)]
            # A refusal costs a slow hash.
            if number % 100 == 1:
                answers.append((session.get(url, auth=(NAME, old)), 401))
                answers.append((session.get(url, auth=digests[old]), 401))
            wrong += sum(answer.status_code != right for answer, right in answers)
    store.close()
    print(f"{wrong} wrong answers")


if __name__ == "__main__":
    main()
