"""Reads a conversation: the options of the server, then what is sent and what must come back."""

import dataclasses
import re
import shlex


class Mistake(Exception):
    """The file, not the server, is wrong."""


@dataclasses.dataclass
class Line:
    number: int
    mark: str  # ">", ">!", "<", "<~", "<!", "=" or "" for what stands before the first of them
    text: str


@dataclasses.dataclass
class Send:
    lines: list


@dataclasses.dataclass
class Receive:
    status: Line
    headers: list = dataclasses.field(default_factory=list)
    body: list = None  # None: any; [] or lines: what stands after the empty line


@dataclasses.dataclass
class Closed:
    line: Line


@dataclasses.dataclass
class Directive:
    line: Line
    words: list


@dataclasses.dataclass
class Conversation:
    options: list  # of the server
    fixtures: list  # (kind, name, text)
    steps: list


FIXTURE = re.compile(r'(file|older|directory|link) ("[^"]+"|\S+) ?(.*)$')
MARK = re.compile(r"(>!|>|<~|<!|<|=)(?: (.*))?$")


def read_line(number, text):
    match = MARK.match(text)
    if match:
        return Line(number, match[1], match[2] or "")
    return Line(number, "", text)


def read_preamble(line, conversation):
    fixture = FIXTURE.match(line.text)
    if line.text.startswith("-"):
        conversation.options += shlex.split(line.text)
    elif fixture:
        conversation.fixtures.append((fixture[1], fixture[2].strip('"'), fixture[3]))
    else:
        raise Mistake(f"line {line.number}: neither an option nor file, older, directory, link")


def read_answer(line, steps):
    """One line of what must come back."""
    if line.mark == "<" and line.text == "closed":
        steps.append(Closed(line))
    elif line.mark in ("<", "<~") and re.match(r"HTTP/1", line.text):
        steps.append(Receive(line))
    elif not steps or not isinstance(steps[-1], Receive):
        raise Mistake(f"line {line.number}: an answer begins with its status line")
    elif steps[-1].body is not None:
        steps[-1].body.append(line)
    elif line.mark == "<" and line.text == "":
        steps[-1].body = []
    else:
        steps[-1].headers.append(line)


def read(path):
    conversation = Conversation([], [], [])
    steps = conversation.steps
    with open(path, encoding="utf-8") as file:
        lines = [read_line(*pair) for pair in enumerate(file.read().splitlines(), 1)]
    for line in lines:
        if not line.mark and (not line.text.strip() or line.text.startswith("#")):
            continue
        if not line.mark and steps:
            raise Mistake(f"line {line.number}: no mark ('>', '<' or '=')")
        if not line.mark:
            read_preamble(line, conversation)
        elif line.mark == "=":
            steps.append(Directive(line, shlex.split(line.text)))
        elif line.mark[0] == "<":
            read_answer(line, steps)
        elif steps and isinstance(steps[-1], Send):
            steps[-1].lines.append(line)
        else:
            steps.append(Send([line]))
    if not steps:
        raise Mistake("nobody says anything")
    return conversation
