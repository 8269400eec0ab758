import type { Config } from '../config.ts';
import type { Context } from '../delivery/context.ts';
import { checkWholeLog } from '../desk/log/check-whole-log.ts';
import { type LogStatus, readLogStatus } from '../desk/log/read-log-status.ts';
import { Refusal } from '../message/refusals.ts';
import type { Line } from './advice.ts';

type Checked = Pick<Awaited<ReturnType<typeof checkWholeLog>>, 'size' | 'findings' | 'count'>;

/** What there is to say of the log, with a full replay of it. */
export async function examineLog(ctx: Context): Promise<Line[]> {
  let status: LogStatus;
  try {
    status = await readLogStatus(ctx);
  } catch (error) {
    if (error instanceof Refusal) return [['warn', error.message]];
    throw error;
  }
  const lost: Line[] = [];
  for (const { vkey, retiredAt } of status.keys) {
    if (retiredAt !== null || (await ctx.logKeys.find(vkey).catch(() => undefined))) continue;
    lost.push([
      'fail',
      `The private half of the log's key ${vkey} is not in the folder of keys: restore its file, or retire the key.`,
    ]);
  }
  return [...say(status, await checkWholeLog(ctx)), ...lost];
}

/** The same from a running server, which alone has its database. Without a token only what everybody may know. */
export async function askForLog(
  { url, token, bootstrapToken }: Config,
  closed: readonly string[],
): Promise<Line[]> {
  const secret = token ?? bootstrapToken;
  const answer = async <Value>(path: string, method: string): Promise<Value | undefined> => {
    const response = await fetch(new URL(`/api/v1${path}`, url), {
      method,
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      ...(method === 'POST' ? { body: '{}' } : {}),
    });
    return response.ok ? ((await response.json()) as Value) : undefined;
  };
  const status = secret === undefined ? undefined : await answer<LogStatus>('/log', 'GET');
  const check = status && (await answer<Checked>('/log/checks', 'POST'));
  if (status && check) return say(status, check);
  return [
    ...(closed.includes('log') ? [['fail', 'The log is closed.'] as const] : []),
    ['warn', 'The log was not replayed: that needs SEGL_TOKEN with the scope evidence.'],
  ];
}

function say({ closed, waiting, origin }: LogStatus, { size, count, findings }: Checked): Line[] {
  const lines: Line[] = [];
  if (closed !== null) {
    lines.push([
      'fail',
      `The log is closed: ${closed} When you know why, "segl keys reopen-log" begins a new one. ${waiting} events wait.`,
    ]);
  }
  if (count === 0)
    lines.push(['ok', `The log ${origin} fits, from its first to its last of ${size} entries.`]);
  for (const { sentence } of findings) lines.push(['fail', sentence]);
  if (count > findings.length) lines.push(['fail', `${count - findings.length} more findings in the log.`]);
  return lines;
}
