import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';
import { freePort } from '../support/app.ts';

const run = promisify(execFile);

export interface Load {
  readonly mails: number;
  /** Connections at once. */
  readonly sessions: number;
  /** Each connection carries mail after mail; otherwise every mail has one of its own. */
  readonly kept: boolean;
  /** Of each mail's text. */
  readonly bytes: number;
}

const loadSender = 'bench@example.dk';
const recipient = 'recipient@example.com';
/** To whom the nth mail of a load goes, from 1. */
export const loadRecipient = (nth: number): string => `${nth}${recipient}`;

/**
 * Sends the mails with Postfix's `smtp-source`, each to a recipient of its own, so that no server profits from having
 * just looked that one up. Returns how many a second were accepted; throws where one was not.
 */
export async function sendMails(port: number, { mails, sessions, kept, bytes }: Load): Promise<number> {
  const start = performance.now();
  await run('smtp-source', [
    ...['-4', '-s', `${sessions}`, '-m', `${mails}`, '-l', `${bytes}`],
    ...(kept ? ['-d'] : []),
    ...['-N', '-f', loadSender, '-t', recipient, `127.0.0.1:${port}`],
  ]);
  return mails / ((performance.now() - start) / 1000);
}

export interface BenchSink {
  readonly port: number;
  /** Mails taken so far. */
  readonly taken: () => number;
  /** Resolves when so many mails are taken; rejects when none has come for half a minute. */
  reached(mails: number): Promise<void>;
  stop(): Promise<void>;
}

/** Postfix's `smtp-sink`: takes every mail and keeps none. */
export async function startSink(): Promise<BenchSink> {
  const port = await freePort();
  const account = userInfo().uid === 0 ? ['-u', 'nobody'] : [];
  const child = spawn('smtp-sink', ['-c', ...account, `127.0.0.1:${port}`, '1000'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let taken = 0;
  let heard = () => {};
  child.stdout.setEncoding('latin1').on('data', (counters: string) => {
    taken = Number(counters.slice(counters.lastIndexOf('mesg=') + 5).match(/\d+/)?.[0] ?? taken);
    heard();
  });
  await once(child, 'spawn');
  return {
    port,
    taken: () => taken,
    reached: (mails) =>
      new Promise((resolve, reject) => {
        const late = () =>
          reject(new Error(`${taken} of ${mails} mails reached the sink, then no more came`));
        let patience = setTimeout(late, 30_000);
        heard = () => {
          clearTimeout(patience);
          if (taken >= mails) resolve();
          else patience = setTimeout(late, 30_000);
        };
        heard();
      }),
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
