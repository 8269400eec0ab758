/** How a sender made sure that a new telephone number is the recipient's; `unknown`: a system did not say. */
export const phoneVerifications = ['called', 'in_person', 'directory', 'letter', 'other', 'unknown'] as const;
export type PhoneVerification = (typeof phoneVerifications)[number];

/** Those that a person chooses from. */
export const chosenVerifications = ['called', 'in_person', 'directory', 'letter', 'other'] as const;

export const isPhoneVerification = (text: unknown): text is PhoneVerification =>
  (phoneVerifications as readonly unknown[]).includes(text);
