/** What follows where a message stays unread. */
export const ladder = {
  title: 'Unread messages',
  /** One SMS, of letters that every phone shows. */
  sms: (organisation: string, reference: string) =>
    `You have a secure message from ${organisation}, reference ${reference}. You find the link to it in your e-mail.`,
  call: {
    greeting: (organisation: string) =>
      `Hello. This is ${organisation}. A secure message waits for you. Press any key to hear more.`,
    said: (organisation: string, reference: string) =>
      `You have a secure message from ${organisation}. You find the link to it in your e-mail. The reference is: ${reference}. I repeat: ${reference}. Goodbye.`,
    over: 'The message does not wait for you any more. You need not do anything. Goodbye.',
  },
};
export type LadderTexts = typeof ladder;
