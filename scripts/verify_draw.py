#!/usr/bin/env python3
"""Verifies a revealed draw. Written from docs/draws.md alone; needs nothing but Python 3.8.

    python3 scripts/verify_draw.py FILE [--commitment HEX] [--head HEX]

Exit 0: everything holds. 1: it does not; each fault is a line "word: what". 2: the file cannot be read.
"""

import argparse
import datetime
import hashlib
import json
import re
import sys
import unicodedata


class Fault(Exception):
    """Something that does not hold: a stable word, and a sentence."""

    def __init__(self, word, text):
        super().__init__(text)
        self.word, self.text = word, text


def lines_hash(*lines):
    return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()


def by_bytes(text):
    return text.encode("utf-8")


def ceiling(a, b):
    return -(-a // b)


def whole(text):
    if not re.fullmatch(r"0|-?[1-9][0-9]*", text):
        raise Fault("list", f"not a number: {text!r}")
    return int(text)


def bit(text):
    if text not in ("0", "1"):
        raise Fault("list", f"neither 0 nor 1: {text!r}")
    return text == "1"


def is_moment(text):
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", text):
        return False
    try:
        datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        return False
    return True


class Reader:
    """The lines of a list, taken one after the other."""

    def __init__(self, text):
        if not text.endswith("\n"):
            raise Fault("list", "the last line is not ended")
        self.lines = [line.split("\t") for line in text[:-1].split("\n")]
        self.at = 0

    def maybe(self, word, fields):
        if self.at >= len(self.lines) or self.lines[self.at][0] != word:
            return None
        line = self.lines[self.at]
        if len(line) != fields + 1:
            raise Fault("list", f"line {self.at + 1}: {word} has {fields} fields")
        self.at += 1
        return line[1:]

    def must(self, word, fields):
        line = self.maybe(word, fields)
        if line is None:
            raise Fault("list", f"line {self.at + 1}: expected {word}")
        return line

    def many(self, word, fields):
        found = []
        while True:
            line = self.maybe(word, fields)
            if line is None:
                return found
            found.append(line)


def check_text(text):
    if unicodedata.normalize("NFC", text) != text:
        raise Fault("list", "not in normalisation form C")
    for number, line in enumerate(text.split("\n"), 1):
        for field in line.split("\t"):
            if any(unicodedata.category(c) == "Cc" or c in "\u2028\u2029" for c in field):
                raise Fault("list", f"line {number}: a control character")
            if field.startswith(" ") or field.endswith(" "):
                raise Fault("list", f"line {number}: a space at an end")


def ascending(keys, what):
    if any(a >= b for a, b in zip(keys, keys[1:])):
        raise Fault("list", f"{what}: wrong order, or one twice")


def read_list(text):
    check_text(text)
    reader = Reader(text)
    if reader.must("zhikong-draw", 1) != ["1"]:
        raise Fault("list", "not version 1")
    found = {}
    found["authority"], _name = reader.must("authority", 2)
    found["year"] = whole(reader.must("year", 1)[0])
    found["round"] = whole(reader.must("round", 1)[0])
    found["reason"] = reader.must("reason", 1)[0]
    found["kind"] = reader.must("kind", 1)[0]
    found["committed"] = reader.must("committed", 1)[0]
    due = reader.must("due", 1)[0]
    try:
        if datetime.date.fromisoformat(due).isoformat() != due:
            raise ValueError
    except ValueError:
        raise Fault("list", "due is no day") from None
    sources = reader.many("source", 2)
    if [number for number, _ in sources] != [str(number + 1) for number in range(len(sources))]:
        raise Fault("list", "sources are not numbered from 1")
    found["sources"] = [text for _, text in sources]
    found["strata"] = [(name, whole(a), whole(b), whole(q)) for name, a, b, q in reader.many("stratum", 4)]
    found["units"] = [
        {"code": code, "region": region, "stratum": stratum, "visited": bit(visited)}
        for code, region, _name, stratum, visited in reader.many("unit", 5)
    ]
    exclusions = reader.many("exclusion", 3)
    found["team"], needs = None, []
    team = reader.maybe("team", 5)
    if team is not None:
        size, cap, certificate, other, years = team
        found["team"] = {"size": whole(size), "cap": whole(cap), "certificate": bit(certificate),
                         "other": bit(other), "years": whole(years)}
        needs = [need for need, in reader.many("need", 1)]
        ascending([by_bytes(need) for need in needs], "needs")
    found["needs"] = needs
    inspectors = []
    while True:
        line = reader.maybe("inspector", 5)
        if line is None:
            break
        code, employer, region, certificate, load = line
        skills = [skill for skill, in reader.many("skill", 1)]
        ascending([by_bytes(skill) for skill in skills], "skills")
        relations = [(by_bytes(hospital), whole(rule), whole(year)) for hospital, rule, year in reader.many("relation", 3)]
        if relations != sorted(relations):
            raise Fault("list", "relations: wrong order")
        if any(rule not in (1, 2, 3, 4) for _, rule, _ in relations):
            raise Fault("list", "relations: rules are 1 to 4")
        inspectors.append({"code": code, "employer": employer, "region": region, "certificate": bit(certificate),
                           "load": whole(load), "skills": set(skills),
                           "relations": [(hospital.decode("utf-8"), rule, year) for hospital, rule, year in relations]})
    found["inspectors"] = inspectors
    if reader.at != len(reader.lines):
        raise Fault("list", f"line {reader.at + 1}: not expected here")
    check_list(found, exclusions)
    return found


def check_list(found, exclusions):
    if not is_moment(found["committed"]):
        raise Fault("list", "committed is no moment")
    if found["kind"] not in ("public", "witnessed") or (found["kind"] == "public") != bool(found["sources"]):
        raise Fault("list", "kind and sources do not go together")
    if found["round"] < 1 or (found["round"] > 1 and not found["reason"]):
        raise Fault("list", "another round without a reason")
    ascending([by_bytes(name) for name, _, _, _ in found["strata"]], "strata")
    ascending([by_bytes(unit["code"]) for unit in found["units"]], "units")
    ascending([by_bytes(code) for code, _, _ in exclusions], "exclusions")
    if {unit["code"] for unit in found["units"]} & {code for code, _, _ in exclusions}:
        raise Fault("list", "a hospital is a unit and excluded")
    if any(not code or not reason for code, _, reason in exclusions) or any(not unit["code"] for unit in found["units"]):
        raise Fault("list", "a code or reason is missing")
    names = {name for name, _, _, _ in found["strata"]}
    if any(unit["stratum"] not in names for unit in found["units"]):
        raise Fault("list", "a unit has no stratum")
    for name, a, b, quota in found["strata"]:
        count = sum(1 for unit in found["units"] if unit["stratum"] == name)
        if b < 1 or a < 0 or quota != ceiling(a * count, b) or quota > count:
            raise Fault("list", f"stratum {name}: the quota is not its share")
    ascending([by_bytes(person["code"]) for person in found["inspectors"]], "inspectors")
    team = found["team"]
    if team is None and found["inspectors"]:
        raise Fault("list", "inspectors without rules of teams")
    if team and (team["size"] < 2 or team["cap"] < 0 or team["years"] < 0 or len(found["needs"]) > 12):
        raise Fault("list", "rules of teams are out of bounds")


def coverable(lacking, people, seats):
    """Whether at most `seats` of `people`, each a set of what they bring, make up for what is lacking."""
    open_sets = {frozenset(lacking)}
    brings = {frozenset(person) & frozenset(lacking) for person in people}
    for _ in range(seats):
        if frozenset() in open_sets:
            return True
        open_sets = {rest - bring for rest in open_sets for bring in brings}
    return frozenset() in open_sets


CERTIFICATE = ("certificate",)


class Draw:
    """Records applied to a list one after the other."""

    def __init__(self, found, salt, seed):
        self.found, self.salt, self.seed = found, salt, seed
        self.round = str(found["round"])
        self.units = {unit["code"]: unit for unit in found["units"]}
        self.tickets = {code: lines_hash(salt, seed, self.round, code) for code in self.units}
        self.struck, self.recused, self.teams, self.strata = set(), {}, {}, []
        self.visits = {person["code"]: person["load"] for person in found["inspectors"]}

    def order(self, codes):
        return sorted(codes, key=lambda code: (self.tickets[code], by_bytes(code)))

    def draw(self):
        before = {drawn["code"] for stratum in self.strata for drawn in stratum["drawn"]}
        self.strata = [self.stratum(name, quota) for name, _, _, quota in self.found["strata"]]
        for stratum in self.strata:
            for drawn in stratum["drawn"]:
                if drawn["code"] not in before and self.found["team"]:
                    self.seat(drawn["code"], [])

    def stratum(self, name, quota):
        units = [unit for unit in self.found["units"] if unit["stratum"] == name]
        all_fresh = [unit["code"] for unit in units if not unit["visited"]]
        all_seen = [unit["code"] for unit in units if unit["visited"]]
        fresh = self.order([code for code in all_fresh if code not in self.struck])
        seen = self.order([code for code in all_seen if code not in self.struck])
        extra = (quota + 10) // 20
        parts = [(code, "quota") for code in fresh[:quota]]
        fill = min(len(seen), quota - len(parts))
        parts += [(code, "fill") for code in seen[:fill]]
        parts += [(code, "extra") for code in seen[fill:fill + extra]] if len(parts) == quota else []
        taken = sum(1 for _, part in parts if part != "quota")
        ticketed = lambda codes: [{"code": code, "ticket": self.tickets[code]} for code in codes]
        n, m = len(all_fresh), len(all_seen)
        return {
            "stratum": name,
            "quota": quota,
            "extra": extra,
            "drawn": [{"code": code, "part": part, "ticket": self.tickets[code]} for code, part in parts],
            "substitutes": ticketed(fresh[quota:]),
            "visited_substitutes": ticketed(seen[taken:]),
            "short": max(0, quota - len(parts)),
            "chance": [min(quota, n), n],
            "visited_chance": [min(m, max(0, quota - n) + extra), m],
        }

    def kept_away(self, person, hospital):
        team, relations = self.found["team"], [r for r in person["relations"] if r[0] == hospital]
        tied = {rule for _, rule, _ in relations}
        lately = any(rule == 2 and self.found["year"] - year < team["years"] for _, rule, year in relations)
        rules = (
            (1, person["employer"] == hospital or 1 in tied),
            (2, lately),
            (3, 3 in tied),
            (4, 4 in tied),
            (5, self.visits[person["code"]] >= team["cap"]),
            (7, team["other"] and person["region"] == self.units[hospital]["region"]),
            (9, person["code"] in self.recused.get(hospital, ())),
        )
        return next((rule for rule, holds in rules if holds), None)

    def brings(self, person):
        certificate = {CERTIFICATE} if person["certificate"] else set()
        return person["skills"] | certificate

    def seat(self, hospital, staying):
        team = self.found["team"]
        people = sorted(self.found["inspectors"], key=lambda person: (
            lines_hash(self.salt, self.seed, self.round, hospital, person["code"]), by_bytes(person["code"])))
        lacking = set(self.found["needs"]) | ({CERTIFICATE} if team["certificate"] else set())
        for person in people:
            if person["code"] in staying:
                lacking -= self.brings(person)
        free = [(person, self.kept_away(person, hospital)) for person in people if person["code"] not in staying]
        seats = team["size"] - len(staying)
        unmet = self.unmet(free, lacking, seats)
        if unmet:
            skipped = [{"inspector": person["code"], "rule": rule} for person, rule in free if rule]
            self.teams[hospital] = {"hospital": hospital, "members": [], "skipped": skipped, "unmet": unmet}
            return
        members, skipped = list(staying), []
        for at, (person, rule) in enumerate(free):
            if seats == 0:
                break
            if not rule:
                later = [self.brings(other) for other, away in free[at + 1:] if not away]
                rest = lacking - self.brings(person)
                if coverable(rest, later, seats - 1):
                    members.append(person["code"])
                    self.visits[person["code"]] += 1
                    lacking, seats = rest, seats - 1
                    continue
                rule = 8 if coverable(rest - {CERTIFICATE}, later, seats - 1) else 6
            skipped.append({"inspector": person["code"], "rule": rule})
        self.teams[hospital] = {"hospital": hospital, "members": members, "skipped": skipped, "unmet": 0}

    def unmet(self, free, lacking, seats):
        if len(free) < seats:
            return 10
        able = [self.brings(person) for person, rule in free if not rule]
        if len(able) < seats:
            counts = {}
            for _, rule in free:
                if rule:
                    counts[rule] = counts.get(rule, 0) + 1
            return min(counts, key=lambda rule: (-counts[rule], rule))
        if coverable(lacking, able, seats):
            return 0
        return 8 if coverable(lacking - {CERTIFICATE}, able, seats) else 6

    def result(self):
        teams = [self.teams[code] for code in sorted(self.teams, key=by_bytes)]
        return {"strata": self.strata, "teams": teams}


def seed_of(records):
    for record in records:
        if record.get("kind") == "seed":
            return record["value"]
        if record.get("kind") == "witnesses":
            return lines_hash(record["first"]["value"], record["second"]["value"])
    raise Fault("record", "there is no seed")


def chained(commitment, salt, records):
    link = commitment
    for record in records:
        kind, time = record["kind"], record["time"]
        if kind == "seed":
            rest = [str(record["source"]), record["value"], record["note"]]
        elif kind == "witnesses":
            first, second = record["first"], record["second"]
            rest = [first["name"], first["value"], second["name"], second["value"], record["note"]]
        elif kind == "strike":
            rest = [record["code"], record["reason"]]
        elif kind == "recusal":
            rest = [record["hospital"], record["inspector"], record["reason"]]
        else:
            raise Fault("format", f"no such record: {kind}")
        link = lines_hash(salt, link, kind, time, *rest)
    return link


def run(found, salt, records):
    draw, seeded = Draw(found, salt, seed_of(records)), False
    for number, record in enumerate(records, 1):
        def misfit(why):
            raise Fault("record", f"record {number}: {why}")
        kind, time = record["kind"], record["time"]
        if not is_moment(time) or time < found["committed"]:
            misfit("its time is none, or before the commitment")
        if kind in ("seed", "witnesses"):
            if seeded:
                misfit("a second seed")
            if time <= found["committed"]:
                misfit("the seed is not later than the commitment")
            if (kind == "seed") != (found["kind"] == "public"):
                misfit("the seed is of the other kind")
            if kind == "seed":
                if not 1 <= record["source"] <= len(found["sources"]) or not record["value"]:
                    misfit("no such source, or no value")
                if record["source"] > 1 and not record["note"]:
                    misfit("a fallback without a note")
            else:
                first, second = record["first"], record["second"]
                if first["name"] == second["name"] or not all(
                        (first["name"], first["value"], second["name"], second["value"], record["note"])):
                    misfit("witnesses are not two, or something is empty")
            seeded = True
            draw.draw()
        elif kind == "strike":
            code = record["code"]
            if code not in draw.units or code in draw.struck or not record["reason"]:
                misfit("nothing to strike out, or no reason")
            draw.struck.add(code)
            draw.teams.pop(code, None)
            if seeded:
                draw.draw()
        else:
            hospital, person = record["hospital"], record["inspector"]
            members = draw.teams.get(hospital, {"members": []})["members"]
            if person not in members or not record["reason"]:
                misfit("not in the team, or no reason")
            draw.recused.setdefault(hospital, set()).add(person)
            draw.seat(hospital, [member for member in members if member != person])
    return draw.result()


KEYS = {"format", "version", "number", "commitment", "salt", "canonical", "records", "head", "result"}


def verify(file, commitment=None, head=None):
    """Every fault as (word, sentence)."""
    if not isinstance(file, dict) or file.get("format") != "zhikong-draw" or file.get("version") != 1 or set(file) != KEYS:
        return [("format", "not a file of version 1")]
    if not re.fullmatch(r"[0-9a-f]{64}", file["salt"]):
        return [("salt", "not 64 lower hexadecimal digits")]
    faults = []
    if (commitment and commitment != file["commitment"]) or (head and head != file["head"]):
        faults.append(("noted", "not the commitment or head that was noted"))
    salt = file["salt"]
    if hashlib.sha256(file["canonical"].encode("utf-8") + bytes.fromhex(salt)).hexdigest() != file["commitment"]:
        faults.append(("commitment", "list and salt do not give it"))
    try:
        found = read_list(file["canonical"])
    except Fault as fault:
        return faults + [(fault.word, fault.text)]
    if file["number"] != f"{found['authority']}-{found['year']}-{found['round']}":
        faults.append(("number", "not the list's"))
    try:
        if chained(file["commitment"], salt, file["records"]) != file["head"]:
            faults.append(("head", "a record was changed, hidden or added"))
        if run(found, salt, file["records"]) != file["result"]:
            faults.append(("result", "computed anew it is another"))
    except Fault as fault:
        faults.append((fault.word, fault.text))
    return faults


def main():
    parser = argparse.ArgumentParser(description="Verifies a revealed draw after docs/draws.md.")
    parser.add_argument("file", nargs="+")
    parser.add_argument("--commitment", help="the commitment as noted from the public page")
    parser.add_argument("--head", help="the head as noted from the public page")
    asked = parser.parse_args()
    bad = False
    for name in asked.file:
        try:
            with open(name, encoding="utf-8") as handle:
                faults = verify(json.load(handle), asked.commitment, asked.head)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            print(f"{name}: cannot be read: {error}", file=sys.stderr)
            return 2
        for word, text in faults:
            print(f"{word}: {text}")
        if not faults:
            print(f"{name}: holds")
        bad = bad or bool(faults)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
