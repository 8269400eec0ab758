import type * as desk from './models/desk.ts';
import type * as portal from './models/portal.ts';
import type * as recipient from './models/recipient.ts';

/** Every page and what it needs to be told. Times are ISO 8601 strings in UTC; a page shows them in its zone. */
export interface Pages {
  readonly landing: recipient.LandingPage;
  readonly message: recipient.MessagePage;
  readonly gone: recipient.GonePage;
  readonly 'link-not-found': recipient.NoFacts;
  readonly 'signed-out': recipient.SignedOutPage;
  readonly 'session-ended': recipient.SessionEndedPage;
  readonly front: recipient.NoFacts;
  readonly error: portal.ErrorPage;
  readonly outbox: portal.OutboxPage;
  readonly 'desk-sign-in': desk.SignInPage;
  readonly 'desk-link': desk.LinkPage;
  readonly 'desk-link-asked': desk.LinkAskedPage;
  readonly 'desk-link-gone': desk.LinkGonePage;
  readonly 'desk-welcome': desk.WelcomePage;
  readonly 'desk-messages': desk.MessagesPage;
  readonly 'desk-compose': desk.ComposePage;
  readonly 'desk-message': desk.MessagePage;
  readonly 'desk-people': desk.PeoplePage;
  readonly 'desk-systems': desk.SystemsPage;
}

export type PageName = keyof Pages;
