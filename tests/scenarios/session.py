"""Logs in with python-requests to each URL that is read from standard input, with one session.

Says for each: the status, the scheme and the algorithm that were sent, and how many requests it took.
"""

import re
import sys

import requests
from requests.auth import HTTPBasicAuth, HTTPDigestAuth


def main():
    scheme, username, password = sys.argv[1:4]
    session = requests.Session()
    if scheme == "digest":
        session.auth = HTTPDigestAuth(username, password)
    elif scheme == "basic-octets":
        session.auth = HTTPBasicAuth(username.encode(), password.encode())
    else:
        session.auth = HTTPBasicAuth(username, password)
    for url in sys.stdin:
        answer = session.get(url.strip(), timeout=20)
        sent = answer.request.headers.get("Authorization", "nothing")
        algorithm = re.search(r'algorithm="?([^",]*)', sent)
        print(answer.status_code, sent.split()[0], algorithm[1] if algorithm else "-",
              len(answer.history) + 1, flush=True)


if __name__ == "__main__":
    main()
