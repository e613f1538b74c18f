"""Counts the bytes that a terminal gets, of linli beside vim, nano and abook, in one run: keys go in through a
pseudo-terminal of 80x24, what comes out until it is quiet is counted. Then the same through a real sshd on loopback,
and what a session and a hub do while nobody does anything.

usage: wire.py PROGRAM      prints lines of WHAT<TAB>RESULT; a peer that is missing is "not measured"
       import wire; wire.measure(PROGRAM, say)             say(what, result) for every line
"""
import fcntl, getpass, os, pty, re, select, shutil, signal, socket, struct, subprocess, sys, tempfile, termios, threading, time

QUIET = 0.12  # as long nothing comes: it is done
IDLE = 10


class Terminal:
    """A program behind a pseudo-terminal of 80x24."""

    def __init__(self, args, env=None, cwd=None):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "xterm-256color", "LANG": "C.UTF-8", **(env or {})})
            for name in ["LC_ALL", "LC_CTYPE", "NO_COLOR", "COLORTERM"]:
                os.environ.pop(name, None)
            if cwd:
                os.chdir(cwd)
            time.sleep(0.05)  # until the size is set
            try:
                os.execvp(args[0], args)
            finally:
                os._exit(127)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.seen, self.ended = b"", False

    def read(self, first=5.0):
        """What comes until it is quiet; `first` is how long the first byte may take."""
        got, wait = b"", first
        while not self.ended and select.select([self.fd], [], [], wait)[0]:
            try:
                more = os.read(self.fd, 65536)
            except OSError:
                more = b""
            if not more:
                self.ended = True
            got += more
            wait = QUIET
            if more.endswith(b"\x1b[6n"):
                os.write(self.fd, b"\x1b[2;6R")
        self.seen += got
        return got

    def press(self, keys, first=1.0):
        """What keys bring about."""
        os.write(self.fd, keys if isinstance(keys, bytes) else keys.encode())
        return self.read(first)

    def wait_for(self, words, seconds=20):
        end = time.monotonic() + seconds
        while words.encode() not in self.seen:
            if time.monotonic() > end or self.ended:
                raise RuntimeError(f"{words} was not shown: {text(self.seen)[-400:]!r}")
            self.read(0.5)

    def close(self):
        for sign in [signal.SIGHUP, signal.SIGKILL]:
            try:
                os.kill(self.pid, sign)
            except ProcessLookupError:
                pass
            for _ in range(40):
                if os.waitpid(self.pid, os.WNOHANG)[0]:
                    os.close(self.fd)
                    return
                time.sleep(0.05)


def text(raw):
    """What is to be read in it, without escape sequences and blanks."""
    t = raw.decode("utf-8", "replace")
    t = re.sub(r"\x1b\][^\x07\x1b]*(\x07|\x1b\\)", "", t)
    t = re.sub(r"\x1b[P_^][^\x1b]*\x1b\\", "", t)
    t = re.sub(r"\x1b\[[0-9;:?<>=!$ ]*[@-~]", "", t)
    t = re.sub(r"\x1b[()][0-9A-Z]|\x1b.", "", t)
    return re.sub(r"[\s\x00-\x1f]", "", t)


def counts(numbers):
    n = sorted(numbers)
    return f"{n[len(n) // 2]} B (mean {sum(n) / len(n):.1f}, most {n[-1]}, of {len(n)})"


