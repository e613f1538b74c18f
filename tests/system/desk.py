"""What the tests of an office share: its hub, commands and terminals over ssh. Needs what office.bash has made."""
import fcntl, json, os, pty, pwd, re, select, signal, struct, subprocess, sys, termios, time

T, H, PORT = (os.environ[k] for k in ("T", "H", "PORT"))
LINLI, SOCKET, BOOK = f"{T}/bin/linli", f"{T}/run/socket", f"{T}/hub/book"
SSH = ["ssh", "-F", "none", "-p", PORT, "-i", f"{T}/client", "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes",
       "-o", "LogLevel=ERROR", "-o", "StrictHostKeyChecking=no", "-o", f"UserKnownHostsFile={T}/known"]
# the longest that anything may take to be seen: a bound against hanging, not a measure
PATIENCE = 30


def fail(*words):
    print("FAILED:", *words, file=sys.stderr)
    sys.exit(1)


def run(user, *args, ok=True, stdin=""):
    """A command of the program, by an account of this machine."""
    cmd = ["runuser", "-u", user, "--", *args] if user != "root" else list(args)
    env = {**os.environ, "LANG": "zh_CN.UTF-8", "HOME": f"{T}/{user}"}
    done = subprocess.run(cmd, input=stdin, capture_output=True, text=True, env=env, cwd="/", timeout=120)
    if ok and done.returncode != 0:
        fail(user, *args, "\n", done.stdout, done.stderr)
    return done


def over(user, command, ok=True):
    """A command over ssh."""
    done = subprocess.run([*SSH, f"{user}@127.0.0.1", f"{LINLI} --lang zh {command}"], capture_output=True, text=True, timeout=120)
    if ok and done.returncode != 0:
        fail(user, command, "\n", done.stdout, done.stderr)
    return done.stdout + done.stderr


class Hub:
    """The office's hub, under its account."""

    def up(self):
        self.log = open(f"{T}/hub.log", "ab")
        cmd = ["runuser", "-u", H, "--", LINLI, "--lang", "zh", "hub", "--shared", "--book", BOOK, "--socket", SOCKET]
        self.process = subprocess.Popen(cmd, stdout=subprocess.PIPE, stderr=self.log, env={**os.environ, "HOME": f"{T}/{H}"}, cwd="/")
        said = b"progress"
        while said.startswith(b"progress"):
            said = self.process.stdout.readline()
        if said != b"ready\n":
            fail("the hub is not ready:", said, open(f"{T}/hub.log", errors="replace").read())

    def pids(self):
        mine = []
        for p in filter(str.isdigit, os.listdir("/proc")):
            try:
                cmd = open(f"/proc/{p}/cmdline", "rb").read().split(b"\0")
            except OSError:
                continue
            if cmd[0] == LINLI.encode() and b"hub" in cmd:
                mine.append(int(p))
        return mine

    def kill(self, how):
        for p in self.pids():
            os.kill(p, how)
        self.process.wait()


class Desk:
    """The program in a terminal of 80x24 over ssh."""

    def __init__(self, user, port=PORT):
        self.user, self.raw = user, b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = "xterm-256color"
            os.execvp("ssh", [*(str(port) if word == PORT else word for word in SSH), "-tt", f"{user}@127.0.0.1", f"{LINLI} --lang zh"])
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

    def read(self, seconds):
        if not select.select([self.fd], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:
            data = b""
        self.raw += data
        return bool(data)

    def text(self, since=0):
        t = self.raw[since:].decode("utf-8", "replace")
        t = re.sub(r"\x1b\][^\x07\x1b]*(\x07|\x1b\\)", "", t)
        t = re.sub(r"\x1b\[[0-9;:?<>=!$ ]*[@-~]", "", t)
        return re.sub(r"\x1b.", "", t)

    def shows(self, *words, since=0):
        end = time.monotonic() + PATIENCE
        while not all(w in self.text(since) for w in words):
            if time.monotonic() > end or not self.read(0.05):
                if not all(w in self.text(since) for w in words):
                    fail(self.user, "does not see:", *words, "\n" + self.text(since))
        return self

    def press(self, keys):
        at = len(self.raw)
        os.write(self.fd, keys.encode())
        return at

    def begin(self, today="该走动了"):
        """Past the question of the first start, to what Today shows then."""
        self.shows("整齐")
        self.press("1")
        self.shows(today)
        # the question shows a line with made-up names
        self.raw = b""
        return self

    def cut(self):
        """The link is gone."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def step(words):
    print(words, flush=True)
