/**
 * A single byte range of RFC 9110 §14.1.2, as `from` (inclusive) and `to` (exclusive). `undefined`: none is asked for,
 * or something that may be ignored (another unit, several ranges), and the whole is sent.
 */
export function byteRange(
  header: string | undefined,
  size: number,
): { from: number; to: number } | 'unsatisfiable' | undefined {
  const match = header?.match(/^bytes=(\d{0,15})-(\d{0,15})$/);
  if (!match || (match[1] === '' && match[2] === '')) return undefined;
  if (match[1] === '') {
    const suffix = Number(match[2]);
    return suffix === 0 || size === 0 ? 'unsatisfiable' : { from: Math.max(0, size - suffix), to: size };
  }
  const from = Number(match[1]);
  const to = match[2] === '' ? size : Math.min(size, Number(match[2]) + 1);
  if (match[2] !== '' && Number(match[2]) < from) return undefined;
  return from >= size ? 'unsatisfiable' : { from, to };
}
