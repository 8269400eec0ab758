import { type ExportManifest, manifestFormat } from '../bundle/export-manifest.ts';
import { parseStrictJson } from '../bundle/strict-json.ts';
import { Malformed } from '../log/malformed.ts';
import { anyObject, count, exactly, list, matching, object, orNull, text } from './shape.ts';

const sha256 = matching(/^[0-9a-f]{64}$/, 'a SHA-256 in hex');

const manifest = object({
  format: exactly(manifestFormat),
  made: text,
  issuer: object({ organisation: text, url: text, installation: text }),
  file: object({ format: exactly('csv', 'excel', 'jsonl'), bytes: count, rows: count, sha256 }),
  columns: list(text, 200),
  terms: anyObject,
  units: orNull(list(text)),
  log: object({ size: count, checkpoint: orNull(text) }),
  parts: list(object({ first: count, last: count, bytes: count, rows: count, sha256 })),
});

/** Reads what was signed about an export. Throws `Malformed` where it is no manifest. */
export function readManifest(payload: Uint8Array): ExportManifest {
  let json;
  try {
    json = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload);
  } catch {
    throw new Malformed('The manifest is not UTF-8');
  }
  return manifest(parseStrictJson(json, 8), 'manifest');
}
