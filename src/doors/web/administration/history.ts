import type { RequestHandler } from 'express';
import { type HistoryKind, historyKinds, type HistoryView } from '../../../../views/models/history.ts';
import type { Context } from '../../../delivery/context.ts';
import { managedTypes, readHistory } from '../../../desk/history.ts';
import { namesOf } from '../../../desk/history-names.ts';
import type { EventType } from '../../../message/event-types.ts';
import { isUuid } from '../../../message/ids.ts';
import { Refusal } from '../../../message/refusals.ts';
import { unitsForDuty } from '../../../message/rights.ts';
import { onDuty, personOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { sendPage } from '../page.ts';
import { historyView } from './history-view.ts';

const signIns: readonly EventType[] = ['person.signed_in'];
const changes = managedTypes.filter((type) => !signIns.includes(type));
const startingWith = (...starts: string[]) =>
  changes.filter((type) => starts.some((start) => type.startsWith(`${start}.`)));

const typesOf: Readonly<Record<HistoryKind, readonly EventType[]>> = {
  people: startingWith('person'),
  units: startingWith('unit'),
  systems: startingWith('system', 'secret'),
  contacts: startingWith('contact', 'contacts', 'mailbox'),
  policy: startingWith('policy'),
  sign_ins: signIns,
};

/** Lines of a page of history, and of the part of another page. */
const onPage = 50;
const onPart = 15;

/** What was done to one thing last, by its id, or what was done of some types: for the part `history/lines`. */
export async function historyModel(ctx: Context, of: string | readonly EventType[]): Promise<HistoryView> {
  const isSubject = typeof of === 'string';
  const { lines, next } = await readHistory(ctx.db, {
    ...(isSubject ? { subject: of, types: changes } : { types: of }),
    limit: onPart,
  });
  const narrowed = isSubject ? { subject: of } : { kind: kindOf(of) };
  const older = next ? `/desk/history?${new URLSearchParams({ ...narrowed, after: next })}` : null;
  return historyView(ctx, lines, { older, naming: false });
}

const kindOf = (types: readonly EventType[]): HistoryKind =>
  historyKinds.find((kind) => typesOf[kind].includes(types[0]!)) ?? 'policy';

/** What was done, and by whom: in the whole organisation, or in the units where somebody has this duty. */
export const showHistory = (options: WebOptions): RequestHandler =>
  onDuty(options, 'history', async (request, response, staff) => {
    const { ctx } = options;
    const { kind: asked, subject, after } = request.query;
    const kind = historyKinds.find((each) => each === asked) ?? null;
    for (const id of [subject, after]) {
      if (id !== undefined && !(typeof id === 'string' && isUuid(id))) throw new Refusal('not_found');
    }
    const of = subject as string | undefined;
    const { lines, next } = await readHistory(ctx.db, {
      subject: of?.toLowerCase(),
      types: kind === null ? changes : typesOf[kind],
      units: unitsForDuty(staff.grants, 'history'),
      after: after as string | undefined,
      limit: onPage,
    });
    const narrowed = { ...(kind ? { kind } : {}), ...(of ? { subject: of } : {}) };
    const older = next ? `/desk/history?${new URLSearchParams({ ...narrowed, after: next })}` : null;
    const history = await historyView(ctx, lines, { older, naming: of === undefined });
    // Whoever sees no line of it learns no name either.
    const name = of && lines.length > 0 ? (await namesOf(ctx.db, [of])).get(of.toLowerCase()) : undefined;
    sendPage(ctx, request, response, 'desk-history', {
      person: personOf(staff),
      kind,
      kinds: historyKinds.filter(
        (each) => each !== 'policy' || unitsForDuty(staff.grants, 'history') === null,
      ),
      subject: of === undefined ? null : { id: of, name: name ?? null },
      history,
    });
  });
