"""Opens and seals Segl's sealed content with python3-cryptography, written from docs/sealed-content.md alone.

Reads JSON lines {"do": ..., ...hex fields} and answers each with one JSON line. Nothing here is shared with the
product: where both agree, the page describes what the product does.
"""
import base64
import json
import struct
import sys

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

TAG = 16


def derive(key, salt, info, size):
    return HKDF(algorithm=hashes.SHA256(), length=size, salt=salt, info=info).derive(key)


def nonce(prefix, number, last):
    return prefix + struct.pack(">IB", number, 1 if last else 0)


def seal(key, associated, plain, salt, prefix, segment):
    header = bytes([1 + len(salt) + len(prefix)]) + salt + prefix
    aes = AESGCM(derive(key, salt, associated, 32))
    pieces = [plain[: segment - len(header) - TAG]]
    rest = plain[segment - len(header) - TAG :]
    while rest:
        pieces.append(rest[: segment - TAG])
        rest = rest[segment - TAG :]
    sealed = header
    for number, piece in enumerate(pieces):
        sealed += aes.encrypt(nonce(prefix, number, number == len(pieces) - 1), piece, None)
    return sealed


def unseal(key, associated, sealed, segment):
    size = sealed[0]
    salt, prefix = sealed[1 : size - 7], sealed[size - 7 : size]
    aes = AESGCM(derive(key, salt, associated, 32))
    starts = [size] + list(range(segment, len(sealed), segment))
    plain = b""
    for number, start in enumerate(starts):
        last = number == len(starts) - 1
        end = len(sealed) if last else starts[number + 1]
        plain += aes.decrypt(nonce(prefix, number, last), sealed[start:end], None)
    return plain


def unb64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def open_token(epoch_key, label, token):
    protected, _, iv, ciphertext, tag = token.split(".")
    aes = AESGCM(derive(epoch_key, None, label.encode(), 32))
    plain = aes.decrypt(unb64(iv), unb64(ciphertext) + unb64(tag), protected.encode())
    return json.loads(unb64(protected)), plain


for line in sys.stdin:
    ask = json.loads(line)
    raw = {name: bytes.fromhex(value) for name, value in ask.items() if name not in ("do", "segment", "label", "token")}
    if ask["do"] == "seal":
        answer = seal(raw["key"], raw["associated"], raw["plain"], raw["salt"], raw["prefix"], ask["segment"]).hex()
    elif ask["do"] == "open":
        answer = unseal(raw["key"], raw["associated"], raw["sealed"], ask["segment"]).hex()
    else:
        header, plain = open_token(raw["key"], ask["label"], ask["token"])
        answer = {"header": header, "plain": plain.hex()}
    print(json.dumps(answer), flush=True)