def within(numbers, budget):
    middle = sorted(numbers)[len(numbers) // 2]
    return f"{counts(numbers)}; budget {budget}" + ("" if middle <= budget else ", OVER")


HAN = "门口的路面还没修好停车也难他说等回话再来一次看"
LATIN = "parking is hard there and the"


def typed(t, letters):
    return [len(t.press(c)) for c in letters]


def linli(t, say, how=""):
    """The screens of a session that begins now."""
    first = t.read(20)
    t.wait_for("今天")
    first += t.read(0.3)
    say(f"linli{how}: first frame, all that is sent at the start", f"{len(first)} B; budget 3000" + (", OVER" if len(first) > 3000 else ""))
    t.press("2")
    t.wait_for("序")
    t.read(0.5)
    moves = [len(t.press(b"\x1b[B")) for _ in range(12)] + [len(t.press(b"\x1b[A")) for _ in range(6)]
    say(f"linli{how}: the highlight moves one row", within(moves, 120))
    pages, ratios = [], []
    for _ in range(4):
        sent = len(t.press(b"\x1b[6~"))
        whole = len(text(t.press(b"\x0c")).encode())  # drawn anew: all the text of the page
        pages.append(sent)
        ratios.append(sent / whole)
    most = max(ratios)
    say(f"linli{how}: a page of Chinese", f"{counts(pages)}; {sum(ratios) / 4:.2f} times its text, at most {most:.2f}; budget 1.20" + (", OVER" if most > 1.2 else ""))
    t.press("v")
    t.wait_for("谈了什么")
    t.press("好")  # the phrase that stood there goes
    say(f"linli{how}: a typed character in a form, Latin", within(typed(t, LATIN), 8))
    say(f"linli{how}: a typed character in a form, Chinese (3 B each)", within(typed(t, HAN), 8))
    say(f"linli{how}: Backspace in a form", within([len(t.press(b"\x7f")) for _ in range(8)], 10))
    t.press(b"\x1b")
    t.press("/")
    say(f"linli{how}: a typed letter in the finder, its rows included", counts(typed(t, "zxm")))


def switches(pid):
    """Voluntary switches of every thread, by name: how often it went to sleep, having been woken."""
    found = {}
    for task in os.listdir(f"/proc/{pid}/task"):
        try:
            status = open(f"/proc/{pid}/task/{task}/status").read()
        except FileNotFoundError:
            continue
        name = re.search(r"^Name:\s+(.*)", status)[1]
        found[f"{name}/{task}"] = int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", status, re.M)[1])
    return found


def ticks(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def idle(t, hub, say):
    for _ in range(3):
        t.read(0.5)
    time.sleep(2)  # a hub's work after the last request
    t.read(0.1)
    before = {who: (switches(pid), ticks(pid)) for who, pid in [("session", t.pid), ("hub", hub)]}
    got = b""
    end = time.monotonic() + IDLE
    while time.monotonic() < end:
        got += t.read(end - time.monotonic())
    say(f"linli: bytes of a session left alone for {IDLE} s", f"{len(got)} B; budget 0" + (", OVER" if got else ""))
    for who, pid in [("session", t.pid), ("hub", hub)]:
        now, used = switches(pid), ticks(pid) - before[who][1]
        woken = {k: n - before[who][0].get(k, 0) for k, n in now.items()}
        sled = sum(n for k, n in woken.items() if not ours(k))
        own = sum(n for k, n in woken.items() if ours(k))
        more = f"; threads of sled besides: {sled} ({sled / IDLE:.1f} a second)" if who == "hub" else ""
        say(f"linli: wake-ups of the {who} meanwhile", f"{own}{more}; {used} ticks of CPU; budget 0" + (", OVER" if own else ""))


def ours(thread):
    """Whether a thread of the hub or a session is ours by its name; sled's are its own."""
    return not thread.startswith(("sled", "rayon"))


def vim(say, folder, page):
    t = Terminal(["vim", "-u", "NONE", "-i", "NONE", "-N", "-n", page], cwd=folder)
    first = t.read(5) + t.read(0.5)
    say("vim: first frame, the same page of Chinese", f"{len(first)} B")
    t.press(":set cursorline ruler\r")
    say("vim: the cursor moves one row (cursorline, ruler)", counts([len(t.press("j")) for _ in range(12)]))
    say("vim: a page of Chinese", pages(t, b"\x06", b"\x0c"))
    t.press("o")
    say("vim: a typed character, Latin", counts(typed(t, LATIN)))
    say("vim: a typed character, Chinese (3 B each)", counts(typed(t, HAN)))
    t.close()


def pages(t, down, again):
    sent, ratios = [], []
    for _ in range(3):
        n = len(t.press(down))
        whole = len(text(t.press(again)).encode())
        sent.append(n)
        ratios.append(n / max(whole, 1))
    return f"{counts(sent)}; {sum(ratios) / len(ratios):.2f} times its text"


def nano(say, folder, page):
    t = Terminal(["nano", "--ignorercfiles", page], cwd=folder, env={"HOME": folder})
    first = t.read(5) + t.read(0.5)
    say("nano: first frame, the same page of Chinese", f"{len(first)} B")
    say("nano: the cursor moves one row", counts([len(t.press(b"\x1b[B")) for _ in range(12)]))
    say("nano: a page of Chinese", pages(t, b"\x16", b"\x0c"))
    t.press(b"\x1b[F")
    say("nano: a typed character, Latin", counts(typed(t, LATIN)))
    say("nano: a typed character, Chinese (3 B each)", counts(typed(t, HAN)))
    t.close()


def abook(say, folder, people):
    with open(folder + "/addressbook", "w") as f:
        f.write("[format]\nprogram=abook\nversion=0.6.1\n\n")
        for n, (name, employer, phone) in enumerate(people):
            f.write(f"[{n}]\nname={name}\nemail=a{n}@example.org\nworkphone={phone}\ncustom1={employer}\n\n")
    t = Terminal(["abook", "--datafile", folder + "/addressbook"], env={"HOME": folder})
    first = t.read(5) + t.read(0.5)
    say("abook: first frame, the same people", f"{len(first)} B")
    say("abook: the highlight moves one row", counts([len(t.press(b"\x1b[B")) for _ in range(12)]))
    say("abook: a page of Chinese", pages(t, b"\x1b[6~", b"\x0c"))
    t.press("\r")
    t.press("1")
    say("abook: a typed character in a field, Latin", counts(typed(t, LATIN)))
    say("abook: a typed character in a field, Chinese (3 B each)", counts(typed(t, HAN)))
    t.close()


class Relay:
    """A TCP port that leads to another one and counts what comes back."""

    def __init__(self, to):
        self.back, self.to = 0, to
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.to))
            except OSError:  # not up yet
                near.close()
                continue
            for s in [near, far]:
                s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.pump, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self.pump, args=(far, near, True), daemon=True).start()

    def pump(self, a, b, back):
        try:
            while data := a.recv(65536):
                if back:
                    self.back += len(data)
                b.sendall(data)
        except OSError:
            pass
        b.close()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def over_ssh(program, book, say, T):
    """The same session through sshd on loopback: what the ssh client's terminal gets, and the TCP bytes of a character."""
    sshd = shutil.which("sshd") or "/usr/sbin/sshd"
    if not (os.path.exists(sshd) and shutil.which("ssh") and shutil.which("ssh-keygen")):
        say("linli over sshd", "not measured: no sshd, ssh or ssh-keygen")
        return
    for key in ["host", "client"]:
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", f"{T}/{key}"], check=True)
    shutil.copy(T + "/client.pub", T + "/authorized")
    port = free_port()
    with open(T + "/sshd_config", "w") as f:
        f.write(f"ListenAddress 127.0.0.1\nPort {port}\nHostKey {T}/host\nPidFile none\nUsePAM no\nStrictModes no\n"
                f"PasswordAuthentication no\nAuthorizedKeysFile {T}/authorized\nPermitRootLogin prohibit-password\nSetEnv LANG=C.UTF-8\n")
    if os.geteuid() == 0:
        os.makedirs("/run/sshd", mode=0o755, exist_ok=True)
    log = open(T + "/sshd.log", "wb")
    daemon = subprocess.Popen([sshd, "-D", "-e", "-f", T + "/sshd_config"], stdin=subprocess.DEVNULL, stderr=log)
    relay = Relay(port)
    ssh = ["ssh", "-F", "none", "-p", str(relay.port), "-i", T + "/client", "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes",
           "-o", "LogLevel=ERROR", "-o", "StrictHostKeyChecking=no", "-o", f"UserKnownHostsFile={T}/known", f"{getpass.getuser()}@127.0.0.1"]
    try:
        for _ in range(50):
            if subprocess.run([*ssh, "true"], stdin=subprocess.DEVNULL, capture_output=True).returncode == 0:
                break
            if daemon.poll() is not None:
                break
            time.sleep(0.1)
        else:
            daemon.kill()
        if daemon.poll() is not None:
            say("linli over sshd", "not measured: no way in: " + open(T + "/sshd.log", errors="replace").read()[-200:].strip().replace("\n", " "))
            return
        t = Terminal([*ssh, "-tt", f"env XDG_DATA_HOME={T} {program} --lang zh --book {book}"])
        try:
            linli(t, say, " over sshd, after ssh's own bytes")
            t.press(b"\x1b")
            t.press("2")
            t.press("v")
            t.press("好")
            t.read(1.5)
            tcp = []
            for c in LATIN[:12]:
                before = relay.back
                t.press(c)
                tcp.append(relay.back - before)
            say("linli over sshd: TCP payload back for a typed character, ssh's own bytes included", counts(tcp))
        finally:
            t.close()
    finally:
        daemon.terminate()
        daemon.wait()
        relay.listener.close()


