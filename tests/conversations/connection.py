"""One connection to the server, read answer by answer."""

import dataclasses
import socket
import struct
import time

GLANCE = 0.01  # seconds, in which the server sees what has come


class Silence(Exception):
    """What had to come did not come in time, or not in a form that makes sense."""


@dataclasses.dataclass
class Response:
    status: str
    headers: list  # (name, value)
    body: bytes
    raw: bytes

    def values(self, name):
        return [value for key, value in self.headers if key.lower() == name.lower()]


class Connection:
    """With `in_pieces` the first octet of all that is sent comes before the others."""

    def __init__(self, port, timeout, in_pieces=False):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, in_pieces)
        self.in_pieces = in_pieces
        self.buffer = b""
        self.transcript = b""  # all that came

    def send(self, data):
        try:
            if self.in_pieces:
                self.socket.sendall(data[:1])
                time.sleep(GLANCE)
                data = data[1:]
            self.socket.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the server may answer before it has read everything, and close

    def finish_sending(self):
        self.socket.shutdown(socket.SHUT_WR)

    def receive(self):
        """False at the end."""
        try:
            data = self.socket.recv(65536)
        except ConnectionResetError:
            return False
        except socket.timeout as timeout:
            raise Silence("nothing came in time") from timeout
        self.buffer += data
        self.transcript += data
        return data != b""

    def take(self, length):
        while len(self.buffer) < length:
            if not self.receive():
                raise Silence("the server closed in the middle of an answer")
        data, self.buffer = self.buffer[:length], self.buffer[length:]
        return data

    def read_head(self):
        while b"\r\n\r\n" not in self.buffer:
            if not self.receive():
                raise Silence("the server closed without a whole answer")
        return self.take(self.buffer.index(b"\r\n\r\n") + 4)

    def read_body(self, response, method):
        if method == "HEAD" or response.status.split()[1] in ("204", "304"):
            return b""
        lengths = response.values("Content-Length")
        if len(lengths) != 1:
            raise Silence("the answer has no Content-Length, or several")
        return self.take(int(lengths[0]))

    def read_response(self, method):
        raw = self.read_head()
        status, *lines = raw.decode("latin-1")[:-4].split("\r\n")
        headers = [tuple(line.split(": ", 1)) for line in lines]
        if any(len(header) != 2 for header in headers) or len(status.split()) < 2:
            raise Silence("the head of the answer is malformed")
        response = Response(status, headers, b"", raw)
        if not status.split()[1].startswith("1"):
            response.body = self.read_body(response, method)
        response.raw = raw + response.body
        return response

    def is_closed(self):
        """Waits for the end; what comes before it stays in the buffer."""
        try:
            while self.receive():
                pass
        except Silence:
            return False
        return True

    def has_more(self):
        """True when the server says more than it was asked for."""
        self.socket.settimeout(0.02)
        try:
            self.receive()
        except Silence:
            pass
        return self.buffer != b""

    def close(self, reset=False):
        if reset:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()
