"""Runs a command that ends in the app in a terminal of 80x24, presses keys, and says what was seen."""
import fcntl, os, pty, re, select, struct, sys, termios, time

pid, fd = pty.fork()
if pid == 0:
    os.environ["TERM"] = "xterm-256color"
    os.execvp(sys.argv[1], sys.argv[1:])
fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
raw = b""


def read(seconds):
    """More of what comes; False at the end."""
    global raw
    if not select.select([fd], [], [], seconds)[0]:
        return True
    try:
        data = os.read(fd, 65536)
    except OSError:
        data = b""
    raw += data
    return bool(data)


def text(since=0):
    """What was written, without escape sequences."""
    t = raw[since:].decode("utf-8", "replace")
    t = re.sub(r"\x1b\][^\x07\x1b]*(\x07|\x1b\\)", "", t)
    t = re.sub(r"\x1b[P_^][^\x1b]*\x1b\\", "", t)
    t = re.sub(r"\x1b\[[0-9;:?<>=!$ ]*[@-~]", "", t)
    return re.sub(r"\x1b.", "", t)


def expect(words, since=0, seconds=10):
    end = time.monotonic() + seconds
    while not all(w in text(since) for w in words):
        if time.monotonic() > end or not read(0.2):
            if not all(w in text(since) for w in words):
                print("FAILED: not on the screen:", *words, file=sys.stderr)
                print(text(since), file=sys.stderr)
                sys.exit(1)


def press(keys):
    at = len(raw)
    os.write(fd, keys.encode())
    return at


expect(["今天", "人员"])
at = press("2")
expect(["张晓明"], at)
at = press("/zxm")
expect(["张晓明"], at)
press("\x1b")
time.sleep(1)
read(0.2)
press("q")
end = time.monotonic() + 10
while read(0.2):
    if time.monotonic() > end:
        print("FAILED: q did not end the app", file=sys.stderr)
        print(text(), file=sys.stderr)
        sys.exit(1)
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
if status != 0:
    print("FAILED: the app ended with", status, file=sys.stderr)
    print(text(), file=sys.stderr)
    sys.exit(1)
for on, off, what in [(b"\x1b[?1049h", b"\x1b[?1049l", "the other screen")]:
    if raw.rfind(on) > raw.rfind(off):
        print("FAILED: left behind on:", what, file=sys.stderr)
        sys.exit(1)
print("the app in a terminal: 今天 and 人员 on line 1, 2 and /zxm show 张晓明, q ends it with 0")
