"""Programs that are tests: the unit tests, the checkers' own tests, the agreement scripts.

One that speaks TAP counts a test a line; another counts as one, passed with
status 0 and skipped with 77.
"""

import os
import re
import subprocess

from runner.result import FAILED, PASSED, SKIPPED, Result

# cmocka prints behind whatever the test left on the line, and skips as "not ok 3 # SKIP name".
LINE = re.compile(r"(not ok|ok) (\d+) (?:- )?(# SKIP )?(.*)$")
PLAN = re.compile(r"^1\.\.(\d+)(\s*# SKIP.*)?$")


def _parse(name, output):
    """The results in the output, and how many it had planned."""
    results, planned, notes = [], 0, {}
    for line in output.splitlines():
        plan, test = PLAN.match(line), LINE.search(line)
        if plan:
            planned += int(plan.group(1))
        elif test and not line.startswith("#"):
            verdict, _, skipped, what = test.groups()
            state = SKIPPED if skipped or "# SKIP" in what else PASSED if verdict == "ok" else FAILED
            results.append(Result(f"{name}: {what.strip()}", state))
        elif results and line.startswith("#"):
            notes.setdefault(len(results) - 1, []).append(line)
    for at, lines in notes.items():
        results[at].text = "\n".join(lines)
    return results, planned


def run(name, command, timeout, env=None, cwd=None):
    """Run a program; its results."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=timeout, cwd=cwd, env={**os.environ, "CMOCKA_MESSAGE_OUTPUT": "TAP", **(env or {})})
    except subprocess.TimeoutExpired:
        return [Result(name, FAILED, f"no end after {timeout} seconds")]
    output = done.stdout.decode("utf-8", "backslashreplace")
    errors = done.stderr.decode("utf-8", "backslashreplace")
    results, planned = _parse(name, output)
    if not planned and not results:
        state = {0: PASSED, 77: SKIPPED}.get(done.returncode, FAILED)
        return [Result(name, state, (output + errors).strip())]
    failed = [result for result in results if result.state == FAILED]
    for result in failed[:1]:
        result.text += "\n" + errors
    if len(results) != planned:
        results.append(Result(name, FAILED, f"ended after {len(results)} of {planned} tests, status "
                                            f"{done.returncode}\n{output[-2000:]}\n{errors}"))
    elif done.returncode and not failed:
        results.append(Result(name, FAILED, f"every test passed, but the status is {done.returncode}\n{errors}"))
    return results
