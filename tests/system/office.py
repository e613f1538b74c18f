"""An office in terminals: sets the book up, and walks through what colleagues do. Needs what office.sh has made."""
import json, os, pwd, signal, time

from desk import *

A, B, R, X = (os.environ[k] for k in "ABRX")

hub = Hub()
hub.up()
areas = f"{T}/{H}/areas.csv"
with open(areas, "w") as f:
    f.write("编码,名称,上级\n1,颍川街道,\n2,恒达社区,1\n3,东关社区,1\n")
run("root", "chmod", "644", areas)
run(H, LINLI, "import", areas)
for login, role, area, name in [(A, "worker", "恒达社区", "王丽"), (B, "worker", "东关社区", "孙强"), (R, "reader", "恒达社区", "陈看")]:
    run(H, LINLI, "staff", "add", login, "--role", role, "--area", area, "--called", name)
step("the hub's own account made areas and staff: a worker of 恒达, a worker of 东关, a reader of 恒达")

over(A, "add '人 张晓明 13800000001'")
over(A, "add '人 冯艳玲 13800000002'")
over(B, "add '人 李敏嘉 13900000003'")
for user in (A, B, R):
    for path in (BOOK, f"{BOOK}/format", f"{BOOK}/journal", f"{T}/hub"):
        if run(user, "ls", "-l", path, ok=False).returncode == 0 or run(user, "cat", path, ok=False).returncode == 0:
            fail(user, "reads", path)
step("the book's files are unreadable to all three")

for user in ("root", X):
    done = run(user, LINLI, "--lang", "zh", "find", "zxm", ok=False)
    said = done.stdout + done.stderr
    if done.returncode == 0 or "张晓明" in said or "还没有登记" not in said:
        fail(user, "is not on the list, and was told:", said)
step(f"root and an account that is not on the list are refused: {said.strip().splitlines()[-1]}")

# the question of the first start is asked once for each of them
seats = {u: [Desk(u).begin(), Desk(u).shows("今天", "人员")] for u in (A, B, R)}
(a1, a2), (b1, b2), (r1, r2) = seats[A], seats[B], seats[R]
for desk in (a1, a2, b1, b2, r1, r2):
    at = desk.press("2")
    desk.shows("人员", "共", since=at)
for desk, there in [(a1, ["张晓明", "冯艳玲", "共 2"]), (r1, ["张晓明", "共 2"]), (b1, ["李敏嘉", "共 1"])]:
    desk.shows(*there)
step("two terminals each: worker and reader of 恒达 see two people, the worker of 东关 sees one")

# an administrator is told of every session, others of their own
mine = json.loads(over(A, "status --json"))["sessions"]
if [(s["uid"], s["sessions"]) for s in mine] != [(pwd.getpwnam(A).pw_uid, 3)] or mine[0]["each"][0]["from"] != "127.0.0.1":
    fail("a worker is told of these sessions:", mine)
every = json.loads(run(H, LINLI, "status", "--json").stdout)["sessions"]
if not {pwd.getpwnam(u).pw_uid for u in (A, B, R, H)} == {s["uid"] for s in every}:
    fail("the hub's account is told of these sessions:", every)
step("status: a worker is told of their own sessions, from 127.0.0.1; the hub's own account of all")

# a change by one shows at another
for desk in (a2, r1):
    at = desk.press("/zxm")
    desk.shows("张晓明", since=at)
    at = desk.press("\r")
    desk.shows("往来", since=at)
at = a1.press("/zxm")
a1.shows("张晓明", since=at)
at = a1.press("\r")
a1.shows("往来", since=at)
at = a1.press("v")
a1.shows("记走访", since=at)
a1.press("门口路灯不亮")
a1.shows("门口路灯不亮")
seen = [len(d.raw) for d in (a2, r1)]
began = time.monotonic()
a1.press("\x13")
a2.shows("门口路灯不亮", since=seen[0])
took = time.monotonic() - began
r1.shows("走访", since=seen[1])
step(f"a visit of one is on the other's card after {took * 1000:.0f} ms")
if took > 1:
    fail("a colleague saw the change after more than a second")

