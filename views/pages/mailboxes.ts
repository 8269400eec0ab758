import type { MailboxesPages } from '../models/mailboxes.ts';
import type { PageDefinitions } from './definition.ts';

export const mailboxesPages: PageDefinitions<MailboxesPages> = {};
