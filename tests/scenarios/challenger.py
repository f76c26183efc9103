"""Challenges by Digest, and is not right: /same always has one nonce, at /stale they age at once."""

import http.server
import itertools
import re

HEAD = 'Digest realm="a realm", qop="auth", algorithm=MD5, opaque="kept", nonce="%d"'


class Challenger(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    nonces = itertools.count(1)
    nonce = 0

    def do_GET(self):
        """A nonce is good for one login, which must send back what came with it."""
        login = self.headers.get("Authorization", "")
        sent = re.search(r'nonce="(\d+)".* opaque="kept"', login)
        if self.path == "/stale" and sent and int(sent[1]) == Challenger.nonce:
            Challenger.nonce = 0
            self.answer(200)
        else:
            if self.path == "/stale":
                Challenger.nonce = next(Challenger.nonces)
            self.answer(401, HEAD % Challenger.nonce + (", stale=TRUE" if sent else ""))

    def answer(self, status, challenge=None):
        self.send_response(status)
        if challenge:
            self.send_header("WWW-Authenticate", challenge)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        """Nothing."""


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Challenger)
server.daemon_threads = True
print(server.server_address[1], flush=True)
server.serve_forever()
