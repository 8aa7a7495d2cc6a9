"""What a plain script does with a filled workbook: read it with openpyxl, check a few things, keep a copy, store the
values and the rates in sqlite3 with a durable commit. Prints the median seconds a workbook."""
import hashlib, os, sqlite3, statistics, sys, tempfile, time
import openpyxl

folder = sys.argv[1]
work = tempfile.mkdtemp()
db = sqlite3.connect(os.path.join(work, "plain.db"), isolation_level=None)
db.execute("PRAGMA journal_mode=WAL")
db.execute("PRAGMA synchronous=FULL")
db.execute("CREATE TABLE value (file TEXT, element TEXT, slot INTEGER, number REAL, cell TEXT, PRIMARY KEY (file, element, slot))")
db.execute("CREATE TABLE fact (file TEXT, name TEXT, period INTEGER, numerator REAL, denominator REAL, PRIMARY KEY (file, name, period))")
times = []
for name in sorted(os.listdir(folder)):
    start = time.perf_counter()
    data = open(os.path.join(folder, name), "rb").read()
    digest = hashlib.sha256(data).hexdigest()
    with open(os.path.join(work, digest), "wb") as copy:
        copy.write(data)
        copy.flush()
        os.fsync(copy.fileno())
    book = openpyxl.load_workbook(os.path.join(folder, name), data_only=True)
    sheet = book["数据填报"]
    values, previous = [], None
    for row in sheet.iter_rows(min_row=5):
        code = row[0].value
        if not isinstance(code, str) or not code.isascii():
            continue
        for slot, cell in enumerate(row[5:9]):
            if isinstance(cell.value, (int, float)):
                if cell.value < 0:
                    raise SystemExit(f"{name} {cell.coordinate}: {cell.value}")
                values.append((digest, code, slot, cell.value, cell.coordinate))
    facts = []
    numbers = {(v[1], v[2]): v[3] for v in values}
    codes = list(dict.fromkeys(v[1] for v in values))
    for above, below in zip(codes[1:], codes):
        for slot in range(4):
            if (above, slot) in numbers and (below, slot) in numbers:
                facts.append((digest, above, slot, numbers[above, slot], numbers[below, slot]))
    db.execute("BEGIN IMMEDIATE")
    db.executemany("INSERT INTO value VALUES (?,?,?,?,?)", values)
    db.executemany("INSERT INTO fact VALUES (?,?,?,?,?)", facts)
    db.execute("COMMIT")
    times.append(time.perf_counter() - start)
print(statistics.median(times))