# who has no rights to it hears of neither name nor number nor count
at = b1.press("/zxm")
b1.shows("没有", since=at)
b1.press("\x1b")
at = b2.press("/8000000")
b2.shows("没有", since=at)
b2.press("\x1b")
for name, word in (("zxm", "张晓明"), ("13800000001", "张晓明"), ("=zxm", "1")):
    said = over(B, f"find '{name}'", ok=False)
    if word in said:
        fail("the worker of 东关 finds", name, ":", said)
for what in ("list people", "list visits", "list people --json", "list visits --json"):
    said = over(B, what, ok=False)
    if "张晓明" in said or "路灯" in said or "0000001" in said:
        fail("the worker of 东关 gets by", what, ":", said)
for desk in (b1, b2):
    desk.read(0.5)
    for word in ("张晓明", "冯艳玲", "路灯", "0000001", "共 3"):
        if word in desk.text():
            fail("the worker of 东关 was sent", word)
said = over(R, "list people --json")
if "13800000001" in said or '"138' in said:
    fail("the reader was sent a number:", said)
refused = over(R, "add '人 新来的 13700000009'", ok=False)
if "只读" not in refused:
    fail("a reader's write is answered:", refused)
step("the worker of 东关 was told neither name nor number nor count; the reader gets no numbers and writes nothing")

# killed links resume their drafts
at = a2.press("v")
a2.shows("记走访", since=at)
a2.press("楼道的灯也坏了")
a2.shows("楼道的灯也坏了", "草稿")
time.sleep(1.5)
a2.cut()
a3 = Desk(A)
a3.shows("草稿")
at = a3.press("\x04")
a3.shows("楼道的灯也坏了", since=at)
at = a3.press("，约了电工\x13")
a3.shows("已存", since=at)
if "楼道的灯也坏了，约了电工" not in over(A, "list visits --json"):
    fail("the draft of a killed link was not stored:", over(A, "list visits --json"))
step("a killed link: the half-typed visit is there at the next login, and is stored whole")

# the hub killed under open forms
at = a1.press("v")
a1.shows("记走访", since=at)
a1.press("下周再去")
a1.shows("下周再去")
hub.kill(signal.SIGKILL)
a1.shows("断线")
at = a1.press("，带上材料")
a1.shows("带上材料", since=at)
hub.up()
a1.shows("又连上了")
at = a1.press("\x13")
a1.shows("已存", since=at)
if "下周再去，带上材料" not in over(A, "list visits --json"):
    fail("what was typed over the killed hub was not stored")
step("the hub killed under an open form: the session comes back by itself with what was typed, and stores it")

# rights that change take effect at once, in sessions that are open
at = len(b1.raw)
run(H, LINLI, "staff", "set", B, "--area", "恒达社区")
# the list on the screen comes anew by itself
b1.shows("张晓明", since=at)
at = a3.press("2")
a3.shows("张晓明", since=at)
run(H, LINLI, "staff", "remove", A)
said = over(A, "find zxm", ok=False)
if "张晓明" in said:
    fail("whoever has left still finds:", said)
# the open session ends with the words whom to ask, at the latest with the next thing it asks
at = a3.press("3")
end = time.monotonic() + PATIENCE
while a3.read(0.2):
    if time.monotonic() > end:
        fail("the session of whoever has left goes on:\n" + a3.text(at))
if "还没有登记" not in a3.text(at):
    fail("whoever has left was not told whom to ask:\n" + a3.text(at))
step("rights taken away or given take effect at once, in open sessions too")

log = open(f"{T}/hub.log", errors="replace").read()
if str(pwd.getpwnam(X).pw_uid) not in log:
    fail("the account that is not on the list is not in the hub's log:", log)
for word in ("张晓明", "李敏嘉", "王丽", "路灯", "1380000", X, A):
    if word in log:
        fail("the hub's log names", word)
hub.kill(signal.SIGTERM)
done = run(H, LINLI, "--book", BOOK, "verify")
step("the hub's log names nobody, and the book's history is whole: " + done.stdout.strip().splitlines()[-1])
