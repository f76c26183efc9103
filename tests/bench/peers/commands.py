"""How the servers are started that a user would pick instead, each from its file beside this."""

import hashlib
import os
import shutil
import socket

NAME, PASSWORD, SPACE = "alice", "correct horse", "Bench"
BCRYPT = "$2b$10$1LiBiNAhOc3xrcp4cU9sSeIaybnYQOZln0BdbX/iRw5LPzYG5QXji"  # of the password
HERE = os.path.dirname(os.path.abspath(__file__))

# Name → its program, what it is called where it stands, its configuration, and its arguments.
PEERS = {
    "nginx": (["nginx"], "nginx.conf", ["-p", "@directory@", "-c", "@configuration@"]),
    "lighttpd": (["lighttpd"], "lighttpd.conf", ["-D", "-f", "@configuration@"]),
    "apache": (["apache2", "httpd"], "apache.conf", ["-D", "FOREGROUND", "-f", "@configuration@"]),
    "caddy": (["caddy"], "Caddyfile",
              ["run", "--adapter", "caddyfile", "--config", "@configuration@"]),
    "twisted": (["twistd3", "twistd"], "twisted.tac",
                ["--nodaemon", "--pidfile=", "--logfile=twisted.log",
                 "--python", "@configuration@"]),
}
# As root, some serve as somebody else: nginx need not, and Apache insists.
USERS = {"nginx": "user root;", "apache": "User nobody\nGroup nogroup"}


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def find(peer):
    """The program, or None where it is not installed."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    found = [shutil.which(program, path=path) for program in PEERS[peer][0]]
    return next((program for program in found if program), None)


def digest_line(algorithm):
    ha1 = hashlib.new(algorithm, f"{NAME}:{SPACE}:{PASSWORD}".encode()).hexdigest()
    return f"{NAME}:{SPACE}:{ha1}"


def write_users(peer, directory):
    """The same user for all of them, in the forms that they read."""
    plain = "{PLAIN}" if peer == "nginx" else ""
    algorithm = "md5" if peer == "apache" else "sha256"
    for name, line in [("plain", f"{NAME}:{plain}{PASSWORD}"), ("bcrypt", f"{NAME}:{BCRYPT}"),
                       ("htdigest", digest_line(algorithm))]:
        with open(f"{directory}/{name}", "w", encoding="utf-8") as file:
            file.write(line + "\n")


def prepare(peer, directory, www):
    """Its command and its port. What it needs and writes is in the directory."""
    _, source, arguments = PEERS[peer]
    values = {"directory": directory, "www": www, "configuration": f"{directory}/{source}",
              "port": str(free_port()), "space": SPACE, "password": PASSWORD, "bcrypt": BCRYPT,
              "user": USERS.get(peer, "") if os.geteuid() == 0 else ""}

    def fill(text):
        for name, value in values.items():
            text = text.replace(f"@{name}@", value)
        return text

    with open(f"{HERE}/{source}", encoding="utf-8") as file:
        text = fill(file.read())
    with open(values["configuration"], "w", encoding="utf-8") as file:
        file.write(text)
    write_users(peer, directory)
    return [find(peer), *map(fill, arguments)], int(values["port"])
