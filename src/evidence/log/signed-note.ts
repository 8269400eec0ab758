/** C2SP signed-note: a text, an empty line, a line for each signature. */
import { decodeBase64, encodeBase64 } from './base64.ts';
import { isKeyName, parseVkey, sameKey, type Vkey } from './log-key.ts';
import { BadSignature, Malformed } from './malformed.ts';

export interface NoteSigner {
  readonly name: string;
  /** 4 bytes. */
  readonly keyId: Uint8Array;
  /** Signs the note's text; with Ed25519: 64 bytes. */
  sign(text: Uint8Array): Uint8Array | Promise<Uint8Array>;
}

export interface NoteSignature {
  readonly name: string;
  /** 4 bytes. */
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

export interface OpenedNote {
  /** What was signed, with its final newline. To be believed only where `verified` names a key that is trusted. */
  readonly text: string;
  /** Those of the given vkeys that have signed, in the order given. */
  readonly verified: readonly string[];
  /** Signatures by keys that were not given; nothing is known of them. */
  readonly unknown: readonly NoteSignature[];
}

// Go's limits, so that whoever reads what we read finds the same.
const longestNote = 1_000_000;
const mostSignatures = 100;

/** The signed note over a text that ends in a newline. */
export async function signNote(text: string, signers: readonly NoteSigner[]): Promise<string> {
  if (!text.endsWith('\n') || !isNoteText(text)) throw new RangeError('this text cannot be signed as a note');
  const bytes = new TextEncoder().encode(text);
  let note = `${text}\n`;
  for (const { name, keyId, sign } of signers) {
    if (!isKeyName(name) || keyId.length !== 4) throw new RangeError('this is no name or id of a key');
    note += `— ${name} ${encodeBase64(Uint8Array.of(...keyId, ...(await sign(bytes))))}\n`;
  }
  return note;
}

/** Text and signatures of a note, nothing checked. Throws `Malformed` where it is no note. */
export function parseNote(note: string): { text: string; signatures: NoteSignature[] } {
  if (note.length > longestNote) throw new Malformed('The note is too long');
  if (!isNoteText(note)) throw new Malformed('The note holds characters that no note may hold');
  const divide = note.lastIndexOf('\n\n');
  if (divide < 0) throw new Malformed('The note has no empty line before its signatures');
  const lines = note.slice(divide + 2).split('\n');
  if (lines.pop() !== '' || lines.length === 0) throw new Malformed('The note does not end with a signature');
  if (lines.length > mostSignatures) throw new Malformed('The note has too many signatures');
  return { text: note.slice(0, divide + 1), signatures: lines.map(parseSignature) };
}

/**
 * Checks a note against the verifier keys. Throws `Malformed` where it is no note or a vkey is none, `BadSignature` where a
 * signature that names one of the keys is not its own. Where no key is known, `verified` is empty: the caller decides.
 */
export async function openNote(note: string, vkeys: readonly string[]): Promise<OpenedNote> {
  const known = vkeys.map((text) => ({ text, key: parseVkey(text) }));
  const { text, signatures } = parseNote(note);
  const bytes = new TextEncoder().encode(text);
  const verified = new Set<string>();
  const unknown: NoteSignature[] = [];
  for (const signature of signatures) {
    const candidates = known.filter(({ key }) => sameKey(key, signature));
    if (candidates.length === 0) unknown.push(signature);
    else if (candidates.some(({ text }) => verified.has(text))) continue;
    else {
      const fitting = await filterAsync(candidates, ({ key }) => isSignedBy(key, bytes, signature.signature));
      if (fitting.length === 0) throw new BadSignature(`The signature of ${signature.name} is wrong`);
      for (const { text } of fitting) verified.add(text);
    }
  }
  return { text, verified: vkeys.filter((vkey) => verified.has(vkey)), unknown };
}

const isNoteText = (text: string): boolean =>
  !/[\u0000-\u0009\u000b-\u001f]/.test(text) && text.isWellFormed();

function parseSignature(line: string): NoteSignature {
  const [, name, base64] = /^— ([^ ]+) ([^ ]+)$/u.exec(line) ?? [];
  if (name === undefined || !isKeyName(name))
    throw new Malformed('A line of signature is not in the form of one');
  const bytes = decodeBase64(base64!);
  if (bytes.length < 5) throw new Malformed('A signature is too short');
  return { name, keyId: bytes.slice(0, 4), signature: bytes.slice(4) };
}

async function isSignedBy(key: Vkey, text: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const { subtle } = globalThis.crypto;
  let imported;
  try {
    imported = await subtle.importKey('raw', owned(key.publicKey), 'Ed25519', false, ['verify']);
  } catch {
    return false;
  }
  return subtle.verify('Ed25519', imported, owned(signature), owned(text));
}

/** A copy in memory of its own, as the types of WebCrypto want it. */
const owned = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

async function filterAsync<T>(items: readonly T[], test: (item: T) => Promise<boolean>): Promise<T[]> {
  const kept = await Promise.all(items.map(test));
  return items.filter((_, i) => kept[i]);
}
