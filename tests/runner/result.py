"""What became of one test."""

from dataclasses import dataclass

PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"


@dataclass
class Result:
    name: str  # "e2e/two-cities", "unit/test_csv: a quote in a field"
    state: str
    text: str = ""  # why it failed or was skipped


def of(name, faults, shown=""):
    """Passed where there are no faults; else they, and what the program showed."""
    if not faults:
        return Result(name, PASSED)
    return Result(name, FAILED, "\n".join(list(faults) + ([shown] if shown else [])))
