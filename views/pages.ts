import type { Texts } from './languages/index.ts';
import type { PageName, Pages } from './models.ts';

/** A page's template, below views/, and the title a browser shows for it. */
export interface PageDefinition<Model> {
  readonly template: string;
  readonly title: (t: Texts, model: Model) => string;
  /** For lists and tables; other pages keep to the length of a readable line. */
  readonly wide?: boolean;
}

export const pages: { readonly [Name in PageName]: PageDefinition<Pages[Name]> } = {
  landing: {
    template: 'recipient/landing',
    title: (t, { unit, error }) => flag(t, t.landing.title(unit), error !== null),
  },
  message: { template: 'recipient/message', title: (_t, { subject, unit }) => subject || unit },
  gone: { template: 'recipient/gone', title: (t, { kind }) => t.recipient.gone[kind].title },
  'link-not-found': { template: 'recipient/link-not-found', title: (t) => t.recipient.notFound.title },
  'signed-out': { template: 'recipient/signed-out', title: (t) => t.recipient.signedOut.title },
  'session-ended': { template: 'recipient/session-ended', title: (t) => t.recipient.sessionEnded.title },
  front: { template: 'portal/front', title: (t) => t.portal.front.title },
  error: { template: 'portal/error', title: (t, { kind }) => t.portal.errors[kind].title },
  outbox: { template: 'portal/outbox', title: (t) => t.portal.outbox.title, wide: true },
  'desk-sign-in': {
    template: 'desk/sign-in',
    title: (t, { error, link }) => flag(t, t.desk.signIn.title, error !== null || link !== null),
  },
  'desk-link': { template: 'desk/link', title: (t) => t.desk.links.use.title },
  'desk-link-asked': { template: 'desk/link-asked', title: (t) => t.desk.links.asked.title },
  'desk-link-gone': { template: 'desk/link-gone', title: (t) => t.desk.links.gone.title },
  'desk-welcome': {
    template: 'desk/welcome',
    title: (t, { error }) => flag(t, t.desk.welcome.title, error !== null),
  },
  'desk-messages': { template: 'desk/messages', title: (t) => t.desk.messages.title, wide: true },
  'desk-compose': {
    template: 'desk/compose',
    title: (t, { errors }) => flag(t, t.compose.title, errors.length > 0),
  },
  'desk-message': {
    template: 'desk/message',
    wide: true,
    title: (t, { subject, error }) => flag(t, subject || t.delivery.title, error !== null),
  },
  'desk-people': {
    template: 'desk/people',
    wide: true,
    title: (t, { error }) => flag(t, t.desk.people.title, error !== null),
  },
  'desk-systems': {
    template: 'desk/systems',
    wide: true,
    title: (t, { error }) => flag(t, t.desk.systems.title, error !== null),
  },
};

/** A screen reader says the title first, so a page that came back with an error begins with that. */
function flag(t: Texts, title: string, failed: boolean): string {
  return failed ? t.common.errorTitle(title) : title;
}
