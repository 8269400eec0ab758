import type { HistoryLineView, HistoryValue, HistoryView } from '../../../../views/models/history.ts';
import type { Context } from '../../../delivery/context.ts';
import { namesOf } from '../../../desk/history-names.ts';
import type { HistoryLine } from '../../../desk/history.ts';
import { isUuid } from '../../../message/ids.ts';
import { changesOf } from './history-changes.ts';

type Names = ReadonlyMap<string, string>;

/** Lines as a page shows them; `naming`: each says what it was done to. */
export async function historyView(
  ctx: Context,
  lines: readonly HistoryLine[],
  { older, naming }: { older: string | null; naming: boolean },
): Promise<HistoryView> {
  const ids = new Set<string>();
  for (const { subject, details, before, after } of lines) collectIds([subject, details, before, after], ids);
  const names = await namesOf(ctx.db, [...ids]);
  return { lines: lines.map((line) => viewOf(line, names, naming)), older };
}

function viewOf(line: HistoryLine, names: Names, naming: boolean): HistoryLineView {
  const { type, at, actor, by, details, before, after, erased } = line;
  const { kind: _, subject: __, version: ___, ...facts } = details;
  return {
    type,
    at,
    by: actor.kind === 'system' && by === null ? null : { name: by },
    subject: naming ? subjectOf(line, names) : null,
    facts: Object.entries(facts).map(([field, value]) => ({ field, value: shown(value, names) })),
    changes: changesOf(before, after).map(({ field, states }) => ({
      field,
      states: states.map((state) => shown(state, names)),
    })),
    erased,
  };
}

/** Its name now; of what is gone the name or address that the event tells. */
function subjectOf({ subject, before, after }: HistoryLine, names: Names): HistoryLineView['subject'] {
  if (subject === null) return null;
  const told = [after?.name, after?.email, before?.name, before?.email].find(
    (each) => typeof each === 'string' && each !== '',
  );
  const name = names.get(subject) ?? told;
  return {
    name: name === undefined ? null : String(name).slice(0, longest),
    href: `/desk/history?subject=${encodeURIComponent(subject)}`,
  };
}

function collectIds(value: unknown, ids: Set<string>): void {
  if (typeof value === 'string' && isUuid(value)) ids.add(value.toLowerCase());
  else if (value && typeof value === 'object') for (const each of Object.values(value)) collectIds(each, ids);
}

/** Characters of a text and entries of a list that a line shows at most. */
const longest = 300;
const most = 30;

/** Ids as names, and nothing longer than a line can bear. */
function shown(value: HistoryValue, names: Names): HistoryValue {
  if (typeof value === 'string') {
    return names.get(value.toLowerCase()) ?? (value.length > longest ? `${value.slice(0, longest)}…` : value);
  }
  if (Array.isArray(value)) {
    const entries = value.slice(0, most).map((each) => shown(each, names));
    return value.length > most ? [...entries, '…'] : entries;
  }
  if (value && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([field, each]) => [field, shown(each, names)]));
  }
  return value;
}
