"""A year of nights over one folder: files come, change, are corrected, renamed, damaged, encrypted, cut, taken away, brought back; rulings are
given; the clock jumps; now and then a night is killed or finds no room; the rules change once; old nights are pruned.

Each night is held against a run without a ledger over the same files, and what it tells against a model: what lies between the reports of this
night and of the last that was done, by identity, known to nobody but those reports.
"""

import collections
import hashlib
import json
import os
import pathlib
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import unicodedata

from scene import HEAD, sheets
import protect

NIGHTS = 365
HERE = pathlib.Path(__file__).resolve().parent
CITIES = ["广州市", "深圳市", "珠海市", "汕头市", "佛山市", "韶关市", "河源市", "梅州市"]
TOPICS = ["注塑装备", "陶瓷窑炉", "家电整机", "服装定制", "船舶管系", "电子贴片", "五金冲压", "食品灌装"]
SECONDS = 60


class Drop:
    """The folder, and the tables of which its files are made."""

    def __init__(self, root, chance):
        self.root, self.chance, self.serial = root, chance, 0
        self.files = {}  # path below the folder -> rows, or None where it is no table now
        self.away = []  # (path, bytes, rows) that may come back
        root.mkdir()

    def row(self):
        self.serial += 1
        digest = hashlib.sha256(str(self.serial).encode()).hexdigest()
        phone = f"138{self.serial:08d}" if self.chance.random() < 0.8 else f"13{self.serial:05d}"
        return [f"{self.chance.choice(TOPICS)}{digest[:10]}平台", f"公司{digest[20:32]}", "特色专业型工业互联网平台", "张三", f"{phone} a{self.serial}@example.cn"]

    def write(self, path, rows):
        place = self.root / path
        place.parent.mkdir(exist_ok=True)
        table = [HEAD, *([at + 1, *row] for at, row in enumerate(rows))]
        if path.endswith(".xlsx"):
            sheets.xlsx(place, {"Sheet1": table})
        else:
            place.write_text("".join(",".join(map(str, row)) + "\r\n" for row in table), "gb18030" if "旧" in path else "utf-8")
        self.files[path] = rows

    def any(self, tables=True):
        found = [path for path, rows in sorted(self.files.items()) if rows or not tables]
        return self.chance.choice(found) if found else None

    def bytes_of(self, path):
        return (self.root / path).read_bytes()

    # --- what may happen to it ---

    def come(self):
        city = self.chance.choice(CITIES)
        if len(self.files) > 14:
            return self.go()
        ending = self.chance.choice(["汇总.csv", "旧汇总.csv", "汇总.xlsx"])
        return self.write(f"{city}/{self.serial}{ending}", [self.row() for _ in range(self.chance.randrange(1, 5))])

    def change(self):
        path = self.any()
        rows = [list(row) for row in self.files[path]]
        row = self.chance.choice(rows)
        self.serial += 1
        what = self.chance.randrange(4)
        if what == 0:
            row[4] = f"139{self.serial:08d} b{self.serial}@example.cn"
        elif what == 1:
            row[3] = f"李{self.serial}"
        elif what == 2 and len(rows) > 1:
            rows.remove(row)
        else:
            rows.insert(0, self.row())
        self.write(path, rows)

    def shuffle(self):
        path = self.any()
        self.write(path, self.chance.sample(self.files[path], len(self.files[path])))

    def correct(self):
        path = self.any()
        rows = [list(row) for row in self.files[path]]
        rows[0][4] = f"137{self.serial:08d} c{self.serial}@example.cn"
        self.write(f"{path.rsplit('.', 1)[0]}修改稿.csv", [*rows, self.row()])

    def rename(self):
        path = self.any(tables=False)
        other = f"{path.split('/')[0]}/改名{self.serial}-{path.split('/')[1][-12:]}"
        self.serial += 1
        os.rename(self.root / path, self.root / other)
        self.files[other] = self.files.pop(path)

    def twice(self):
        path = self.any()
        other = f"{path.split('/')[0]}/另存{self.serial}.csv"
        self.serial += 1
        self.write(other, self.files[path])

    def alike(self):
        """Another office sends a row nearly as it stands in this file: a pair for a person to judge."""
        row = list(self.chance.choice(self.files[self.any()]))
        self.serial += 1
        row[0], row[4] = f"{row[0]}建设", f"136{self.serial:08d} d{self.serial}@example.cn"
        self.write(f"{self.chance.choice(CITIES)}/{self.serial}汇总.csv", [row])

    def go(self):
        path = self.any(tables=False)
        self.away.append((path, self.bytes_of(path), self.files.pop(path)))
        (self.root / path).unlink()

    def come_back(self):
        if self.away:
            path, content, rows = self.away.pop(self.chance.randrange(len(self.away)))
            (self.root / path).write_bytes(content)
            self.files[path] = rows

    def spoil(self):
        """Damaged, encrypted or half copied, to be as it was some night."""
        path = self.any()
        content, rows = self.bytes_of(path), self.files[path]
        self.away.append((path, content, rows))
        self.files[path] = None
        if path.endswith(".xlsx") and self.chance.random() < 0.5:
            protect.protect(self.root / path, "geheim", "standard")
        elif path.endswith(".xlsx"):
            (self.root / path).write_bytes(content[:len(content) * 2 // 3])
        elif self.chance.random() < 0.5:
            (self.root / path).write_bytes(b"PK\3\4" + content)
        else:
            (self.root / path).write_bytes(content[:content.rfind(b"\n", 0, -2) + 1])

    def nothing(self):
        pass

    def happens(self):
        ways = [self.come] * 3 + [self.change] * 4 + [self.correct, self.rename, self.twice, self.go, self.come_back, self.come_back, self.alike, self.spoil, self.shuffle, self.nothing]
        for _ in range(self.chance.randrange(4)):
            if self.any():
                self.chance.choice(ways)()
            else:
                self.come()


def lossless(text):
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def identity(record):
    return record["region"] or "", lossless(record["project"]), lossless(record["applicant"])


class Model:
    """What is known after each night, from reports alone."""

    def __init__(self):
        self.inputs, self.records, self.findings = {}, {}, collections.Counter()
        self.folded = set()  # identities of which a person said that they are another's

    @staticmethod
    def content(found):
        return found["sha256"], found["status"], found["reason"]

    def wanted_inputs(self, report):
        after = {one["path"]: one for one in report["inputs"]}
        came = [path for path in after if path not in self.inputs]
        gone = [path for path in self.inputs if path not in after]
        told, moved = collections.Counter(), set()
        for path in gone:
            twin = [other for other in came if other not in moved and after[other]["sha256"] and after[other]["sha256"] == self.inputs[path]["sha256"]]
            if twin:
                moved |= {twin[0], path}
                told["moved"] += 1
            else:
                told["gone", path] += 1
        for path in came:
            if path not in moved:
                told["new", path] += 1
        for path, one in after.items():
            if path in self.inputs and self.content(one)[0] != self.content(self.inputs[path])[0]:
                told["replaced", path] += 1
        return told

    @staticmethod
    def told_inputs(report):
        """A file that was superseded, or is no longer, is another matter: its bytes are what they were."""
        told = collections.Counter()
        for one in report["changes"]["inputs"]:
            kind = one["change"]
            if kind == "superseded" and one["sha256"] != one["sha256_before"]:
                kind = "replaced"
            if kind == "moved":
                told["moved"] += 1
            elif kind not in ("changed", "superseded"):
                told[kind, one["path"]] += 1
        return told

    def is_unseen(self, record, after):
        places = {one["path"] for one in record["sources"]}
        return all(path in after and after[path]["status"] != "read" for path in places)

    @staticmethod
    def by_identity(records):
        """Rows that contradict one another may be of one identity, and are not folded."""
        found = collections.defaultdict(list)
        for one in records:
            found[identity(one)].append(one)
        return found

    def wanted_records(self, report):
        after = {one["path"]: one for one in report["inputs"]}
        now = self.by_identity(report["records"])
        told = collections.Counter()
        for key in {*now, *self.records}:
            old, new = self.records.get(key, []), now.get(key, [])
            if len(new) > len(old):
                told["new", key] += len(new) - len(old)
            if len(old) == len(new) == 1 and any(old[0][part] != new[0][part] for part in ("contact", "phones", "emails", "directions", "status")):
                told["changed", key] += 1
            if not new:
                for one in old:
                    told["unseen" if self.is_unseen(one, after) else "withdrawn", key] += 1
            elif len(old) > len(new):
                told["withdrawn or unseen", key] += len(old) - len(new)
        return told

    @staticmethod
    def told_records(report, wanted):
        """Of several of one identity it may be either that is out of sight."""
        either = {key for kind, key in wanted if kind == "withdrawn or unseen"}
        return collections.Counter(("withdrawn or unseen" if identity(one) in either and one["change"] in ("withdrawn", "unseen") else one["change"], identity(one))
                                   for one in report["changes"]["records"])

    def take(self, report):
        after = {one["path"]: one for one in report["inputs"]}
        now = self.by_identity(report["records"])
        unseen = collections.Counter(identity(one) for one in report["changes"]["records"] if one["change"] == "unseen")
        for key, count in unseen.items():
            hidden = [one for one in self.records.get(key, []) if self.is_unseen(one, after)]
            now[key] += hidden[:count]
        self.inputs, self.records = after, now

    def complaints(self, report):
        told = report["changes"]
        wanted, found = self.wanted_inputs(report), self.told_inputs(report)
        if wanted != found:
            yield f"inputs: told {found - wanted} and not {wanted - found}"
        wanted = self.wanted_records(report)
        found = self.told_records(report, wanted)
        # A phone that is no valid one stands in the cell alone, and a row that a ruling folds into another record is no record of the report:
        # only the ledger knows of those.
        extra = {key: 1 for key in found - wanted if key[0] != "changed" and key[1] not in self.folded}
        lacks = {key: 1 for key in wanted - found if key[1] not in self.folded}
        if extra or lacks:
            yield f"records: told {extra} and not {lacks}"
        shown = collections.Counter(one["rule"] for one in report["findings"])
        came = collections.Counter(one["rule"] for one in told["findings"] if one["change"] == "new")
        mended = collections.Counter(one["rule"] for one in told["findings"] if one["change"] == "mended")
        unseen = collections.Counter(one["rule"] for one in told["findings"] if one["change"] == "unseen")
        known = {rule: self.findings[rule] + came[rule] - mended[rule] for rule in {*self.findings, *came, *mended, *shown, *unseen}}
        wrong = {rule: (count, shown[rule], unseen[rule]) for rule, count in known.items() if count != shown[rule] + unseen[rule]}
        if wrong:
            yield f"findings known by rule do not add up to those shown and unseen: {wrong}"
        said = {(one["rule"], one["message"]) for one in report["findings"]}
        strange = [one["message"] for one in told["findings"] if one["change"] == "new" and (one["rule"], one["message"]) not in said]
        if strange:
            yield f"told new, and not found: {strange[:3]}"
        self.findings = collections.Counter({rule: count for rule, count in known.items() if count})


class Year:
    def __init__(self, binary, seed):
        self.binary = str(pathlib.Path(binary).resolve())
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="huizong-faults-"))
        self.chance = random.Random(seed)
        self.drop = Drop(self.root / "in", self.chance)
        self.model = Model()
        self.library = self.root / "clock.so"
        subprocess.run([*(os.environ.get("CC") or "cc").split(), "-shared", "-fPIC", "-O1", "-o", str(self.library), str(HERE / "clock.c")], check=True)
        self.profile = self.root / "profile.ini"
        shutil.copyfile(HERE.parents[1] / "templates/guangdong-2020-971.ini", self.profile)
        (self.root / "out").mkdir()
        (self.root / "plain").mkdir()
        self.since, self.span, self.counts = None, 0.3, collections.Counter()
        self.shortened = False

    def close(self):
        shutil.rmtree(self.root, ignore_errors=True)

    # --- running ---

    def environment(self, offset):
        return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "LD_PRELOAD": str(self.library), "FAULT_CLOCK": str(offset)}

    def command(self, folder, state):
        given = [self.binary, "merge", "-q", "-p", str(self.profile), "-o", f"{folder}/汇总表.xlsx", "--json", f"{folder}/r.json", "--html", f"{folder}/r.html",
                 "--returns", f"{folder}/退回", "--rulings", f"{folder}/汇总表.xlsx", *(["--state", "led"] if state else []), "in"]
        return given

    def start(self, folder, state, offset, **more):
        return subprocess.Popen(self.command(folder, state), cwd=self.root, env=self.environment(offset), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **more)

    def finish(self, process):
        try:
            _, said = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            _, said = process.communicate()
            said += b"it did not end"
        return process.returncode, said.decode("utf-8", "replace")

    def done_runs(self):
        if not (self.root / "led").exists():
            return []
        shelf = self.root / "look"
        shelf.mkdir(exist_ok=True)
        for name in ("led", "led-journal"):
            (shelf / name).unlink(missing_ok=True)
            if (self.root / name).exists():
                shutil.copyfile(self.root / name, shelf / name)
        database = sqlite3.connect(shelf / "led")
        try:
            if database.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise AssertionError("integrity_check")
            if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'run'").fetchone():
                return []
            return [number for number, in database.execute("SELECT id FROM run WHERE state = 'done' ORDER BY id")]
        finally:
            database.close()

    def outputs(self):
        return {str(path.relative_to(self.root / "out")): path.read_bytes() for path in sorted((self.root / "out").rglob("*")) if path.is_file()}

    # --- a night ---

    def give_ruling(self):
        """A person answers a pair where the workbook lies, which is given every night."""
        import openpyxl
        book = openpyxl.load_workbook(self.root / "out/汇总表.xlsx")
        if "疑似重复" not in book.sheetnames:
            return
        pairs = book["疑似重复"]
        at = {cell.value: (cell.row, cell.column) for cells in pairs.iter_rows(max_row=5) for cell in cells if cell.value}
        if "裁定" not in at:
            return
        row, col = at["裁定"]
        open_pairs = [line for line in range(row + 1, pairs.max_row + 1) if pairs.cell(line, col + 1).value == "疑似" and not pairs.cell(line, col).value]
        if not open_pairs:
            return
        line, answer = self.chance.choice(open_pairs), self.chance.choice(["不同项目", "不同项目", "同一项目"])
        pairs.cell(line, col).value = answer
        if answer == "同一项目":
            said = {pairs.cell(row, at).value: pairs.cell(line, at).value for at in range(1, pairs.max_column + 1)}
            self.model.folded |= {(said[f"{side}：地市"], lossless(said[f"{side}：项目名称"]), lossless(said[f"{side}：申报单位"])) for side in "甲乙"}
        book.save(self.root / "out/汇总表.xlsx")
        self.counts["rulings"] += 1

    def disturb(self, offset):
        """A night that is killed, or that has no room. True where it was done all the same."""
        before, done = self.outputs(), self.done_runs()
        if self.chance.random() < 0.6:
            process = self.start("out", True, offset)
            time.sleep(self.chance.uniform(0, self.span))
            process.send_signal(signal.SIGKILL)
            status, _ = self.finish(process)
            self.counts["killed"] += status == -signal.SIGKILL
            return self.done_runs() != done
        ledger = self.root / "led"
        most = self.chance.randrange(0, (ledger.stat().st_size if ledger.exists() else 0) + 60000)
        status, said = self.finish(self.start("out", True, offset, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))))
        self.counts["without room"] += status == 2
        held = self.done_runs() != done
        if status == 2 and (self.outputs() != before or said.count("\n") < 1 or held):
            raise AssertionError(f"no room for files of {most}: {said}, outputs changed: {self.outputs() != before}, night held: {held}")
        if status in (0, 1) and not held:
            raise AssertionError("done, but not in the ledger")
        return held

    def cells(self, folder):
        """All cells but those of 变化."""
        done = subprocess.run([self.binary, "dump", "-q", f"{folder}/汇总表.xlsx"], cwd=self.root, capture_output=True, timeout=SECONDS, check=False)
        return [line for line in done.stdout.splitlines() if '"sheet":"变化"'.encode() not in line.replace(b'": "', b'":"')]

    def against_plain(self, offset):
        status, said = self.finish(self.start("plain", False, offset))
        if status not in (0, 1):
            yield f"the run without a ledger: status {status}: {said}"
            return
        reports = [json.loads((self.root / folder / "r.json").read_text("utf-8")) for folder in ("out", "plain")]
        reports[0].pop("changes")
        for report in reports:
            for one in report["inputs"]:
                one["reused"] = None
        if reports[0] != reports[1]:
            yield f"the report is not that of a run without a ledger, in {[key for key in reports[1] if reports[0].get(key) != reports[1][key]]}"
        slips = [{path.name: path.read_bytes() for path in sorted((self.root / folder / "退回").glob("*"))} for folder in ("out", "plain")]
        if slips[0] != slips[1]:
            yield "the slips are not those of a run without a ledger"
        if self.cells("out") != self.cells("plain"):
            yield "the workbook is not that of a run without a ledger"

    def strays(self):
        known = {"in", "out", "plain", "led", "clock.so", "profile.ini", "look"}
        return [str(path.relative_to(self.root)) for path in [*self.root.iterdir(), *(self.root / "out").rglob("*")]
                if path.parent == self.root and path.name not in known or path.name.startswith(".huizong")]

    def told(self, status, said):
        """A night that is done: what it tells."""
        if status not in (0, 1):
            yield f"status {status}: {said}"
            return
        report = json.loads((self.root / "out/r.json").read_text("utf-8"))
        runs = self.done_runs()
        if report["changes"]["since"] != self.since:
            yield f"compared with run {report['changes']['since']} and not {self.since}"
        yield from self.model.complaints(report)
        self.model.take(report)
        self.since = runs[-1]

    def night(self, at, nights):
        offset = at * 86400 + self.chance.choice([0, 0, 0, 0, -400 * 86400, 30 * 86400, 3600, -3600])
        if at == nights // 2 and not self.shortened:
            self.profile.write_text(self.profile.read_text("utf-8").replace("一主体多项目 = 错误", "一主体多项目 = 警告"), "utf-8")
            self.shortened = True
        self.drop.happens()
        if at % 9 == 8 and (self.root / "out/汇总表.xlsx").exists():
            self.give_ruling()
        if (self.root / "out/汇总表.xlsx").exists():
            shutil.copyfile(self.root / "out/汇总表.xlsx", self.root / "plain/汇总表.xlsx")
        if self.chance.random() < 0.15:
            if self.disturb(offset):
                yield from self.told(0, "")
            if self.chance.random() < 0.5:
                return  # nobody tries again before the next night
        began = time.monotonic()
        status, said = self.finish(self.start("out", True, offset))
        self.span = max(0.05, min(5, (time.monotonic() - began) * 1.2))
        yield from self.told(status, said)
        if self.strays():
            yield f"left behind {self.strays()}"
        if status in (0, 1):
            yield from self.against_plain(offset)
        if at % 60 == 59:
            yield from self.prune(offset)

    def prune(self, offset):
        done = subprocess.run([self.binary, "prune", "--state", "led", "--keep", "30d"], cwd=self.root, env=self.environment(offset), capture_output=True, timeout=SECONDS, check=False)
        self.counts["pruned"] += 1
        if done.returncode != 0:
            yield f"prune: status {done.returncode}: {done.stderr.decode('utf-8', 'replace')}"


def run(binary, nights=NIGHTS, seed=971):
    if not shutil.which((os.environ.get("CC") or "cc").split()[0]):
        return 0, "there is no C compiler", []
    year, complaints = Year(binary, seed), []
    for at in range(nights):
        try:
            complaints += [f"night {at} (seed {seed}): {line}" for line in year.night(at, nights)]
        except AssertionError as error:
            complaints.append(f"night {at} (seed {seed}): {error}")
        if len(complaints) > 20:
            break
    print(f"night_year: {nights} nights, {dict(year.counts)}")
    year.close()
    return nights, None, complaints
