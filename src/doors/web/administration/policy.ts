import { isDeepStrictEqual } from 'node:util';
import type { Request, RequestHandler, Response } from 'express';
import {
  type PolicyForm,
  type PolicyFormPage,
  policyLists,
  type PolicyProblem,
  type PolicyWarning,
} from '../../../../views/models/policy.ts';
import { listUnits } from '../../../desk/people/units.ts';
import { type StandingPolicy, setPolicy, standingPolicy, unknownPeople } from '../../../desk/policy.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { defaultStaffPolicy, type Policy } from '../../../message/policy.ts';
import { strengths } from '../../../message/acknowledgements.ts';
import { Refusal } from '../../../message/refusals.ts';
import { hasDuty } from '../../../message/rights.ts';
import { onDuty, personOf, proven, type StaffHandler, staffActor, stillOnDuty } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { sendPage } from '../page.ts';
import { smallForm } from '../small-form.ts';
import { formOf, policyOf, readPolicyForm, valuesOf, withRow } from './policy-form.ts';
import { problemsOf, warningsOf } from './policy-problems.ts';
import { decidedSections, problemsOfSections } from './policy-sections.ts';
import { policyDecisions, policyView } from './policy-view.ts';

/** The policy belongs to the whole organisation. */
const forAll =
  (handler: StaffHandler): StaffHandler =>
  (request, response, staff) => {
    checkForAll(staff);
    return handler(request, response, staff);
  };

function checkForAll({ grants }: StaffMember): void {
  if (!hasDuty(grants, 'policy', null)) throw new Refusal('forbidden');
}

export const showPolicy = (options: WebOptions): RequestHandler =>
  onDuty(
    options,
    'policy',
    forAll(async (request, response, staff) => {
      const { ctx } = options;
      const standing = await policyView(ctx, await standingPolicy(ctx.db));
      const saved = request.query.done === 'saved';
      const person = personOf(staff);
      const model = { person, standing, saved, ...(await policyDecisions(ctx)) };
      sendPage(ctx, request, response, 'desk-policy', model, { path: '/desk/policy' });
    }),
  );

export const showPolicyForm = (options: WebOptions): RequestHandler =>
  proven(
    options,
    'policy',
    forAll(async (request, response, staff) => {
      const standing = await standingPolicy(options.ctx.db);
      await show(options, request, response, staff, { standing, form: formOf(standing.policy) });
    }),
  );

/** Read only once it is known who sends it: a thousand rules are large. */
const body = smallForm('16mb', 20_000);

export const postPolicy = (options: WebOptions): RequestHandler =>
  proven(
    options,
    'policy',
    forAll(async (request, response, staff) => {
      const { ctx } = options;
      for (const reader of body) await run(reader, request, response);
      checkForAll(await stillOnDuty(options, request, 'policy'));
      const standing = await standingPolicy(ctx.db);
      const form = readPolicyForm(request, standing.policy);
      const seen = valuesOf(request, 'decision')[0] ?? '';
      const decision = { seen: seen === '' ? null : Number(seen), standing: standing.decision?.id ?? null };
      const answer = (shown: Partial<Shown>) =>
        show(options, request, response, staff, { standing, form, seen, ...shown });
      const asked = valuesOf(request, 'more')[0];
      const more = policyLists.find((list) => list === asked);
      if (more) return answer({ form: withRow(form, more) });
      const units = (await listUnits(ctx)).map(({ name }) => name);
      const strangers = await unknownPeople(ctx.db, [...form.people, form.deputy].filter(Boolean));
      const problems = [...problemsOf(form, units), ...problemsOfSections(form, strangers)];
      if (decision.seen !== decision.standing) return answer({ problems: [meanwhile, ...problems] });
      if (problems.length > 0) return answer({ problems });
      const policy = {
        ...keepingUsual(policyOf(form), standing.policy),
        ...decidedSections(form, standing.policy),
      };
      const confirmed = valuesOf(request, 'confirm');
      const warnings = warningsOf(standing.policy, policy);
      if (!warnings.every((warning) => confirmed.includes(warning))) {
        return answer({ problems: [{ field: 'confirm', row: null, problem: 'confirm' }], warnings });
      }
      try {
        if (!isDeepStrictEqual(policy, standing.policy)) {
          await setPolicy(ctx, staffActor(staff), policy, decision.seen);
        }
        response.redirect(303, '/desk/policy?done=saved');
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        // A unit was renamed, or somebody else decided, in this very moment: both are told as they stand now.
        return answer({ standing: await standingPolicy(ctx.db), problems: [meanwhile] });
      }
    }),
  );

const meanwhile: PolicyProblem = { field: 'meanwhile', row: null, problem: 'changed_meanwhile' };

/** Roles stay undecided while nobody changes the usual ones. */
const keepingUsual = (
  { gateway, staff }: Required<Pick<Policy, 'gateway' | 'staff'>>,
  { staff: decided }: Policy,
): Policy =>
  decided === undefined && isDeepStrictEqual(staff, defaultStaffPolicy) ? { gateway } : { gateway, staff };

const run = (handler: RequestHandler, request: Request, response: Response): Promise<void> =>
  new Promise((resolve, reject) => {
    void handler(request, response, (error?: unknown) => (error ? reject(error) : resolve()));
  });

interface Shown {
  readonly standing: StandingPolicy;
  readonly form: PolicyForm;
  /** The decision that the form was made from; absent: the standing one. */
  readonly seen?: string;
  readonly problems?: readonly PolicyProblem[];
  readonly warnings?: readonly PolicyWarning[];
}

async function show(
  { ctx }: WebOptions,
  request: Request,
  response: Response,
  staff: StaffMember,
  { standing, form, seen, problems = [], warnings = [] }: Shown,
): Promise<void> {
  const isOvertaken = problems.includes(meanwhile);
  const units = await listUnits(ctx);
  const newest = String(standing.decision?.id ?? '');
  const model: PolicyFormPage = {
    person: personOf(staff),
    decision: isOvertaken ? newest : (seen ?? newest),
    form,
    units: units.map(({ name }) => name),
    strengths: strengths.filter(
      (each) => each !== 'eid' || ctx.settings.eid !== undefined || each === form.atLeast,
    ),
    problems,
    warnings,
    meanwhile: isOvertaken ? await policyView(ctx, standing) : null,
  };
  const status = isOvertaken ? 409 : problems.length > 0 ? 422 : 200;
  sendPage(ctx, request, response, 'desk-policy-form', model, { status, path: '/desk/policy/change' });
}
