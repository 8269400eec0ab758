import type { CaseView } from '../../../../views/models/conversations.ts';
import { isAnswer, keepersOf, possibleKeepers } from '../../../desk/conversations/hand-over.ts';
import { answersTo } from '../../../desk/conversations/list-answers.ts';
import type { StaffMember } from '../../../desk/staff.ts';
import { viewerOf } from '../desk/signed-in.ts';
import type { WebOptions } from '../options.ts';
import { rowOf } from './answers.ts';

/** What was answered to a message that somebody sees, and who has its case. */
export async function caseOf({ ctx }: WebOptions, staff: StaffMember, id: string): Promise<CaseView> {
  const [answers, keepers, colleagues, answersAnother] = await Promise.all([
    answersTo(ctx, viewerOf(staff), id),
    keepersOf(ctx.db, id),
    possibleKeepers(ctx.db, id),
    isAnswer(ctx.db, id),
  ]);
  return {
    id,
    answers: answers.map((line) => rowOf(line, null)),
    hasConversation: answers.length > 0 || answersAnother,
    keepers: keepers.map((keeper) => ({ id: keeper.id, name: keeper.name, isSelf: keeper.id === staff.id })),
    colleagues,
  };
}
