export const acknowledgements = {
  title: 'Sign for the message',
};
export type AcknowledgementsTexts = typeof acknowledgements;
