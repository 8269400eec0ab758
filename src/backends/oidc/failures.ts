import { identityRefusal, type IdentityProblem } from '../../desk/account/identity-problems.ts';
import { Refusal } from '../../message/refusals.ts';
import { NoAnswer } from './bounded-fetch.ts';

/** Errors of RFC 6749 §5.2 and §4.1.2.1 that are about Segl's registration or the provider, not about a person. */
const ours = new Set([
  'invalid_client',
  'unauthorized_client',
  'invalid_scope',
  'unsupported_response_type',
  'unsupported_grant_type',
  'server_error',
  'temporarily_unavailable',
]);

/** What an error of the client library is to the person who signs in; its codes are said in its documentation. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const given = noAnswerIn(error);
  if (given) return identityRefusal('away', given.because);
  const { name, code, error: said, cause } = error as Failure;
  if (name === 'AuthorizationResponseError' || name === 'ResponseBodyError') {
    const because = safeCode(said);
    if (ours.has(because)) return identityRefusal('away', because);
    if (name === 'AuthorizationResponseError') return identityRefusal('denied', because);
    return identityRefusal(because === 'invalid_grant' ? 'expired' : 'failed', because);
  }
  // A 401 of the token endpoint is about the client, one of userinfo about a token that it made itself.
  if (name === 'WWWAuthenticateChallengeError') return identityRefusal('away', 'challenged');
  const claim = claimIn(cause);
  const because = [code ?? name ?? 'error', claim].filter(Boolean).join(' ');
  return identityRefusal(problems[`${code} ${claim}`] ?? problems[String(code)] ?? 'failed', because);
}

interface Failure {
  readonly name?: string;
  readonly code?: string;
  /** As the provider said it. */
  readonly error?: unknown;
  readonly cause?: unknown;
}

const problems: Readonly<Record<string, IdentityProblem>> = {
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED auth_time': 'stale',
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: 'clock',
  OAUTH_TIMEOUT: 'away',
  OAUTH_RESPONSE_IS_NOT_CONFORM: 'away',
  OAUTH_MISSING_SERVER_METADATA: 'away',
  OAUTH_INVALID_SERVER_METADATA: 'away',
  OAUTH_HTTP_REQUEST_FORBIDDEN: 'away',
};

function noAnswerIn(error: unknown): NoAnswer | undefined {
  for (let each = error; each instanceof Error; each = each.cause) if (each instanceof NoAnswer) return each;
  return undefined;
}

/** The name of the claim that a check failed for. */
function claimIn(cause: unknown): string | undefined {
  for (let each = cause; each && typeof each === 'object'; each = (each as { cause?: unknown }).cause) {
    const { claim } = each as { claim?: unknown };
    if (typeof claim === 'string') return claim;
  }
  return undefined;
}

/** RFC 6749 §5.2 gives `error` a small alphabet; what goes beyond is not repeated. */
const safeCode = (said: unknown): string =>
  typeof said === 'string' && /^[a-z_]{1,40}$/.test(said) ? said : 'unknown_error';
