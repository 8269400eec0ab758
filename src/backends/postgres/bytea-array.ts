const byteaOid = 17;

/**
 * An array of `bytea` in PostgreSQL's binary form (`array_recv`: number of dimensions, whether there are nulls, element
 * type, length, lower bound, then each element behind its length). As text it would be twice as long, made and taken apart
 * digit by digit.
 */
export function byteaArray(elements: readonly (Uint8Array | null)[]): Buffer {
  const size = elements.reduce((sum, each) => sum + 4 + (each?.length ?? 0), 20);
  const out = Buffer.alloc(size);
  out.writeInt32BE(1, 0);
  out.writeInt32BE(elements.includes(null) ? 1 : 0, 4);
  out.writeInt32BE(byteaOid, 8);
  out.writeInt32BE(elements.length, 12);
  out.writeInt32BE(1, 16);
  let at = 20;
  for (const each of elements) {
    at = out.writeInt32BE(each?.length ?? -1, at);
    if (each) {
      out.set(each, at);
      at += each.length;
    }
  }
  return out;
}

/** Whether a value of a statement is an array of bytes, besides nulls. */
export const isByteaArray = (value: unknown): value is (Uint8Array | null)[] =>
  Array.isArray(value) &&
  value.some((each) => each instanceof Uint8Array) &&
  value.every((each) => each === null || each instanceof Uint8Array);
