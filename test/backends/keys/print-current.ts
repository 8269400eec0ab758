/** Prints the kid of the current key in the folder of its argument, or what it would call a temporary file. */
import { temporaryName } from '../../../src/backends/blobs/temporary-files.ts';
import { diskKeys } from '../../../src/backends/keys/disk.ts';

const [folder, what] = process.argv.slice(2);
console.log(what === 'temporary' ? temporaryName() : (await diskKeys(folder!).current()).kid);
