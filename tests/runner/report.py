"""What holds of every JSON report, whatever the input: its form, and the sums.

Each rule here is a sentence of the contract. A case that is an exception to one
names it under "except" in its case.json.
"""

import json
import pathlib

RULES = [line.split("\t") for line in
         (pathlib.Path(__file__).parent.parent / "contract" / "rules.tsv").read_text("utf-8").splitlines()
         if line and not line.startswith("#")]
RULE_IDS = [rule[0] for rule in RULES]
SEVERITIES = ["error", "warning", "info"]


class Malformed(Exception):
    """Not the strict JSON that other programs read."""


def strict_json(data, what="JSON"):
    """Parse bytes; refuses a mark, bad UTF-8, NaN, keys that repeat, lone surrogates."""
    def refuse(word):
        raise Malformed(f"{what}: {word} is no JSON")

    def pairs(items):
        seen = dict(items)
        if len(seen) != len(items):
            raise Malformed(f"{what}: a key repeats in {[key for key, _ in items]}")
        return seen

    try:
        value = json.loads(data.decode("utf-8"), parse_constant=refuse, object_pairs_hook=pairs)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeError as error:
        raise Malformed(f"{what}: not UTF-8 ({error})") from None
    except ValueError as error:
        raise Malformed(f"{what}: {error}; it begins with {data[:200]!r}") from None
    return value


class Choice(tuple):
    """One of these words."""


TEXT, COUNT, REAL, FLAG, NULL = "text", "count", "number", "flag", "null"
SEEN_AT = {"path": TEXT, "sheet": TEXT, "row": COUNT}
REASONS = Choice(("encrypted", "unreadable", "no-table", "unsupported", "changing", "system", "own-output",
                  "other-document"))
FORMATS = Choice(("xls", "xlsx", "ods", "csv", "html", "xml2003", "docx", "archive"))

# A list stands for its only element's kind, a tuple for alternatives.
FORM = {
    "tool": {"name": Choice(("huizong",)), "version": TEXT},
    "profile": {"id": TEXT, "title": TEXT},
    "inputs": [{"path": TEXT, "format": (FORMATS, NULL), "encoding": (TEXT, NULL), "sha256": (TEXT, NULL),
                "bytes": (COUNT, NULL), "status": Choice(("read", "skipped", "failed")), "reason": (REASONS, NULL),
                "reused": FLAG, "region": (TEXT, NULL), "rows_read": COUNT}],
    "totals": {"inputs": COUNT, "inputs_failed": COUNT, "rows_read": COUNT, "rows_merged": COUNT,
               "rows_folded": COUNT, "rows_held": COUNT},
    "rules": [{"id": Choice(RULE_IDS), "status": Choice(("checked", "unchecked", "off")), "reason": (TEXT, NULL)}],
    "regions": [{"name": TEXT, "group": (TEXT, NULL), "limit": (COUNT, NULL), "count": COUNT,
                 "status": Choice(("ok", "over", "none"))}],
    "records": [{"seq": (COUNT, NULL), "region": (TEXT, NULL), "project": (TEXT, NULL), "applicant": (TEXT, NULL),
                 "directions": [TEXT], "items": [COUNT], "contact": (TEXT, NULL), "phones": [TEXT], "emails": [TEXT],
                 "status": Choice(("merged", "held")), "reason": (Choice(RULE_IDS), NULL), "sources": [SEEN_AT]}],
    "duplicates": [{"kind": Choice(("exact", "likely", "possible")), "score": REAL, "cluster": COUNT, "a": SEEN_AT,
                    "b": SEEN_AT, "evidence": [{"field": TEXT, "level": TEXT}]}],
    "related": [{"kind": Choice(("joint", "branch", "reworded", "applicant", "contact")), "members": [SEEN_AT]}],
    "findings": [{"rule": Choice(RULE_IDS), "severity": Choice(SEVERITIES), "region": (TEXT, NULL),
                  "path": (TEXT, NULL), "sheet": (TEXT, NULL), "cell": (TEXT, NULL), "count": (COUNT, NULL),
                  "message": TEXT}],
}


def _fits(kind, value):
    if kind == TEXT:
        return isinstance(value, str)
    if kind == COUNT:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if kind == REAL:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind == FLAG:
        return isinstance(value, bool)
    if kind == NULL:
        return value is None
    return value in kind


