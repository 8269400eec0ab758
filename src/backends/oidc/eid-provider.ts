import { type EidAnswer, EidFailure, type EidProvider } from '../../delivery/eid/eid-provider.ts';
import { identityProblemOf, type IdentityProblem } from '../../desk/account/identity-problems.ts';
import type { EidProblem } from '../../message/eid-problems.ts';
import { Refusal } from '../../message/refusals.ts';
import { openidClient, type Registration } from './client.ts';
import { redeemCode } from './redeem-code.ts';
import { readUserInfo } from './userinfo.ts';

/** A broker of eIDs. `patience`: seconds for one request to it. */
export function openidEid(registration: Registration, patience = 10): EidProvider {
  const { using, address } = openidClient(registration, patience);
  return {
    begin: (request, language) =>
      telling(() => address({ ...request, again: true }, { ui_locales: language })),
    finish: (request, answer) =>
      telling(() =>
        using(async (oidc, config): Promise<EidAnswer> => {
          const tokens = await redeemCode(oidc, config, { ...request, again: true }, answer);
          // Taken before userinfo is asked, whose signature may have the keys fetched anew.
          const jwks = oidc.getJwksCache(config)!.jwks as EidAnswer['jwks'];
          const token = tokens.claims()!;
          return {
            token,
            userinfo: (await readUserInfo(oidc, config, tokens.access_token, token.sub)) ?? {},
            idToken: tokens.id_token!,
            jwks: structuredClone(jwks),
            issuer: config.serverMetadata().issuer,
            clientId: registration.clientId,
          };
        }),
      ),
    check: () => telling(() => using(async () => undefined)),
  };
}

const problems: Readonly<Partial<Record<IdentityProblem, EidProblem>>> = {
  denied: 'cancelled',
  expired: 'late',
  stale: 'late',
  away: 'away',
};

async function telling<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const problem = error instanceof Refusal ? identityProblemOf(error) : undefined;
    if (!problem) throw error;
    throw new EidFailure(problems[problem] ?? 'failed', String((error as Refusal).facts.because ?? problem));
  }
}
