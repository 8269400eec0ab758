import { z } from 'zod';
import { stamp, text, uuid } from './schema-text.ts';

const line = {
  id: uuid,
  message: uuid,
  delivery: uuid,
  email: z.string().describe('Of who answered; empty once erased.'),
  sentAt: stamp,
};

export const replies = z.strictObject({
  replies: z.array(
    z.strictObject({
      ...line,
      readAt: stamp.optional().describe('Absent: nobody has read it yet.'),
      mailedAt: stamp
        .optional()
        .describe('When it was handed over to the own mailbox of somebody who has the case.'),
      attachments: z.int(),
    }),
  ),
});

export const reply = z.strictObject({
  ...line,
  readAt: stamp,
  text: z.string(),
  attachments: z.array(
    z.strictObject({
      id: uuid,
      filename: z.string(),
      contentType: z.string().describe('As the recipient’s browser said; nobody has checked it.'),
      size: z.int(),
      sha256: z.string(),
    }),
  ),
});

export const attachmentQuery = z.strictObject({
  attachment: text({ least: 1, most: 100 }).describe('Its id.'),
});
