"""What all commands here have in common: options, a file for the figures, and bars."""

import argparse
import json
import operator
import os

from process import leave_nothing

SENSES = {"<": operator.lt, "<=": operator.le, ">=": operator.ge}
WORDS = {None: "", True: "met", False: "MISSED"}


def parser(description, tools=None):
    """`tools` says what of that which is built in this folder is needed, if anything."""
    options = argparse.ArgumentParser(description=description)
    options.add_argument("--program", default="build/postern")
    if tools:
        options.add_argument("--tools", default="build/tests/bench", help=f"for {tools}")
    options.add_argument("--json", metavar="FILE", help="write the figures there, too")
    return options


def parse(options):
    """Whoever was asked to measure leaves nothing behind, also when it is ended."""
    arguments = options.parse_args()
    for name in {"program", "tools"} & vars(arguments).keys():
        setattr(arguments, name, os.path.abspath(getattr(arguments, name)))
    leave_nothing()
    return arguments


def write(arguments, figures):
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump(figures, file, indent=1)
            file.write("\n")


def met(figure, sense, limit):
    """None where nothing was promised."""
    return SENSES[sense](figure, limit) if sense else None
