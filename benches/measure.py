"""Measures linli beside simpler tools, in one run on one machine, and writes what came out as a page.

usage: measure.py PROGRAM PAGE PEOPLE [PEOPLE ...]
"""
import fcntl, json, os, platform, pty, random, re, select, shutil, signal, socket, sqlite3, struct, subprocess
import sys, tempfile, termios, time

LINLI, PAGE, SIZES = os.path.abspath(sys.argv[1]), sys.argv[2], [int(a) for a in " ".join(sys.argv[3:]).split()]
T = tempfile.mkdtemp(prefix="linli-bench.")
FS = subprocess.run(["stat", "-f", "-c", "%T", T], capture_output=True, text=True).stdout.strip()
hubs = []  # ended at the end, whatever happens
rows = []  # (people, what, result)


def ms(s):
    return f"{s * 1000:.3f} ms" if s < 0.001 else f"{s * 1000:.1f} ms" if s < 1 else f"{s:.1f} s"


def mib(kib):
    return f"{kib / 1024:.0f} MiB"


def at(times, q):
    return sorted(times)[min(len(times) - 1, int(len(times) * q))]


def spread(times):
    return f"p50 {ms(at(times, .5))}, p99 {ms(at(times, .99))}"


def say(people, what, result):
    rows.append((people, what, result))
    print(f"{people:>9,}  {what}: {result}", flush=True)


def took(args, **more):
    t = time.perf_counter()
    done = subprocess.run(args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)
    return time.perf_counter() - t, done


def fine(args, **more):
    t, done = took(args, **more)
    if done.returncode:
        sys.exit(f"{args}: {done.stderr.decode()}")
    return t, done.stdout.decode()


class Hub:
    def __init__(self, book):
        self.book, t = book, time.perf_counter()
        self.p = subprocess.Popen([LINLI, "hub", "--book", book], stdout=subprocess.PIPE)
        while "ready" not in (line := self.p.stdout.readline().decode()):
            if not line:
                sys.exit("the hub did not start")
        hubs.append(self.p)
        # the first answer
        fine([LINLI, "--hub", book + "/socket", "find", "zxm"])
        self.started = time.perf_counter() - t

    def pss(self):
        return int(re.search(r"^Pss:\s+(\d+)", open(f"/proc/{self.p.pid}/smaps_rollup").read(), re.M)[1])

    def stop(self):
        self.p.send_signal(signal.SIGTERM)
        self.p.wait()


class Wire:
    """One connection on which searches are asked: the program's own frames, in its own coding."""

    def __init__(self, path):
        self.s, self.ticket = socket.socket(socket.AF_UNIX), 0
        self.s.connect(path)
        self.s.sendall(b"LINLI\0\1\0" + bytes(8))
        self.exactly(16)
        self.ask(b"\0\0\0")  # welcome, Chinese, no news

    def exactly(self, n):
        got = b""
        while len(got) < n:
            more = self.s.recv(n - len(got))
            if not more:
                sys.exit("the hub closed the connection")
            got += more
        return got

    @staticmethod
    def number(n):
        return bytes([n]) if n < 251 else b"\xfb" + struct.pack("<H", n)

    def ask(self, request):
        self.ticket += 1
        body = self.number(self.ticket) + request
        self.s.sendall(struct.pack("<I", len(body)) + body)
        return self.exactly(struct.unpack("<I", self.exactly(4))[0])

    def find(self, query, limit=20):
        q = query.encode()
        return self.ask(b"\2" + self.number(len(q)) + q + b"\0" + self.number(limit))


def first_frame(args, words, env=None):
    """From the start of a process to words on its terminal of 80x24; then it is ended."""
    t = time.perf_counter()
    pid, fd = pty.fork()
    if pid == 0:
        os.environ.update({"TERM": "xterm-256color", **(env or {})})
        os.execvp(args[0], args)
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    raw, result = b"", None
    while time.perf_counter() - t < 10:
        if not select.select([fd], [], [], 0.5)[0]:
            continue
        try:
            more = os.read(fd, 65536)
        except OSError:
            break
        raw += more
        if not more or words in raw:
            result = time.perf_counter() - t if words in raw else None
            break
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(fd)
    return result


