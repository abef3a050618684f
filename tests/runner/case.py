"""One end-to-end case: a folder below tests/e2e. Its form is told in tests/README.md.

What every run must hold stands here and in report.py and workbook.py, so that a
case only says what is its own.
"""

import json
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile

from runner import match, report as reports, result, workbook

TIMEOUT = 30
MERGE, CHECK, AUDIT = ("merge", "汇总"), ("check", "核查"), ("audit", "查重")
LINES = ("extract", "提取", "dump", "单元格")
STEP_KEYS = {"args", "status", "env", "stdin", "stdout", "stderr", "files", "limits", "bare", "except", "creates",
             "expected", "expected-cells"}
CASE_KEYS = STEP_KEYS | {"about", "steps", "skip", "plain"}
OUTPUTS = ("-o", "--output", "--json", "--html", "--returns", "--state")
TEXT_KEYS = {"must", "must_not", "is"}
SANITIZER = re.compile(r"AddressSanitizer|LeakSanitizer|UndefinedBehaviorSanitizer|runtime error:")
# Beside control characters those that turn the writing direction.
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


class Step:
    """One run of the program within a case."""

    def __init__(self, case, number, spec):
        self.spec = spec
        self.number = number
        self.args = list(spec.get("args", []))
        self.status = spec.get("status", 0)
        words = [word for word in self.args if not word.startswith("-")]
        self.command = words[0] if words else ""
        self.makes_report = self.command in MERGE + CHECK + AUDIT and not spec.get("bare")
        if self.makes_report and not self.option("--json"):
            self.args += ["--json", "report.json"]
        if self.makes_report and self.command in MERGE and not self.option("-o", "--output"):
            self.args += ["-o", "汇总表.xlsx"]
        suffix = "" if number == 0 else f"-{number + 1}"
        self.expected = self._file(case, spec.get("expected", f"expected{suffix}.json"), "expected" in spec)
        self.cells = self._file(case, spec.get("expected-cells", f"expected-cells{suffix}.json"),
                                "expected-cells" in spec)

    @staticmethod
    def _file(case, name, named):
        path = case / name
        if path.exists() or named:
            return json.loads(path.read_text("utf-8"))
        return None

    def option(self, *names):
        """The value of an option, None where it is not given."""
        for at, word in enumerate(self.args):
            if word in names and at + 1 < len(self.args):
                return self.args[at + 1]
            name, equals, value = word.partition("=")
            if equals and name in names:
                return value
        return None

    def outputs(self):
        return [path for path in map(self.option, OUTPUTS) if path]


class Run:
    """What one run of the program left behind."""

    def __init__(self, status, stdout, stderr, before, after):
        self.status, self.stdout, self.stderr, self.before, self.after = status, stdout, stderr, before, after

    def shown(self):
        out = self.stdout[:3000].decode("utf-8", "backslashreplace")
        err = self.stderr[:6000].decode("utf-8", "backslashreplace")
        return f"status {self.status}\n--- stdout\n{out}\n--- stderr\n{err}"


def _tree(folder):
    """Every file below folder with its content; folders and others by their kind."""
    tree = {}
    for path in sorted(pathlib.Path(folder).rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            tree[name] = ("link", os.readlink(path))
        elif path.is_file():
            tree[name] = ("file", path.read_bytes() if os.access(path, os.R_OK) else path.stat().st_size)
        else:
            tree[name] = ("folder" if path.is_dir() else "other", None)
    return tree


def _copy(source, target, backwards=False):
    """A folder with all kinds of files in it; backwards in another order of creation, which must make no difference."""
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.iterdir(), reverse=backwards):
        if path.is_dir() and not path.is_symlink():
            _copy(path, target / path.name, backwards)
        elif path.is_fifo():
            os.mkfifo(target / path.name)
        else:
            shutil.copy(path, target / path.name, follow_symlinks=False)


def _prepare(case, folder):
    """The case's inputs in a folder of their own."""
    shelf = folder / "work"
    shelf.mkdir()
    if (case / "in").is_dir():
        _copy(case / "in", shelf / "in")
    if (case / "make.py").exists():
        env = {**os.environ, "PYTHONPATH": str(case.parent.parent / "lib"), "PYTHONDONTWRITEBYTECODE": "1"}
        made = subprocess.run([sys.executable, str(case / "make.py")], cwd=shelf, env=env, capture_output=True,
                              timeout=TIMEOUT, check=False)
        if made.returncode:
            raise match.BadExpectation(f"make.py failed: {made.stderr.decode('utf-8', 'replace')}")
    return shelf


def _limit(limits):
    """RLIMIT_FSIZE with its signal ignored makes a write fail half-way, as a full disk does."""
    def apply():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limits["fsize"], limits["fsize"]))
    return apply


