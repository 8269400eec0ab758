import type { PhoneAdvice, PhoneFailure } from '../../../src/message/phone-failures.ts';

/** Why a code did not reach the recipient's phone, told to the sender; none of it names the number. */
export const codeFailures = {
  why: {
    unreachable: 'The phone could not be reached. It may be switched off or without coverage.',
    blocked: 'The phone or its phone company blocks messages of this kind.',
    unknown_number: 'The phone company does not know the number. It may be out of use.',
    no_mobile: 'The number takes no SMS. It is probably a landline.',
    filtered: 'The phone company stopped the SMS in its filter against unwanted messages.',
    unexplained: 'The reason is not known.',
    invalid_number: 'The number is not a valid phone number.',
    not_served: 'The provider that sends our SMS and makes our calls cannot reach this number.',
    unsubscribed: 'Somebody has answered STOP to an SMS from us on this phone, so it gets no more of them.',
    busy: 'The line was busy.',
    no_answer: 'Nobody answered.',
    not_put_through: 'The call could not be put through. The number may be out of use.',
    canceled: 'It was cancelled on its way.',
    not_sent: 'It could not be sent in time. The fault is ours; the number has nothing to do with it.',
    unsure: 'The connection broke, so nobody knows whether the code arrived. It is not sent again by itself.',
    account: 'The provider did not take it from us. The number has nothing to do with it.',
    other: 'The provider gave a reason that we have no words for.',
  } satisfies Record<PhoneFailure, string>,
  named: (code: string) => `The provider’s error code is ${code}.`,
  advice: {
    check_number: 'Check the number, and correct it here if it is wrong.',
    ask_for_call: 'The recipient can ask to be called with the code instead.',
    ask_again: 'The recipient can ask for a new code.',
    tell_operator: 'Tell your IT department, and give them the error code.',
  } satisfies Record<PhoneAdvice, string>,
};
export type CodeFailureTexts = typeof codeFailures;
