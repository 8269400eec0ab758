/** A process that begins a blob in the folder of its argument, and ends it when its input ends. */
import { once } from 'node:events';
import { diskBlobs } from '../../../src/backends/blobs/disk.ts';

const source = async function* () {
  yield Buffer.from('begun');
  console.log('begun');
  process.stdin.resume();
  await once(process.stdin, 'end');
  yield Buffer.from(', ended');
};
await diskBlobs(process.argv[2]!).put(`of-${process.pid}`, source());
