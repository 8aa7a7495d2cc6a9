"""What a plain script does with a 汇总表: read it with openpyxl, check that entries are numbers and not negative, keep a
copy, store the values in sqlite3 with a durable commit. Prints the median seconds of three runs."""
import hashlib, os, sqlite3, statistics, sys, tempfile, time
import openpyxl
from openpyxl.utils import get_column_letter

path = sys.argv[1]
times = []
for _ in range(3):
    work = tempfile.mkdtemp()
    db = sqlite3.connect(os.path.join(work, "plain.db"), isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE value (hospital TEXT, element TEXT, slot TEXT, number REAL, cell TEXT, PRIMARY KEY (hospital, element, slot))")
    start = time.perf_counter()
    data = open(path, "rb").read()
    with open(os.path.join(work, hashlib.sha256(data).hexdigest()), "wb") as copy:
        copy.write(data)
        copy.flush()
        os.fsync(copy.fileno())
    sheet = openpyxl.load_workbook(path, data_only=True)["汇总表"]
    heads, element = {}, None
    for col in range(4, sheet.max_column + 1):
        named = sheet.cell(5, col).value
        if named and "(" in str(named):
            element = str(named).rsplit("(", 1)[1].rstrip(")")
        heads[col] = (element, sheet.cell(6, col).value)
    values = []
    for row in sheet.iter_rows(min_row=7):
        code = row[0].value
        if not code:
            continue
        for cell in row[3:]:
            if cell.value is None:
                continue
            if isinstance(cell.value, (int, float)) and cell.value < 0:
                raise SystemExit(f"{cell.coordinate}: {cell.value}")
            named, slot = heads.get(cell.column, (None, None))
            number = cell.value if isinstance(cell.value, (int, float)) else None
            if named and slot:
                values.append((code, named, slot, number, cell.coordinate))
    db.execute("BEGIN IMMEDIATE")
    db.executemany("INSERT INTO value VALUES (?,?,?,?,?)", values)
    db.execute("COMMIT")
    times.append(time.perf_counter() - start)
print(statistics.median(times))
