"""What is measured: the servers, what each is asked for, and the bars for what comes of it."""

import dataclasses
import hashlib
import os
import subprocess

from peers import commands
from peers.commands import NAME, PASSWORD, SPACE
from store import add_user, name_of
from subject import Subject

CONNECTIONS = 32
CROWD = 256  # connections, where it is chance which loop takes one
USERS = 10000
FLOORS = ("bare", "library", "threads")  # servers
BODY = b"x" * 1024


@dataclasses.dataclass
class Row:
    """One kind of request to one server, and what came of it in each round."""

    key: str
    name: str
    server: str
    path: str
    login: str = ""  # or basic, or digest
    options: tuple = ()  # of load
    user: str = NAME
    connections: int = CONNECTIONS
    share: float = 1  # of the requests of a round, where each takes long (0: as few as can be)
    loops: bool = False  # whether it counts which of them served
    awake: bool = True  # whether the load keeps its core to itself
    samples: list = dataclasses.field(default_factory=list)

    def kind(self):
        """floor (what nobody can do without), ours or other."""
        if self.server in FLOORS:
            return "floor"
        return "other" if self.server in commands.PEERS else "ours"


MD5 = ("--algorithm", "MD5")
EACH = ("--nonces", "each")
ROWS = [
    Row("bare", "bare epoll loop, 1 KiB from memory", "bare", "/k.bin"),
    Row("library", "library alone, 1 KiB from memory", "library", "/k.bin"),
    Row("library_threads", "the same where there are threads", "threads", "/k.bin"),
    Row("library_basic", "the same with the head of a Basic login", "library", "/basic/k.bin",
        "basic"),
    Row("library_digest", "the same with that of a Digest login", "library", "/digest/k.bin",
        "digest", ("--unasked",)),
    Row("open", "open", "open", "/open/k.bin"),
    Row("basic", "Basic remembered (sqlite, yescrypt)", "basic", "/basic/k.bin", "basic"),
    Row("digest", "Digest SHA-256 (sqlite)", "digest", "/digest/k.bin", "digest"),
    Row("users", f"the same, {USERS} users in turn", "digest", "/digest/k.bin", "digest",
        ("--users", str(USERS)), "user"),
    Row("challenge", "the 401, with a fresh nonce", "digest", "/digest/k.bin", "",
        ("--challenges",)),
    Row("one_loop", f"Digest, {CROWD} connections, one loop", "digest", "/digest/k.bin", "digest",
        EACH, connections=CROWD, awake=False),
    Row("two_loops", f"Digest, {CROWD} connections, two loops", "loops", "/digest/k.bin", "digest",
        EACH, connections=CROWD, loops=True, awake=False),
    Row("nginx_open", "nginx, open", "nginx", "/open/k.bin"),
    Row("nginx_kept", "the same with open_file_cache", "nginx", "/kept/k.bin"),
    Row("nginx_plain", "nginx, Basic, plain text", "nginx", "/plain/k.bin", "basic"),
    Row("nginx_bcrypt", "nginx, Basic, bcrypt-10", "nginx", "/bcrypt/k.bin", "basic",
        connections=1, share=0),
    Row("lighttpd_open", "lighttpd, open", "lighttpd", "/open/k.bin"),
    Row("lighttpd_plain", "lighttpd, Basic, plain text", "lighttpd", "/plain/k.bin", "basic"),
    Row("lighttpd_cached", "the same with auth.cache", "lighttpd", "/cached/k.bin", "basic"),
    Row("lighttpd_digest", "lighttpd, Digest SHA-256", "lighttpd", "/digest/k.bin", "digest"),
    Row("apache_digest", "Apache, Digest MD5", "apache", "/digest/k.bin", "digest", MD5,
        share=1 / 4),
    Row("caddy_basic", "Caddy, Basic, bcrypt-10 remembered", "caddy", "/basic/k.bin", "basic",
        share=1 / 4),
    Row("twisted_digest", "Twisted's guard, Digest MD5", "twisted", "/digest/k.bin", "digest", MD5,
        share=1 / 20),
]


