import { createHash } from 'node:crypto';
import type { Trust, Verdict } from '../../message/verification.ts';
import { type ExportManifest, manifestType } from '../bundle/export-manifest.ts';
import { verifyJws } from '../bundle/verify-jws.ts';
import { type Checkpoint, parseCheckpoint } from '../log/checkpoint.ts';
import { leafHash, sameBytes } from '../log/hashes.ts';
import { parseVkey } from '../log/log-key.ts';
import { BadSignature, Malformed } from '../log/malformed.ts';
import { appendLeaves, edgeRoot, emptyEdge, type TreeEdge } from '../log/merkle-tree.ts';
import { openNote, parseNote } from '../log/signed-note.ts';
import { checkExportLine } from './check-export-line.ts';
import { checkIssuer } from './check-issuer.ts';
import type { ExportFinding, ExportReport } from './export-report.ts';
import { FindingList } from './finding-list.ts';
import { readManifest } from './read-manifest.ts';
import { splitLines } from './split-lines.ts';

/** An entry has at most 65,535 bytes, and a line holds it once as it is, once in parts, with what it hid. */
const longestLine = 4 * 1024 * 1024;
const mostFindings = 100;

/**
 * Verifies a file of evidence as it is read, against the manifest that was signed with it. Of CSV that is all: the file is what
 * the issuer signed. Lines of JSON are checked each: the entry is in its one form, the members say what it says, and what is
 * disclosed is what it hides. Where the file has every entry of the tree, they must make its root; of a part of them only the
 * log itself can show that they are in it. Throws `Malformed` where the manifest is none; without one the file must be JSON Lines.
 */
export async function verifyExport(
  file: AsyncIterable<Uint8Array>,
  manifest: Uint8Array | undefined,
  trust: Trust,
): Promise<ExportReport> {
  const told = new Told();
  const signed = manifest && (await openManifest(manifest, trust, told));
  const checkpoint = signed && (await checkLog(signed.manifest, trust, told));
  const isLines = !signed || signed.manifest.file.format === 'jsonl';
  const read = new FileRead(signed?.manifest, told);
  const lines = isLines ? new Lines(told) : undefined;
  let number = 0;
  for await (const bytes of splitLines(read.passing(file), longestLine)) {
    number += 1;
    lines?.take(bytes, number);
  }
  const heads = signed && !isLines ? 1 : 0;
  const rows = Math.max(0, number - heads);
  const { bytes, sha256 } = read.end(rows);
  const whole = checkpoint !== undefined && lines?.isWhole(checkpoint) === true;
  const confirmed = [
    ...(signed ? [signed.issuer.confirmed] : [false]),
    ...(checkpoint ? [checkpoint.confirmed] : []),
  ];
  return {
    verdict: verdictOf(told, confirmed),
    findings: told.findings,
    wrong: told.wrong,
    issuer: signed?.issuer ?? null,
    file: { format: isLines ? 'jsonl' : 'csv', rows, bytes, sha256 },
    log: checkpoint
      ? { origin: checkpoint.origin, size: checkpoint.size, confirmed: checkpoint.confirmed, whole }
      : null,
  };
}

class Told {
  readonly findings: ExportFinding[] = [];
  wrong = 0;

  add(what: string, where: Omit<ExportFinding, 'what'> = {}): void {
    this.wrong += 1;
    if (this.findings.length < mostFindings) this.findings.push({ what, ...where });
  }
}

function verdictOf({ wrong }: Told, confirmed: readonly boolean[]): Verdict {
  if (wrong > 0) return 'failed';
  if (confirmed.every(Boolean)) return 'confirmed';
  return confirmed.some(Boolean) ? 'partly' : 'consistent';
}

async function openManifest(bytes: Uint8Array, trust: Trust, told: Told) {
  const jws = await verifyJws(bytes, manifestType);
  const findings = new FindingList();
  const { standing, ...issuer } = await checkIssuer(jws, trust, findings);
  const sentences = {
    signature: 'The signature over the manifest is wrong: it was changed after it was signed.',
    issuer_certificate: 'The certificate in the manifest was not valid when it was signed.',
    issuer_untrusted: 'The manifest is signed with another certificate than those given.',
  };
  for (const { code } of findings.all) told.add(sentences[code as keyof typeof sentences]);
  const manifest = readManifest(jws.payload);
  const { organisation } = manifest.issuer;
  return { manifest, issuer: { organisation, ...issuer, confirmed: standing === 'confirmed' } };
}