def _run(step, binary, shelf, zone, options_again):
    log = shelf.parent / "log"
    options = f"detect_leaks=1:exitcode=99:log_path={log}/sanitizer"
    env = {"PATH": os.environ["PATH"], "HOME": str(shelf.parent), "LANG": "C.UTF-8", "TZ": zone,
           "ASAN_OPTIONS": options, "UBSAN_OPTIONS": f"print_stacktrace=1:{options}", **step.spec.get("env", {})}
    before = _tree(shelf)
    args = step.args[:1] + options_again + step.args[1:] if step.args[:1] == [step.command] else step.args
    done = subprocess.run([binary, *args], cwd=shelf, env=env, timeout=TIMEOUT,
                          input=step.spec.get("stdin", "").encode("utf-8"), capture_output=True, check=False,
                          preexec_fn=_limit(step.spec["limits"]) if "limits" in step.spec else None)
    return Run(done.returncode, done.stdout, done.stderr, before, _tree(shelf))


def _texts(spec, found, name):
    """stdout, stderr or a file against ["must", …] or {"must": […], "must_not": […], "is": "…"}."""
    if isinstance(spec, list):
        spec = {"must": spec}
    if set(spec) - TEXT_KEYS:
        raise match.BadExpectation(f"{name}: no such key {set(spec) - TEXT_KEYS}")
    text = found.decode("utf-8", "backslashreplace")
    faults = [f"{name} lacks /{pattern}/" for pattern in spec.get("must", [])
              if not re.search(pattern, text, re.MULTILINE)]
    faults += [f"{name} has /{pattern}/" for pattern in spec.get("must_not", [])
               if re.search(pattern, text, re.MULTILINE)]
    if "is" in spec and text != spec["is"]:
        faults.append(f"{name} is {text!r}, not {spec['is']!r}")
    return faults


def _streams(run, log):
    """Nothing from a file reaches a terminal; no sanitizer has spoken, in a child neither."""
    faults = []
    for name, data in (("stderr", run.stderr), ("stdout", run.stdout)):
        try:
            text = data.decode("utf-8")
        except UnicodeError as error:
            faults.append(f"{name} is not UTF-8: {error}")
            continue
        bad = UNSAFE.search(text)
        if bad:
            faults.append(f"{name} holds U+{ord(bad.group()):04X}: {text[max(0, bad.start() - 40):bad.end() + 40]!r}")
        if SANITIZER.search(text):
            faults.append(f"a sanitizer speaks on {name}")
    for path in sorted(log.iterdir()):
        faults.append("a sanitizer found:\n" + path.read_text("utf-8", "replace")[:4000])
    return faults


def _left_behind(step, run):
    """Status 2 touches nothing; else only what was asked for is new, and no input has changed."""
    changed = sorted(name for name in run.before.keys() | run.after.keys()
                     if run.before.get(name) != run.after.get(name))
    if step.status == 2:
        return [f"status 2, but {name} was touched" for name in changed]
    asked = [os.path.normpath(path) for path in step.outputs()]
    if not step.option("-o", "--output"):
        asked += {"merge": ["汇总表"], "汇总": ["汇总表"], "form": ["空表"], "空表": ["空表"]}.get(step.command, [])
    faults = [f"{name} was left behind or touched" for name in changed
              if not any(name == word or name.startswith((word + "/", word + "-")) for word in asked)
              and not re.search(r"\.bak-\d+\.xlsx$", name)
              and not any(pathlib.PurePath(name).match(pattern) for pattern in step.spec.get("creates", []))]
    return faults + [f"the input {name} was touched" for name in changed
                     if name.split("/")[0] == "in" and name in run.before]


def _report_of(step, run):
    """The report of merge, check and audit, the list of lines of extract and dump; None where there is none."""
    if step.command in LINES:
        return [reports.strict_json(line, f"line {at + 1} of stdout") for at, line in enumerate(run.stdout.splitlines())]
    name = step.option("--json")
    if name == "-":
        return reports.strict_json(run.stdout, "stdout")
    if name is None or name not in run.after or run.after[name][1] is None:
        return None
    return reports.strict_json(run.after[name][1], name)


def _own_status(step, report):
    """1 says that there are findings at or above --fail-on, 0 that there are none."""
    if "--nagios" in step.args:
        return []
    level = step.option("--fail-on") or "error"
    bars = {"error": ["error"], "warning": ["error", "warning"], "never": []}.get(level, [])
    found = any(item["severity"] in bars for item in report["findings"])
    return [] if found == (step.status == 1) else [f"status {step.status} does not follow from the findings"]


def _outputs(step, run, shelf):
    """The report and the workbook, against the contract and against the case."""
    faults = []
    report = _report_of(step, run)
    if step.makes_report and step.status < 2:
        if report is None:
            return ["there is no JSON report"]
        faults += reports.faults(report, step.spec.get("except", []))
        if not faults:
            faults += _own_status(step, report)
    if step.expected is not None:
        if report is None:
            return faults + ["an expected.json, but no report to hold it against"]
        faults += match.differences(step.expected, report)
    name = step.option("-o", "--output")
    if name and step.status < 2:
        if name not in run.after:
            return faults + [f"there is no workbook {name}"]
        try:
            book = workbook.load(shelf / name)
        except Exception as error:  # whatever it is that openpyxl trips over
            return faults + [f"openpyxl cannot open {name}: {error!r}"]
        faults += workbook.formulas(book)
        if report is not None and step.command in MERGE and not faults and "workbook" not in step.spec.get("except", []):
            faults += workbook.first_sheet(book, report)
        if step.cells is not None:
            faults += workbook.cells(book, step.cells)
    elif step.cells is not None:
        faults.append("an expected-cells.json, but no workbook to hold it against")
    return faults


