"""Answers a Digest challenge (RFC 7616 section 3.4), rightly or wrongly, as a conversation asks."""

import hashlib
import re
import shlex

HASHES = {"MD5": "md5", "SHA-256": "sha256", "SHA-512-256": "sha512_256"}
DEFAULTS = {"username": "", "password": "", "realm": "", "nonce": "", "algorithm": "SHA-256",
            "qop": "auth", "nc": "1", "cnonce": "f2wE4q74E6zIJEtWaHKaf5wv"}


def read_challenges(fields):
    """The Digest challenges among the values of WWW-Authenticate, by algorithm."""
    challenges = {}
    for field in fields:
        if field.startswith("Digest "):
            pairs = re.findall(r'(\w+)=(?:"([^"]*)"|([^\s,]+))', field)
            challenge = {name: quoted or token for name, quoted, token in pairs}
            challenges[challenge["algorithm"]] = challenge
    return challenges


def hash_hex(algorithm, *pieces):
    return hashlib.new(HASHES[algorithm], ":".join(pieces).encode("utf-8")).hexdigest()


def response(words, method):
    algorithm = words["algorithm"]
    ha1 = hash_hex(algorithm, words["username"], words["realm"], words["password"])
    ha2 = hash_hex(algorithm, method, words["uri"])
    pieces = [words[name] for name in ("nonce", "nc", "cnonce", "qop")]
    return hash_hex(algorithm, ha1, *pieces, ha2)


def quoted_string(text):
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def authorization(text, challenges, method, target):
    """The field, and the rspauth that the server must then answer with. `text` is name=value words:
    username and password, and whatever is not to be as it should; name= leaves a parameter out,
    after the response was computed with it."""
    words = dict(word.split("=", 1) for word in shlex.split(text))
    algorithm = words.get("algorithm") or DEFAULTS["algorithm"]
    known = {**DEFAULTS, "uri": target, **challenges.get(algorithm, {})}
    meant = {**known, **{name: value for name, value in words.items() if value}}
    if re.fullmatch(r"\d{1,7}", meant["nc"]):
        meant["nc"] = f"{int(meant['nc']):08x}"
    meant.setdefault("response", response(meant, words.get("method", method)))
    quoted = ("username", "realm", "nonce", "uri", "cnonce", "response")
    parameters = [f"{name}={quoted_string(meant[name])}" for name in quoted
                  if words.get(name) != ""]
    parameters += [f"{name}={meant[name]}" for name in ("algorithm", "qop", "nc")
                   if words.get(name) != ""]
    return "Digest " + ", ".join(parameters), response(meant, "")
