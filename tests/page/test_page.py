#!/usr/bin/python3
"""The page (--html) in headless Chromium: the samples in both languages, an audit, texts that do harm, and 5,000 rows.

Each page is opened with and without its script, wide and on a telephone, light and dark, and printed. Status 77 where there
is no Chromium. HUIZONG is the program.
"""

import collections
import csv
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

import chromium
from payloads import PAYLOADS, shown
from taps import done, tap

BINARY = os.environ["HUIZONG"]
ROOT = pathlib.Path(__file__).resolve().parents[2]
HEAD = ["序号", "项目名称", "申报单位", "申报方向", "联系人", "手机", "邮箱"]
DIRECTIONS = ["两化融合管理体系贯标", "2020年跨行业跨领域工业互联网平台", "特色专业型工业互联网平台", "中德智能制造合作"]
CITIES = "广州市 深圳市 珠海市 佛山市 惠州市 东莞市 中山市 江门市 肇庆市 汕头市 韶关市 河源市 梅州市 汕尾市 阳江市 湛江市 茂名市 清远市 潮州市 云浮市".split()
ROWS = 5000
# What a page of 5,000 rows may weigh, and take to load on a machine that does much else.
BYTES, SECONDS = 4_000_000, 30

# --- inputs ---------------------------------------------------------------------------


def write_csv(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="", errors="surrogatepass") as file:
        csv.writer(file).writerows(rows)


def many_rows(folder):
    """Projects of many firms, some of them twice in other words, some with what is missing or wrong."""
    pick, rows, earlier = random.Random(7), collections.defaultdict(list), []
    for number in range(ROWS):
        city = pick.choice(CITIES)
        firm = "".join(pick.sample("华智云联科创海德瑞丰恒星图远博越泰宏盛安诺达美", 3))
        trade = pick.choice("家电 陶瓷 服装 五金 电子 塑料 船舶 食品 化工 玩具 家具 印刷".split())
        what = pick.choice("供应链协同 数字孪生 预测性维护 能耗管理 柔性生产 质量追溯 远程运维 仓储物流".split())
        mobile = f"1{pick.randrange(3 * 10**9, 9 * 10**9):010d}"
        row = [f"{firm}{trade}{what}平台", f"{city[:-1]}{firm}{trade}有限公司", pick.choice(DIRECTIONS), "张三", mobile, f"u{number}@example.com"]
        if earlier and pick.random() < .06:
            row = list(pick.choice(earlier))
            row[0] = row[0].replace("平台", "云平台")
        fault = pick.random()
        row[4] = "" if fault < .03 else row[4][:9] if fault < .05 else row[4]
        row[2] = "智慧园区" if .05 <= fault < .07 else row[2]
        earlier.append(row)
        rows[city].append([str(len(rows[city]) + 1), *row])
    for city, of in rows.items():
        write_csv(folder / city / "汇总表.csv", [HEAD, *of])


def harmful_rows(folder):
    """Each text as a project, as a person of an equal pair that differs, and as a direction that is none; and names of files."""
    texts = [text for text in PAYLOADS.values() if "\0" not in text and not re.search("[\ud800-\udfff]", text)]
    for city, more in (("广州市", ""), ("佛山市", "x")):
        rows = [[str(n), text, f"甲{n}公司", text[:200], text[:300] + more, "13800138000", f"a{n}@b.cn"] for n, text in enumerate(texts, 1)]
        write_csv(folder / city / "<img src=x onerror=alert(1)>\u202egpj.\"'&.csv", [HEAD, *rows])
    return texts


def second_night(folder, samples):
    """The samples in a ledger, and what happened to them since: mended, withdrawn, gone, corrected, and more than stands open."""
    into = folder / "nights"
    shutil.copytree(samples, into)
    ledger = ("--state", str(folder / "led"))
    subprocess.run([BINARY, "check", str(into), "-q", *ledger], capture_output=True, check=False, timeout=120)
    for path in (into / "汕头市项目汇总表.xlsx", into / "云浮市/云浮市汇总表.xlsx"):
        path.unlink()
    rows = [[str(n), f"新项目{n}", f"新公司{n}", DIRECTIONS[3], "<b>张三</b>", "138001380" if n % 3 else "13800138000", f"a{n}@b.cn"] for n in range(20)]
    write_csv(into / "揭阳市/汇总表.csv", [HEAD, *rows])
    path = into / "江门市/汇总表.csv"
    path.write_bytes(path.read_bytes().replace(b"1.38E+10", b"13812345678"))
    return [str(into), *ledger]


