"""Asks the server on a port for the same both ways: plain requests it answers without libmicrohttpd
when their heads come at once, and with it when they do not.

fast_path.py PORT CHECK SENT [ARGUMENT...] adds what it has asked for to the file SENT."""

import itertools
import os
import re
import signal
import sys
import threading
import time

from asking import Login, ask, connect, request, sent, status  # and where the next one is
from connection import GLANCE, Silence

SETTLED = 2.5  # seconds; of a file that is younger nothing is kept in memory
CHANGING = re.compile(rb'(?m)^Date: [^\r]*\r\n|nonce="[^"]*"|(?<=^Retry-After: )\d|'
                      rb'(?<=boundary=)[0-9a-f]{16}|(?<=^--)[0-9a-f]{16}|(?<=i=)\w+')
BASIC = "Basic YWxpY2U6c2VjcmV0"
WAYS = (False, True)  # at once, and in pieces


def comparable(response):
    """The status line, the fields as a set, and the body; without what is another one each time."""
    head, body = response.raw.split(b"\r\n\r\n", 1)
    line, *fields = CHANGING.sub(b"", head + b"\r\n").split(b"\r\n")
    return line, sorted(fields), CHANGING.sub(b"", body)


def etag(target):
    return ask(connect(), target).values("ETag")[0]


def plain_requests():
    """What is asked for both ways: the status that it has, method, target and fields."""
    tag, large_tag = etag("/small.txt"), etag("/large.txt")
    files = ("/small.txt", "/empty.txt", "/sixteen.txt", "/twenty.txt", "/large.txt", "/page.html")
    html = "Accept: text/html"
    for method in ("GET", "HEAD"):
        for target in (*files, "/", "/directory/", "/page/foo", "/page/%C3%A4%3C"):
            yield 200, method, target, []
        for tagged, value in (("/small.txt", tag), ("/large.txt", large_tag)):
            yield 304, method, tagged, [f"If-None-Match: {value}"]
            yield 412, method, tagged, ['If-Match: "other"']
            yield 200, method, tagged, [f"If-Match: {value}"]
        for target in ("/none", "/.hidden", "/none/../none"):
            yield 404, method, target, []
            yield 404, method, target, [html]
        yield 304, method, "/small.txt", ["If-Modified-Since: Fri, 01 Jan 2038 00:00:00 GMT"]
        yield 301, method, "/directory", []
        yield 401, method, "/basic/small.txt", []
        yield 401, method, "/basic/small.txt", [html]
        yield 401, method, "/basic/small.txt", ["Authorization: Basic YWxpY2U6d3Jvbmc="]
        yield 401, method, "/digest/small.txt", []
        yield 401, method, "/basic/small.txt", ["Authorization: Basic YWxp="]
        yield 403, method, "/denying/foo", [f"Authorization: {BASIC}"]
        yield 503, method, "/broken/foo", [f"Authorization: {BASIC}"]
        yield 400, method, "/%2", []
        for target in files:
            yield 200, method, f"/basic{target}", [f"Authorization: {BASIC}"]
    for target in ("/small.txt", "/sixteen.txt", "/twenty.txt", "/large.txt"):
        for value in ("0-0", "3-", "-3", "0-0,2-3"):
            yield 206, "GET", target, [f"Range: bytes={value}"]
        yield 416, "GET", target, ["Range: bytes=1000000-"]
    yield 206, "GET", "/large.txt", [f"If-Range: {large_tag}", "Range: bytes=5-9"]
    yield 200, "GET", "/large.txt", ['If-Range: "other"', "Range: bytes=5-9"]
    yield 405, "POST", "/small.txt", ["Content-Length: 0"]
    yield 501, "FOO", "/small.txt", []
    for method in ("PUT", "DELETE"):
        yield 405, method, "/page/foo", ["Content-Length: 0"]


def ask_for(expected, method, target, fields, in_pieces):
    """The answer; behind it comes another one, that shows where it ended."""
    connection = connect(in_pieces)
    connection.send(request(target, method, fields) + request("/none"))
    response = connection.read_response(method)
    assert status(response) == expected, (expected, method, target, fields, response.raw[:1000])
    after = connection.read_response("GET")
    assert status(after) == 404, (method, target, fields, after.raw[:1000])
    connection.close()
    return response


def same():
    """Each answer is the same both ways, from the disk as from memory."""
    time.sleep(SETTLED)
    wrong = []
    for row in plain_requests():
        answers = [(in_pieces, ask_for(*row, in_pieces)) for in_pieces in WAYS * 3]
        kinds = {repr(comparable(answer)) for _, answer in answers}
        if len(kinds) > 1:
            wrong.append(f"{row}\n" + "\n".join(f"{'in pieces' if way else 'at once'}: "
                                                f"{answer.raw[:600]}" for way, answer in answers))
    assert not wrong, "\n".join(wrong)


