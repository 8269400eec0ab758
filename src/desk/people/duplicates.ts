import { Refusal } from '../../message/refusals.ts';

/** Says already_exists where a unique index refused what somebody else had taken a moment before (SQLSTATE 23505). */
export async function refusingDuplicates<Result>(
  work: Promise<Result>,
  sentence: string,
  facts: Record<string, string> = {},
): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code === '23505') {
      throw new Refusal('already_exists', sentence, facts);
    }
    throw error;
  }
}
