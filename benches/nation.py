"""A nation's worth of figures: a made province, its hospitals and their facts many times over.

python3 benches/nation.py DATA_DIR OUT_DIR [HOSPITALS]   (DATA_DIR from `zhikong demo`; nobody serves it)
Copies the province to OUT_DIR and gives every hospital siblings until there are HOSPITALS (37,000): the same spans under
another code, and facts whose numerators differ by up to a tenth. Only what pages of progress read is multiplied – the
register and the facts; returns, files and journal stay those of the province, since nobody could have handed in 740,000
workbooks in a few minutes. So the folder serves to time pages and for nothing else.
"""
import os, shutil, sqlite3, sys, time

source, target = sys.argv[1], sys.argv[2]
wanted = int(sys.argv[3]) if len(sys.argv) > 3 else 37_000
os.makedirs(target)
for name in ("zhikong.db", "accounts.json", "planted.json", "journal.heads"):
    shutil.copy(os.path.join(source, name), target)
started = time.perf_counter()
db = sqlite3.connect(os.path.join(target, "zhikong.db"), isolation_level=None)
for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-2000000", "temp_store=FILE"):
    db.execute(f"PRAGMA {pragma}")
db.execute("DROP INDEX ix_indicator_fact_grouped")
own = db.execute("SELECT COUNT(*), MAX(id) FROM hospital").fetchone()
columns = ["hospital_id", "valid_from", "valid_to", "name", "level", "grade", "category", "ownership", "affiliation", "region",
           "beds", "services", "reports_to", "supervised_by", "statistical_city", "county"]
db.execute("BEGIN")
times, made = 0, own[0]
while made < wanted:
    times += 1
    move, most = own[1] * times, wanted - made
    db.execute(f"CREATE TEMP TABLE sibling AS SELECT id FROM main.hospital WHERE id <= ? ORDER BY id LIMIT ?", (own[1], most))
    db.execute("INSERT INTO hospital (id, code, opened, closed, version) "
               "SELECT id + ?, code || '-' || ?, opened, closed, version FROM hospital WHERE id IN (SELECT id FROM sibling)",
               (move, times))
    moved = ", ".join("hospital_id + ?1" if name == "hospital_id" else name for name in columns)
    db.execute(f"INSERT INTO hospital_span ({', '.join(columns)}) SELECT {moved} FROM hospital_span "
               "WHERE hospital_id IN (SELECT id FROM sibling)", (move,))
    # No more than the denominator where it was no more before: a part stays a part.
    db.execute("INSERT INTO indicator_fact SELECT hospital_id + ?1, period, indicator, state, "
               "CASE WHEN numerator <= denominator THEN MIN(denominator, numerator * (90 + ABS(RANDOM() % 21)) / 100) "
               "ELSE numerator * (90 + ABS(RANDOM() % 21)) / 100 END, denominator, level, city, county, ownership, category "
               "FROM indicator_fact WHERE hospital_id IN (SELECT id FROM sibling)", (move,))
    made += db.execute("SELECT COUNT(*) FROM sibling").fetchone()[0]
    db.execute("DROP TABLE temp.sibling")
    print(f"{made} hospitals after {time.perf_counter() - started:.0f} s", flush=True)
db.execute("COMMIT")
db.execute("CREATE INDEX ix_indicator_fact_grouped ON indicator_fact "
           "(period, indicator, level, city, ownership, category, county, state, numerator, denominator, hospital_id)")
db.execute("UPDATE figures_version SET version = version + 1")
for (name,) in db.execute("SELECT name FROM sqlite_master WHERE name IN ('register_version', 'hospital_version')").fetchall():
    db.execute(f"UPDATE {name} SET version = version + 1")
db.execute("ANALYZE")
facts = db.execute("SELECT COUNT(*) FROM indicator_fact").fetchone()[0]
print(f"{facts} facts, {os.path.getsize(os.path.join(target, 'zhikong.db')) / 1e9:.1f} GB, {time.perf_counter() - started:.0f} s")