def turn(server):
    """What is asked for at one moment is answered as it is alone, whoever has gone meanwhile."""
    rows = list(plain_requests())
    alone = [comparable(ask_for(*row, False)) for row in rows]
    connections, leaving = [connect() for _ in rows], [connect() for _ in rows]
    for connection in connections + leaving:
        assert status(ask(connection, "/none")) == 404
    os.kill(server, signal.SIGSTOP)
    for (_, method, target, fields), connection, leaver in zip(rows, connections, leaving):
        leaver.close()
        connection.send(request(target, method, fields))
    os.kill(server, signal.SIGCONT)
    for row, connection, expected in zip(rows, connections, alone):
        answer = comparable(connection.read_response(row[1]))
        assert answer == expected, (row, answer, expected)
        assert status(ask(connection, "/none")) == 404, row


def logins():
    """A count that was used one way is used the other way, too; each login counts once."""
    for target in ("/digest/small.txt", "/digest/large.txt", "/digest/twenty.txt", "/digest/none"):
        found = 404 if target.endswith("none") else 200
        login = Login(target)
        for first, second in itertools.product(WAYS, WAYS):
            response = login.ask(connect(first))
            assert status(response) == found, (target, first, response.raw[:1000])
            replayed = login.ask(connect(second), login.count)
            challenge, = replayed.values("WWW-Authenticate")
            assert status(replayed) == 401 and "stale=true" in challenge, (target, first, second)
            login.count += 1
            skipped = login.ask(connect(second))
            assert status(skipped) == found, (target, second, skipped.raw[:1000])
            late = login.ask(connect(first), login.count - 1)
            assert status(late) == found, (target, first, late.raw[:1000])


def one_connection():
    """A large file twice on one connection, and what is small between: one count each."""
    for in_pieces in WAYS:
        large, small = Login("/digest/large.txt"), Login("/digest/small.txt")
        connection = connect(in_pieces)
        for login, size in ((large, 100000), (small, 10), (large, 100000), (small, 10)):
            response = login.ask(connection)
            assert status(response) == 200 and len(response.body) == size, response.raw[:1000]
        for login in (large, small):
            assert login.count == 2
            for count in (1, 2):
                assert status(login.ask(connection, count)) == 401
            assert status(login.ask(connection)) == 200


def once():
    """Whoever logs in has one avatar. That each is logged out once, the realm sees to."""
    connections = [connect(in_pieces) for in_pieces in WAYS]
    for space in ("counting", "later"):
        for number, connection in enumerate(connections * 3):
            response = ask(connection, f"/{space}/foo", fields=[f"Authorization: {BASIC}"])
            text = f"granted {number + 1}, "
            assert response.body.decode().startswith(text), (space, response.body)


def bodies(connection, count):
    return [connection.read_response("GET").body for _ in range(count)]


def must_be_whole(name, answers, expected):
    for number, (answer, right) in enumerate(zip(answers, expected)):
        assert answer == right, f"{name}: answer {number}: {answer[:200]}"
    assert len(answers) == len(expected), f"{name}: {len(answers)} of {len(expected)}"


FILLINGS = {"small.txt": b"0123456789", "empty.txt": b"", "sixteen.txt": b"s" * 16000,
            "twenty.txt": b"t" * 20000, "large.txt": b"l" * 100000}


def make(directory):
    """The files that all this asks for."""
    os.makedirs(os.path.join(directory, "directory"))
    files = {**FILLINGS, "page.html": b"<p>page", ".hidden": b"hidden", "directory/a b": b"a"}
    for name, filling in files.items():
        with open(os.path.join(directory, name), "wb") as file:
            file.write(filling)


def stream(names, count):
    """So many requests one behind the other, and the bodies that must come."""
    chosen = [name for _, name in zip(range(count), itertools.cycle(names))]
    return b"".join(request(f"/{name}") for name in chosen), [FILLINGS[name] for name in chosen]


def send_apart(connection, octets):
    """What is sent does not wait for what is read."""
    sender = threading.Thread(target=connection.send, args=(octets,), daemon=True)
    sender.start()
    return sender


def unread(count):
    """So many requests, of which nothing is read before they are sent, or the server is stuck."""
    for names, in_pieces in itertools.product((["small.txt"], ["small.txt", "sixteen.txt"],
                                               ["empty.txt", "twenty.txt", "sixteen.txt"]), WAYS):
        connection = connect(in_pieces)
        octets, expected = stream(names, count)
        sender = send_apart(connection, octets)
        sender.join(1)
        must_be_whole(f"{names} {in_pieces}", bodies(connection, count), expected)
        sender.join()
        assert not connection.has_more()
        connection.close()


def half_closed():
    """All answers come although the client has said that it sends no more."""
    for in_pieces, last in itertools.product(WAYS, FILLINGS):
        connection = connect(in_pieces)
        octets, expected = stream(["small.txt", "sixteen.txt", last], 60)
        connection.send(octets)
        connection.finish_sending()
        must_be_whole(f"{last} {in_pieces}", bodies(connection, 60), expected)
        assert connection.is_closed() and not connection.buffer, connection.buffer


