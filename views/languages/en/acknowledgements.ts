export const acknowledgements = {
  title: 'Sign for the message',
  reasons: { not_signed: 'Not signed by the deadline' },
};
export type AcknowledgementsTexts = typeof acknowledgements;