def _check(step, run, shelf):
    faults = []
    if run.status != step.status:
        faults.append(f"expected status {step.status}, found {run.status}")
    faults += _streams(run, shelf.parent / "log")
    for name in ("stdout", "stderr"):
        if name in step.spec:
            faults += _texts(step.spec[name], getattr(run, name), name)
    if faults and run.status != step.status:
        return faults
    faults += _left_behind(step, run)
    for name, spec in step.spec.get("files", {}).items():
        kind, data = run.after.get(name, (None, None))
        faults += _texts(spec, data, name) if kind == "file" else [f"there is no file {name}"]
    try:
        faults += _outputs(step, run, shelf)
    except reports.Malformed as error:
        faults.append(str(error))
    return faults


def _same_again(first, second):
    """The same input gives the same bytes, on another day's clock, in another folder, in another order of names."""
    faults = []
    for at, (one, two) in enumerate(zip(first, second)):
        if one.status != two.status:
            faults.append(f"step {at + 1}: run again it ends with {two.status}\n{two.shown()}")
        if one.stdout != two.stdout:
            faults.append(f"step {at + 1}: run again stdout differs: {one.stdout[:500]!r} and {two.stdout[:500]!r}")
        differing = sorted(name for name in one.after.keys() | two.after.keys()
                           if one.after.get(name) != two.after.get(name))
        faults += [f"step {at + 1}: run again {name} has other bytes" for name in differing]
    return faults


def _steps(case, spec):
    unknown = set(spec) - CASE_KEYS
    for step in spec.get("steps", []):
        unknown |= set(step) - STEP_KEYS
    if unknown:
        raise match.BadExpectation(f"case.json: no such key {sorted(unknown)}")
    if "steps" in spec and "args" in spec:
        raise match.BadExpectation("case.json: args or steps, not both")
    specs = spec.get("steps") or [spec]
    steps = [Step(case, number, one) for number, one in enumerate(specs)]
    used = {path.name for path in case.glob("expected*.json")}
    named = {f"expected{kind}{suffix}.json" for kind in ("", "-cells")
             for suffix in [""] + [f"-{at + 1}" for at in range(1, len(specs))]}
    named |= {one[key] for one in specs for key in ("expected", "expected-cells") if key in one}
    if used - named:
        raise match.BadExpectation(f"no step is held against {sorted(used - named)}")
    return steps


def _checked(steps, binary, shelf):
    """All steps in one folder, each checked; what is wrong with the first that fails."""
    runs = []
    for step in steps:
        run = _run(step, binary, shelf, "Asia/Shanghai", [])
        faults = _check(step, run, shelf)
        runs.append(run)
        if faults:
            place = f"step {step.number + 1}: " if len(steps) > 1 else ""
            return runs, [place + " ".join(["huizong", *step.args]), *faults, run.shown()]
    return runs, []


def is_plain(case):
    """Is it run with the plain program, too, whose workers are confined?"""
    try:
        return bool(json.loads((case / "case.json").read_text("utf-8")).get("plain"))
    except ValueError:
        return False  # run() says what is wrong with it


def run(case, binary, options_again, keep=False, kind="e2e"):
    """Run a case twice, in two folders; its Result. keep leaves the folders of one that fails."""
    name = f"{kind}/{case.name}"
    top = pathlib.Path(tempfile.mkdtemp(prefix="huizong-"))
    faults = []
    try:
        spec = json.loads((case / "case.json").read_text("utf-8"))
        if "skip" in spec:
            return result.Result(name, result.SKIPPED, spec["skip"])
        steps = _steps(case, spec)
        again = top / "另一个"  # not a blank: the sanitizers split their options there
        for folder in (top / "a", again):
            (folder / "log").mkdir(parents=True)
        shelf = _prepare(case, top / "a")
        _copy(shelf, again / "work", backwards=True)
        runs, faults = _checked(steps, binary, shelf)
        if not faults:
            faults = _same_again(runs, [
                _run(step, binary, again / "work", "Pacific/Kiritimati", options_again if step.makes_report else [])
                for step in steps])
    except (match.BadExpectation, ValueError, OSError, subprocess.TimeoutExpired) as error:
        faults = [f"{type(error).__name__}: {error}"]
    finally:
        if faults and keep:
            faults.append(f"kept in {top}")
        else:
            shutil.rmtree(top, ignore_errors=True)
    return result.of(name, faults)
