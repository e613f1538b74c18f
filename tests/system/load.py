"""A hundred sessions over ssh, and what may go wrong meanwhile. Needs what load.sh has made."""
import os, resource, shutil, signal, subprocess, time

from desk import *

USERS, FOUL = os.environ["USERS"].split(), os.environ["FOUL"]
CALM, PRESS, ROUNDS, SEED = int(os.environ["CALM"]), int(os.environ["PRESS"]), int(os.environ["ROUNDS"]), os.environ["SEED"]
LOAD, STOP, NOTES = f"{T}/bin/load", f"{T}/stop", f"{T}/notes"
EACH, MARKS = 5, "翀霂曌珺琤璟祎翊骁昶"

resource.setrlimit(resource.RLIMIT_NOFILE, (8192, 8192))
windows = []


def sessions():
    """How many each account has, as the administrator is told."""
    said = json.loads(run(H, LINLI, "status", "--json").stdout)
    by = {s["uid"]: s["sessions"] for s in said["sessions"]}
    return [by.get(pwd.getpwnam(u).pw_uid, 0) for u in USERS], said


def all_there():
    """Waits until every account has its sessions again."""
    end = time.monotonic() + 60
    while True:
        by, said = sessions()
        if all(n >= EACH for n in by):
            return said
        if time.monotonic() > end:
            fail("sessions did not come back:", by)
        time.sleep(0.2)


