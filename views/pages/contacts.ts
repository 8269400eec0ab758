import type { ContactsPages } from '../models/contacts.ts';
import type { PageDefinitions } from './definition.ts';

export const contactsPages: PageDefinitions<ContactsPages> = {};
