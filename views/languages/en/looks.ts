export const looks = {
  title: 'See a message',
  notYours: 'This message was written by somebody else.',
  unit: 'Unit',
  recorded:
    'To see it, say why. Your name, the time and your reason are recorded, and the sender of the message can read them. The record cannot be changed afterwards.',
  lasts: (minutes: number) => `The message is then open to you for ${minutes} minutes.`,
  kind: 'What is it about?',
  choose: 'Choose',
  kinds: {
    covering: 'Standing in for a colleague who is away',
    question: 'A question from the recipient',
    inspection: 'Inspection',
    incident: 'Something went wrong',
    other: 'Something else',
    system: 'Read by a system',
  },
  reason: 'Reason, in your own words',
  reasonHint: (least: number, most: number) =>
    `Between ${least} and ${most} characters. Quote nothing confidential.`,
  submit: 'Record the reason and see the message',
  back: 'Back to the messages, without looking',
  errorTitle: 'The reason is not complete',
  kindMissing: 'Choose what it is about.',
  reasonWrong: (least: number, most: number) =>
    `Say why in your own words, in at least ${least} and at most ${most} characters.`,
  opened:
    'Somebody else wrote this message. You see it because you gave a reason, and the sender can read that.',
  seenTitle: 'Seen by others',
  nobody: 'Name erased',
};
export type LooksTexts = typeof looks;
