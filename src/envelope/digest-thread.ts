import { Worker } from 'node:worker_threads';

export interface ToDigest {
  readonly stream: number;
  readonly does: 'update' | 'end' | 'abandon';
  /** Moved, not copied. The first `size` bytes count. */
  readonly bytes: ArrayBuffer;
  readonly size: number;
}

/** A buffer that comes back after `update`, or the digest that answers `end`. */
export type FromDigest =
  | { readonly stream: number; readonly bytes: ArrayBuffer }
  | { readonly stream: number; readonly sha256: string };

export interface DigestClient {
  answered(answer: FromDigest): void;
  failed(error: Error): void;
}

const idleMs = 10_000;

const clients = new Map<number, DigestClient>();
let worker: Worker | undefined;
let idle: NodeJS.Timeout | undefined;
let streams = 0;

/** Opens a stream at the process's one digest thread, which is started when needed and ended when idle. */
export function openDigest(client: DigestClient): number {
  const stream = streams++;
  clients.set(stream, client);
  clearTimeout(idle);
  worker ??= startWorker();
  worker.ref();
  return stream;
}

export function postDigest(message: ToDigest): void {
  worker!.postMessage(message, [message.bytes]);
}

/** Ends the stream's use of the thread, which alone does not keep the process alive. */
export function closeDigest(stream: number): void {
  if (!clients.delete(stream) || clients.size > 0) return;
  worker?.unref();
  idle = setTimeout(() => {
    void worker?.terminate();
    worker = undefined;
  }, idleMs).unref();
}

function startWorker(): Worker {
  const started = new Worker(new URL('./digest-worker.ts', import.meta.url));
  started.on('message', (answer: FromDigest) => clients.get(answer.stream)?.answered(answer));
  started.on('error', (error) => {
    if (worker === started) worker = undefined;
    for (const [stream, client] of clients) {
      clients.delete(stream);
      client.failed(error);
    }
  });
  return started;
}
