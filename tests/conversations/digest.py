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


def unescape(text):
    return text.encode("latin-1", "backslashreplace").decode("unicode_escape").encode("latin-1")


def hash_bytes(algorithm, octets):
    return hashlib.new(HASHES[algorithm], octets).hexdigest()


def hash_hex(algorithm, *pieces):
    return hash_bytes(algorithm, ":".join(pieces).encode("utf-8"))


def response(words, method):
    algorithm = words["algorithm"].removesuffix("-sess")
    ha1 = hash_hex(algorithm, words["username"], words["realm"], words["password"])
    if algorithm != words["algorithm"]:
        ha1 = hash_hex(algorithm, ha1, words["nonce"], words.get("session", words["cnonce"]))
    covered = [method, words["uri"]]
    if words["qop"] == "auth-int":
        covered.append(hash_bytes(algorithm, unescape(words.get("body", ""))))
    ha2 = hash_hex(algorithm, *covered)
    names = ["nonce"] if "legacy" in words else ["nonce", "nc", "cnonce", "qop"]
    return hash_hex(algorithm, ha1, *[words[name] for name in names], ha2)


def quoted_string(text):
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def authorization(text, challenges, method, target):
    """The field, and the rspauth that the server must then answer with. `text` is name=value words:
    username and password, and whatever is not to be as it should; name= leaves a parameter out,
    after the response was computed with it. session= is the cnonce that a -sess algorithm began
    with, where it is not the one that is sent; body= is what an answer with qop=auth-int covers;
    userhash=true sends the hash of the user name instead; legacy=true computes as RFC 2069 does."""
    words = dict(word.split("=", 1) for word in shlex.split(text))
    algorithm = words.get("algorithm") or DEFAULTS["algorithm"]
    known = {**DEFAULTS, "uri": target, **challenges.get(algorithm, {})}
    meant = {**known, **{name: value for name, value in words.items() if value}}
    if re.fullmatch(r"\d{1,7}", meant["nc"]):
        meant["nc"] = f"{int(meant['nc']):08x}"
    meant.setdefault("response", response(meant, words.get("method", method)))
    rspauth = response(meant, "")
    if words.get("userhash") == "true":
        meant["username"] = hash_hex(algorithm.removesuffix("-sess"), meant["username"],
                                     meant["realm"])
    quoted = ("username", "realm", "nonce", "uri", "cnonce", "response")
    parameters = [f"{name}={quoted_string(meant[name])}" for name in quoted
                  if words.get(name) != ""]
    parameters += [f"{name}={meant[name]}" for name in ("algorithm", "qop", "nc")
                   if words.get(name) != ""]
    parameters += [f"userhash={words['userhash']}"] if "userhash" in words else []
    return "Digest " + ", ".join(parameters), rspauth
