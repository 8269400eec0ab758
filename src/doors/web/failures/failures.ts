import type { RequestHandler } from 'express';
import type { FailureGroupView } from '../../../../views/models/failures.ts';
import { failureSystems } from '../../../desk/failures/failure-systems.ts';
import {
  type FailureTermName,
  failureTermNames,
  type FailureTerms,
  readFailureTerms,
} from '../../../desk/failures/failure-terms.ts';
import { type FailureGroup, groupFailures, groupings } from '../../../desk/failures/group-failures.ts';
import { listFailures } from '../../../desk/failures/list-failures.ts';
import { inboxKinds } from '../../../message/failures.ts';
import { Refusal } from '../../../message/refusals.ts';
import { onDuty, personOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { sendPage } from '../page.ts';
import { keeperOf, queryOf, rowOf, termsAsked } from './failure-form.ts';

const onPage = 50;

export const showFailures = (options: WebOptions): RequestHandler =>
  onDuty(options, 'failures', async (request, response, staff) => {
    const { ctx } = options;
    const { units } = keeperOf(staff);
    const asked = termsAsked(request);
    const by = groupings.find((each) => each === request.query.by) ?? 'cause';
    const { terms, problem } = readOrBlame({ ...asked });
    const [groups, systems] = await Promise.all([
      groupFailures(ctx, units, terms, by),
      failureSystems(ctx, units),
    ]);
    const model = {
      person: personOf(staff),
      by,
      terms: asked,
      problem,
      kinds: inboxKinds,
      systems,
      groups: groups.map((group) => groupView(group, terms)),
      groupings: groupings.map((each) => ({
        by: each,
        href: `/desk/failures${queryOf({ by: each === 'cause' ? '' : each, ...asked })}`,
      })),
      unheard: ctx.settings.complianceMail === undefined,
    };
    sendPage(ctx, request, response, 'desk-failures', model, { status: problem ? 422 : 200 });
  });

export const showClosedFailures = (options: WebOptions): RequestHandler =>
  onDuty(options, 'failures', async (request, response, staff) => {
    const { ctx } = options;
    const { units } = keeperOf(staff);
    const asked = termsAsked(request);
    const { terms, problem } = readOrBlame({ ...asked });
    const after = typeof request.query.after === 'string' ? request.query.after : undefined;
    const [{ rows, next }, systems] = await Promise.all([
      listFailures(ctx, units, terms, { open: false, after, limit: onPage }),
      failureSystems(ctx, units),
    ]);
    const model = {
      person: personOf(staff),
      terms: asked,
      problem,
      kinds: inboxKinds,
      systems,
      rows: rows.map(rowOf),
      next: next ? `/desk/failures/closed${queryOf({ ...asked, after: next })}` : null,
    };
    sendPage(ctx, request, response, 'desk-failures-closed', model, { status: problem ? 422 : 200 });
  });

/** What cannot be looked for is blamed, and everything shown. */
function readOrBlame(asked: Record<string, string>): {
  terms: FailureTerms;
  problem: FailureTermName | null;
} {
  try {
    return { terms: readFailureTerms(asked), problem: null };
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'invalid') throw error;
    return { terms: {}, problem: failureTermNames.find((name) => name === error.facts.field) ?? 'from' };
  }
}

function groupView(group: FailureGroup, terms: FailureTerms): FailureGroupView {
  const { kind, reason, system, domain, rule, days, ...facts } = group;
  const highest = Math.max(1, ...days);
  const name = { kind, reason, system: system === null ? null : system?.name, domain, rule };
  const own = { kind, reason, system: system === null ? null : system?.id, domain, rule };
  const narrowed = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  return {
    ...facts,
    name,
    href: `/desk/failures/group${queryOf({ ...terms, ...narrowed })}`,
    bars: days.map((count) => Math.round((100 * count) / highest)),
  };
}
