"""Reads and plays tables of numbered cases: for each one request and what it is answered."""

import dataclasses
import os
import re

import conversation as script
from connection import Silence
from player import Mismatch, repeat, unescape

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
NEXT = b"GET /next HTTP/1.1\r\nHost: localhost\r\n\r\n"
TAG = re.compile(r"@etag\(([^()]*)\)")
CONDITION = re.compile(rb"(?mi)^(If-[^:]*|Range):.*\n(?=[^\n]*\n)")
CHANGING = re.compile(rb"(?m)^(?:Date|ETag): .*\r\n|(?<=^--)[0-9a-f]{16}|(?<=boundary=)[0-9a-f]{16}")


@dataclasses.dataclass
class Case:
    number: str
    claim: str
    request: str
    answer: str
    came: object = None  # the answer of the first time


def read(path):
    """The options and fixtures of the server, as a conversation has them, and the cases."""
    conversation = script.Conversation([], [], [])
    cases = []
    with open(path, encoding="utf-8") as file:
        for number, text in enumerate(file.read().splitlines(), 1):
            fields = [field.strip() for field in text.split(" | ")]
            if len(fields) == 4:
                cases.append(Case(*fields))
            elif text and not text.startswith("#"):
                script.read_preamble(script.Line(number, "", text), conversation)
    return conversation, cases


def authorization(player, text, head):
    """The value of a field: its functions called, then each `s/this/that/` done."""
    value, *changes = re.split(r" s/", text)
    value = player.call_all(value, head)
    for change in changes:
        old, new = change.removesuffix("/").split("/", 1)
        if old not in value:
            raise script.Mistake(f"'{value}' has no '{old}'")
        value = value.replace(old, new)
    return unescape(value)


def request_octets(player, case):
    """`> octets`, or `{METHOD /target} value + octets`: the value of Authorization (`-`: none), and
    what stands behind it. Both but the value can be left out."""
    if case.request.startswith("> "):
        return unescape(player.call_all(case.request[2:], b""))
    start, value, rest = re.fullmatch(r"(?:\{(.*?)\} )?(.*?)(?: \+ (.*))?", case.request).groups()
    head = f"{start or 'GET /example/foo'} HTTP/1.1\r\nHost: localhost\r\n".encode()
    if "@digest" in value:
        player.connection.send(head.replace(head.split(b" ")[0], b"GET", 1) + b"\r\n")
        player.challenge(player.connection.read_response("GET"))
    if value != "-":
        head += b"Authorization: " + authorization(player, value, head) + b"\r\n"
    return head + unescape(player.call_all(rest or r"\r\n", head))


def with_tags(player, text):
    """Each `@etag(/target)` is the ETag that a GET of the target is answered with."""
    def tag(match):
        player.connection.send(f"GET {match[1]} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        return player.connection.read_response("GET").values("ETag")[0]
    return TAG.sub(tag, text)


def describe(response, *more):
    challenges = response.values("WWW-Authenticate")
    stale = any("stale=true" in challenge for challenge in challenges)
    return " ".join([response.status.split()[1], *["stale"] * stale, *more])


def check_form(response):
    """What holds for every answer."""
    status = response.status.split()[1]
    if (status == "401") != bool(response.values("WWW-Authenticate")):
        raise Mismatch("a challenge belongs to a 401, and to nothing else")
    if status in ("401", "403") and response.values("Cache-Control") != ["no-store"]:
        raise Mismatch("a refusal may be stored")
    if status in ("400", "401") and response.values("Authentication-Info"):
        raise Mismatch("Authentication-Info came to credentials that were not accepted")


def check_more(response, expected):
    """`Name: value` is a field, `!Name` is none, `= text` the body, and `~ regex` is found in it."""
    kind, text = expected[0], expected[1:].strip()
    body = response.body.decode("latin-1")
    if kind == "!":
        met = not response.values(text)
    elif kind == "=":
        met = body == unescape(text).decode("latin-1")
    elif kind == "~":
        met = re.search(text, body, re.DOTALL) is not None
    else:
        name, _, value = expected.partition(": ")
        met = value in response.values(name)
    if not met:
        raise Mismatch(f"not '{expected}' but {response.raw[:1000]}")


def keep(player, octets):
    """Has the file that is asked for read into memory: without conditions, whole, and twice."""
    for _ in range(2):
        player.connection.send(CONDITION.sub(b"", octets.replace(b"HEAD ", b"GET ", 1)))
        player.connection.read_response("GET")


def check_same(response, before):
    if CHANGING.sub(b"", response.raw) != CHANGING.sub(b"", before.raw):
        raise Mismatch(f"not {before.raw[:1000]} but {response.raw[:1000]}")


def answer(player, case, more):
    """What came, in the words of the table; another request shows where the first one ended."""
    octets = request_octets(player, case)
    method = octets.split(b" ")[0].decode("latin-1")
    if case.came:
        keep(player, octets)
    player.connection.send(octets + NEXT)
    try:
        response = player.connection.read_response(method)
    except Silence:
        return "closed" if player.connection.is_closed() else "silence"
    check_form(response)
    check_same(response, case.came or response)
    case.came = response
    for expected in more:
        check_more(response, expected)
    try:
        after = player.connection.read_response("GET").status.split()[1]
    except Silence:
        return describe(response, "closed" if player.connection.is_closed() else "silence")
    return describe(response, *[f"then {after}"] * (after != "404"))


def seen(case):
    """True when the test named there has the number of the case, and not only to see elsewhere."""
    with open(os.path.join(TESTS, case.request.removeprefix("see ")), encoding="utf-8") as file:
        text = re.sub(r"(?m)^.* \| see .*$", "", file.read())
    return re.search(rf"\b{re.escape(case.number)}\b", text) is not None


def play(player, case):
    """None, or what went wrong."""
    if case.request.startswith("see "):
        return None if seen(case) else f"# {case.number} is not there\n"
    player.connect()
    request, expected = (with_tags(player, text) for text in (case.request, case.answer))
    asked = dataclasses.replace(case, request=request)
    expected, *more = repeat(expected).split(" + ")
    try:
        came = answer(player, asked, more)
    except Mismatch as mismatch:
        came = str(mismatch)
    player.leave()
    case.came = asked.came
    return None if came == expected else f"# expected {expected}, came: {came}\n"


def needs_strong_tag(case):
    """True when it is about a tag, or a date, that is strong: of a file just written there is none, and
    between two requests for it the tag may become another one."""
    return "@etag" in case.request + case.answer or "If-Range" in case.request


def is_of_file(case):
    """True when a file was opened to answer it, and the connection lives on."""
    if case.came is None or "closed" in case.answer:
        return False
    return "Accept-Encoding" in case.came.values("Vary") or case.came.status.split()[1] in ("412", "416")
