import type { Request, RequestHandler, Response } from 'express';
import { formatTime } from '../../../../views/format-time.ts';
import { texts } from '../../../../views/languages/index.ts';
import type { TasksPage } from '../../../../views/models/ladder.ts';
import { findTasks } from '../../../delivery/ladder/find-tasks.ts';
import { finishTask, type GivenTask, taskWordLength } from '../../../delivery/ladder/finish-task.ts';
import { openLetter } from '../../../delivery/ladder/open-letter.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { Refusal } from '../../../message/refusals.ts';
import { personOf, signedIn, type StaffHandler, viewerOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { field, param, sendPage } from '../page.ts';

/** Where a reason is needed, the message's page asks for it. */
const afterReason =
  (handler: StaffHandler): StaffHandler =>
  async (request, response, staff) => {
    try {
      await handler(request, response, staff);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'reason_needed') throw error;
      response.redirect(303, `/desk/messages/${error.facts.message}`);
    }
  };

/** `GET /desk/deliveries/{id}/tasks` */
export const showTasks = (options: WebOptions): RequestHandler =>
  signedIn(
    options,
    afterReason((request, response, staff) =>
      show(options, request, response, staff, { task: '', outcome: '', word: '' }, null),
    ),
  );

/** `POST /desk/deliveries/{id}/tasks` */
export const postTask = (options: WebOptions): RequestHandler =>
  signedIn(
    options,
    afterReason(async (request, response, staff) => {
      const { ctx } = options;
      const id = param(request, 'id');
      const [task, outcome, word] = ['task', 'outcome', 'word'].map((name) => field(request, name));
      const given = { task: task!, outcome: outcome!, word: word! };
      const { message } = await findTasks(ctx, viewerOf(staff), id);
      try {
        await finishTask(ctx, viewerOf(staff), id, given);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        // Somebody else did it, or the recipient was quicker: the message says how it stands.
        if (error.code === 'not_asked') {
          return response.redirect(303, `/desk/messages/${message}?error=not_asked`);
        }
        if (error.code !== 'invalid') throw error;
        const problem = error.facts.field === 'word' ? 'word' : 'outcome';
        return show(options, request, response, staff, given, problem);
      }
      response.redirect(303, `/desk/messages/${message}?done=task_done`);
    }),
  );

async function show(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  typed: GivenTask,
  problem: TasksPage['problem'],
): Promise<void> {
  const id = param(request, 'id');
  const { message, name, email, phone, reference, tasks } = await findTasks(ctx, viewerOf(staff), id);
  // There is nothing to be done any more.
  if (tasks.length === 0) return response.redirect(303, `/desk/messages/${message}`);
  const model: TasksPage = {
    person: personOf(staff),
    id,
    message,
    recipient: name || email,
    phone,
    reference,
    tasks,
    most: taskWordLength,
    typed,
    problem,
  };
  const status = problem ? 422 : 200;
  sendPage(ctx, request, response, 'desk-tasks', model, { status, path: `/desk/deliveries/${id}/tasks` });
}

/** `GET /desk/deliveries/{id}/letter` */
export const showLetter = (options: WebOptions): RequestHandler =>
  signedIn(
    options,
    afterReason(async (request, response, staff) => {
      const { ctx } = options;
      const id = param(request, 'id');
      const { name, email, sentAt, ...letter } = await openLetter(ctx, viewerOf(staff), id);
      const words = texts[letter.language].ladder.letter;
      const model = {
        person: personOf(staff),
        id,
        ...letter,
        recipient: name || email,
        words: {
          sent: words.sent(formatTime(letter.language, sentAt, ctx.settings.timeZone)),
          why: words.why,
          reference: words.reference,
          attachments: words.attachments,
        },
      };
      sendPage(ctx, request, response, 'desk-letter', model, { path: `/desk/deliveries/${id}/letter` });
    }),
  );
