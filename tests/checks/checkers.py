"""Each checker passes a good tree and fails on every kind of breach."""

import pathlib
import subprocess
import sys
import tempfile

from taps import done, tap

SCRIPTS = pathlib.Path(__file__).resolve().parents[2] / "scripts"


def tree(files):
    folder = tempfile.TemporaryDirectory(prefix="huizong-")
    for name, text in files.items():
        path = pathlib.Path(folder.name) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def holds(command, status, words):
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    shown = f"{' '.join(map(str, command))} ended with {ran.returncode}: {ran.stdout}{ran.stderr}"
    if ran.returncode != status or any(word not in ran.stdout for word in words):
        return f"expected status {status} and {words}; {shown}"
    return None


def layers(files, status, *words):
    with tree(files) as folder:
        return holds(["sh", SCRIPTS / "check-layers", folder], status, words)


def include(name):
    return f'#include <stdio.h>\n#include "{name}"\n'


LAYERS = [
    ("each layer may include what is below it", 0, {
        "src/base/a.c": include("base/a.h"), "src/diag/a.c": include("base/a.h"), "src/text/a.c": include("base/a.h"),
        "src/model/a.h": include("diag/a.h") + include("text/a.h"), "src/read/a.c": include("model/a.h"),
        "src/app/a.c": include("read/a.h") + include("shape/a.h"), "src/main.c": include("app/a.h")}, []),
    ("base includes nothing above it", 1, {"src/base/a.c": include("diag/a.h")}, ["src/base/a.c:2: base must not include diag"]),
    ("diag and text never include one another", 1, {"src/diag/a.c": include("text/a.h"), "src/text/a.h": include("diag/a.h")},
     ["src/diag/a.c:2", "src/text/a.h:2"]),
    ("model includes no stage", 1, {"src/model/a.h": include("read/a.h")}, ["model must not include read"]),
    ("stages never include one another", 1, {"src/shape/a.c": include("read/a.h")}, ["shape must not include read"]),
    ("a list counts as a source", 1, {"src/diag/a.def": '#include "output/a.def"\n'}, ["src/diag/a.def:1"]),
    ("nothing includes app but main.c", 1, {"src/output/a.c": include("app/a.h")}, ["output must not include app"]),
    ("an include names its folder", 1, {"src/read/a.c": include("a.h")}, ["src/read/a.c:2", "folder/file.h"]),
    ("no way round over ..", 1, {"src/read/a.c": include("../app/a.h")}, ["src/read/a.c:2"]),
    ("an indented include counts", 1, {"src/read/a.c": '#  include "app/a.h"\n'}, ["src/read/a.c:1"]),
    ("a new folder needs a layer", 1, {"src/new/a.c": include("base/a.h")}, ["src/new is in no layer"]),
    ("the map names every file", 1, {"src/README.md": "`a`", "src/base/a.h": "\n", "src/base/ab.c": "\n", "src/text/b.c": "\n"},
     ["src/base/ab.c: src/README.md", "src/text/b.c: src/README.md"]),
    ("a map that does is no fault", 0, {"src/README.md": "`a` and `b`", "src/base/a.h": "\n", "src/text/b.c": "\n"}, []),
    ("an empty tree is a fault", 1, {"src/x": ""}, ["no sources"]),
]


def prefixes(files, status, *words, compiled=True):
    with tree(files) as folder:
        for source in pathlib.Path(folder).glob("src/*/*.c") if compiled else []:
            target = pathlib.Path(folder) / "obj" / source.parent.name / (source.stem + ".o")
            target.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(["cc", "-c", "-o", target, source], check=True)
        return holds(["sh", SCRIPTS / "check-prefixes", folder, f"{folder}/obj"], status, words)


GOOD = "int header_find(void);\nint header_find(void) { return 1; }\n"
PREFIXES = [
    ("names of the file's own", 0, {"src/shape/header.c": GOOD + "int header;\n"}, {}),
    ("a static name is nobody's business", 0, {"src/shape/header.c": GOOD + "int header_x = sizeof(int);\n"
                                               "static int other(void) { return 2; }\nint header_o(void) { return other(); }\n"}, {}),
    ("a function of another name", 1, {"src/shape/header.c": GOOD + "int find(void) { return 1; }\n"}, {"words": ["exports find"]}),
    ("a variable of another name", 1, {"src/shape/header.c": GOOD + "int table[3];\n"}, {"words": ["exports table"]}),
    ("a name that only begins alike", 1, {"src/shape/header.c": GOOD + "int headers(void) { return 1; }\n"}, {"words": ["exports headers"]}),
    ("an object that is missing", 1, {"src/shape/header.c": GOOD}, {"words": ["not compiled"], "compiled": False}),
    ("an empty tree is a fault", 1, {"src/x": ""}, {"words": ["no objects"]}),
]

