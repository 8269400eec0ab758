/** `eid`: what people call it, as MitID. */
export const eid = {
  /** A way to open, on the page before a code. */
  opening: {
    title: (eid: string) => `Open with ${eid}`,
    text: (eid: string, unit: string) =>
      `${unit} has said who may read this. ${eid} shows that it is you: you go to its own page, sign in there as you are used to, and come back here. Nothing about you is kept from it.`,
    open: (eid: string) => `Open with ${eid}`,
  },
  onward: {
    title: (eid: string) => `On to ${eid}`,
    text: (eid: string) =>
      `You are being led to the page of ${eid}. You come back here when you have signed in there. If nothing happens, press the button.`,
    go: (eid: string) => `Go to ${eid}`,
  },
  lost: {
    title: 'We do not know which message you came from',
    text: (eid: string) =>
      `You came back from ${eid}, but this was used already, took too long, or began in another browser. Nothing has happened.`,
    again: 'Follow the link in the notice that you got by e-mail, and begin there again.',
  },
  /** After going to the provider to sign for a message. */
  failed: {
    title: 'You have not signed',
    back: 'Back to the message',
  },
  problems: {
    cancelled: (eid: string) =>
      `You turned back at ${eid}, so nothing has happened. Try again when it suits you.`,
    late: (eid: string) =>
      `It took too long, or something changed meanwhile, so nothing has happened. Begin again with ${eid}.`,
    failed: (eid: string) =>
      `The answer of ${eid} cannot be trusted, so nothing has happened. Try again. If the same happens once more, use another way, or ask the sender.`,
    away: (eid: string) => `${eid} does not answer just now. Try again in a few minutes, or use another way.`,
    differs: (eid: string) =>
      `Somebody else signed in with ${eid} than the person whom the sender has named. If the message is for you, sign in with your own ${eid}. If you did, ask the sender to check whom they named. Nothing was kept of who it was.`,
    no_number: (eid: string) =>
      `${eid} did not tell us who you are. Perhaps you were asked whether it may, and said no: try again. Or use another way.`,
    number_kept: (eid: string) =>
      `You cannot sign with ${eid} here, for its proof would show your identity number to everybody who sees it. Sign in another way. The sender can have this put right.`,
    unknown: (eid: string) =>
      `The sender has not said who you are, so ${eid} cannot show that it is you. Use another way.`,
    often: (eid: string) =>
      `There have been many visits to ${eid} for this message. Wait an hour, or use another way.`,
    member: (eid: string) =>
      `You opened this message as a member of a shared mailbox, and ${eid} is not used for those. Nothing has happened. Use a code to your own phone instead.`,
    answered: () =>
      'It has been answered already, or cannot be signed in this way any more. The message shows how it stands.',
  },
};
export type EidTexts = typeof eid;