class Made:
    """A page, its report, and how the program was called."""

    def __init__(self, folder, name, *args):
        self.path, self.name = folder / f"{name}.html", name
        begin = time.monotonic()
        ran = subprocess.run([BINARY, *args, "-q", "--html", str(self.path), "--json", str(folder / f"{name}.json")], cwd=ROOT,
                             capture_output=True, text=True, check=False, timeout=120)
        self.seconds = time.monotonic() - begin
        if ran.returncode != 1:
            raise RuntimeError(f"{args}: status {ran.returncode}: {ran.stderr[-2000:]}")
        self.report = json.loads((folder / f"{name}.json").read_text("utf-8"))
        self.text = self.path.read_text("utf-8")


UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ufdd0-\ufdef\U000e0000-\U000e007f]")

# --- what must hold of every page ------------------------------------------------------------

VISIBLE = "[...document.querySelectorAll('tr.f')].filter(row => row.checkVisibility()).length"
WIDTH = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
# Every text against what is painted behind it: [ratio, needed, text] of what falls short. WCAG 2.2, 1.4.3.
CONTRAST = """(() => {
	const parse = text => { const m = text.match(/[\\d.]+/g).map(Number); return [m[0], m[1], m[2], m.length > 3 ? m[3] : 1]; };
	const light = c => { const l = c.slice(0, 3).map(v => { v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
		return .2126 * l[0] + .7152 * l[1] + .0722 * l[2]; };
	const ground = element => { for (let e = element; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
		if (c[3] === 1) return c; if (c[3] > 0) return null; } return matchMedia('(prefers-color-scheme: dark)').matches ? null : [255, 255, 255, 1]; };
	const short = new Set(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	let seen = 0;
	for (let node; (node = walk.nextNode());) {
		const element = node.parentElement;
		if (!node.data.trim() || element.tagName === 'SCRIPT' || seen > 4000) continue;
		const style = getComputedStyle(element), back = ground(element), ink = parse(style.color);
		seen++;
		if (!back || ink[3] !== 1) { short.add('unclear ground: ' + node.data.slice(0, 20)); continue; }
		const a = light(ink), b = light(back), ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
		const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
		if (ratio < (large ? 3 : 4.5)) short.add(ratio.toFixed(2) + ' ' + style.color + ' ' + node.data.slice(0, 20));
	}
	return seen < 20 ? ['only ' + seen + ' texts'] : [...short].slice(0, 10);
})()"""
# What makes a page hard to use for whoever does not see it or has no mouse.
STRUCTURE = """(() => {
	const wrong = [], all = query => [...document.querySelectorAll(query)];
	let level = 0;
	for (const head of all('h1,h2,h3,h4')) { const of = +head.tagName[1]; if (of > level + 1) wrong.push('heading ' + head.textContent); level = of; }
	if (all('h1').length !== 1) wrong.push(all('h1').length + ' h1');
	if (all('main').length !== 1 || !document.title) wrong.push('main or title');
	for (const table of all('table')) { if (!table.caption || !table.caption.textContent.trim()) wrong.push('caption of ' + table.className);
		for (const head of table.querySelectorAll('th')) if (!head.scope || !head.textContent.trim()) wrong.push('head in ' + table.className); }
	for (const field of all('input,select')) if (!field.labels.length) wrong.push('label of ' + field.id);
	for (const part of all('nav,[role=group],ul.evidence')) if (!part.getAttribute('aria-label')) wrong.push('name of ' + part.className);
	const ids = all('[id]').map(e => e.id);
	for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) wrong.push('twice ' + id);
	for (const link of all('a')) { const to = link.getAttribute('href'); if (to[0] !== '#' || !document.getElementById(to.slice(1))) wrong.push('link ' + to); }
	for (const one of all('*')) for (const name of one.getAttributeNames()) if (/^on|^style$|^src|^srcset$|^action$|^formaction$/i.test(name)) wrong.push(one.tagName + ' ' + name);
	if (all('script').length !== 1 || all('style').length !== 1) wrong.push('scripts or styles');
	return wrong.slice(0, 10);
})()"""
ELEMENTS = "[...new Set([...document.querySelectorAll('*')].map(e => e.tagName.toLowerCase()))].sort()"
ALLOWED = set("a article b body br caption code col colgroup data dd details div dl dt fieldset h1 h2 h3 head header html input label legend li main mark meta "
              "nav option output p path rect script section select span style summary svg table tbody td th thead title tr ul".split())


