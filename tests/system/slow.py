"""What people do most, over a thin link. Needs what slow.sh has made."""
import os, signal, time

from desk import *
from gate import Link

A, DELAY, RATE = os.environ["A"], int(os.environ["DELAY_MS"]), int(os.environ["RATE"])

hub = Hub()
hub.up()
people = f"{T}/{H}/people.csv"
with open(people, "w") as f:
    f.write("姓名,联系电话,社区,工作单位,职务\n张晓明,13800000001,恒达社区,恒达传媒,主播\n")
    for n in range(200):
        f.write(f"{'王李赵陈孙周吴郑'[n % 8]}{'海波丽敏强芳磊静'[n // 8 % 8]}{'平安宁远'[n // 64]},139{n:08},恒达社区,第{n % 30}商行,店员\n")
areas = f"{T}/{H}/areas.csv"
with open(areas, "w") as f:
    f.write("编码,名称,上级\n1,颍川街道,\n2,恒达社区,1\n")
for path in (people, areas):
    run("root", "chmod", "644", path)
run(H, LINLI, "import", areas)
run(H, LINLI, "import", people)
run(H, LINLI, "staff", "add", A, "--role", "worker", "--area", "恒达社区", "--called", "王丽")
# the question of the first start is asked once
Desk(A).begin().cut()

link = Link(int(PORT), DELAY / 2000, RATE)


def measured(what, desk, keys, *words):
    """Presses keys at once, waits for what they lead to, and until nothing more comes."""
    (up, down), began, at = link.count(), time.monotonic(), desk.press(keys)
    desk.shows(*words, since=at)
    last = time.monotonic()
    while time.monotonic() - last < DELAY / 1000 + 0.3:
        before = len(desk.raw)
        desk.read(0.05)
        if len(desk.raw) != before:
            last = time.monotonic()
    took = last - began
    now = link.count()
    step(f"measured: thin link, {DELAY} ms and {RATE // 1000} kB/s: {what}\t{took:.1f} s, {len(desk.raw) - at} B on the screen; with ssh {now[1] - down} B down, {now[0] - up} B up")


began, before = time.monotonic(), link.count()
desk = Desk(A, link.own)
desk.shows("今天", "人员")
step(f"measured: thin link, {DELAY} ms and {RATE // 1000} kB/s: login, ssh's handshake and all, to the first words\t{time.monotonic() - began:.1f} s, {len(desk.raw)} B on the screen; with ssh {link.count()[1]} B down, {link.count()[0]} B up")
desk.read(DELAY / 1000)
measured("find by initials, open the card (`/zxm` Enter)", desk, "/zxm\r", "张晓明", "往来")
measured("log a visit on it (`v`, 12 characters, Ctrl-S)", desk, "v门口的路灯不亮，报修了\x13", "已存")
measured("one line for a call and what to do next (`;` … Enter)", desk, ";访zxm 电话 路灯修好了 +3天 回话\r", "记下了")
measured("leave it, and the list of people (Esc, `2`)", desk, "\x1b2", "共 201")
measured("a page further", desk, "\x1b[6~", "21")
measured("ten rows down, one key each", desk, "j" * 10, "")
measured("a new person, typed ahead in one go (`n`, name, phone, Ctrl-S)", desk, "n钱小满\r13700000009\x13", "已存")
for words, what in (("路灯不亮，报修了", "visits"), ("路灯修好了", "visits"), ("钱小满", "people")):
    if words not in over(A, f"list {what} --json"):
        fail(words, "was not stored:", over(A, f"list {what} --json")[-2000:])
at = desk.press("v说到一半")
desk.shows("说到一半", "草稿", since=at)
desk.read(DELAY / 1000 + 1)
desk.cut()
again = Desk(A, link.own)
again.shows("草稿")
at = again.press("\x04")
again.shows("说到一半", since=at)
step("a form half typed over the thin link is there at the next login over it")
again.cut()
hub.kill(signal.SIGTERM)
