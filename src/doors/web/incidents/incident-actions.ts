import type { Request, RequestHandler } from 'express';
import type { IncidentDone, IncidentSection } from '../../../../views/models/incidents.ts';
import type { Context } from '../../../delivery/context.ts';
import { addTask } from '../../../desk/incidents/add-task.ts';
import { addTold } from '../../../desk/incidents/add-told.ts';
import { closeIncident } from '../../../desk/incidents/close-incident.ts';
import { decideIncident } from '../../../desk/incidents/decide-incident.ts';
import { finishTask } from '../../../desk/incidents/finish-task.ts';
import { addIncidentMessages, removeIncidentMessage } from '../../../desk/incidents/incident-messages.ts';
import type { IncidentKeeper } from '../../../desk/incidents/keeper.ts';
import { reopenIncident } from '../../../desk/incidents/reopen-incident.ts';
import type { IncidentDecision, ToldParty } from '../../../message/incidents.ts';
import { onDuty } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, param } from '../page.ts';
import { demandInstant, keeperOf, problemOf, typedIn } from './incident-form.ts';
import { sendIncident } from './incident-page.ts';

type Act = (ctx: Context, keeper: IncidentKeeper, id: string, request: Request) => Promise<unknown>;

/** Does one thing to an incident, and leads back to where its form stands. */
const acting =
  (section: IncidentSection, done: IncidentDone, act: Act) =>
  (options: WebOptions): RequestHandler =>
    onDuty(options, 'incidents', async (request, response, staff) => {
      const id = param(request, 'id');
      try {
        await act(options.ctx, keeperOf(staff), id, request);
        const where = section === 'closing' ? '' : `&section=${section}#${section}`;
        response.redirect(303, `/desk/incidents/${id}?done=${done}${where}`);
      } catch (error) {
        const problem = problemOf(error, section);
        await sendIncident(options, request, response, staff, { problem, typed: typedIn(request) });
      }
    });

const versionOf = (request: Request): number => Number(field(request, 'version'));

/** An id, alone or in the address of a message's page. */
const uuid = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/i;

export const postIncidentMessage = acting('messages', 'added', (ctx, keeper, id, request) => {
  const message = uuid.exec(field(request, 'message').slice(0, 2000))?.[0] ?? '';
  return addIncidentMessages(ctx, keeper, id, [{ message }]);
});

export const postMessageRemoval = acting('messages', 'removed', (ctx, keeper, id, request) =>
  removeIncidentMessage(ctx, keeper, id, {
    message: field(request, 'message'),
    delivery: field(request, 'delivery') || null,
  }),
);

export const postTold = acting('told', 'told', async (ctx, keeper, id, request) =>
  addTold(ctx, keeper, id, {
    party: field(request, 'party') as ToldParty,
    who: field(request, 'who'),
    at: demandInstant(ctx, request, ['toldOn', 'toldTime'], { field: 'at' }),
  }),
);

export const postTask = acting('tasks', 'task', (ctx, keeper, id, request) =>
  addTask(ctx, keeper, id, {
    what: field(request, 'task'),
    owner: field(request, 'owner') || null,
    dueOn: field(request, 'dueOn') || null,
  }),
);

export const postTaskCompletion = acting('tasks', 'finished', (ctx, keeper, id, request) =>
  finishTask(ctx, keeper, id, param(request, 'task')),
);

export const postDecision = acting('decision', 'decided', (ctx, keeper, id, request) =>
  decideIncident(ctx, keeper, id, versionOf(request), {
    decision: field(request, 'decision') as IncidentDecision,
    why: field(request, 'why'),
  }),
);

export const postClosure = acting('closing', 'closed', (ctx, keeper, id, request) =>
  closeIncident(ctx, keeper, id, versionOf(request)),
);

export const postReopening = acting('closing', 'reopened', (ctx, keeper, id, request) =>
  reopenIncident(ctx, keeper, id, versionOf(request)),
);
