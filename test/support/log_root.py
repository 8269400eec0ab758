"""Prints the root of a log in files, from its entries alone: C2SP tlog-tiles and RFC 9162, by Python's hashlib."""
import hashlib
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
size = int((folder / "checkpoint").read_text(encoding="utf-8").split("\n")[1])


def sha256(data):
    return hashlib.sha256(data).digest()


def mth(leaves):
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:]))


leaves = []
for number in range((size + 255) // 256):
    width = min(256, size - 256 * number)
    name = f"{number:03}" if number < 1000 else f"x{number // 1000:03}/{number % 1000:03}"
    path = folder / "tile" / "entries" / (name if width == 256 else f"{name}.p/{width}")
    bundle = path.read_bytes()
    while bundle:
        length = int.from_bytes(bundle[:2], "big")
        leaves.append(sha256(b"\x00" + bundle[2 : 2 + length]))
        bundle = bundle[2 + length :]

print(mth(leaves).hex())
