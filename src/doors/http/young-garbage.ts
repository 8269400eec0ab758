import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * V8 collects its young generation when the small objects in it have filled it, and not for the 64 KiB buffers that
 * hang on them: an upload of a gigabyte would leave some hundred megabytes of read buffers behind before it does.
 * A collection of the young generation takes about a millisecond, and is asked for after so many bytes of buffers.
 */
const every = 16 * 1024 * 1024;

type Collect = (options: { type: 'minor' }) => void;
let collect: Collect | undefined;
let bytes = 0;

/** To be told of the bytes of buffers that were read and will be dropped. */
export function countDropped(size: number): void {
  bytes += size;
  if (bytes < every) return;
  bytes = 0;
  collect ??= exposedCollector();
  collect({ type: 'minor' });
}

/** The collector is visible only in contexts that are made while the flag is set; ours is made and dropped here. */
function exposedCollector(): Collect {
  setFlagsFromString('--expose-gc');
  const found = runInNewContext('gc') as Collect;
  setFlagsFromString('--no-expose-gc');
  return found;
}
