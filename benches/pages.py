"""How fast the pages of a served province are, beside the bare SQL they need, and how heavy a first load is.

python3 benches/pages.py DATA_DIR [URL]   (the server runs on DATA_DIR; accounts.json is beside the database)
Prints p50 and p95 of each page, warm, one after another on one connection; the same sums in bare SQL on the same file;
the compressed size of the page with its styles and scripts; the server's memory.
"""
import http.client, json, os, re, sqlite3, statistics, subprocess, sys, time, urllib.parse

data = sys.argv[1]
url = urllib.parse.urlparse(sys.argv[2] if len(sys.argv) > 2 else "http://127.0.0.1:8080")
account = next(a for a in json.load(open(os.path.join(data, "accounts.json"))) if a["account"] == "sheng")
link = http.client.HTTPConnection(url.hostname, url.port)


def ask(method, path, body=None, **headers):
    link.request(method, path, body, headers)
    answer = link.getresponse()
    return answer, answer.read()


form = urllib.parse.urlencode({"account": account["account"], "password": account["password"]})
answer, _ = ask("POST", "/sign-in", form, **{"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{url.netloc}"})
assert answer.status == 303, answer.status
cookie = answer.headers["Set-Cookie"].split(";")[0]
db = sqlite3.connect(os.path.join(data, "zhikong.db"))
period = db.execute("SELECT MAX(period) FROM indicator_fact WHERE period LIKE '%Q%'").fetchone()[0]
quarters = [row[0] for row in db.execute("SELECT DISTINCT period FROM figures_version WHERE period LIKE '%Q%' ORDER BY 1 DESC LIMIT 12")]
indicator = "vte_proper_prophylaxis_rate"


def timed(work, times):
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1e3)
    taken.sort()
    return taken[len(taken) // 2], taken[int(len(taken) * 0.95)]


def page(path):
    answer, body = ask("GET", path, Cookie=cookie, Accept="text/html")
    assert answer.status == 200, (path, answer.status)
    return body


def by_level():
    for quarter in quarters:
        db.execute("SELECT indicator, level, state, SUM(numerator), SUM(denominator), COUNT(*) FROM indicator_fact "
                   "WHERE period = ? GROUP BY 1, 2, 3", (quarter,)).fetchall()


def of_indicator():
    by_level()
    db.execute("SELECT * FROM indicator_fact WHERE period = ? AND indicator = ?", (period, indicator)).fetchall()


year = period[:4]
for name, path, sql in [("overview", f"/overview?period={period}", by_level), ("target", f"/targets/{year}/3?period={period}", of_indicator)]:
    cold = time.perf_counter()
    body = page(path)
    cold = (time.perf_counter() - cold) * 1e3
    p50, p95 = timed(lambda: page(path), 200)
    s50, s95 = timed(sql, 10)
    size = 0
    answer, packed = ask("GET", path, Cookie=cookie, Accept="text/html", **{"Accept-Encoding": "gzip"})
    size += len(packed)
    for asset in sorted(set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', body.decode()))):
        answer, packed = ask("GET", asset, **{"Accept-Encoding": "gzip"})
        size += len(packed)
    print(f"{name}: first {cold:.0f} ms, warm p50 {p50:.1f} ms, p95 {p95:.1f} ms; bare SQL p50 {s50:.1f} ms, p95 {s95:.1f} ms; "
          f"ratio of p95 {p95 / s95:.2f}; first load {size / 1000:.0f} kB compressed")
pids = subprocess.run(["pgrep", "-f", f"zhikong .*serve.*:{url.port}"], capture_output=True, text=True).stdout.split()
for pid in pids:
    status = open(f"/proc/{pid}/status").read()
    print("server memory:", re.search(r"VmHWM:\s*(\d+) kB", status).group(1), "kB at most")
facts = db.execute("SELECT COUNT(*) FROM indicator_fact").fetchone()[0]
print(f"{facts} facts, {len(quarters)} quarters drawn")
