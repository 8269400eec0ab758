/** Forms: `POST /desk/sign-in` with `email`, `password`; and the one of `AskForLink`. */
export interface SignInPage {
  readonly email: string;
  readonly error: 'wrong' | 'too_many' | 'session_ended' | null;
  /** What was typed to get a link by mail; null while nobody tried. */
  readonly link: AskForLink | null;
}

/** Form: `POST /desk/links` with `email`. */
export interface AskForLink {
  readonly email: string;
  readonly error: 'email_invalid' | 'too_many';
}

/** After a link was asked for: the same whether or not the address is known. Null where the page is shown again. */
export interface LinkAskedPage {
  readonly email: string | null;
  /** How long a link works. */
  readonly hours: number;
}

/** A usable one-time link. Form: `POST {path}`, without fields. */
export interface LinkPage {
  readonly path: string;
  readonly email: string;
}

/** A link that signs nobody in. Form: the one of `AskForLink`. */
export interface LinkGonePage {
  readonly hours: number;
}

/** Sets a password from a one-time link. Form: `POST {path}` with `password`, `again`; and `name`, `email` where asked. */
export interface WelcomePage {
  readonly path: string;
  readonly name: string;
  readonly email: string;
  /** The link belongs to nobody yet: whoever uses it says who they are, and becomes the first administrator. */
  readonly asksWho: boolean;
  readonly error: 'password_weak' | 'email_invalid' | 'differs' | 'link_used' | null;
  /** Characters that a password needs. */
  readonly minLength: number;
}

/** The pages of signing in. */
export interface AccountPages {
  readonly 'desk-sign-in': SignInPage;
  readonly 'desk-link': LinkPage;
  readonly 'desk-link-asked': LinkAskedPage;
  readonly 'desk-link-gone': LinkGonePage;
  readonly 'desk-welcome': WelcomePage;
}