LIST = ('/* RULE(NOT, "a.rule") in a comment */\n'
        'RULE(QUOTA_REGION, "quota.region", "超配额", ERROR, "请该市,明确", "ask (the city)")\n'
        'SAYS(QUOTA_REGION, OVER, "{1}超过 {2}", "{2} is too many "\n     "of {1}")\nWORD(YES, "是", "yes")\n')
WHOLE = {
    "tests/contract/rules.tsv": "# head\nquota.region\t超配额\terror\n",
    "src/diag/list.def": LIST,
    "src/diag/explain.def": 'MEANS(QUOTA_REGION, "太多", "too many")\n',
    "src/rules/a.c": "SAY_OVER SAY_YES",
    "tests/unit/test_a.c": '"quota.region"',
    "README.md": "| `quota.region` | over |\n",
    "README.zh.md": "| `quota.region` | 超 |\n",
}
# Two reasons of an unreadable input, one of them with advice, and their rows.
REASONS = {
    "src/diag/list.def": LIST + 'WORD(WHY_A, "坏了", "broken")\nWORD(WHY_B, "太大；拆开", "too large; split it")\n',
    "src/rules/a.c": "SAY_OVER SAY_YES SAY_WHY_A SAY_WHY_B",
    "README.md": WHOLE["README.md"] + "| broken | ask |\n| too large | split it |\n",
    "README.zh.md": WHOLE["README.zh.md"] + "| 坏了 | 重发 |\n| 太大 | 拆开 |\n",
}


def rules(changes, status, words):
    files = {name: text for name, text in {**WHOLE, **changes}.items() if text is not None}
    with tree(files) as folder:
        return holds([sys.executable, SCRIPTS / "check-rules", folder], status, words)


RULES = [
    ("a whole tree", 0, {}, []),
    ("no README yet", 0, {"README.md": None, "README.zh.md": None}, ["not checked"]),
    ("a rule that the contract does not know", 1, {"tests/contract/rules.tsv": "quota.total\t总数\terror\n"}, ["the contract has"]),
    ("another severity", 1, {"tests/contract/rules.tsv": "quota.region\t超配额\twarning\n"}, ["the contract has"]),
    ("a rule that is missing", 1, {"tests/contract/rules.tsv": WHOLE["tests/contract/rules.tsv"] + "a.b\t甲\tinfo\n"},
     ["has 1 rules, the contract 2"]),
    ("a rule without a sentence", 1, {"src/diag/list.def": LIST.replace("SAYS(QUOTA_REGION, OVER,", "WORD(OVER,")}, ["has no sentence"]),
    ("a sentence without its English", 1, {"src/diag/list.def": LIST.replace('"yes"', '""')}, ["YES lacks a language"]),
    ("a slot that one language lacks", 1, {"src/diag/list.def": LIST.replace("of {1}", "")}, ["OVER has other slots"]),
    ("an id that stands twice", 1, {"src/diag/list.def": LIST + 'WORD(OVER, "甲", "a")\n'}, ["OVER stands twice"]),
    ("a word that nobody says", 1, {"src/rules/a.c": "SAY_OVER"}, ["SAY_YES is used nowhere"]),
    ("a rule that no test expects", 1, {"tests/unit/test_a.c": "quota"}, ["quota.region is expected by no test"]),
    ("an end-to-end case expects it", 0, {"tests/unit/test_a.c": None, "tests/e2e/a/expected.json": '"quota.region"'}, []),
    ("a rule that README.md does not explain", 1, {"README.md": "quota.region in prose"}, ["README.md: no row"]),
    ("a rule that README.zh.md does not explain", 1, {"README.zh.md": None}, ["README.zh.md: no row"]),
    ("reasons with their rows", 0, REASONS, []),
    ("a reason without a row", 1, {**REASONS, "README.md": WHOLE["README.md"] + "| broken | ask |\n"}, ['README.md: no row says "too large"']),
    ("a row that advises otherwise", 1, {**REASONS, "README.zh.md": REASONS["README.zh.md"].replace("| 拆开", "| 合并")}, ['README.zh.md: no row says "太大"']),
    ("two reasons that say the same", 1, {**REASONS, "src/diag/list.def": REASONS["src/diag/list.def"].replace("太大；", "坏了；")}, ['two reasons say "坏了"']),
    ("a rule whose meaning is not told", 1, {"src/diag/explain.def": "\n"}, ["explain.def does not tell of quota.region"]),
    ("a meaning told twice", 1, {"src/diag/explain.def": WHOLE["src/diag/explain.def"] * 2}, ["explain.def has not the list's rules"]),
    ("a meaning without its English", 1, {"src/diag/explain.def": 'MEANS(QUOTA_REGION, "太多", "")\n'}, ["explain.def: QUOTA_REGION lacks a language"]),
    ("words of the second list", 1, {"src/diag/words.def": 'WORD(NO, "否", "no")\n'}, ["SAY_NO is used nowhere"]),
]

