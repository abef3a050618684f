"""A folder with inputs and, from an earlier run, outputs of every kind; and what must hold of it after a run that was disturbed.

The promise: status 0 or 1 and the outputs are those of an undisturbed run, byte by byte; or status 2, one line on
standard error, and the old outputs are as they were. Nothing else stands in the folder of the outputs, ever.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "lib"))
import sheets  # noqa: E402

HEAD = ["序号", "项目名称", "申报单位", "申报方向", "联系人", "联系方式（手机与邮箱）"]
SECONDS = 30  # no run takes as long
RETURNS = "退回"
# The earlier run wrote the first; the later one takes it away where nothing is over its quota, and writes the others.
SLIPS = {f"slip of {city}": f"{RETURNS}/退回单-{city}.xlsx" for city in ("广州市", "深圳市", "珠海市")}
NAMES = {"workbook": "汇总表.xlsx", "report": "报告.json", "page": "报告.html", **SLIPS}


def rows(city, count, wrong=False):
    yield [f"推荐单位（盖章）：{city}工业和信息化局"]
    yield HEAD
    for at in range(1, count + 1):
        yield [at, f"{city}第{at}号平台项目", f"{city}科技{at}有限公司", "特色专业型工业互联网平台", "张三", f"{'1' if wrong else '138'}{at:08d} a{at}@example.cn"]


def as_csv(city, count, wrong=False):
    return "".join(",".join(map(str, row)) + "\r\n" for row in rows(city, count, wrong))


class Scene:
    """inputs below in/, outputs in out/ (or elsewhere, where `out` says so)."""

    def __init__(self, binary, out=None, count=3):
        self.binary = str(pathlib.Path(binary).resolve())
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="huizong-faults-"))
        self.out = pathlib.Path(out) if out else self.root / "out"
        self.out.mkdir(exist_ok=True)
        inputs = self.root / "in"
        inputs.mkdir()
        (inputs / "广州市.csv").write_text(as_csv("广州市", count), "utf-8")
        (inputs / "深圳市.csv").write_text(as_csv("深圳市", count, wrong=True), "gb18030")
        sheets.xlsx(inputs / "珠海市.xlsx", {"Sheet1": list(rows("珠海市", count))})
        # The old outputs are of other inputs, so that old and new can be told apart.
        (self.root / "before").mkdir()
        (self.root / "before" / "广州市.csv").write_text(as_csv("广州市", count, wrong=True), "utf-8")
        self.run(inputs="before")
        self.old = self.outputs()
        self.run()
        self.new = self.outputs()
        lacks = [key for outputs in (self.old, self.new) for key in NAMES if outputs[key] is None and key not in SLIPS]
        if lacks or any(self.old[key] == self.new[key] for key in NAMES) or not all(map(self.slips, (self.old, self.new))):
            raise AssertionError(f"the undisturbed run gives nothing to compare: {self.last}")
        self.restore()

    def close(self):
        shutil.rmtree(self.root, ignore_errors=True)

    def command(self, inputs="in", command="merge"):
        given = [self.binary, command, "--lang=en", "-q", "--json", str(self.out / NAMES["report"])]
        given += ["--html", str(self.out / NAMES["page"]), "--returns", str(self.out / RETURNS)]
        return [*given, *(["-o", str(self.out / NAMES["workbook"])] if command == "merge" else []), inputs]

    def run(self, prefix=(), inputs="in", **more):
        try:
            self.last = subprocess.run([*prefix, *self.command(inputs)], cwd=self.root, capture_output=True, timeout=SECONDS, check=False,
                                       env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TZ": "Asia/Shanghai"}, **more)
        except subprocess.TimeoutExpired:
            self.last = subprocess.CompletedProcess([], None, b"", b"it did not end\n")
        return self.last

    def outputs(self):
        found = {}
        for key, name in NAMES.items():
            path = self.out / name
            found[key] = path.read_bytes() if path.is_file() else None
        return found

    def is_kept_aside(self, name):
        """An old slip that could not be read, and so may be a person's: byte by byte under its other name."""
        before = [key for key, old in NAMES.items() if name == old.replace(".xlsx", ".bak-1.xlsx")]
        return bool(before) and (self.out / name).read_bytes() == self.old[before[0]]

    @staticmethod
    def slips(outputs):
        return [key for key in SLIPS if outputs[key] is not None]

    def restore(self, absent=False):
        """Old outputs only; absent: none at all."""
        for path in self.out.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
        for key, name in NAMES.items():
            if not absent and self.old[key] is not None:
                (self.out / name).parent.mkdir(exist_ok=True)
                (self.out / name).write_bytes(self.old[key])

    def strays(self):
        found = {str(path.relative_to(self.out)) for path in self.out.rglob("*")}
        return sorted(found - set(NAMES.values()) - {RETURNS})

    def complaint(self, done, absent=False, names=None, may_fail_inputs=False):
        """What is wrong after this run, or None."""
        old = dict.fromkeys(NAMES, None) if absent else self.old
        said = done.stderr.decode("utf-8", "replace")
        found = self.outputs()
        strays = [name for name in self.strays() if not (may_fail_inputs and self.is_kept_aside(name))]
        if strays:
            return f"left behind {strays}"
        if done.returncode in (0, 1):
            if found == self.new:
                return None
            if may_fail_inputs and found["report"] not in (None, old["report"]):
                return self.partial(found["report"])
            return f"status {done.returncode}, but the outputs are not those of an undisturbed run: {said}"
        if done.returncode != 2:
            return f"status {done.returncode}: {said}"
        if found != old:
            changed = [key for key in found if found[key] != old[key]]
            return f"status 2, but {changed} changed: {said}"
        if said.count("\n") != 1 or not said.endswith("\n"):
            return f"status 2 with {said.count(chr(10))} lines: {said}"
        if names and not any(name in said for name in names):
            return f"the line names none of {names}: {said}"
        return None

    def partial(self, report):
        """An input was refused: the report must say so, and hold all of the others."""
        told = json.loads(report)
        failed = {one["path"] for one in told["inputs"] if one["reason"] in ("unreadable", "changing")}
        found = {one["path"] for one in told["findings"] if one["rule"] in ("input.unreadable", "input.changing")}
        clean = json.loads(self.new["report"])
        if not failed or failed != found:
            return f"failed inputs {failed}, findings for {found}"
        wanted = [r["project"] for r in clean["records"] if r["sources"][0]["path"] not in failed]
        if [r["project"] for r in told["records"]] != wanted:
            return "an input was refused, and rows of another are missing"
        return None
