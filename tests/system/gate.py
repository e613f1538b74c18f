"""A thin link: a port that passes what comes on to another one, late and slowly."""
import collections, select, socket, threading, time


class Gate:
    """One way of a connection: what went in comes out after a while, and no more of it than fits through."""

    def __init__(self, to, delay, rate):
        self.to, self.delay, self.rate = to, delay, rate
        self.waiting, self.free, self.bytes = collections.deque(), 0.0, 0

    def take(self, data):
        now = time.monotonic()
        self.bytes += len(data)
        self.free = max(self.free, now) + len(data) / self.rate
        self.waiting.append((self.free + self.delay, data))

    def due(self):
        return self.waiting[0][0] if self.waiting else None

    def let_out(self, now):
        while self.waiting and self.waiting[0][0] <= now:
            self.to.sendall(self.waiting.popleft()[1])


class Link:
    """Listens; each connection goes through two gates. `down` and `up` count bytes of all connections."""

    def __init__(self, port, delay, rate):
        self.port, self.delay, self.rate, self.gates = port, delay, rate, []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.own = self.server.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            near, _ = self.server.accept()
            far = socket.create_connection(("127.0.0.1", self.port))
            for s in (near, far):
                s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            gates = Gate(far, self.delay, self.rate), Gate(near, self.delay, self.rate)
            self.gates.append(gates)
            threading.Thread(target=self.serve, args=(near, far, gates), daemon=True).start()

    def serve(self, near, far, gates):
        ways = {near: gates[0], far: gates[1]}
        try:
            while True:
                due = [d for d in (g.due() for g in gates) if d is not None]
                wait = max(0, min(due) - time.monotonic()) if due else None
                # what does not fit through yet is not read: the sender notices, as on a real link
                full = [g for g in gates if g.free - time.monotonic() > 1]
                readable = [s for s, g in ways.items() if g not in full]
                for s in select.select(readable, [], [], wait if wait is not None else 0.5 if full else None)[0]:
                    data = s.recv(1400)
                    if not data:
                        return
                    ways[s].take(data)
                for g in gates:
                    g.let_out(time.monotonic())
        except OSError:
            pass
        finally:
            near.close()
            far.close()

    def count(self):
        """Bytes up and down so far, ssh's own among them."""
        return sum(g[0].bytes for g in self.gates), sum(g[1].bytes for g in self.gates)
