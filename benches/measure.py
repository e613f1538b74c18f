"""Measures linli beside simpler tools, in one run on one machine, and writes what came out as a page.

usage: measure.py PROGRAM HUB SAVE PAGE PEOPLE [PEOPLE ...]    (HUB, SAVE: the built benches/hub.rs, benches/save.rs)
"""
import fcntl, json, os, platform, pty, random, re, select, shutil, signal, socket, sqlite3, struct, subprocess
import sys, tempfile, termios, time
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import wire

LINLI, HUB, SAVE = map(os.path.abspath, sys.argv[1:4])
PAGE = sys.argv[4]
SIZES = [int(a) for a in " ".join(sys.argv[5:]).split()]
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


def mean(times):
    return f"mean {ms(sum(times) / len(times))}, {spread(times)}"


def ended(pid, seconds=30):
    """Waits for a process that is nobody's child here."""
    until = time.perf_counter() + seconds
    while os.path.exists(f"/proc/{pid}") and time.perf_counter() < until:
        time.sleep(0.005)


def say(people, what, result):
    rows.append((people, what, result))
    print(f"{people:>9,}  {what}: {result}", flush=True)


def took(args, **more):
    t = time.perf_counter()
    done = subprocess.run(args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)
    return time.perf_counter() - t, done


def fine(args, codes=(0,), **more):
    t, done = took(args, **more)
    if done.returncode not in codes:
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
        return pss(self.p.pid)

    def stop(self):
        self.p.send_signal(signal.SIGTERM)
        self.p.wait()


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


def pss(pid):
    return int(re.search(r"^Pss:\s+(\d+)", open(f"/proc/{pid}/smaps_rollup").read(), re.M)[1])


def sessions(book, count):
    """The app on so many terminals at once: what each takes of the memory, hub's growth with it."""
    open_ones = []
    try:
        for _ in range(count):
            pid, fd = pty.fork()
            if pid == 0:
                os.environ["TERM"] = "xterm-256color"
                os.execvp(LINLI, [LINLI, "--book", book])
            fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
            open_ones.append((pid, fd))
        for _, fd in open_ones:
            raw = b""
            while "今天".encode() not in raw:
                if not select.select([fd], [], [], 30)[0]:
                    return None
                raw += os.read(fd, 65536)
        return sum(pss(pid) for pid, _ in open_ones)
    finally:
        for pid, fd in open_ones:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            os.close(fd)