def ssh(user, *command):
    return subprocess.Popen([*SSH, f"{user}@127.0.0.1", *command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def calm(name, desks):
    """A while in which answers are measured. Terminals go on being read."""
    began = int(time.time() * 1000)
    end = time.monotonic() + CALM
    while time.monotonic() < end:
        for d in desks:
            d.read(0.05)
    windows.append(f"{name} {began} {int(time.time() * 1000)}")


hub = Hub()
hub.up()
run(H, LOAD, "lay")
for i, user in enumerate(USERS):
    run(H, LINLI, "staff", "add", user, "--role", "worker", "--area", f"第{i % 10}社区", "--called", f"社工{i}")
run(H, LINLI, "staff", "add", FOUL, "--role", "worker", "--area", "第0社区", "--called", "来者")
step(f"ten areas, 20 colleagues; seed {SEED}")

def together(name, stop, sessions, seconds):
    """So many seconds of these sessions, then their end."""
    # until all of them have come in over ssh
    time.sleep(3)
    began = int(time.time() * 1000)
    time.sleep(seconds)
    windows.append(f"{name} {began} {int(time.time() * 1000)}")
    open(stop, "w").close()
    for one in sessions:
        out = one.communicate(timeout=60)[0]
        if one.returncode != 0:
            fail("a session ended with", one.returncode, out.decode("utf-8", "replace"))


def pss(pid):
    return int(re.search(r"^Pss:\s+(\d+)", open(f"/proc/{pid}/smaps_rollup").read(), re.M)[1])


def programs(user):
    """The app's processes of an account."""
    uid, found = pwd.getpwnam(user).pw_uid, []
    for p in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.stat(f"/proc/{p}").st_uid == uid and open(f"/proc/{p}/cmdline", "rb").read().startswith(LINLI.encode()):
                found.append(int(p))
        except OSError:
            pass
    return found


# a hundred listen while one in each area writes; then 32 write as quick as they can
stop = f"{T}/stop-hear"
hearing = [ssh(user, LOAD, "hear", str(i % 10), str(i * EACH + n), stop) for i, user in enumerate(USERS) for n in range(EACH)]
all_there()
together("paced", stop, hearing + [ssh(USERS[i], LOAD, "write", str(i), str(i), stop, "50") for i in range(10)], PRESS)
stop = f"{T}/stop-write"
together("writers", stop, [ssh(USERS[i % 20], LOAD, "write", str(i % 10), str(50 + i), stop, "0") for i in range(32)], PRESS)
step("a hundred have listened to ten who write; 32 have written as quick as they could")

# three of them sit at terminals too: one types, one goes in the midst of it, one stops reading
typing = Desk(USERS[0]).begin("最近")
gone = Desk(USERS[1]).begin("最近")
deaf = Desk(USERS[2]).begin("最近")
colleagues = []
for i, user in enumerate(USERS):
    for n in range(EACH):
        colleagues.append(ssh(user, LOAD, "day", str(i % 10), str(100 + i * EACH + n), STOP, SEED))
said = all_there()
step(f"{sum(s['sessions'] for s in said['sessions'])} sessions; the administrator is told of them by account")

for desk, words in ((typing, "停电了"), (gone, "说到一半")):
    at = desk.press("/zh\x7f\x7f" + "张")
    desk.shows("张", "民", since=at)
    at = desk.press("\r")
    desk.shows("往来", since=at)
    at = desk.press("v")
    desk.shows("记走访", since=at)
    desk.press(words)
    desk.shows(words, "草稿")
at = deaf.press("2")
deaf.shows("人员", "共", since=at)
step(f"measured: memory of the hub with 100 sessions over sshd and three of the app (PSS), in a book of 80 people\t{pss(said['pid']) // 1024} MiB")
own = [p for user in USERS[:3] for p in programs(user) if p != said["pid"]]
step(f"measured: memory of one of the app's sessions (PSS)\t{max(map(pss, own)) / 1024:.1f} MiB, the largest of {len(own)}")
calm("alone", [typing, gone])
time.sleep(1)
gone.cut()

foul = [ssh(FOUL, LOAD, "foul", way, STOP) for way in ("deaf", "flood", "garbage", "vanish")]
calm("foul", [typing])
step("one at a terminal has gone in mid-form, one has stopped reading; four sessions are deaf, flood, speak nonsense, vanish")

def replaced():
    """Another program where the old one lay, as a package does it: those that run keep the old one until they end."""
    with open(f"{LINLI}.new", "wb") as f:
        f.write(open(LINLI, "rb").read() + b"\n")
    os.chmod(f"{LINLI}.new", 0o755)
    os.rename(f"{LINLI}.new", LINLI)


typed = "停电了"
for turn in range(ROUNDS):
    for how, what in ((signal.SIGTERM, "ended"), (signal.SIGKILL, "killed"), (signal.SIGTERM, "replaced")):
        at = len(typing.raw)
        hub.kill(how)
        typing.shows("断线", since=at)
        typed += "又来"
        typing.press("又来")
        old = os.stat(LINLI).st_ino
        if what == "replaced":
            replaced()
        began = time.monotonic()
        hub.up()
        typing.shows("又连上了", since=at)
        now = all_there()
        step(f"the hub was {what}: all sessions are back {time.monotonic() - began:.1f} s after its start, by themselves")
        runs = os.stat(f"/proc/{now['pid']}/exe").st_ino
        if what == "replaced" and (runs == old or runs != os.stat(LINLI).st_ino):
            fail("it is still the old program")
        for d in (typing,):
            d.read(0.2)
calm("after", [typing])
at = typing.press("\x13")
# the line that says so has the last words
typing.shows("已存", typed[-4:], since=at)
open(STOP, "w").close()
for one in colleagues:
    out = one.communicate(timeout=120)[0]
    if one.returncode != 0:
        fail("a session ended with", one.returncode, out.decode("utf-8", "replace"))
for one in foul:
    one.communicate(timeout=120)
if typed not in over(USERS[0], "list visits --json"):
    stored = [l for l in over(USERS[0], "list visits --json").splitlines() if "停电" in l or "又来" in l]
    fail("what was typed over all this was not stored:", typed, "but", stored)
# the other sessions of the account have drafts too, as long as they go on
back = Desk(USERS[1])
back.shows("草稿")
at = back.press("\x04")
back.shows("说到一半", since=at)
step("the form that was open all the time is stored whole; what was half typed when the link went is there at the next login")
for desk in (typing, back, deaf):
    desk.cut()

os.mkdir(NOTES)
with open(f"{NOTES}/dump", "w") as f:
    f.write(run(H, LOAD, "dump").stdout)
with open(f"{NOTES}/windows", "w") as f:
    f.write("\n".join(windows) + "\n")
hub.kill(signal.SIGTERM)
for user in USERS:
    for name in os.listdir(f"{T}/{user}"):
        if name.startswith("notes-"):
            shutil.copy(f"{T}/{user}/{name}", NOTES)
run("root", "chmod", "-R", "a+rX", NOTES)
checked = run(H, LOAD, "check", BOOK, NOTES, ok=False)
print(checked.stdout, end="", flush=True)
if checked.returncode != 0:
    fail(checked.stderr)
told = {"paced": "100 sessions over sshd listen, one in each of ten areas saves 20 times a second: an answer", "writers": "32 sessions over sshd save as quick as they can: an answer",
        "alone": "100 sessions of a day's mixed work over sshd: an answer", "foul": "the same with four that flood, never read, send garbage, vanish: an answer"}
for line in checked.stdout.splitlines():
    words = line.split()
    if words[0] == "window" and words[1][:-1] in told:
        answers, seconds, half, most = int(words[2]), float(words[5]), int(words[8]), int(words[11])
        step(f"measured: {told[words[1][:-1]]}\tp50 {half / 1000:.1f} ms, p99 {most / 1000:.1f} ms, {answers / seconds:.0f}/s")
    if words[0] == "news:":
        step(f"measured: from a save's sending to its news at each of its area's ten listeners, 100 in all\tp50 {int(words[4]) / 1000:.1f} ms, p99 {int(words[7]) / 1000:.1f} ms, {words[1]} heard")
    if words[0] == "window" and words[1][:-1] in ("alone", "foul", "after") and int(words[-2]) < len(USERS) * EACH:
        fail("not every colleague got on with their work:", line)
log = open(f"{T}/hub.log", errors="replace").read()
if any(m in log for m in MARKS) or "社工" in log:
    fail("the hub's log names somebody")
done = run(H, LINLI, "--book", BOOK, "verify")
step("the history is whole: " + done.stdout.strip().splitlines()[-1])