async function checkLog(
  { log }: ExportManifest,
  trust: Trust,
  told: Told,
): Promise<(Checkpoint & { confirmed: boolean }) | undefined> {
  if (log.checkpoint === null) return undefined;
  const checkpoint = parseCheckpoint(parseNote(log.checkpoint).text);
  if (checkpoint.size !== log.size) told.add('The manifest names another tree than its checkpoint.');
  const keys = trust.logKeys.filter((vkey) => parseVkey(vkey).name === checkpoint.origin);
  try {
    const { verified } = await openNote(log.checkpoint, keys);
    if (trust.logKeys.length > 0 && verified.length === 0) {
      told.add('The log’s checkpoint is not signed by any of the keys given.');
    }
    return { ...checkpoint, confirmed: verified.length > 0 };
  } catch (error) {
    if (!(error instanceof BadSignature)) throw error;
    told.add('The signature of the log’s checkpoint is wrong.');
    return { ...checkpoint, confirmed: false };
  }
}

/** The bytes of the file as they pass by, against the manifest: as a whole, and in the pieces that it was made in. */
class FileRead {
  readonly #manifest: ExportManifest | undefined;
  readonly #told: Told;
  readonly #whole = createHash('sha256');
  #piece = createHash('sha256');
  #next = 0;
  #left: number;
  #bytes = 0;

  constructor(manifest: ExportManifest | undefined, told: Told) {
    this.#manifest = manifest;
    this.#told = told;
    this.#left = manifest?.parts[0]?.bytes ?? 0;
  }

  async *passing(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of file) {
      this.#whole.update(chunk);
      this.#bytes += chunk.length;
      this.#takePieces(chunk);
      yield chunk;
    }
  }

  #takePieces(chunk: Uint8Array): void {
    const { parts } = this.#manifest ?? { parts: [] };
    for (let from = 0; this.#next < parts.length && from < chunk.length;) {
      const to = Math.min(chunk.length, from + this.#left);
      this.#piece.update(chunk.subarray(from, to));
      this.#left -= to - from;
      from = to;
      if (this.#left > 0) return;
      const { first, last, sha256 } = parts[this.#next]!;
      if (this.#piece.digest('hex') !== sha256) {
        this.#told.add(`The piece of the file with the entries ${first} to ${last} is not what was signed.`);
      }
      this.#piece = createHash('sha256');
      this.#next += 1;
      this.#left = parts[this.#next]?.bytes ?? 0;
    }
  }

  end(rows: number): { bytes: number; sha256: string } {
    const sha256 = this.#whole.digest('hex');
    const signed = this.#manifest?.file;
    if (signed && signed.bytes !== this.#bytes) {
      this.#told.add(`The file has ${this.#bytes} bytes, and ${signed.bytes} were signed.`);
    }
    if (signed && signed.rows !== rows) {
      this.#told.add(`The file has ${rows} events, and ${signed.rows} were signed.`);
    }
    if (signed && signed.sha256 !== sha256)
      this.#told.add('The file is not what was signed: its digest is another.');
    return { bytes: this.#bytes, sha256 };
  }
}

/** The lines of JSON, and the tree that they make where none is missing. */
class Lines {
  readonly #told: Told;
  readonly #utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #last = -1;
  /** Absent from the first gap on. */
  #edge: TreeEdge | undefined = emptyEdge;
  #leaves: Uint8Array[] = [];

  constructor(told: Told) {
    this.#told = told;
  }

  take(bytes: Uint8Array | null, number: number): void {
    try {
      if (bytes === null) throw new Malformed('The line is too long');
      if (bytes.at(-1) !== 0x0a) throw new Malformed('The line is cut off');
      const { index, entry, event, faults } = checkExportLine(this.#textOf(bytes));
      const place = { line: number, index, event };
      if (index <= this.#last) this.#told.add('It is there twice, or not in the order of the log.', place);
      for (const fault of faults) this.#told.add(fault, place);
      this.#grow(index, entry);
      this.#last = Math.max(this.#last, index);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.#edge = undefined;
      this.#told.add(`${error.message}.`, { line: number });
    }
  }

  #textOf(bytes: Uint8Array): string {
    try {
      return this.#utf8.decode(bytes);
    } catch {
      throw new Malformed('The line is not UTF-8');
    }
  }

  #grow(index: number, entry: Uint8Array): void {
    if (!this.#edge) return;
    if (index !== this.#last + 1) {
      this.#edge = undefined;
      this.#leaves = [];
      return;
    }
    this.#leaves.push(leafHash(entry));
    if (this.#leaves.length < 4096) return;
    this.#edge = appendLeaves(this.#edge, this.#leaves);
    this.#leaves = [];
  }

  /** Whether these are all entries of the tree; tells where they are as many and make another root. */
  isWhole({ size, root }: Checkpoint): boolean {
    const edge = this.#edge && appendLeaves(this.#edge, this.#leaves);
    if (edge?.size !== size) return false;
    if (sameBytes(edgeRoot(edge), root)) return true;
    this.#told.add('The entries do not make the tree that the log has signed.');
    return false;
  }
}