WIDE, DARK, PHONE, NIGHT = (1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")


def as_shown(text):
    """What cannot be seen, or turns the direction, shows its number."""
    return UNSEEN.sub(lambda m: f"U+{ord(m.group()):04X}", text)


def opened_well(browser, made, ways):
    """In widths and schemes, with its script and without."""
    wrong = []
    for scripts, looks in ways:
        browser.scripts(scripts)
        for width, scheme in looks:
            browser.size(width)
            browser.media("", scheme)
            browser.open(made.path)
            across, there = browser.evaluate(WIDTH)
            if across > there:
                wrong.append(f"{width} px, {scheme}: {across} wide")
            wrong += [f"{width} px, {scheme}, scripts {scripts}: {said}" for said in browser.complaints()]
            if scripts:
                wrong += [f"{width} px, {scheme}: contrast {short}" for short in browser.evaluate(CONTRAST)]
    wrong += browser.evaluate(STRUCTURE)
    wrong += [f"an element {name}" for name in browser.evaluate(ELEMENTS) if name not in ALLOWED]
    browser.scripts(True)
    return "\n".join(wrong)


def figures(browser, made, shown_of_rule=2000, shown_pairs=500):
    """What the page says is what the report says."""
    report, wrong = made.report, []
    browser.size(1280)
    browser.open(made.path)

    def expect(what, seen, wanted):
        if seen != wanted:
            wrong.append(f"{what}: {str(seen)[:300]} where {str(wanted)[:300]} is right")

    totals = browser.evaluate("Object.fromEntries([...document.querySelectorAll('data')].map(d => [d.dataset.total, [+d.value, +d.textContent]]))")
    wanted = {**report["totals"], "duplicates": len(report["duplicates"]), "regions_sent": sum(r["count"] > 0 for r in report["regions"])}
    for name, values in totals.items():
        expect(name, values, [wanted[name]] * 2)
    expect("figures", len(totals) >= 3, True)
    groups = browser.evaluate("[...document.querySelectorAll('.g')].map(g => [g.dataset.severity, g.dataset.rule, +g.querySelector('.count').textContent, "
                              "g.querySelectorAll('tr.f').length])")
    count = collections.Counter((f["severity"], f["rule"]) for f in report["findings"])
    expect("findings", [tuple(g) for g in groups], [(s, r, n, min(n, shown_of_rule)) for (s, r), n in count.items()])
    expect("sentences", browser.evaluate("[...document.querySelectorAll('tr.f')].map(r => (r.querySelector('.long>div') || r.lastElementChild).textContent)"),
           [as_shown(f["message"]) for f in report["findings"]])
    kinds = collections.Counter(browser.evaluate("[...document.querySelectorAll('.pair')].map(p => p.dataset.kind)"))
    of = collections.Counter(p["kind"] for p in report["duplicates"])
    expect("pairs shown", sum(kinds.values()), min(sum(of.values()), shown_pairs))
    if sum(of.values()) <= shown_pairs:
        expect("kinds of pairs", kinds, of)
    if report["tool"] and not made.name == "audit":
        regions = browser.evaluate("[...document.querySelectorAll('.quotas tr[data-count]')].map(r => [r.cells[0].textContent, +r.dataset.count, "
                                   "+r.dataset.limit, r.dataset.status, r.cells[2].textContent])")
        expect("regions", regions, [[r["name"], r["count"], r["limit"], r["status"], f"{r['count']}/{r['limit']}"] for r in report["regions"]])
        tiles = browser.evaluate("[...document.querySelectorAll('.map li')].map(t => [t.querySelector('b').textContent, t.querySelector('.of').textContent])")
        expect("tiles", sorted(tiles), sorted([r["name"], f"{r['count']}/{r['limit']}"] for r in report["regions"]))
    expect("inputs", browser.evaluate("document.querySelectorAll('.inputs tbody tr').length"), len(report["inputs"]))
    expect("rules", browser.evaluate("[...document.querySelectorAll('.rules tbody tr')].map(r => r.querySelector('code').textContent).sort()"),
           sorted(r["id"] for r in report["rules"]))
    expect("rules not checked", browser.evaluate("document.querySelectorAll('.rules')[0].tBodies[0].rows.length"),
           sum(r["status"] != "checked" for r in report["rules"]))
    expect("for a person", browser.evaluate("[...document.querySelectorAll('#manual tbody th')].map(h => h.textContent)"), [m["item"] for m in report["manual"]])
    expect("folded", browser.evaluate("document.querySelectorAll('#folded tbody tr').length"), report["totals"]["rows_folded"])
    expect("held", browser.evaluate("document.querySelectorAll('#held tbody tr').length"), report["totals"]["rows_held"])
    return "\n".join(wrong)


def filters(browser, made):
    """Severity, rule and region, alone and together, with the script and without; and words, with it."""
    findings, wrong = made.report["findings"], []
    region = next(f["region"] for f in findings if f["region"])
    rule = findings[-1]["rule"]

    def expect(what, wanted):
        seen = browser.evaluate(VISIBLE)
        if seen != wanted:
            wrong.append(f"{what}: {seen} findings where {wanted} are right")

    def choose(field, value):
        browser.evaluate(f"(() => {{ const e = document.getElementById('{field}'); e.{'checked' if field in ('by-error', 'by-warning', 'by-info') else 'value'} = {value}; "
                         "e.dispatchEvent(new Event('change')); e.dispatchEvent(new Event('input')); })()")

    number = "[...document.querySelectorAll('#by-region option')].find(o => o.textContent.startsWith('%s')).value" % region
    for scripts in (True, False):
        browser.scripts(scripts)
        browser.open(made.path)
        expect("all", len(findings))
        choose("by-error", "false")
        expect("no errors", sum(f["severity"] != "error" for f in findings))
        choose("by-info", "false")
        expect("warnings only", sum(f["severity"] == "warning" for f in findings))
        choose("by-error", "true")
        choose("by-info", "true")
        choose("by-rule", f"'{rule}'")
        expect(rule, sum(f["rule"] == rule for f in findings))
        choose("by-region", number)
        expect(f"{rule} of {region}", sum(f["rule"] == rule and f["region"] == region for f in findings))
        choose("by-rule", "''")
        expect(region, sum(f["region"] == region for f in findings))
        choose("by-region", "''")
        # The tile of a region leads to its findings.
        browser.evaluate(f"[...document.querySelectorAll('.map a')].find(a => a.textContent.includes('{region}')).click()")
        time.sleep(.3)
        expect(f"the tile of {region}", sum(f["region"] == region for f in findings))
        browser.evaluate("document.querySelector('.only:target a').click()")
        time.sleep(.3)
        expect("all again", len(findings))
        if bool(browser.evaluate("!document.getElementById('search').hidden")) != scripts:
            wrong.append(f"the search field, scripts {scripts}")
    browser.scripts(True)
    browser.open(made.path)
    word = findings[0]["message"][:6]
    choose("by-text", json.dumps(word.upper()))
    time.sleep(.4)
    expect(f"with {word}", sum(word.lower() in " ".join(filter(None, (f["message"], f["path"], f["region"], f["sheet"]))).lower() for f in findings))
    said = browser.evaluate("document.getElementById('shown').textContent")
    if str(len(findings)) not in said or str(browser.evaluate(VISIBLE)) not in said:
        wrong.append(f"it says {said}")
    return "\n".join(wrong)


CHANGES = "[...document.querySelectorAll('tr.c')].filter(row => row.checkVisibility()).length"


def changes(browser, made):
    """Each change a row, a changed record one of each field; kinds and regions chosen with the script and without."""
    wrong, told = [], made.report["changes"]
    rows = {"file": [None] * len(told["inputs"]), "finding": [f["region"] for f in told["findings"]],
            "record": [r["region"] for r in told["records"]
                       for _ in range(max(1, len(r["fields"]) + (r["change"] == "changed" and r["status"] != r["status_before"])))]}
    everything = sum(map(len, rows.values()))

    def expect(what, wanted):
        seen = browser.evaluate(CHANGES)
        if seen != wanted:
            wrong.append(f"{what}: {seen} changes where {wanted} are right")

    def choose(field, name, value):
        browser.evaluate(f"(() => {{ const e = document.getElementById('changes-{field}'); e.{name} = {value}; e.dispatchEvent(new Event('change')); }})()")

    for scripts in (True, False):
        browser.scripts(scripts)
        browser.open(made.path)
        browser.evaluate("document.querySelectorAll('.c-group').forEach(one => { one.open = true; })")
        expect("all", everything)
        for kind, of in rows.items():
            choose(kind, "checked", "false")
            expect(f"without {kind}", everything - len(of))
            choose(kind, "checked", "true")
        choose("file", "checked", "false")
        choose("region", "value", "[...document.querySelectorAll('#changes-region option')].find(o => o.textContent.startsWith('揭阳市')).value")
        expect("揭阳市", sum(region == "揭阳市" for of in rows.values() for region in of))
        expect_findings = browser.evaluate(VISIBLE)
        choose("region", "value", "''")
        if browser.evaluate(VISIBLE) != expect_findings:
            wrong.append("a filter of the changes touches the findings")
    marked = browser.evaluate("[...document.querySelectorAll('#changes tr.c mark')].map(m => m.textContent)")
    if marked != [".", "E+10", "12345678"]:
        wrong.append(f"marked: {marked}")
    browser.scripts(True)
    return "\n".join(wrong)


def keyboard(browser, made):
    """Whoever presses Tab sees where he is."""
    browser.size(1280)
    browser.media(motion="reduce")
    browser.open(made.path)
    wrong, seen = [], []
    for _ in range(20):
        for kind in ("keyDown", "keyUp"):
            browser.call("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
        seen.append(browser.evaluate("(() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect(); "
                                     "return [e.tagName, e.getAttribute('href'), s.outlineStyle, parseFloat(s.outlineWidth), r.bottom > 0 && r.top < innerHeight]; })()"))
    if seen[0][1] != "#findings":
        wrong.append(f"first comes {seen[0]}")
    browser.media()
    wrong += [f"no outline: {one}" for one in seen if one[2] == "none" or one[3] < 2]
    wrong += [f"not in sight: {one}" for one in seen[1:] if not one[4]]
    return "\n".join(wrong)


def policy(browser, made):
    """The page's own policy forbids what a page could be made to do."""
    said = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', made.text).group(1)
    wrong = [] if re.fullmatch(r"default-src 'none'; style-src 'sha256-[\w+/]{43}='; script-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'", said) else [said]
    browser.open(made.path)
    tries = {"a script": "(() => { const s = document.createElement('script'); s.textContent = 'window.evil = 1'; document.body.append(s); return window.evil === undefined; })()",
             "a handler": "(() => { const d = document.createElement('div'); d.setAttribute('onclick', 'window.evil = 1'); document.body.append(d); d.click(); return window.evil === undefined; })()",
             "a style": "(() => { const s = document.createElement('style'); s.textContent = 'body{top:7px}'; document.head.append(s); return getComputedStyle(document.body).top !== '7px'; })()",
             "an attribute": "(() => { const d = document.createElement('div'); d.setAttribute('style', 'color:red'); document.body.append(d); return getComputedStyle(d).color !== 'rgb(255, 0, 0)'; })()",
             "a request": "fetch('data:text/plain,x').then(() => false, () => true)"}
    wrong += [f"{name} is not stopped" for name, script in tries.items() if not browser.evaluate(script)]
    return "\n".join(wrong)


def printed(browser, made, folder):
    """On paper everything is open, with the script and without; wide tables stay on it."""
    wrong = []
    for scripts in (True, False):
        browser.scripts(scripts)
        browser.open(made.path)
        browser.media("print", "dark")
        wrong += [f"contrast on paper: {short}" for short in browser.evaluate(CONTRAST)]
        browser.media("")
        browser.print(folder / "page.pdf")
        text = subprocess.run(["pdftotext", "-layout", str(folder / "page.pdf"), "-"], capture_output=True, text=True, check=True, timeout=60).stdout
        flat = re.sub(r"\s", "", text)
        for rule in made.report["rules"]:
            if rule["id"] not in flat:
                wrong.append(f"scripts {scripts}: {rule['id']} is not on paper")
        if "显示25/25" in flat or "查找" in flat:
            wrong.append("filters are printed")
    browser.scripts(True)
    browser.media("")
    return "\n".join(wrong)


def harmless(browser, made, texts):
    """Each text stands in the page as it was written, and what cannot be seen shows itself."""
    browser.open(made.path)
    projects = browser.evaluate("[...document.querySelectorAll('#held tbody tr')].map(r => r.cells[1].textContent)")
    wanted = {as_shown(shown(text)) for text in texts}
    wrong = [f"not shown: {text[:60]!r}" for text in sorted(wanted - set(projects))]
    wrong += [f"unseen: {m.group()!r}" for m in [re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufeff\ufffe\uffff]", made.text)] if m]
    if browser.evaluate("window.evil !== undefined || document.images.length > 0"):
        wrong.append("something of an input is alive")
    return "\n".join(wrong)


def large(browser, made):
    seconds = browser.open(made.path)
    size = made.path.stat().st_size
    begin = time.monotonic()
    browser.evaluate("(() => { const e = document.getElementById('by-region'); e.selectedIndex = 3; e.dispatchEvent(new Event('change')); return document.body.offsetHeight; })()")
    print(f"# {ROWS} rows: {size} bytes, loaded in {seconds:.1f} s, a region chosen in {time.monotonic() - begin:.2f} s; the run {made.seconds:.1f} s")
    return f"{size} bytes, {seconds} s" if size > BYTES or seconds > SECONDS else None


def main():
    if not chromium.found():
        print("there is no chromium")
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="huizong-") as name:
        folder = pathlib.Path(name)
        many_rows(folder / "many")
        texts = harmful_rows(folder / "harm")
        samples = str(ROOT / "samples" / "received")
        zh = Made(folder, "zh", "merge", samples, "-o", str(folder / "zh.xlsx"))
        pages = [zh, Made(folder, "en", "check", samples, "--lang", "en"), Made(folder, "audit", "audit", str(folder / "many" / "广州市"), samples),
                 Made(folder, "harm", "check", str(folder / "harm")), Made(folder, "many", "check", str(folder / "many"), "--lang", "en")]
        nights = Made(folder, "nights", "check", *second_night(folder, samples))
        pages.append(nights)
        with chromium.Browser(folder / "profile") as browser:
            for made in pages:
                ways = [(True, (WIDE, DARK, PHONE, NIGHT)), (False, (WIDE, NIGHT))] if made.name in ("zh", "en", "nights") else [(True, (NIGHT,)), (False, (WIDE,))]
                tap(f"{made.name}: readable in every width, scheme and without script", lambda made=made, ways=ways: opened_well(browser, made, ways))
                tap(f"{made.name}: its figures are the report's", lambda made=made: figures(browser, made))
            for made in pages[:2]:
                tap(f"{made.name}: filters", lambda made=made: filters(browser, made))
            tap("changes", lambda: changes(browser, nights))
            tap("keyboard", lambda: keyboard(browser, zh))
            tap("policy", lambda: policy(browser, zh))
            if shutil.which("pdftotext"):
                tap("on paper", lambda: printed(browser, zh, folder))
            tap("texts that do harm are text", lambda: harmless(browser, pages[3], texts))
            tap("5,000 rows", lambda: large(browser, pages[4]))
    done()


main()
