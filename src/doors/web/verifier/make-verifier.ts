import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { VerifierFile } from './verifier-html.ts';

let making: Promise<VerifierFile> | undefined;

/** The verifier of this version, made when it is first asked for, from the very modules that verify elsewhere. */
export function makeVerifier(): Promise<VerifierFile> {
  making ??= build().catch((error: unknown) => {
    making = undefined;
    throw error;
  });
  return making;
}

async function build(): Promise<VerifierFile> {
  const worker = new Worker(new URL('build-verifier.ts', import.meta.url), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  try {
    const [file] = (await once(worker, 'message')) as [VerifierFile];
    return file;
  } finally {
    await worker.terminate();
  }
}