@dataclasses.dataclass
class Bar:
    """A ratio of the processor time of two rows, and what it must be."""

    work: str
    numerator: str
    denominator: str
    sense: str = ""  # without one it is only shown
    limit: float = 0
    factor: float = 1


BARS = [
    Bar("open / library alone", "open", "library", "<=", 1.05),
    Bar("open / library where there are threads", "open", "library_threads"),
    Bar("Basic remembered / library alone", "basic", "library", "<=", 1.12),
    Bar("Basic remembered / lighttpd, plain text", "basic", "lighttpd_plain", "<=", 0.70),
    Bar("Basic remembered / the same with auth.cache", "basic", "lighttpd_cached"),
    Bar("nginx, bcrypt-10 / Basic remembered", "nginx_bcrypt", "basic"),
    Bar("Digest / library alone", "digest", "library", "<=", 1.25),
    Bar("Digest / lighttpd, Digest", "digest", "lighttpd_digest", "<=", 0.70),
    Bar("Digest / nginx, open", "digest", "nginx_open", "<", 1),
    Bar("Digest / the same with open_file_cache", "digest", "nginx_kept"),
    Bar(f"{USERS} users / one user", "users", "digest", "<=", 1.3),
    Bar("the 401 / open", "challenge", "open", "<=", 1.3),
    Bar("Apache, Digest MD5 / Digest", "apache_digest", "digest"),
    Bar("Caddy, remembered / Basic remembered", "caddy_basic", "basic"),
    Bar("Twisted's guard / Digest", "twisted_digest", "digest", ">=", 40),
    Bar("two loops' work for one's time: 2 x one / two", "one_loop", "two_loops", ">=", 1.8, 2),
]


def make_files(directory):
    """The same file for all servers, below a directory for each way of logging in."""
    for name in ("open", "kept", "plain", "cached", "bcrypt", "basic", "digest"):
        os.makedirs(f"{directory}/www/{name}")
        with open(f"{directory}/www/{name}/k.bin", "wb") as file:
            file.write(BODY)


def make_store(program, directory):
    """Accounts with one password: one of them for Basic, too, and many for Digest alone."""
    path = f"{directory}/users.db"
    add_user(program, path, NAME, PASSWORD)
    lines = []
    for number in range(1, USERS + 1):
        user = f"{name_of(number)}:{SPACE}"
        lines.append(f"{user}:{hashlib.sha256(f'{user}:{PASSWORD}'.encode()).hexdigest()}\n")
    subprocess.run([program, "user", "import", "--store", f"sqlite:{path}", "-"],
                   input="".join(lines), text=True, check=True, stdout=subprocess.DEVNULL)
    return f"sqlite:{path}"


def commands_of_ours(arguments, directory):
    """Server → its command and how many cores it gets."""
    www = f"{directory}/www"
    store = make_store(arguments.program, directory)
    listen = ["run", "--nodaemon", "--listen", "tcp:0:interface=127.0.0.1", "--at", "/"]
    guarded = ["--name", SPACE, "--auth", store, "--realm", f"files:{www}", "--factory"]
    program = [arguments.program, *listen, "--loops"]
    return {
        "bare": ([f"{arguments.tools}/bare"], 1),
        "library": ([f"{arguments.tools}/floor"], 1),
        "threads": ([f"{arguments.tools}/floor", "threads"], 1),
        "open": ([*program, "1", "--auth", "anonymous", "--realm", f"files:{www}"], 1),
        "basic": ([*program, "1", *guarded, "basic"], 1),
        "digest": ([*program, "1", *guarded, "digest"], 1),
        "loops": ([*program, "2", *guarded, "digest"], 2),
    }


def start(server, ours, directory, cores):
    """None where it is not installed, or there are not cores enough."""
    own = f"{directory}/{server}"
    os.mkdir(own)
    if server in ours:
        command, count = ours[server]
        if count > len(cores):
            return None
        return Subject(server, command, own, cores[:count])
    if not commands.find(server):
        return None
    command, port = commands.prepare(server, own, f"{directory}/www")
    return Subject(server, command, own, cores[:1], port)