def measure(program, say):
    program = os.path.abspath(program)
    T = tempfile.mkdtemp(prefix="linli-bytes.")
    hub = None
    os.environ.update({"XDG_DATA_HOME": T, "LANG": "C.UTF-8"})
    for name in ["LINLI_BOOK", "LINLI_HUB"]:
        os.environ.pop(name, None)
    try:
        os.mkdir(T + "/linli")
        with open(T + "/linli/preferences.json", "w") as f:
            f.write('{"ascii":false,"lang":null,"recent":[],"toured":true}')
        book = T + "/book"
        subprocess.run([program, "demo", "--book", book, "--people", "2000", "--seed", "1"], check=True, stdout=subprocess.DEVNULL)
        hub = subprocess.Popen([program, "hub", "--book", book], stdout=subprocess.PIPE)
        while b"ready" not in (line := hub.stdout.readline()):
            if not line:
                raise RuntimeError("the hub did not start")
        t = Terminal([program, "--lang", "zh", "--book", book])
        try:
            linli(t, say)
            t.press(b"\x1b")
            idle(t, hub.pid, say)
        finally:
            t.close()
        over_ssh(program, book, say, T)
        listed = subprocess.run([program, "--lang", "zh", "--book", book, "list", "people"], capture_output=True, text=True).stdout.splitlines()
        people = [(re.split(r"\s{2,}|\t", l.strip()) + ["", ""])[:3] for l in listed if l.strip()][:300]
        page = T + "/page.txt"
        with open(page, "w") as f:
            f.writelines("  ".join(p) + "\n" for p in people)
        for peer, how, given in [("vim", vim, page), ("nano", nano, page), ("abook", abook, people)]:
            if not shutil.which(peer):
                say(peer, f"not measured: {peer} is not installed")
                continue
            folder = f"{T}/{peer}"
            os.mkdir(folder)
            try:
                how(lambda what, result: say("peer: " + what, result), folder, given)
            except (OSError, RuntimeError) as e:
                say(f"peer: {peer}", f"not measured: {e}")
    finally:
        if hub:
            hub.terminate()
            hub.wait()
        shutil.rmtree(T, ignore_errors=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    measure(sys.argv[1], lambda what, result: print(f"{what}\t{result}", flush=True))
