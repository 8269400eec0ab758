/** An upload, at the end of which something is checked: where that throws, it has come to no good end for its reader. */
export async function* followedBy(
  upload: AsyncIterable<Uint8Array>,
  check: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  yield* upload;
  await check();
}