LIST_MAX = int(os.environ.get("LIST_MAX", "60"))
known = []  # the people of the last book that could be listed


def measure(people):
    book, flat = f"{T}/book{people}", f"{T}/names{people}"
    hub_of = ["--hub", book + "/socket"]

    t = time.perf_counter()
    p = subprocess.Popen([LINLI, "demo", "--book", book, "--people", str(people), "--seed", "1"], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(p.pid, 0)
    if status:
        sys.exit("linli demo failed")
    say(people, "make the demonstration book (`linli demo`)", f"{ms(time.perf_counter() - t)}, most memory {mib(used.ru_maxrss)}")
    size = sum(os.path.getsize(os.path.join(d, f)) for d, _, fs in os.walk(book) for f in fs)
    say(people, "the book's folder", f"{size / 2**20:.0f} MiB")

    hub = Hub(book)
    say(people, "hub, from its start to the first answer of `find`", ms(hub.started))
    say(people, "hub's memory after that (PSS)", mib(hub.pss()))

    # what others search in: the same people; given up after LIST_MAX seconds
    try:
        t, out = took([LINLI, *hub_of, "list", "people", "--json"], timeout=LIST_MAX)
        if out.returncode:
            sys.exit(out.stderr.decode())
        everybody = json.loads(out.stdout)
        say(people, "`linli list people --json`, all of them", f"{ms(t)}, {len(everybody):,} people")
        listed = True
    except subprocess.TimeoutExpired:
        say(people, "`linli list people --json`, all of them", f"NOT DONE within {LIST_MAX} s, so no grep and no SQLite at this size")
        if not known:
            sys.exit("no smaller book was measured before, so there are no names to ask for")
        everybody, listed = known, False
    if listed:
        known[:] = everybody
    words = lambda v: [v] if isinstance(v, str) else [w for x in v for w in words(x)] if isinstance(v, list) else \
        [w for x in v.values() for w in words(x)] if isinstance(v, dict) else []
    lines = [" ".join([r.get("name", "")] + words(r.get("phones", [])) + words(r.get("employer", []))) for r in everybody]
    with open(flat, "w") as f:
        f.write("\n".join(lines) + "\n")

    names = sorted({r["name"] for r in everybody if r.get("name")})
    numbers = sorted({p for r in everybody for p in words(r.get("phones", []))})
    dice = random.Random(1)
    zxm, whole = names[len(names) // 2], []
    for _ in range(100):
        whole.append(fine([LINLI, *hub_of, "find", "zxm"])[0])
    say(people, "`linli find zxm`, whole process, 100 times", spread(whole))
    if listed:
        say(people, f"`grep -m 20` for a name through a flat file of them, whole process, 100 times",
            spread([fine(["grep", "-F", "-m", "20", zxm, flat])[0] for _ in range(100)]))

    db = sqlite3.connect(f"{T}/fts{people}")
    trigram = listed
    try:
        if not listed:
            raise sqlite3.OperationalError("the people could not be listed in time")
        db.execute("CREATE VIRTUAL TABLE f USING fts5(t, tokenize='trigram')")
        db.executemany("INSERT INTO f VALUES(?)", [(l,) for l in lines])
        db.commit()
    except sqlite3.OperationalError as e:
        trigram = False
        say(people, "SQLite FTS5 trigram", f"not measured: {e}")
    wire = Wire(book + "/socket")
    queries = {
        "names of three characters": dice.choices([n for n in names if len(n) == 3] or names, k=1000),
        "the last 6 digits of phones": [n[-6:] for n in dice.choices(numbers, k=1000)] if numbers else [],
        "three initials": ["".join(dice.choices("zlwcyhsxjgm", k=3)) for _ in range(1000)],
    }
    for what, all_of in queries.items():
        ours, theirs = [], []
        for q in all_of:
            t = time.perf_counter()
            answer = wire.find(q)
            ours.append(time.perf_counter() - t)
            if listed and what.startswith("names") and q.encode() not in answer:
                sys.exit(f"{q} was not found")
            if trigram and what != "three initials":
                t = time.perf_counter()
                db.execute("SELECT rowid, t FROM f WHERE f MATCH ? LIMIT 20", ('"' + q + '"',)).fetchall()
                theirs.append(time.perf_counter() - t)
        if ours:
            say(people, f"{len(ours):,} searches over one connection, {what}", spread(ours))
        if theirs:
            say(people, f"the same in SQLite {sqlite3.sqlite_version} FTS5 trigram, in process", spread(theirs))
    say(people, "hub's memory after the searches (PSS)", mib(hub.pss()))

    saves, plain, log = [], [], os.open(f"{T}/log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for i in range(200):
        saves.append(fine([LINLI, *hub_of, "add", f"人 测试{i} 199{i:08}"])[0])
        t = time.perf_counter()
        os.write(log, b"x" * 4096)
        os.fdatasync(log)
        plain.append(time.perf_counter() - t)
    say(people, "`linli add`, whole process, 200 times", spread(saves))
    say(people, "appending 4 KiB to a file and fdatasync, in process, in turn with those", spread(plain))

    frames = [first_frame([LINLI, "--book", book], "今天".encode()) for _ in range(20)]
    if None in frames:
        say(people, "first frame", f"FAILED: {frames.count(None)} of 20 starts showed no 今天 within 10 s")
    else:
        say(people, "first frame, from the process's start to 今天 on an 80x24 terminal, hub running, 20 times", spread(frames))
    hub.stop()


try:
    for n in SIZES:
        measure(n)
    if shutil.which("abook"):
        home = T + "/abook"
        os.mkdir(home)
        open(home + "/addressbook", "w").close()
        frames = [first_frame(["abook", "--datafile", home + "/addressbook"], b"abook", {"HOME": home}) for _ in range(20)]
        say(0, "abook with an empty book, to its name on the same terminal, 20 times",
            "FAILED to show" if None in frames else spread(frames))
    else:
        say(0, "abook's first frame", "not measured: abook is not installed")
finally:
    for h in hubs:
        if h.poll() is None:
            h.kill()
            h.wait()
    shutil.rmtree(T, ignore_errors=True)

cpu = re.search(r"model name\s*: (.*)", open("/proc/cpuinfo").read())
mem = int(re.search(r"MemTotal:\s+(\d+)", open("/proc/meminfo").read())[1])
with open(PAGE, "w") as f:
    f.write(f"""# Measured

Made by `benches/run {' '.join(map(str, SIZES))}` (`make bench` does 10,000) on {time.strftime('%Y-%m-%d')}: {cpu[1] if cpu else platform.machine()}, {os.cpu_count()} CPUs,
{mem / 2**20:.0f} GiB, Linux {platform.release().split('-')[0]}, files on {FS}. One run on one machine that may
have had other work: take it for the order of magnitude.

| people | what | measured |
|---|---|---|
""")
    for n, what, result in rows:
        f.write(f"| {f'{n:,}' if n else '-'} | {what} | {result} |\n")
    f.write("""
## How
- Books are those of `linli demo --people N --seed 1`. Sizes are named as `benches/run 10000 1000000`; 10,000 is the usual one.
- *Whole process* is from the start of the program to its end, as a shell would see it. Python starts and times it.
- *Over one connection*: the hub's own protocol on its socket, one question at a time, at most 20 rows; reading, not unpacking, the answer is in it.
- SQLite searches names, phones and employers of the same people in this process, without a connection. It knows no pinyin and no initials, so those have no counterpart. A trigram index takes only queries of three characters or more.
- The flat file for `grep` holds the same. `grep` finds characters; what it is asked is one of the names.
- Memory is PSS from `/proc/PID/smaps_rollup`; the most memory of making a book is the process's largest resident set.
- A first frame counts when the bytes for 今天 have come through the pseudo-terminal.
- Where a book is too large to be listed in the time given (`LIST_MAX`, 60 s unless told), what is asked of it are names and numbers of the book before, which may or may not be in it; the demonstration's names come from the same stock.
- A figure that could not be measured says so.
""")
print("written:", PAGE)
