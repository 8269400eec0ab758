import { X509Certificate } from 'node:crypto';
import { type Config, readConfig } from '../config.ts';
import { anchorState } from '../desk/log/anchor-state.ts';
import { examineKeys } from './doctor-keys.ts';
import { askForLog, examineLog } from './doctor-log.ts';
import { askForSums, examineSums } from './doctor-sums.ts';
import { adviceOn, type Line } from './advice.ts';
import { type Installation, openInstallation } from './installation.ts';
import { sayAnchor } from './say-anchor.ts';
import { sayAuthority } from './say-authority.ts';

/** `segl doctor`: says what is well, what to mind, and what is broken. Exit code 1 where anything is broken. */
export async function doctor(): Promise<number> {
  const config = readConfig();
  const lines: Line[] = [['ok', 'Settings can be read.'], ...adviceOn(config)];
  const live = config.database === 'embedded' ? await askRunning(config) : undefined;
  lines.push(...(live ?? (await examine(config))));
  for (const [verdict, sentence] of lines)
    console.log(`${{ ok: '✓', warn: '!', fail: '✗' }[verdict]} ${sentence}`);
  return lines.some(([verdict]) => verdict === 'fail') ? 1 : 0;
}

/** The embedded database belongs to one process, so a running server is asked instead. */
async function askRunning(config: Config): Promise<Line[] | undefined> {
  const { url } = config;
  try {
    const response = await fetch(new URL('/readyz', url), { signal: AbortSignal.timeout(3_000) });
    const { missing = [], closed = [] } = (await response.json()) as {
      missing?: string[];
      closed?: string[];
    };
    return missing.length === 0
      ? [
          ['ok', `The server at ${url.origin} runs and is ready.`],
          ...(await askForLog(config, closed)),
          ...(await askForSums(config)),
        ]
      : missing.map((part) =>
          part === 'tombstones'
            ? ([
                'fail',
                `The server at ${url.origin} runs, but opens nothing yet: it destroys again what a restored backup has brought back.`,
              ] as const)
            : (['fail', `The server at ${url.origin} runs, but its ${part} does not answer.`] as const),
        );
  } catch {
    return undefined;
  }
}

async function examine(config: Config): Promise<Line[]> {
  let installation: Installation;
  try {
    installation = await openInstallation(config, () => undefined);
  } catch (error) {
    return [['fail', (error as Error).message]];
  }
  try {
    const missing = await installation.unready();
    const parts = ['database', 'blobs', 'keys'].map((part): Line =>
      missing.includes(part) ? ['fail', `The ${part} do not answer.`] : ['ok', `The ${part} answer.`],
    );
    return [
      ...parts,
      ...(await examineKeys(installation.ctx)),
      await rights(installation),
      await deadJobs(installation),
      ...(await anchorLines(installation)),
      await signerLine(installation),
      ...(await examineLog(installation.ctx)),
      ...(await examineSums(installation.ctx)),
      ...(await carriers(installation)),
    ];
  } finally {
    await installation.close();
  }
}

async function rights({ ctx }: Installation): Promise<Line> {
  const { rows } = await ctx.db.query<{ guarded: boolean; version: string }>(
    `select not (has_table_privilege('events', 'update') or has_table_privilege('events', 'delete')) as guarded,
        current_setting('server_version') as version`,
  );
  const { guarded, version } = rows[0]!;
  return guarded
    ? ['ok', `PostgreSQL ${version}; the server's role can add stamps and not change them.`]
    : [
        'warn',
        `PostgreSQL ${version}; one role owns the tables: stamps are guarded by triggers and the log, not by rights.`,
      ];
}

async function deadJobs({ ctx }: Installation): Promise<Line> {
  const { rows } = await ctx.db.query<{ kind: string; count: number }>(
    'select kind, count(*) as count from jobs where dead_at is not null group by kind order by kind',
  );
  if (rows.length === 0) return ['ok', 'No work was given up.'];
  return [
    'warn',
    `Work that was given up and waits for a person: ${rows.map((r) => `${r.count} × ${r.kind}`).join(', ')}.`,
  ];
}

async function anchorLines({ ctx, timestamps }: Installation): Promise<Line[]> {
  if (!timestamps) return [];
  return [
    ...sayAnchor(await anchorState(ctx), timestamps.everySeconds),
    await sayAuthority(timestamps.authority),
  ];
}

/** Those who check signatures compare it with what they were given elsewhere. */
async function signerLine({ ctx }: Installation): Promise<Line> {
  try {
    const certificate = new X509Certificate((await ctx.signer()).certificates[0]!);
    const fingerprint = certificate.fingerprint256.replaceAll(':', '').toLowerCase();
    const until = certificate.validToDate.toISOString().slice(0, 10);
    return [
      'ok',
      `Evidence is signed by the certificate with SHA-256 ${fingerprint}, which ends on ${until}.`,
    ];
  } catch {
    return ['fail', 'The key that signs evidence cannot be used: signing.pem in the folder of the keys.'];
  }
}

async function carriers({ mailer, phones, identityProvider, eidProvider }: Installation): Promise<Line[]> {
  const check = (name: string, part: { check(): Promise<void> }): Promise<Line> =>
    part.check().then(
      () => ['ok', `${name} can be reached.`],
      () => ['fail', `${name} cannot be reached with these settings.`],
    );
  return Promise.all([
    check('The mail server', mailer),
    check('The telephone provider', phones),
    ...(identityProvider ? [check('The identity provider', identityProvider)] : []),
    ...(eidProvider ? [check('The eID provider', eidProvider)] : []),
  ]);
}
