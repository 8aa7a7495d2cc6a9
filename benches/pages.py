"""How fast the pages of a made province are, beside the bare SQL they need, and how heavy a first load is.

python3 benches/pages.py BINARY DATA_DIR [--cold] [--only WORD]   (DATA_DIR from `zhikong demo`; this script serves it itself)
For each page: the first request of a process that has just been started (with --cold, else the first of this run), p50 and
p95 of 200 warm ones, one after another on one connection, no compression; the same rows added up in bare SQL on the same
file; the compressed size of the page with its styles and scripts; the largest picture in it. Then the server's memory.
"""
import http.client, json, os, re, socket, sqlite3, subprocess, sys, time, urllib.parse

binary, data = sys.argv[1], sys.argv[2]
cold_wanted = "--cold" in sys.argv
only = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv else ""
accounts = json.load(open(os.path.join(data, "accounts.json")))
account = next(a for a in accounts if a["account"] == "sheng")


class Served:
    """`zhikong serve` of our own, with somebody signed in."""

    def __init__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [binary, "--data-dir", data, "serve", "--bind", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                break
            except OSError:
                time.sleep(0.02)
        self.link = http.client.HTTPConnection("127.0.0.1", self.port)
        form = urllib.parse.urlencode({"account": account["account"], "password": account["password"]})
        answer, _ = self.ask("POST", "/sign-in", form, **{
            "Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self.port}"})
        assert answer.status == 303, answer.status
        self.cookie = answer.headers["Set-Cookie"].split(";")[0]

    def ask(self, method, path, body=None, **headers):
        self.link.request(method, path, body, headers)
        answer = self.link.getresponse()
        return answer, answer.read()

    def page(self, path):
        answer, body = self.ask("GET", path, Cookie=self.cookie, Accept="text/html")
        assert answer.status == 200, (path, answer.status)
        return body

    def weight(self, path, body):
        headers = {"Accept-Encoding": "gzip"}
        size = len(self.ask("GET", path, Cookie=self.cookie, Accept="text/html", **headers)[1])
        for asset in sorted(set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', body.decode()))):
            size += len(self.ask("GET", asset, **headers)[1])
        return size

    def memory(self):
        return int(re.search(r"VmHWM:\s*(\d+) kB", open(f"/proc/{self.process.pid}/status").read()).group(1)) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait()


db = sqlite3.connect(os.path.join(data, "zhikong.db"))
period = db.execute("SELECT MAX(period) FROM figures_version WHERE period LIKE '%Q%'").fetchone()[0]
quarters = [row[0] for row in db.execute("SELECT period FROM figures_version WHERE period LIKE '%Q%' ORDER BY 1 DESC LIMIT 12")]
months = [row[0] for row in db.execute("SELECT period FROM figures_version WHERE period NOT LIKE '%Q%' ORDER BY 1 DESC LIMIT 36")]
year = period[:4]
indicator = "vte_proper_prophylaxis_rate"
ordinal = 3
hospital, code = db.execute(
    "SELECT h.id, h.code FROM hospital h JOIN indicator_fact f ON f.hospital_id = h.id "
    "WHERE f.period = ? AND f.indicator = ? AND f.state = 0 ORDER BY f.denominator DESC LIMIT 1", (period, indicator)).fetchone()


def sums(column, periods, of=None):
    """The sums a chart by this column needs, as a plain script would ask for them."""
    def ask():
        for one in periods:
            where, values = ("AND indicator = ?", (one, of)) if of else ("", (one,))
            db.execute(f"SELECT indicator, {column}, SUM(numerator), SUM(denominator), COUNT(*), SUM(state) FROM indicator_fact "
                       f"WHERE period = ? {where} GROUP BY 1, 2", values).fetchall()
    return ask


def single():
    db.execute("SELECT hospital_id, state, numerator, denominator FROM indicator_fact WHERE period = ? AND indicator = ?",
               (period, indicator)).fetchall()


def both(*works):
    return lambda: [work() for work in works]


def of_hospital():
    marks = ",".join("?" * len(quarters + months))
    db.execute(f"SELECT * FROM indicator_fact WHERE hospital_id = ? AND period IN ({marks})", [hospital, *quarters, *months]).fetchall()


def covered():
    db.execute("SELECT hospital_id, authority_id, kind, begun_on FROM visit WHERE closed_on IS NOT NULL").fetchall()
    db.execute("SELECT h.id, s.level, s.supervised_by FROM hospital h JOIN hospital_span s ON s.hospital_id = h.id "
               "WHERE s.valid_to IS NULL AND h.closed IS NULL").fetchall()


def owed():
    db.execute("SELECT duty, under_id, COUNT(*), SUM(done_on IS NOT NULL), SUM(done_on IS NULL AND due < date('now')) "
               "FROM duty_occurrence WHERE owed AND campaign = ? GROUP BY 1, 2", [campaign]).fetchall()


def rolled_up():
    db.execute("SELECT hospital_id, level, city, edition_id, verdicts FROM visit WHERE closed_on IS NOT NULL").fetchall()
    db.execute("SELECT f.system, f.point, f.standing, COUNT(*) FROM finding f JOIN visit v ON v.id = f.visit_id "
               "WHERE v.closed_on IS NOT NULL GROUP BY 1, 2, 3").fetchall()


campaign, duty = (db.execute("SELECT campaign, duty FROM duty_occurrence WHERE hospital_id IS NOT NULL AND owed "
                             "GROUP BY 1, 2 ORDER BY COUNT(*) DESC, 2 LIMIT 1").fetchone() or ("", ""))
target = f"/targets/{year}/{ordinal}"
by = [sums(column, quarters, indicator) for column in ("level", "city", "category", "ownership")]
pages = [
    ("全省总览", f"/overview?period={period}", both(sums("level", quarters), sums("level", months))),
    ("目标：走势", f"{target}?period={period}", both(sums("level", quarters, indicator), sums("level", months, indicator), single)),
    ("目标：控制图", f"{target}/control?period={period}&indicator={indicator}&by=level&group=level3&grain=month&quarters=12",
     sums("level", months, indicator)),
    ("目标：一家医院的控制图", f"{target}/control?period={period}&indicator={indicator}&by=hospital&group={code}", of_hospital),
    ("目标：医院", f"{target}/hospitals?period={period}&indicator={indicator}", single),
    ("目标：差距", f"{target}/spread?period={period}&indicator={indicator}", both(*by)),
    ("各地对照", f"/territories?period={period}", both(sums("city", quarters), sums("level", quarters))),
    ("本院对照", f"/benchmark/{code}?period={period}", both(of_hospital, sums("hospital_id", [period]))),
    ("督导覆盖", f"/coverage?on={year}-12-31", covered),
    ("督导汇总", "/rectifications/summary", rolled_up),
    ("活动总览", "/campaigns", owed),
    ("活动任务看板：市", f"/campaigns/{campaign}/board?kind=city", owed),
    ("活动任务看板：县", f"/campaigns/{campaign}/board?kind=county", owed),
    ("活动任务看板：医院", f"/campaigns/{campaign}/board?kind=hospital", owed),
    ("活动：一项任务", f"/campaigns/{campaign}/duties/{duty}", owed),
    ("活动：培训台账", f"/campaigns/{campaign}/trainings?year={year}",
     lambda: db.execute("SELECT day, attendance FROM duty_evidence WHERE kind = 'training'").fetchall()),
    ("活动：先进典型", "/exemplars", lambda: db.execute("SELECT * FROM exemplar WHERE state = 'chosen'").fetchall()),
    ("待办", "/home", owed),
    ("目标值", f"/goals?year={year}", lambda: db.execute("SELECT * FROM goal").fetchall()),
]


def timed(work, times):
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1e3)
    taken.sort()
    return taken[len(taken) // 2], taken[int(len(taken) * 0.95)]


def once(work):
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


served = Served()
# What a summary says now; the last the campaign asks for reads the most.
summaries = re.findall(r'href="(/reports/[^"/]+/[^"/]+)"', served.page("/reports").decode())
of_campaign = [path for path in summaries if f"/{campaign}/" in path]
if of_campaign:
    pages.append(("活动：总结", of_campaign[-1], both(owed, covered, rolled_up, sums("level", quarters))))
print("| page | first, ms | p50, ms | p95, ms | bare SQL p50, ms | ratio | first load, kB | largest picture, kB |")
print("| --- | --- | --- | --- | --- | --- | --- | --- |")
for name, path, sql in pages:
    if only not in name:
        continue
    if cold_wanted:
        served.stop()
        served = Served()
    first = once(lambda: served.page(path))
    body = served.page(path)
    p50, p95 = timed(lambda: served.page(path), 200)
    s50, _ = timed(sql, 10)
    picture = max((len(svg) for svg in re.findall(rb"<svg.*?</svg>", body, re.S)), default=0) / 1000
    print(f"| {name} | {first:.0f} | {p50:.1f} | {p95:.1f} | {s50:.1f} | {p50 / s50:.2f} | {served.weight(path, body) / 1000:.0f} | {picture:.0f} |",
          flush=True)
print(f"server memory {served.memory():.0f} MB at most; {len(quarters)} quarters and {len(months)} months drawn")
served.stop()