def cut():
    """A head in two pieces, wherever it is cut: on a new connection, and behind another request."""
    for answered in (False, True):
        heads = [request("/small.txt", fields=["Accept: */*"]) for _ in range(80)]
        connections = [connect() for _ in heads]
        for connection in connections * answered:
            assert ask(connection, "/small.txt").body == FILLINGS["small.txt"]
        for place, connection in enumerate(connections, 1):
            connection.send(heads[place - 1][:min(place, len(heads[-1]) - 1)])
        time.sleep(5 * GLANCE)
        for place, connection in enumerate(connections, 1):
            connection.send(heads[place - 1][min(place, len(heads[-1]) - 1):])
        for place, connection in enumerate(connections, 1):
            body = connection.read_response("GET").body
            assert body == FILLINGS["small.txt"], (answered, place, body)
            assert ask(connection, "/small.txt").body == FILLINGS["small.txt"]
            connection.close()


def mixed():
    """Plain requests before and behind others, in one segment each."""
    for in_pieces, before, behind in itertools.product(WAYS, range(3), range(3)):
        connection = connect(in_pieces)
        for _ in range(2):
            octets, expected = stream(["small.txt", "large.txt"], before)
            rest, more = stream(["sixteen.txt", "small.txt"], behind)
            connection.send(octets + request("/small.txt", "POST", ["Content-Length: 5"], b"GET /")
                            + rest)
            must_be_whole("before", bodies(connection, before), expected)
            assert status(connection.read_response("POST")) == 405
            must_be_whole("behind", bodies(connection, behind), more)
        connection.send(request("/small.txt", fields=["Connection: close"]))
        assert connection.read_response("GET").body == FILLINGS["small.txt"]
        assert connection.is_closed() and not connection.buffer


def ask_at_once(server, requests):
    """It finds all of them there, and looks at as many in one turn as it can."""
    connections = [connect() for _ in requests]
    os.kill(server, signal.SIGSTOP)
    for connection, octets in zip(connections, requests):
        connection.send(octets)
    os.kill(server, signal.SIGCONT)
    return [connection.read_response("GET") for connection in connections]


def crowd(server):
    """Many at the same moment, for what is kept by one of them and given by another."""
    time.sleep(SETTLED)
    for name, filling in FILLINGS.items():
        for _ in range(4):
            for response in ask_at_once(server, [request(f"/{name}") for _ in range(8)]):
                assert response.body == filling, name


def own_answers(server):
    """More than a turn has room for: each gets its own, and every fifth is passed on."""
    octets = [request(f"/page/{i}-", fields=["Connection: close"][i % 5:]) for i in range(200)]
    for i, response in enumerate(ask_at_once(server, octets)):
        assert re.search(rb"\b%d-" % i, response.body), (i, response.body)


def one_of_many(server):
    """Of those who come with the same count at the same moment one is granted."""
    for login in (Login("/digest/small.txt"), Login("/digest/large.txt")):
        for count in (1, 3, 2):
            found = map(status, ask_at_once(server, [login.request(count) for _ in range(80)]))
            assert sorted(found) == [200] + [401] * 79, (login.target, count)


def read_until_closed(connection, expected):
    """How many answers there were. Each is whole and the right one; the last may be cut off."""
    count = 0
    try:
        for count, right in enumerate(expected):
            body = connection.read_response("GET").body
            assert body == right, body[:200]
    except Silence:
        assert connection.is_closed(), "nothing came"
        return count
    return len(expected)


def crowd_of_streams(count):
    """Connections that have sent much and read nothing, with what must come."""
    connections = []
    for in_pieces, name in itertools.product(WAYS, ("small.txt", "sixteen.txt", "large.txt")):
        connection = connect(in_pieces)
        octets, expected = stream([name], count)
        send_apart(connection, octets).join(1)
        connections.append((connection, expected))
    return connections


def reloaded(server, log):
    """Clients that wait for nothing get all their answers although the application is a new one."""
    connections = crowd_of_streams(2000)
    for connection, expected in connections:
        os.kill(server, signal.SIGHUP)
        assert read_until_closed(connection, expected) == len(expected)
        assert ask(connection, "/small.txt").body == FILLINGS["small.txt"]
    with open(log, encoding="utf-8") as file:
        assert ": reloaded" in file.read()


def stopped(server):
    """Those that read get whole answers until the server closes."""
    connections = crowd_of_streams(2000)
    idle, new = connect(), connect()
    assert ask(idle, "/small.txt").body == FILLINGS["small.txt"]
    os.kill(server, signal.SIGTERM)
    for connection, expected in connections:
        assert read_until_closed(connection, expected) > 0
    for connection in (idle, new):
        assert connection.is_closed() and not connection.buffer, connection.buffer


def deserted(server):
    """As many that read nothing, and are there when the server is told to stop."""
    connections = crowd_of_streams(2000)
    os.kill(server, signal.SIGTERM)
    while os.path.exists(f"/proc/{server}/fd"):
        time.sleep(0.1)
    del connections


def main():
    arguments = [int(word) if word.isdigit() else word for word in sys.argv[4:]]
    globals()[sys.argv[2]](*arguments)
    with open(sys.argv[3], "a", encoding="utf-8") as file:
        file.writelines(f"{name}\n" for name in sent)


main()
