#!/usr/bin/env python3
"""Verifies an exported journal as journal-format.md describes it: verify_journal.py EXPORT [HEADS]"""
import hashlib
import json
import re
import struct
import sys
import uuid
from datetime import datetime, timedelta, timezone


class Fault(Exception):
    pass


def need(holds, what):
    if not holds:
        raise Fault(what)


def members(pairs):
    need(len({name for name, _ in pairs}) == len(pairs), "a name stands twice in one object")
    return dict(pairs)


def hash_of(text):
    need(isinstance(text, str) and re.fullmatch("[0-9a-f]{64}", text), "not a hash: %r" % (text,))
    return bytes.fromhex(text)


def uuid_of(text):
    need(isinstance(text, str) and re.fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text), "not a uuid")
    return uuid.UUID(text).bytes


def microseconds(text):
    shape = r"[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}\.[0-9]{6}Z"
    need(isinstance(text, str) and re.fullmatch(shape, text), "not a time")
    at = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)
    return (at - datetime(1970, 1, 1, tzinfo=timezone.utc)) // timedelta(microseconds=1)


def prefixed(text):
    data = text.encode("utf-8")
    return struct.pack(">I", len(data)) + data


def commitment(name, field):
    if set(field) == {"commitment"}:
        return hash_of(field["commitment"])
    need(set(field) == {"value", "salt"}, "field %s is neither shown nor masked" % name)
    need(isinstance(field["value"], str), "the value of %s is not text" % name)
    return hashlib.sha256(b"\1" + hash_of(field["salt"]) + prefixed(name) + prefixed(field["value"])).digest()


def digest(fields):
    data = b"\1" + struct.pack(">I", len(fields))
    for name in sorted(fields, key=lambda name: name.encode("utf-8")):
        data += prefixed(name) + commitment(name, fields[name])
    return hashlib.sha256(data).digest()


def verify_line(line, number, previous):
    content = next((name for name in ("erased", "hidden") if name in line), "fields")
    need(set(line) == {"number", "key", "recordedAt", "digest", "hash", content}, "members of the line")
    need(type(line["number"]) is int and line["number"] == number, "numbering")
    need(content == "fields" or line[content] is True, content + " is not true")
    need(content != "fields" or digest(line["fields"]) == hash_of(line["digest"]), "content does not match digest")
    data = b"\1" + previous + struct.pack(">q", number) + uuid_of(line["key"])
    data += struct.pack(">q", microseconds(line["recordedAt"])) + hash_of(line["digest"])
    need(hashlib.sha256(data).digest() == hash_of(line["hash"]), "hash does not match")
    return hash_of(line["hash"])


def saved_heads(path, stream):
    heads = []
    for row in open(path, encoding="utf-8-sig") if path else []:
        parts = row.split()
        if parts and not parts[0].startswith("#"):
            need(len(parts) == 3, "not a head: " + row)
            heads += [(int(parts[1]), hash_of(parts[2]))] if uuid_of(parts[0]) == stream else []
    return heads


def verify(path, heads_path=None):
    with open(path, encoding="utf-8") as file:
        journal = json.load(file, object_pairs_hook=members)
    need(set(journal) == {"format", "stream", "title", "exportedAt", "head", "lines"}, "members of the file")
    need(journal["format"] == "kris-journal-1", "another format")
    stream = uuid_of(journal["stream"])
    hashes = [hashlib.sha256(b"kris-journal-1" + stream).digest()]
    heads = saved_heads(heads_path, stream)
    for line in journal["lines"]:
        number = len(hashes)
        try:
            hashes.append(verify_line(line, number, hashes[-1]))
            need(all(saved == hashes[-1] for at, saved in heads if at == number), "rewritten, says a saved head")
        except (Fault, ValueError, TypeError, KeyError) as what:
            raise Fault("line %d: %s" % (number, what)) from what
    need(all(at < len(hashes) for at, _ in heads), "line %d: missing, says a saved head" % len(hashes))
    last = {"number": len(hashes) - 1, "hash": hashes[-1].hex()}
    need(journal["head"] == last, "line %d: the file's own head says otherwise" % len(hashes))
    return last


if __name__ == "__main__":
    try:
        head = verify(*sys.argv[1:3])
    except (Fault, ValueError, TypeError, KeyError) as fault:
        sys.exit("does not hold: %s" % fault)
    print("holds: %d lines, head %s" % (head["number"], head["hash"]))
