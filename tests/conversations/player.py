"""Plays one conversation: sends, reads, compares, and keeps what is to be sent back later."""

import base64
import collections
import re
import time

import conversation as script
from connection import Connection, Silence
from digest import authorization, read_challenges, unescape

REQUEST_LINE = re.compile(rb"^([!-~]+) (\S+) HTTP/1\.[01]\r$", re.MULTILINE)
FUNCTION = re.compile(r"@(base64|digest)\(([^()]*)\)")
REPEAT = re.compile(r"@repeat\(([^()]*) (\d+)\)")
CHANGING = re.compile(rb'(?m)^Date: .*\r$|nonce="[^"]*"')


class Mismatch(Exception):
    """The server did not say what it had to say."""


def repeat(text):
    return REPEAT.sub(lambda match: match[1] * int(match[2]), text)


class Player:
    SETTLED = 2.5  # seconds; of a file that is younger nothing is kept in memory

    def __init__(self, server, port, variables, timeout):
        self.server = server
        self.port = port
        self.timeout = timeout
        self.in_pieces = False  # what is sent, as Connection does it
        self.variables = variables  # ${name} stands for its value
        self.connection = None
        self.challenges = {}  # of the last 401, by algorithm
        self.responses = []
        self.transcript = b""
        self.settles = False  # later: until then it is about files that were just written

    def connect(self):
        try:
            self.connection = Connection(self.port, self.timeout, self.in_pieces)
        except ConnectionRefusedError as refused:
            raise Mismatch("the server takes no connection any more") from refused
        self.methods = collections.deque()  # of the requests that are not answered yet

    def disconnect(self):
        more = self.connection.has_more()
        self.leave()
        if more:
            raise Mismatch("the server said more than that")

    def leave(self, reset=False):
        """Whatever the server still has to say."""
        self.connection.close(reset)
        self.transcript += self.connection.transcript
        self.connection.transcript = b""

    def expand(self, text, quote=lambda value: value):
        def value(match):
            if match[1] not in self.variables:
                raise script.Mistake(f"nothing is called ${{{match[1]}}}")
            return quote(self.variables[match[1]])
        return re.sub(r"\$\{(\w+)\}", value, text)

    def came(self):
        """All that came, in all connections."""
        return self.transcript + (self.connection.transcript if self.connection else b"")

    # What is sent

    def call(self, function, argument, sent):
        if function == "base64":
            return base64.b64encode(unescape(argument)).decode("ascii")
        method, target = REQUEST_LINE.findall(sent)[-1]
        field, self.variables["rspauth"] = authorization(argument, self.challenges, method.decode(),
                                                         target.decode())
        return field

    def call_all(self, text, sent):
        """The functions in the text, those within others first."""
        text = repeat(text)
        while FUNCTION.search(text):
            text = repeat(FUNCTION.sub(lambda match: self.call(match[1], match[2], sent), text))
        return text

    def octets(self, line, sent):
        text = self.call_all(self.expand(line.text), sent)
        return unescape(text) if line.mark == ">!" else text.encode("utf-8") + b"\r\n"

    def send(self, step):
        sent = b""
        for line in step.lines:
            sent += self.octets(line, sent)
        self.methods.extend(method.decode() for method, _ in REQUEST_LINE.findall(sent))
        self.connection.send(sent)

    # What comes back

    def matches(self, line, text):
        """True when the text is what the line says; keeps what the regex has named groups for."""
        if line.mark != "<~":
            return text == self.expand(line.text)
        match = re.fullmatch(self.expand(line.text, re.escape), text)
        if match:
            self.variables.update(match.groupdict())
        return match is not None

    def compare_header(self, line, headers, seen):
        """Marks in `seen` the header that the line is about."""
        for index, (name, value) in enumerate(headers):
            if index in seen or not self.matches(line, f"{name}: {value}"):
                continue
            if any(later > index and headers[later][0].lower() == name.lower() for later in seen):
                raise Mismatch(f"line {line.number}: '{name}' comes in another order")
            seen.add(index)
            return
        raise Mismatch(f"line {line.number}: there is no header '{line.text}'")

    def compare_headers(self, lines, response):
        seen = set()
        for line in lines:
            if line.mark != "<!":
                self.compare_header(line, response.headers, seen)
            elif response.values(line.text):
                raise Mismatch(f"line {line.number}: there is a header '{line.text}'")
        for index, (name, value) in enumerate(response.headers):
            if name.lower() == "www-authenticate" and index not in seen:
                raise Mismatch(f"nobody expected 'WWW-Authenticate: {value}'")

    def compare_body(self, lines, body):
        text = body.decode("utf-8", "backslashreplace")
        exact = [self.expand(line.text) for line in lines if line.mark == "<"]
        if (exact or not lines) and text.splitlines() != exact:
            raise Mismatch("the body is another one")
        for line in lines:
            if line.mark == "<~" and not re.search(self.expand(line.text, re.escape), text):
                raise Mismatch(f"line {line.number}: the body does not match")
            if line.mark == "<!" and self.expand(line.text) in text:
                raise Mismatch(f"line {line.number}: the body has '{line.text}'")

    def receive(self, step):
        method = self.methods[0] if self.methods else "GET"
        response = self.connection.read_response(method)
        self.responses.append(response)
        if not response.status.split()[1].startswith("1") and self.methods:
            self.methods.popleft()
        if not self.matches(step.status, response.status):
            raise Mismatch(f"line {step.status.number}: expected '{step.status.text}',"
                           f" got '{response.status}'")
        self.compare_headers(step.headers, response)
        if step.body is not None:
            self.compare_body(step.body, response.body)
        self.challenge(response)

    def challenge(self, response):
        """Keeps the challenges that the next @digest answers."""
        self.challenges = read_challenges(response.values("WWW-Authenticate")) or self.challenges

    def closed(self):
        if not self.connection.is_closed():
            raise Mismatch("the server did not close")
        if self.connection.buffer:
            raise Mismatch("the server said more before it closed")

    # What else can be said

    def same(self):
        """The last two answers were the same, but for their dates and nonces."""
        first, second = (CHANGING.sub(b"", response.raw) for response in self.responses[-2:])
        if first != second:
            raise Mismatch("the last two answers differ")

    def differ(self, first, second):
        if first == second:
            raise Mismatch(f"'{first}' came twice")

    def end(self):
        """The server closes, whatever it says before."""
        if not self.connection.is_closed():
            raise Mismatch("the server did not close")
        self.connection.buffer = b""

    def begun(self):
        """Some of an answer has come."""
        if not self.connection.buffer and not self.connection.receive():
            raise Mismatch("the server closed without an answer")

    def never(self, text):
        if text.encode() in self.came():
            raise Mismatch(f"the server said '{text}'")

    def log(self, pattern):
        if not self.server.wait_for_log(pattern):
            raise Mismatch(f"the log has nothing like '{pattern}'")

    def direct(self, step):
        verb, *words = step.words
        if verb == "reconnect":
            self.disconnect()
            self.connect()
        elif verb in ("leave", "reset"):
            self.leave(verb == "reset")
            self.connect()
        elif verb == "begun":
            self.begun()
        elif verb == "finish":
            self.connection.finish_sending()
        elif verb == "wait":
            time.sleep(float(words[0]))
        elif verb == "settle":
            self.settles = False
            time.sleep(self.SETTLED)
        elif verb in ("same", "end"):
            getattr(self, verb)()
        elif verb == "differ":
            self.differ(*map(self.expand, words))
        elif verb == "never":
            self.never(" ".join(words))
        elif verb == "log":
            self.log(self.expand(step.line.text.removeprefix("log "), re.escape))
        else:
            raise script.Mistake(f"line {step.line.number}: there is no '{verb}'")

    def play(self, steps):
        self.settles = any(isinstance(step, script.Directive) and step.words == ["settle"]
                           for step in steps)
        self.connect()
        for step in steps:
            try:
                if isinstance(step, script.Send):
                    self.send(step)
                elif isinstance(step, script.Receive):
                    self.receive(step)
                elif isinstance(step, script.Directive):
                    self.direct(step)
                else:
                    self.closed()
            except Silence as silence:
                line = step.lines[0] if isinstance(step, script.Send) else \
                    step.status if isinstance(step, script.Receive) else step.line
                raise Mismatch(f"line {line.number}: {silence}") from silence
        self.disconnect()
