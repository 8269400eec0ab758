import { Malformed } from '../log/malformed.ts';
import { BadTimestamp } from './bad-timestamp.ts';
import { NoTimestamp, type TimestampAuthority } from './ports.ts';
import { readTimestampAnswer, timestampRequest } from './request.ts';
import { type Timestamp, verifyTimestamp } from './verify-token.ts';

/**
 * Has `data` stamped. What comes back holds for these bytes and this request; who the authority is, whoever reads it judges.
 * Throws `NoTimestamp`.
 */
export async function obtainTimestamp(
  authority: TimestampAuthority,
  data: Uint8Array,
): Promise<{ readonly token: Uint8Array; readonly timestamp: Timestamp }> {
  const request = timestampRequest(data);
  const bytes = await authority.ask(request.bytes);
  try {
    const answer = readTimestampAnswer(bytes);
    if ('refused' in answer) throw new NoTimestamp(`refused_${answer.refused}`);
    const timestamp = await verifyTimestamp(answer.token, data);
    if (timestamp.nonce !== request.nonce) throw new NoTimestamp('another_nonce');
    return { token: answer.token, timestamp };
  } catch (cause) {
    if (cause instanceof BadTimestamp) throw new NoTimestamp(`bad_${cause.fault}`, { cause });
    if (cause instanceof Malformed) throw new NoTimestamp('not_readable', { cause });
    throw cause;
  }
}
