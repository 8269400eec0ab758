import type { RequestHandler } from 'express';
import type { ReconciliationPage } from '../../../../views/models/reconciliation.ts';
import { askReconciliation } from '../../../desk/reconciliation/ask-reconciliation.ts';
import {
  readReconciliations,
  type Reconciliation,
} from '../../../desk/reconciliation/read-reconciliations.ts';
import { type DeliveryStatus, statuses } from '../../../message/statuses.ts';
import { onDuty, personOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { sendPage } from '../page.ts';

const path = '/desk/reconciliation';

export const showReconciliation = (options: WebOptions): RequestHandler =>
  onDuty(options, 'failures', async (request, response, staff) => {
    const { newest, underWay, earlier } = await readReconciliations(options.ctx);
    const model: ReconciliationPage = {
      person: personOf(staff),
      newest: newest && countView(newest),
      percent: underWay && Math.floor((underWay.counted / Math.max(1, underWay.total)) * 100),
      earlier: earlier.map(({ madeAt: at, deliveries, differences }) => ({ at, deliveries, differences })),
    };
    sendPage(options.ctx, request, response, 'desk-reconciliation', model, { path });
  });

export const postReconciliation = (options: WebOptions): RequestHandler =>
  onDuty(options, 'failures', async (_request, response) => {
    await askReconciliation(options.ctx);
    response.redirect(303, path);
  });

const countView = ({ madeAt: at, messages, deliveries, differences, states, findings }: Reconciliation) => ({
  at,
  messages,
  deliveries,
  differences,
  states: (Object.keys(statuses) as DeliveryStatus[]).flatMap((status) =>
    states[status] ? [{ status, count: states[status] }] : [],
  ),
  findings: findings.map(({ kind, count, examples }) => ({
    kind,
    count,
    messages: [...new Set(examples.map(({ message }) => message))],
  })),
});