def measure(people):
    book, folder = f"{T}/book{people}", f"{T}/asked{people}"
    hub_of = ["--hub", book + "/socket"]
    os.mkdir(folder)

    t = time.perf_counter()
    p = subprocess.Popen([LINLI, "demo", "--book", book, "--people", str(people), "--seed", "1"], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(p.pid, 0)
    if status:
        sys.exit("linli demo failed")
    say(people, "make the demonstration book (`linli demo`)", f"{ms(time.perf_counter() - t)}, most memory {mib(used.ru_maxrss)}")
    size = sum(os.path.getsize(os.path.join(d, f)) for d, _, fs in os.walk(book) for f in fs)
    say(people, "the book's folder", f"{size / 2**20:.0f} MiB")

    hub = Hub(book)
    say(people, "hub, from its start to the first answer of `find`, indexes made from all records", ms(hub.started))
    hub.stop()
    hub = Hub(book)
    say(people, "the same with the snapshot the hub before has left", ms(hub.started))
    say(people, "hub's memory after that (PSS)", mib(hub.pss()))
    whole = [fine([LINLI, *hub_of, "find", "zxm"])[0] for _ in range(100)]
    say(people, "`linli find zxm`, whole process, 100 times", spread(whole))
    saves = [fine([LINLI, *hub_of, "add", f"人 测试{i} 199{i:08}"])[0] for i in range(100)]
    say(people, "`linli add`, whole process, 100 times", spread(saves))
    frames = [first_frame([LINLI, "--book", book], "今天".encode()) for _ in range(20)]
    if None in frames:
        say(people, "first frame", f"FAILED: {frames.count(None)} of 20 starts showed no 今天 within 10 s")
    else:
        say(people, "first frame, from the process's start to 今天 on an 80x24 terminal, hub running, 20 times", spread(frames))
    before = hub.pss()
    theirs = sessions(book, 100)
    grown = max(0, hub.pss() - before)
    say(people, "100 sessions of the app on 80x24: memory of one (PSS), with its share of what the hub grew by",
        "FAILED: not all of them showed 今天" if theirs is None else f"{(theirs + grown) / 100 / 1024:.1f} MiB")
    if people <= 20_000:
        t, out = took([LINLI, *hub_of, "list", "people", "--json"])
        say(people, "`linli list people --json`, all of them", f"{ms(t)}, {len(json.loads(out.stdout)):,} people")
    hub.stop()
    if people <= 20_000:
        frames = []
        for _ in range(10):
            frames.append(first_frame([LINLI, "--book", book], "今天".encode()))
            # its own hub, which the app has started, goes down before the next start
            held = open(book + "/lock").read()
            pid = int(re.search(r"pid\D*(\d+)", held)[1])
            os.kill(pid, signal.SIGTERM)
            ended(pid)
        say(people, "first frame with nothing running: the app starts its hub, 10 times",
            "FAILED" if None in frames else spread(frames))

    for what in ["verify", "rebuild"]:
        t = time.perf_counter()
        p = subprocess.Popen([LINLI, what, "--book", book], stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(p.pid, 0)
        p.returncode = status
        say(people, f"`linli {what}`: " + ("the whole journal" if what == "verify" else "the book as it stands, from the journal"),
            f"FAILED with {status}" if status else f"{ms(time.perf_counter() - t)}, most memory {mib(used.ru_maxrss)}")

    # one hub in one process, through its own protocol; it leaves what its peers are asked
    done = subprocess.Popen([HUB, book, folder], stdout=subprocess.PIPE, text=True)
    for line in done.stdout:
        what, _, result = line.rstrip("\n").partition("\t")
        say(people, what, result)
    if done.wait():
        say(people, "the measurement of one hub", f"FAILED with {done.returncode}")
    peers(people, folder)
    shutil.rmtree(book)


def peers(people, folder):
    """The same questions to what one would use instead."""
    with open(folder + "/flat") as f:
        lines = [l.rstrip("\n") for l in f]
    queries = {}
    with open(folder + "/queries") as f:
        for line in f:
            what, _, q = line.rstrip("\n").partition("\t")
            queries.setdefault(what, []).append(q)
    name = queries["names, three characters"][0]
    grep = [fine(["grep", "-F", "-m", "20", "-e", "从来没有的名字", folder + "/flat"], codes=(0, 1))[0] for _ in range(50)]
    say(people, "peer: `grep` through a flat file of everybody for what is not there, whole process, 50 times", spread(grep))
    db = sqlite3.connect(f"{folder}/fts")
    db.execute("PRAGMA synchronous=OFF")
    try:
        db.execute("CREATE VIRTUAL TABLE f USING fts5(t, tokenize='trigram')")
    except sqlite3.OperationalError as e:
        say(people, "peer: SQLite FTS5 trigram", f"not measured: {e}")
        return
    t = time.perf_counter()
    db.executemany("INSERT INTO f VALUES(?)", ((l,) for l in lines))
    db.commit()
    say(people, f"peer: SQLite {sqlite3.sqlite_version} FTS5 trigram, indexing names, phones and employers", ms(time.perf_counter() - t))
    asked, whole = [], []
    for what, all_of in queries.items():
        # initials and pinyin it can only be asked for where somebody has written them down
        if what.startswith(("pinyin", "initials")):
            say(people, f"peer: SQLite: {what}", "has no answer")
            continue
        # to fewer than three characters the index has no answer: then all is read
        short = any(len(w) < 3 for q in all_of for w in q.split())
        times = []
        for q in all_of[:20] if short else all_of:
            t = time.perf_counter()
            if short:
                words = q.split()
                db.execute("SELECT rowid, t FROM f WHERE " + " AND ".join(["t LIKE ?"] * len(words)) + " LIMIT 20",
                    [f"%{w}%" for w in words]).fetchall()
            else:
                db.execute("SELECT rowid, t FROM f WHERE f MATCH ? ORDER BY rank LIMIT 20", ('"' + q + '"',)).fetchall()
            times.append(time.perf_counter() - t)
        whole.append(sum(times) / len(times))
        if not short:
            asked += times
        how = "LIKE, unranked, the first 20 found" if short else "FTS5, ranked"
        say(people, f"peer: SQLite {how}, in process: {what}", mean(times))
    if asked:
        say(people, "peer: SQLite FTS5, ranked, in process: the classes it has an answer to, together", mean(asked))
        say(people, "peer: SQLite, FTS5 and where it has no answer LIKE: mean over all classes but initials and pinyin",
            ms(sum(whole) / len(whole)))
    print(f"           asked of both, such as {name}")


def saves():
    """What one durable save costs beside what the disk itself needs."""
    done = subprocess.Popen([SAVE, T, "4"], stdout=subprocess.PIPE, text=True)
    for line in done.stdout:
        what, _, result = line.rstrip("\n").partition("\t")
        say(0, f"store alone: {what}", result)
    if done.wait():
        say(0, "the measurement of saves", f"FAILED with {done.returncode}")


def office():
    """An office over a real sshd: what its tests measure by the way. They need root, make accounts and take them away."""
    for test in ("load.sh", "slow.sh"):
        done = subprocess.run(["bash", f"tests/system/{test}"], env={**os.environ, "LINLI": os.path.abspath(LINLI)}, capture_output=True, text=True)
        for line in done.stdout.splitlines():
            if line.startswith("measured: "):
                what, _, result = line.removeprefix("measured: ").partition("\t")
                say(0, what, result)
        if done.returncode:
            why = (done.stderr.strip() or "no word of it").splitlines()[0]
            say(0, f"an office over sshd (tests/system/{test})", f"not measured: {why}")


try:
    for n in SIZES:
        measure(n)
    saves()
    try:
        wire.measure(LINLI, lambda what, result: say(0, what, result))
    except (OSError, RuntimeError) as e:
        say(0, "bytes on the wire", f"FAILED: {e}")
    office()
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

Made by `benches/run {' '.join(map(str, SIZES))}` on {time.strftime('%Y-%m-%d')}: {cpu[1] if cpu else platform.machine()}, {os.cpu_count()} CPUs,
{mem / 2**20:.0f} GiB, Linux {platform.release().split('-')[0]}, files on {FS}. One run on one machine that may
have had other work: take it for the order of magnitude, and compare only figures of the same run.

| people | what | measured |
|---|---|---|
""")
    for n, what, result in rows:
        f.write(f"| {f'{n:,}' if n else '-'} | {what} | {result} |\n")
    f.write("""
## How
- Books are those of `linli demo --people N --seed 1`. `make bench` does 10,000 and 1,000,000; `benches/run N ...` any others.
- *Whole process* is from the start of the program to its end, as a shell would see it. Python starts and times it.
- A first frame counts when the bytes for 今天 have come through the pseudo-terminal.
- What follows the first frame is benches/hub.rs: one hub in its own process, asked over its own protocol by connections of the same process (their ends' work and memory are in the figures), one question at a time where nothing else is said. *In process*: without a connection.
- Queries are made from people of the book, 400 of a class: what one types on the way to somebody. Every third or later keystroke of a word is one of these classes.
- SQLite searches names, phones and employers of the same people in Python's process, without a connection, at most 20 rows. A trigram index has no answer to fewer than three characters: there `LIKE` is asked, unranked, 20 times. To initials and pinyin neither has one.
- *Store alone* is benches/save.rs: the store's commit, without a hub, in turn with the disk's own work of one save.
- The flat file for `grep` holds the same, and is in memory; `grep` is asked for what it must read all of it for.
- Saves are whole: request, checks, journal, fdatasync, book, indexes, answer. Appending and overwriting happen in turn with them, on the same file system.
- Memory is PSS from `/proc/PID/smaps_rollup`; the most memory of making a book is the process's largest resident set.
- *Over sshd* is what tests/system/load.sh measures by the way, as root: twenty accounts with five sessions each on loopback, the hub under an account of its own, a book of ten areas with eight people each; a session writes down when it asked and when it was answered. The checker of the same run then compares the history with what each was told. *Thin link*: tests/system/slow.sh, every byte of ssh through a gate (tests/system/gate.py) that holds it back 150 ms each way and lets 20,000 bytes a second through; a time is from the keys, pressed at once, to what they lead to.
- Bytes are counted by benches/wire.py at the pseudo-terminal of an 80x24 screen: keys go in, what comes until it is quiet is counted; each peer in its own usual way of doing the same. Through a real sshd the same is counted inside the session.
- A figure that could not be measured says so.
""")
print("written:", PAGE)
