"""Downloads that are read slowly, through buffers so small that what is read has just left the server.

Reads a JSON line from stdin: [{"port", "host", "path", "cookie"}, ...], one download each. Prints "running" once each has
begun, and at the end a JSON object: when the last byte came (seconds since 1970), how many came to their end.
"""

import json
import selectors
import socket
import sys
import time

size = int(sys.argv[1])


def start(target):
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
    reader.connect(("127.0.0.1", target["port"]))
    lines = (f"GET {target['path']} HTTP/1.1", f"Host: {target['host']}", f"Cookie: {target['cookie']}", "", "")
    reader.sendall("\r\n".join(lines).encode())
    head = reader.recv(4096)
    if not head.startswith(b"HTTP/1.1 200"):
        sys.exit(f"no download: {head[:200]!r}")
    reader.setblocking(False)
    return reader


def main():
    readers = {start(target): 0 for target in json.loads(sys.stdin.readline())}
    waiting = selectors.DefaultSelector()
    for reader in readers:
        waiting.register(reader, selectors.EVENT_READ)
    print("running", flush=True)
    last, whole = 0.0, 0
    while waiting.get_map():
        began = time.monotonic()
        for key, _ in waiting.select(timeout=0):
            reader = key.fileobj
            try:
                chunk = reader.recv(65536)
            except ConnectionError:
                chunk = b""
            if chunk:
                readers[reader] += len(chunk)
                last = time.time()
                continue
            whole += readers[reader] >= size
            waiting.unregister(reader)
        time.sleep(max(0, 0.1 - (time.monotonic() - began)))
    print(json.dumps({"last": last, "whole": whole}), flush=True)


main()
