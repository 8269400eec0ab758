/** What is made in memory, in pieces that a slow client takes one by one. */
export async function* pieces(bytes: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const whole of bytes) {
    for (let at = 0; at < whole.length; at += 64 * 1024) yield whole.subarray(at, at + 64 * 1024);
  }
}