NEUTRAL = [
    ("places in comments and tables", 0, {"src/a/a.c": "/* 甲州市 */\nint a; // 广东\n", "src/a/a.def": "甲州市"}, []),
    ("a region in the code", 1, {"src/a/a.c": 'x = "/* 甲州市";\n'}, ["a.c:1: names 甲州市"]),
    ("a county in the code", 1, {"src/a/a.h": '\n/* a\n*/ "丙县"\n'}, ["a.h:3: names 丙县"]),
    ("a province in the code", 1, {"src/a/a.c": '"Guangdong"'}, ["names Guangdong"]),
    ("no profile", 1, {"templates/a.ini": "[通知]\n", "src/a/a.c": ""}, ["no regions found"]),
]


def neutral(changes, status, words):
    with tree({"templates/a.ini": "[配额]\n甲 = 1, 甲州市, 乙州市\n[县区]\n甲州市 = 1, 丙县\n", **changes}) as folder:
        return holds([sys.executable, SCRIPTS / "check-neutral", folder], status, words)


HEAD = "## 一\n| 通知的原句 | 怎样处理 | 说明 |\n|---|---|---|\n"
QUOTA_ROW = "| 甲市不超过 3 家 | 规则 `quota.region` | |\n"
SEAL_ROW = "| 盖章一式两份 | 计算 份数；人工核 「盖章」 | |\n"
OWN = "\n| 查什么 | 规则 |\n|---|---|\n| 读不了 | `input.unreadable` |\n"
COVERED = {
    "tests/contract/rules.tsv": "input.unreadable\t无法读取\terror\nquota.region\t超配额\terror\n",
    "templates/guangdong-2020-971.ini": "[依据]\n# “别的”\n超配额 = 第一条：“甲市不超过3家”\n[人工核]\n盖章 = 每个地市; 有章; “盖章”\n",
    "docs/notice-coverage.md": HEAD + QUOTA_ROW + SEAL_ROW + OWN,
}


def page(*lines):
    return {"docs/notice-coverage.md": HEAD + "".join(lines) + OWN}


def coverage(changes, status, words):
    with tree({**COVERED, **changes}) as folder:
        return holds([sys.executable, SCRIPTS / "check-coverage", folder], status, words)


COVERAGE = [
    ("a whole page", 0, {}, []),
    ("a rule that does not exist", 1, page(QUOTA_ROW, SEAL_ROW, "| 丙 | 规则 `quota.regions` | |\n"), ["no rule is called quota.regions"]),
    ("a matter that the profile does not have", 1, page(QUOTA_ROW, SEAL_ROW, "| 丙 | 人工核 「签字」 | |\n"), ["[人工核] has no 签字"]),
    ("a row that says nothing", 1, page(QUOTA_ROW, SEAL_ROW, "| 丙 | | |\n"), ['"丙" is neither']),
    ("不核 without a reason", 1, page(QUOTA_ROW, SEAL_ROW, "| 丙 | 不核 | |\n"), ['"丙" is neither']),
    ("不核 with its reason", 0, page(QUOTA_ROW, SEAL_ROW, "| 丙 | 不核 | 告知 |\n"), []),
    ("a rule of the notice that has no row", 1, page(SEAL_ROW), ["quota.region has a sentence in [依据]", "quota.region does not stand here", "甲市不超过3家"]),
    ("a rule of nobody", 1, {"docs/notice-coverage.md": HEAD + QUOTA_ROW + SEAL_ROW}, ["input.unreadable does not stand here"]),
    ("a rule beside a sentence that [依据] does not quote", 1, page(QUOTA_ROW, SEAL_ROW, "| 丙 | 规则 `input.unreadable` | |\n"),
     ["input.unreadable stands beside a sentence", "input.unreadable stands among those"]),
    ("a matter without a row", 1, page(QUOTA_ROW), ["「盖章」 of [人工核] stands beside no sentence", "“盖章”, which no row has"]),
    ("the profile quotes what no row has", 1, {"templates/guangdong-2020-971.ini": COVERED["templates/guangdong-2020-971.ini"].replace("3家", "4家")},
     ["[依据] 超配额 quotes “甲市不超过4家”"]),
]

for name, status, changes, words in COVERAGE:
    tap(f"coverage: {name}", lambda: coverage(changes, status, words))
for name, status, files, words in LAYERS:
    tap(f"layers: {name}", lambda: layers(files, status, *words))
for name, status, files, more in PREFIXES:
    tap(f"prefixes: {name}", lambda: prefixes(files, status, *more.get("words", []), compiled=more.get("compiled", True)))
for name, status, changes, words in RULES:
    tap(f"rules: {name}", lambda: rules(changes, status, words))
for name, status, changes, words in NEUTRAL:
    tap(f"neutral: {name}", lambda: neutral(changes, status, words))
done()
