#!/usr/bin/env python3
"""Clients that are slow, broken or hostile, many of them, against a real server in a process of its own.

    hostile.py LAB FACTS

Each attack runs twice. The first round lets the server take what it keeps for good (pools, caches, the heap's slack); after
the second it must hold no more threads, descriptors and connections than after the first, and hardly more memory. All the
while an honest client is answered at once. Exit status 77 means "skipped".
"""
import base64
import json
import os
import random
import re
import resource
import signal
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time

CONNECTIONS = 1000  # that the server keeps; whoever comes after them is refused
MAPS = "/api/v1/namespaces/default/configmaps"
SLOW = 40  # clients that give a byte now and then, or none
PATIENCE = 10.0  # seconds for an honest answer, generous for machines that are busy


class Server:
    """The process, what its kubeconfig says, and what the kernel tells of it."""

    def __init__(self, lab, folder):
        kubeconfig = os.path.join(folder, "kubeconfig")
        with open(os.path.join(folder, "log"), "wb") as log:
            self.process = subprocess.Popen(
                [lab, "serve", "--listen", "127.0.0.1:0", "--kubeconfig", kubeconfig], stdout=log, stderr=log, env={**os.environ, "HOME": folder}
            )
        while not os.path.exists(kubeconfig):
            if self.process.poll() is not None:
                sys.exit("the server did not start: " + open(os.path.join(folder, "log")).read())
            time.sleep(0.02)
        with open(kubeconfig) as file:
            config = file.read()
        self.address = ("127.0.0.1", int(re.search(r"server: https://127\.0\.0\.1:(\d+)", config).group(1)))
        self.anonymous = ssl.create_default_context(cadata=self._pem(config, "certificate-authority-data"))
        self.admin = ssl.create_default_context(cadata=self._pem(config, "certificate-authority-data"))
        pair = os.path.join(folder, "admin.pem")
        with open(pair, "w") as file:
            file.write(self._pem(config, "client-certificate-data") + self._pem(config, "client-key-data"))
        self.admin.load_cert_chain(pair)

    @staticmethod
    def _pem(config, field):
        return base64.b64decode(re.search(field + r": (\S+)", config).group(1)).decode()

    def socket(self):
        return socket.create_connection(self.address, timeout=PATIENCE)

    def client(self, context=None):
        return (context or self.admin).wrap_socket(self.socket(), server_hostname="localhost")

    def _proc(self, name):
        with open(f"/proc/{self.process.pid}/{name}") as file:
            return file.read()

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def threads(self):
        return int(re.search(r"Threads:\s+(\d+)", self._proc("status")).group(1))

    def memory(self):
        return int(self._proc("statm").split()[1]) * resource.getpagesize()


class Reader:
    """A connection, and what was read of it too early."""

    def __init__(self, connection):
        self.socket = connection
        self.buffer = b""


class Honest(Reader):
    """One connection that is kept, and asks whether it is still served as before."""

    def __init__(self, server):
        super().__init__(server.client())
        self.slowest = 0.0

    def ask(self, method, target, body=b"", content="application/json", more=""):
        head = f"{method} {target} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {content}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
        begun = time.monotonic()
        self.socket.sendall(head.encode() + body)
        answer = read_answer(self)
        self.slowest = max(self.slowest, time.monotonic() - begun)
        return answer

    def metric(self, name):
        _, text = self.ask("GET", "/metrics")
        return int(re.search(rf"^{name} (\d+)$", text.decode(), re.MULTILINE).group(1))


def read_answer(client):
    """Code and body of the next answer with a Content-Length or in chunks; (None, b"") if the connection ends first."""

    def more():
        piece = client.socket.recv(65536)
        client.buffer += piece
        return bool(piece)

    while b"\r\n\r\n" not in client.buffer:
        if not more():
            return None, b""
    head, client.buffer = client.buffer.split(b"\r\n\r\n", 1)
    code = int(head.split(b" ", 2)[1])
    length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
    if not length:  # the answer ends where the connection does, or in chunks, which end with an empty one
        while not client.buffer.endswith(b"0\r\n\r\n") and more():
            pass
        body, client.buffer = client.buffer, b""
        return code, body
    while len(client.buffer) < int(length.group(1)):
        if not more():
            return None, b""
    body, client.buffer = client.buffer[: int(length.group(1))], client.buffer[int(length.group(1)) :]
    return code, body


