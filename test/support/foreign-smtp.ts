import { spawn, spawnSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const python = '/usr/bin/python3';

/** Why a test that needs the foreign server must be skipped; `false`: it need not. */
export const foreignSmtpMissing: string | false =
  spawnSync(python, ['-c', 'import aiosmtpd, dkim']).status !== 0 &&
  'needs the Debian packages python3-aiosmtpd and python3-dkim';

/** The certificate of `localhost` that the server shows. */
export const localhostCertificate = fileURLToPath(new URL('localhost.pem', import.meta.url));

export interface KeptMail {
  readonly from: string;
  readonly to: string[];
  readonly signed: boolean;
  readonly tls: boolean;
  /** The complete mail. */
  readonly raw: Buffer;
}

export interface ForeignSmtp {
  readonly port: number;
  /** Everything that it took, in order. */
  readonly kept: readonly KeptMail[];
  /** The mail after those that were asked for so far. */
  next(): Promise<KeptMail>;
  close(): Promise<void>;
}

/**
 * A mail server of another make that demands STARTTLS and the sign-in `segl`, `secret`, refuses `gone@…` and defers
 * `later@…`. `record`: the DNS record of any DKIM key.
 */
export async function startForeignSmtp(record = ''): Promise<ForeignSmtp> {
  const script = fileURLToPath(new URL('foreign-smtp.py', import.meta.url));
  const child = spawn(python, [script, localhostCertificate, 'segl', 'secret', record], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kept: KeptMail[] = [];
  let asked = 0;
  const arrived = new EventEmitter();
  const lines = createInterface(child.stdout);
  const port = await new Promise<number>((resolve, reject) => {
    lines.once('line', (line) => resolve(Number(line)));
    void ended.then(() => reject(new Error('The foreign mail server ended before it listened')));
  });
  lines.on('line', (line) => {
    const mail = JSON.parse(line) as Omit<KeptMail, 'raw'> & { raw: string };
    kept.push({ ...mail, raw: Buffer.from(mail.raw, 'base64') });
    arrived.emit('mail');
  });
  return {
    port,
    kept,
    async next() {
      asked += 1;
      while (kept.length < asked) await once(arrived, 'mail');
      return kept[asked - 1]!;
    },
    async close() {
      child.kill();
      await ended;
    },
  };
}
