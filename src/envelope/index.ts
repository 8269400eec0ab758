/** What other rooms use of the envelope. The formats are described in docs/sealed-content.md. */
export { associatedData } from './associated-data.ts';
export type { Chunks } from './chunks.ts';
export { newDataKey } from './data-key.ts';
export { epochDay, epochEnd, epochGone, epochSettled } from './epoch-day.ts';
export { EpochKeyGone } from './epoch-key-gone.ts';
export { openBytes } from './open-bytes.ts';
export { type ByteRange, openStream, type ReadSealed } from './open-stream.ts';
export { pepper } from './pepper.ts';
export type { EpochKey, EpochKeys } from './ports.ts';
export { reseal, type SealedLabel } from './reseal.ts';
export { sealBytes, sealedSize } from './seal-bytes.ts';
export { type SealedStream, sealStream } from './seal-stream.ts';
export { openSecret, sealNamed, type SecretLabel, sealSecret } from './secrets.ts';
export { tokensBeginWith } from './token.ts';
export { unwrapDataKey, type Wrap, type WrapBinding, wrapDataKey, wrapDataKeys } from './wraps.ts';
