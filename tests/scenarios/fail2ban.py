"""Reads a log as fail2ban does with the filter that is named: says whom it would count, line by line."""

import configparser
import ipaddress
import re
import sys

# What fail2ban cuts out of a line before it looks at the rest: the time that the pattern finds at its
# beginning, of a log file or of syslog.
TIME = re.compile(r"^(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d)")
ADDRESS = r"(?P<address>[0-9a-fA-F:.]+)"


def main():
    filters = configparser.ConfigParser(interpolation=None)
    filters.read(sys.argv[1], encoding="utf-8")
    pattern = re.compile(filters["Definition"]["failregex"].replace("<ADDR>", ADDRESS))
    for line in sys.stdin:
        match = pattern.search(TIME.sub("", line))
        if match:
            print(ipaddress.ip_address(match["address"]))


if __name__ == "__main__":
    main()