def reset(connection):
    """Goes as a client goes that crashes: the kernel sends a reset, TLS says no farewell."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def ends(connection, patience=PATIENCE):
    """Whether the server closes it in time, after whatever it still says; and what that was."""
    said = b""
    connection.settimeout(patience)
    try:
        while piece := connection.recv(65536):
            said += piece
    except TimeoutError:
        return False, said
    except OSError:  # a reset is an end, too
        pass
    connection.close()
    return True, said


def check(holds, sentence):
    if not holds:
        raise AssertionError(sentence)


# ---------------------------------------------------------------------------------------------------------------------
# The attacks. Each leaves nothing open on its own side.


def half_requests(server, _):
    """requests that stop in the middle of a line, a header, a body, a chunk"""
    halves = [
        b"GE",
        b"GET /api/v1/pods HTTP/1.1\r\nHost: lo",
        b"GET /api/v1/pods HTTP/1.1\r\nHost: localhost\r\n",
        f"POST {MAPS} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{".encode(),
        f"POST {MAPS} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n{{".encode(),
        f"PATCH {MAPS}/none HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n".encode(),
    ]
    for number in range(120):
        client = server.client()
        client.sendall(halves[number % len(halves)])
        reset(client) if number % 2 else client.close()


def huge_heads(server, _):
    """heads that are too large, in one header, in thousands of them, in the target"""
    heads = {
        431: [
            "GET /livez HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "x" * 1_000_000 + "\r\n\r\n",
            "GET /livez HTTP/1.1\r\nHost: localhost\r\n" + "".join(f"X-{i}: {i}\r\n" for i in range(20_000)) + "\r\n",
        ],
        414: ["GET /api/v1/pods?labelSelector=" + "x" * 40_000 + " HTTP/1.1\r\nHost: localhost\r\n\r\n"],
    }
    for code, texts in heads.items():
        for text in texts:
            for _ in range(5):
                client = server.client()
                try:
                    client.sendall(text.encode())
                except OSError:
                    pass  # it was refused before all of it was sent
                came, _ = read_answer(Reader(client))
                client.close()
                check(came == code, f"a head of {len(text)} bytes is answered with {code}, not {came}")


def garbage_in_tls(server, _):
    """bytes that are no TLS, half a greeting, a record that was tampered with"""
    chance = random.Random(7)
    for number in range(60):
        noise = server.socket()
        # Beginning like a handshake or not; an announced length that never comes; a version that never was.
        begin = [b"", b"\x16\x03\x01\xff\xff", b"\x16\x03\x01\x00\x05\x01\x00\x00", b"\x16\x09\x09\x00\x10", b"\x80\x2e\x01\x00\x02"][number % 5]
        noise.sendall(begin + chance.randbytes(chance.randrange(1, 400)))
        reset(noise) if number % 3 else noise.close()
    for _ in range(20):
        client = server.client()
        raw = socket.socket(fileno=os.dup(client.fileno()))
        raw.sendall(b"\x17\x03\x03\x00\x20" + chance.randbytes(32))  # an encrypted record, but nobody's
        over, _ = ends(raw)
        client.close()
        check(over, "a connection with a record that cannot be decrypted is closed")


def plain_http(server, _):
    """HTTP without TLS is told so"""
    for _ in range(50):
        client = server.socket()
        client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        over, said = ends(client)
        check(over and b"Client sent an HTTP request to an HTTPS server." in said, f"plain HTTP is told so, not {said[:60]}")


def wrong_bodies(server, honest):
    """bodies that are none, or not of the kind that they say"""
    deep = b'{"apiVersion":"v1","kind":"ConfigMap","metadata":' + b'{"a":' * 100_000
    wrong = [
        (415, b"<a/>", "text/xml"),
        (415, b"--x", "multipart/form-data; boundary=x"),
        (400, b"", "application/json"),
        (400, b"{", "application/json"),
        (400, b"\x00" * 1000, "application/json"),
        (400, b"[]" * 1000, "application/json"),
        (400, deep, "application/json"),
        (400, b"\xff\xfe\xfd", "application/yaml"),
        (400, b"k8s\x00" + b"\xff" * 100, "application/vnd.kubernetes.protobuf"),
        (415, b"no protobuf", "application/vnd.kubernetes.protobuf"),
    ]
    for code, body, content in wrong:
        came, text = honest.ask("POST", MAPS, body, content)
        check(came == code, f"{body[:20]} as {content} is answered with {code}, not {came}: {text[:200]}")
        check(json.loads(text)["kind"] == "Status", "the answer is a Status")
    came, _ = honest.ask("GET", MAPS, more="Accept: image/png\r\n")
    check(came == 406, f"a picture of a list is answered with 406, not {came}")
    for _ in range(5):
        client = server.client()
        try:
            client.sendall(f"POST {MAPS} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000\r\n\r\n".encode())
            client.sendall(b" " * 8_000_000)
        except OSError:
            pass
        came, _ = read_answer(Reader(client))
        client.close()
        check(came == 413, f"a body of 100 MB is answered with 413, not {came}")


def aborted_watches(server, honest):
    """hundreds of watches, half of them broken off without a word while things change"""
    now = json.loads(honest.ask("GET", MAPS + "?limit=1")[1])["metadata"]["resourceVersion"]
    watches = []
    for number in range(300):
        client = server.client()
        since = "" if number % 10 == 0 else f"&resourceVersion={now}"  # some would have all that there is first: megabytes, never read
        client.sendall(f"GET {MAPS}?watch=1{since} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        watches.append(client)
    settle(lambda: honest.metric("kubarium_watches") == 300, "300 watches are open")
    for number, client in enumerate(watches):
        if number % 10 == 0:
            code, _ = honest.ask("PATCH", f"{MAPS}/m-0", json.dumps({"data": {"n": str(number)}}).encode(), "application/merge-patch+json")
            check(code == 200, f"a patch beside the watches is answered with 200, not {code}")
        reset(client) if number % 2 else client.close()
    settle(lambda: honest.metric("kubarium_watches") == 0, "the watches are forgotten")


def resets_in_a_list(server, _):
    """answers of megabytes of which a client takes a little, and goes"""
    for number in range(40):
        client = server.client()
        accept = "Accept-Encoding: gzip\r\n" if number % 3 == 0 else ""
        client.sendall(f"GET {MAPS} HTTP/1.1\r\nHost: localhost\r\n{accept}\r\n".encode())
        if number % 2:
            check(client.recv(20_000).startswith(b"HTTP/1.1 200 "), "a list begins")
        reset(client)


def too_far_ahead(server, _):
    """thousands of requests sent ahead by somebody who reads no answer"""
    for _ in range(3):
        client = server.client()
        client.settimeout(0.5)
        request = f"GET {MAPS}?limit=500 HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        try:
            for _ in range(200):
                client.sendall(request * 100)
        except OSError:
            pass  # the server takes no more before it has written
        reset(client)


def a_crowd(server, honest):
    """a thousand idle connections; one more is refused, and nobody waits for them"""
    settle(lambda: honest.metric("kubarium_connections") <= 1 + SLOW, "those who came before are forgotten")
    crowd = []
    while (free := CONNECTIONS - honest.metric("kubarium_connections")) > 0:  # slow ones may have left meanwhile
        crowd += [server.client(server.anonymous) for _ in range(free)]
    check(honest.metric("kubarium_connections") == CONNECTIONS, "the house is full")
    for _ in range(10):
        late = server.socket()
        over, said = ends(late)
        check(over and not said, "who comes when the house is full is refused")
    check(honest.ask("GET", "/livez")[0] == 200, "who is in is served")
    crowd[0].sendall(b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
    check(crowd[0].recv(1000).startswith(b"HTTP/1.1 200 "), "who was idle is served")
    for number, client in enumerate(crowd):
        reset(client) if number % 2 else client.close()
    settle(lambda: honest.metric("kubarium_connections") < 100, "the crowd is forgotten")
    client = server.client()
    client.close()


ATTACKS = [half_requests, huge_heads, garbage_in_tls, plain_http, wrong_bodies, aborted_watches, resets_in_a_list, too_far_ahead, a_crowd]


class Slow:
    """Those who give a byte now and then, and those who give none: they are patient, and the server is not for ever."""

    def __init__(self, server):
        self.handshakes = [server.socket() for _ in range(SLOW // 2)]
        self.heads = [server.client() for _ in range(SLOW // 2)]
        self.began = time.monotonic()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.result = "they were never asked"
        self.thread.start()

    def run(self):
        head = b"GET /livez HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + b"x" * 1000
        open_heads, sent = list(self.heads), 0
        for client in self.heads + self.handshakes:
            client.setblocking(False)
        while (open_heads or self.handshakes) and time.monotonic() - self.began < 20:
            for client in list(open_heads):
                if self.gone(client):
                    open_heads.remove(client)
                    continue
                try:
                    client.send(head[sent : sent + 1])
                except OSError:
                    pass  # seen above the next time
            self.handshakes = [client for client in self.handshakes if not self.gone(client)]
            sent += 1
            time.sleep(0.2)
        lasted = time.monotonic() - self.began
        if open_heads or self.handshakes:
            self.result = f"{len(open_heads)} slow heads and {len(self.handshakes)} slow handshakes are still there after {lasted:.0f} s"
        else:
            self.result = "" if lasted > 5 else f"slow clients were cut off after {lasted:.1f} s already"

    @staticmethod
    def gone(client):
        try:
            if client.recv(1000):
                return False
        except (ssl.SSLWantReadError, BlockingIOError):
            return False
        except OSError:
            pass
        client.close()
        return True


def settle(holds, sentence):
    until = time.monotonic() + PATIENCE
    while not holds():
        check(time.monotonic() < until, sentence)
        time.sleep(0.02)


def fill(honest):
    """Thousands of objects, so that a list takes more than one write."""
    for number in range(2000):
        made = {"metadata": {"name": f"m-{number}"}, "data": {"text": "x" * 1500}}
        code, body = honest.ask("POST", MAPS, json.dumps(made).encode())
        check(code == 201, f"a ConfigMap is created, not {code}: {body[:200]}")


def addresses(honest, facts):
    """Of an object of every kind and of each of its subresources: (address, its manifest, its name)."""
    served = {}
    _, groups = honest.ask("GET", "/apis")
    versions = ["/api/v1"] + ["/apis/" + version["groupVersion"] for group in json.loads(groups)["groups"] for version in group["versions"]]
    for version in versions:
        for entry in json.loads(honest.ask("GET", version)[1])["resources"]:
            resource_name, _, subresource = entry["name"].partition("/")
            place = served.setdefault((version, resource_name), {"subresources": []})
            if subresource:
                place["subresources"].append(subresource)
            else:
                place.update(kind=entry["kind"], namespaced=entry["namespaced"])
    manifests = {}
    with open(os.path.join(facts, "one-of-each.yaml"), encoding="utf-8") as file:
        for text in file.read().split("\n---\n"):
            api, kind = (re.search(rf"^{field}: (\S+)$", text, re.MULTILINE).group(1) for field in ("apiVersion", "kind"))
            manifests[("/api/v1" if api == "v1" else "/apis/" + api, kind)] = text
    found = []
    for (version, resource_name), place in served.items():
        text = manifests.get((version, place["kind"]), "{}")
        name = (re.search(r"metadata: { name: ([^ ,]+)", text) or re.match("()", "")).group(1) or "none"
        collection = version + ("/namespaces/shop/" if place["namespaced"] else "/") + resource_name
        found.append((collection, text, name))
        found += [(f"{collection}/{name}{subresource}", text, name) for subresource in ["", *("/" + each for each in place["subresources"])]]
    for version, kind in manifests:  # in the order of the file, in which a server takes them
        place = next(place for (other, _), place in served.items() if other == version and place["kind"] == kind)
        target = next(address for address, text, _ in found if text is manifests[(version, kind)])
        code, body = honest.ask("POST", target, manifests[(version, kind)].encode(), "application/yaml")
        check(code == 201, f"a {kind} is created, {place}, not {code}: {body[:200]}")
    return found


def every_address(honest, facts):
    """every method at every address, with bodies that belong elsewhere, answered in every shape"""
    shapes = ["application/json", "application/json;as=Table;v=v1;g=meta.k8s.io", "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io"]
    count = 0
    for address, text, name in addresses(honest, facts):
        meta = f'"metadata":{{"name":"{name}","namespace":"shop"}}'
        bodies = [
            ("application/json", ""),
            ("application/json", "{}"),
            ("application/json", '{"kind":"Scale","apiVersion":"autoscaling/v1",' + meta + ',"spec":{"replicas":1}}'),
            ("application/json", '{"kind":"ConfigMap","apiVersion":"v1",' + meta + ',"data":{"a":"b"}}'),
            ("application/json", '{"kind":"DeleteOptions","apiVersion":"v1","dryRun":["All"]}'),
            ("application/yaml", text),
        ]
        patches = [
            ("application/merge-patch+json", '{"metadata":{"labels":{"a":"b"}},"spec":null}'),
            ("application/merge-patch+json", '{"kind":"Scale","apiVersion":"autoscaling/v1","spec":"text","status":7}'),
            ("application/strategic-merge-patch+json", '{"metadata":{"$patch":"replace"},"spec":{"$patch":"delete"},"status":{}}'),
            ("application/json-patch+json", '[{"op":"remove","path":"/metadata"},{"op":"add","path":"/spec","value":[]}]'),
            ("application/json-patch+json", '[{"op":"copy","from":"/metadata","path":"/spec"}]'),
            ("application/apply-patch+yaml", text),
            ("application/apply-patch+yaml", '{"kind":"Scale","apiVersion":"autoscaling/v1",' + meta + ',"spec":{"replicas":1}}'),
        ]
        # What exists is asked for, changed, and deleted, if only on trial: others are still to come. (A body outweighs the query.)
        requests = [("GET", "", "application/json", "")]
        requests += [("PATCH", "?fieldManager=odd&force=true", *patch) for patch in patches if "apply" in patch[0]]
        requests += [("PATCH", "?fieldManager=odd", *patch) for patch in patches if "apply" not in patch[0]]
        requests += [(method, "", *body) for method in ("PUT", "POST") for body in bodies]
        requests += [("DELETE", "?dryRun=All", *body) for body in bodies if not body[1] or "dryRun" in body[1]]
        for method, query, content, body in requests:
            for shape in shapes:
                try:
                    code, answer = honest.ask(method, address + query, body.encode(), content, f"Accept: {shape}\r\n")
                except OSError as error:
                    code, answer = None, str(error).encode()
                check(code and code < 500, f"{method} {address} with {content} {body} as {shape} is answered, not {code}: {answer[:300]}")
                count += 1
    print(f"         {count} requests: {every_address.__doc__}")


def one_round(server, honest):
    for attack in ATTACKS:
        begun = time.monotonic()
        attack(server, honest)
        code, _ = honest.ask("GET", "/livez")
        check(code == 200 and server.process.poll() is None, f"the server lives after {attack.__doc__}")
        print(f"  {time.monotonic() - begun:5.2f} s  {attack.__doc__}")


def main():
    if len(sys.argv) != 3 or not os.access(sys.argv[1], os.X_OK):
        sys.exit(__doc__)
    lab = os.path.abspath(sys.argv[1])
    if not os.path.isdir("/proc/self/fd"):
        print("SKIPPED: this system tells nothing about processes in /proc")
        sys.exit(77)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < 2 * CONNECTIONS:
        print(f"SKIPPED: a process may open {most} files here, which is too few for {CONNECTIONS} connections")
        sys.exit(77)
    resource.setrlimit(resource.RLIMIT_NOFILE, (2 * CONNECTIONS, most))
    with open(lab, "rb") as file:
        program = file.read()
    # A sanitizer keeps freed memory back on purpose.
    watched = b"__asan_init" in program or b"__tsan_init" in program
    with tempfile.TemporaryDirectory() as folder:
        server = Server(lab, folder)
        try:
            honest = Honest(server)
            fill(honest)
            slow = Slow(server)
            one_round(server, honest)
            slow.thread.join()
            check(not slow.result, slow.result)
            settle(lambda: honest.metric("kubarium_connections") == 1, "only the honest client is left")
            before = (server.threads(), server.descriptors(), server.memory())
            one_round(server, honest)
            settle(lambda: honest.metric("kubarium_connections") == 1, "only the honest client is left")
            after = (server.threads(), server.descriptors(), server.memory())
            print(f"threads, descriptors, bytes: {before} after the first round, {after} after the second")
            check(before[:2] == after[:2], "the second round left threads or descriptors behind")
            # The heap breathes by some megabytes; 20 KB for each of the two thousand connections would be more than that.
            check(watched or after[2] - before[2] < 32 << 20, "the second round left memory behind")
            print(f"the honest client waited {honest.slowest * 1000:.0f} ms at most")
            check(honest.slowest < PATIENCE, "the honest client had to wait")
            every_address(honest, sys.argv[2])
            server.process.send_signal(signal.SIGINT)
            check(server.process.wait(10) == 0, "the server ends in good order")
        finally:
            if server.process.poll() is None:
                server.process.kill()
                server.process.wait()


try:
    main()
except AssertionError as failure:
    sys.exit(f"FAIL: not so: {failure}")
