import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diskBlobs } from '../../src/backends/blobs/disk.ts';
import { diskKeys } from '../../src/backends/keys/disk.ts';
import { diskLogKeys } from '../../src/backends/keys/log-keys.ts';
import { keptSigner } from '../../src/backends/keys/signing-key.ts';
import { outboxMailer } from '../../src/backends/outbox/mailer.ts';
import { outboxPhones } from '../../src/backends/outbox/phones.ts';
import { outboxStore } from '../../src/backends/outbox/store.ts';
import { startWorker } from '../../src/backends/postgres/jobs/worker.ts';
import type { Installation } from '../../src/composition/installation.ts';
import { jobKinds } from '../../src/composition/job-kinds.ts';
import { acceptMessage, type MessageDraft } from '../../src/delivery/accept-message.ts';
import type { Sender } from '../../src/delivery/sender.ts';
import type { Context } from '../../src/delivery/context.ts';
import type { Mailer, Phones } from '../../src/delivery/ports.ts';
import { Staging } from '../../src/delivery/stage-message.ts';
import { ensureFirstUnit } from '../../src/desk/systems/systems.ts';
import { openSecret, sealSecret } from '../../src/envelope/index.ts';
import type { TestDatabase } from './database.ts';

export interface File {
  filename: string;
  contentType: string;
  contentId?: string;
  bytes: Buffer;
}

/** The verbs on a real database, with keys and blobs on disk, and an outbox; no door. */
export interface Portal {
  readonly ctx: Context;
  readonly sender: Sender;
  readonly data: string;
  /** Carriers may be exchanged by a test before `work`. */
  carriers: { mailer: Mailer; phones: Phones };
  send(draft?: Partial<MessageDraft>, files?: readonly File[]): ReturnType<typeof acceptMessage>;
  /** Works off jobs until none is ready. */
  work(): Promise<void>;
  outbox(): Promise<{ kind: string; to: string; text: string; subject?: string; raw?: string }[]>;
  /** The link token of the newest notice to this address. */
  tokenFor(email: string): Promise<string>;
  /** The newest code sent to this number. */
  codeFor(phone: string): Promise<string>;
  events(
    delivery: string,
  ): Promise<{ type: string; seq: number; at: string; details: Record<string, unknown> }[]>;
  close(): Promise<void>;
}

export const recipientDraft = { email: 'ana@example.com', phone: '+4520123456', language: 'en' } as const;

export async function openPortal(db: TestDatabase): Promise<Portal> {
  const data = await mkdtemp(join(tmpdir(), 'segl-portal-'));
  const keys = diskKeys(join(data, 'keys'));
  const { rows } = await db.database.query<{ id: string }>('select id from installation');
  const ctx: Context = {
    db: db.database,
    keys,
    blobs: diskBlobs(join(data, 'blobs')),
    logKeys: diskLogKeys(join(data, 'keys', 'log')),
    signer: keptSigner(join(data, 'keys'), 'Fredericia Kommune'),
    wake: () => undefined,
    settings: {
      installation: rows[0]!.id,
      url: 'http://localhost:3000',
      organisation: 'Fredericia Kommune',
      country: 'DK',
      timeZone: 'Europe/Copenhagen',
      mailFrom: 'segl@fredericia.example',
      bounces: undefined,
      complianceMail: 'dpo@fredericia.example',
      restoreDays: 7,
      isAnchored: false,
    },
  };
  await ensureFirstUnit(ctx, 'Borgerservice');
  const unit = (await db.database.query<{ id: string }>('select id from units limit 1')).rows[0]!.id;
  const system = randomUUID();
  await db.database.query(
    `insert into systems (id, unit_id, name, senders) values ($1::uuid, $2, 'test ' || $1::text, '{*}')`,
    [system, unit],
  );
  const store = outboxStore(
    db.database,
    (value) => sealSecret(keys, 'outbox', 'outbox', value),
    (jwe) => openSecret(keys, 'outbox', 'outbox', jwe),
  );
  const carriers = { mailer: outboxMailer(store), phones: outboxPhones(store) };
  const sender: Sender = { kind: 'system', id: system, unit, senders: ['*'] };
  return {
    ctx,
    sender,
    data,
    carriers,
    async send(draft = {}, files = []) {
      const staging = new Staging(ctx);
      for (const { bytes, ...header } of files) await staging.addAttachment(header, once(bytes));
      return acceptMessage(
        ctx,
        sender,
        {
          from: 'sagsbehandler@fredericia.example',
          to: [recipientDraft],
          subject: 'Afgørelse',
          text: 'Kære Ana',
          ...draft,
        },
        staging,
      );
    },
    async work() {
      const installation = { ctx, mailer: carriers.mailer, phones: carriers.phones } as Installation;
      const {
        expire,
        sweep,
        ladder,
        gather_failures,
        watch_failures,
        digest,
        reconcile,
        find_silence,
        ...others
      } = jobKinds(installation);
      // Not by the clock: whoever works here wants what failed to be told now, and counts only where they ask for it.
      const { everySeconds: _, ...gathering } = gather_failures!;
      const { everySeconds: __, ...counting } = reconcile!;
      const worker = startWorker({
        database: db.database,
        kinds: { ...others, gather_failures: gathering, reconcile: counting },
      });
      const idle = async () => {
        const { ready, running } = await worker.stats();
        return ready + running === 0;
      };
      const settle = async () => {
        for (let tries = 0; tries < 500 && !(await idle()); tries += 1) {
          worker.wake();
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      };
      await settle();
      await db.database.query("insert into jobs (kind) values ('gather_failures')");
      await settle();
      await worker.stop(5);
    },
    outbox: async () => [...(await store.list(1000))],
    async tokenFor(email) {
      const link = /\/m\/([\w-]{43})/;
      const mail = (await store.list(1000)).find(
        (entry) => entry.kind === 'mail' && entry.to === email && link.test(entry.text),
      );
      return mail!.text.match(link)![1]!;
    },
    async codeFor(phone) {
      const message = (await store.list(1000)).find((entry) => entry.kind !== 'mail' && entry.to === phone);
      return message!.text.match(/\b\d{6}\b/)![0];
    },
    async events(delivery) {
      const { rows } = await db.database.query<{
        type: string;
        seq: number;
        at: string;
        details: Record<string, unknown>;
      }>('select type, seq, at, details from events where delivery = $1 order by seq', [delivery]);
      return rows;
    },
    close: () => rm(data, { recursive: true, force: true }),
  };
}

export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