def form_faults(form, value, path="report"):
    """Where value has another form than the contract's; members may be added, none may lack."""
    if isinstance(form, dict):
        if not isinstance(value, dict):
            return [f"{path}: no object"]
        faults = [f"{path}: no {key}" for key in form if key not in value]
        for key in form.keys() & value.keys():
            faults += form_faults(form[key], value[key], f"{path}.{key}")
        return faults
    if isinstance(form, list):
        if not isinstance(value, list):
            return [f"{path}: no list"]
        return [fault for at, element in enumerate(value) for fault in form_faults(form[0], element, f"{path}[{at}]")]
    kinds = form if isinstance(form, tuple) and not isinstance(form, Choice) else (form,)
    if any(_fits(kind, value) for kind in kinds):
        return []
    return [f"{path}: {value!r} is not one of {kinds}"]


def _sums(report):
    totals = report["totals"]
    if totals["rows_read"] != totals["rows_merged"] + totals["rows_folded"] + totals["rows_held"]:
        yield f"rows_read is not merged + folded + held: {totals}"
    by_input = sum(item["rows_read"] for item in report["inputs"])
    if totals["rows_read"] != by_input:
        yield f"rows_read is {totals['rows_read']}, the inputs' sum {by_input}"
    failed = sum(item["status"] == "failed" for item in report["inputs"])
    if totals["inputs_failed"] != failed:
        yield f"inputs_failed is {totals['inputs_failed']}, {failed} inputs have failed"


def _records(report):
    merged = [record for record in report["records"] if record["status"] == "merged"]
    held = [record for record in report["records"] if record["status"] == "held"]
    if (len(merged), len(held)) != (report["totals"]["rows_merged"], report["totals"]["rows_held"]):
        yield f"{len(merged)} records are merged and {len(held)} held, the totals say {report['totals']}"
    numbers = [record["seq"] for record in merged if record["seq"] is not None]
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"seq does not number the first sheet from 1: {numbers}"
    for record in held:
        if record["seq"] is not None or record["reason"] is None:
            yield f"a held record has a seq or no reason: {record}"


def _places(report):
    """Nothing is lost: every row read is the source of exactly one record."""
    read = {item["path"]: item["rows_read"] for item in report["inputs"] if item["status"] == "read"}
    seen = {}
    for record in report["records"]:
        if not record["sources"]:
            yield f"a record without a source: {record}"
        for place in record["sources"]:
            key = (place["path"], place["sheet"], place["row"])
            if key in seen:
                yield f"{key} is the source of two records"
            seen[key] = record
            if place["path"] not in read:
                yield f"{key} is of an input that was not read"
    for path, rows in read.items():
        found = sum(key[0] == path for key in seen)
        if found != rows:
            yield f"{path}: {rows} rows were read, {found} stand in records"


def _inputs(report):
    for item in report["inputs"]:
        if (item["status"] == "read") != (item["reason"] is None):
            yield f"a reason stands where something was not read, and only there: {item}"
        if item["status"] != "read" and item["rows_read"]:
            yield f"rows of an input that was not read: {item}"


def _inputs_order(report):
    paths = [item["path"].encode("utf-8") for item in report["inputs"]]
    if paths != sorted(paths):
        yield "inputs are not in the order of their paths' bytes"


def _rules(report):
    ids = [rule["id"] for rule in report["rules"]]
    if ids != RULE_IDS:
        yield f"rules are not the contract's in its order: {ids}"
    for rule in report["rules"]:
        if rule["status"] == "unchecked" and not rule["reason"]:
            yield f"an unchecked rule without its reason: {rule}"


def _regions(report):
    counts = {}
    for record in report["records"]:
        counts[record["region"]] = counts.get(record["region"], 0) + 1
    for region in report["regions"]:
        count = counts.get(region["name"], 0)
        if region["count"] != count:
            yield f"{region['name']}: count is {region['count']}, merged and held records are {count}"
        over = region["limit"] is not None and region["count"] > region["limit"]
        if (region["status"] == "over") != over or (region["status"] == "none") != (region["count"] == 0):
            yield f"a status that does not follow from its numbers: {region}"


def _findings(report):
    order = [(SEVERITIES.index(item["severity"]), RULE_IDS.index(item["rule"])) for item in report["findings"]]
    if order != sorted(order):
        yield "findings are not ordered by severity and rule"
    paths = {item["path"] for item in report["inputs"]}
    for item in report["findings"]:
        if not item["message"]:
            yield f"a finding without a message: {item}"
        if item["path"] is not None and item["path"] not in paths:
            yield f"a finding about an input that is not listed: {item}"


INVARIANTS = {"sums": _sums, "records": _records, "places": _places, "inputs": _inputs, "inputs-order": _inputs_order,
              "rules": _rules, "regions": _regions, "findings": _findings}


def faults(report, excepted=()):
    """What of the contract this report breaks."""
    found = form_faults(FORM, report)
    if found:
        return found
    return [f"{name}: {line}" for name, check in INVARIANTS.items() if name not in excepted for line in check(report)]
