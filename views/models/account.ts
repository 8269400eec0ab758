import type { Role } from '../../src/message/rights.ts';
import type { DeskPage, SignedIn } from './desk.ts';
import type { PasskeyView } from './passkeys.ts';

/** Forms: `POST /desk/sign-in` with `email`, `password`; and the one of `AskForLink`. */
export interface SignInPage {
  readonly email: string;
  readonly error: 'wrong' | 'too_many' | 'session_ended' | null;
  /** What was typed to get a link by mail; null while nobody tried. */
  readonly link: AskForLink | null;
  /** Staff can sign in by the organisation's identity provider too. */
  readonly identity: boolean;
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

/** How somebody can show that it is them; `provider`: by signing in with the identity provider again. */
export interface FactorWays {
  readonly code: boolean;
  readonly passkey: boolean;
  readonly recovery: boolean;
  readonly password: boolean;
  readonly provider: boolean;
}

/** What was typed and did not do. */
export interface ProofError {
  readonly field: 'code' | 'recovery' | 'password';
  /** `gone`: the secret behind the codes can be read no more. */
  readonly problem: 'wrong_code' | 'code_used' | 'clock_off' | 'gone' | 'invalid' | 'budget_spent';
}

/** Forms: `POST /desk/second-factor` with `next` and one of `code`, `recovery`. */
export interface SecondFactorPage {
  /** Null: on the way in, and not signed in yet. */
  readonly person: SignedIn | null;
  readonly email: string;
  readonly next: string;
  readonly ways: FactorWays;
  /** There is none to ask for. */
  readonly none: boolean;
  readonly error: ProofError | null;
}

/** Forms: `POST /desk/step-up` with `next` and one of `code`, `recovery`, `password`. */
export interface StepUpPage extends DeskPage {
  readonly next: string;
  readonly ways: FactorWays;
  readonly error: ProofError | null;
}

export const accountDone = [
  'password',
  'totp_on',
  'totp_off',
  'passkey_added',
  'passkey_renamed',
  'passkey_removed',
  'signed_out',
  'signed_out_elsewhere',
  'replies_on',
  'replies_off',
] as const;
export type AccountDone = (typeof accountDone)[number];

/**
 * Forms: `POST /desk/account/password` with `current`, `password`, `again`; without fields `POST /desk/account/totp`,
 * `/desk/account/totp/removals`, `/desk/account/recovery-codes`, `/desk/account/sessions/{id}/ends`,
 * `/desk/account/sessions/ends`.
 */
export interface AccountPage extends DeskPage {
  readonly email: string;
  readonly unit: string;
  readonly roles: readonly { readonly role: Role; readonly unit: string | null }[];
  /** Some roles do not count, because no second factor was proved in this session. */
  readonly withheld: boolean;
  /** `own`: it can be changed here; `provider`: the organisation has it; `none`: mailed links, or passkeys. */
  readonly password: 'own' | 'provider' | 'none';
  readonly minLength: number;
  readonly totp: boolean;
  readonly hasFactor: boolean;
  /** That were not used. */
  readonly recoveryCodes: number;
  readonly passkeys: readonly PasskeyView[];
  /** Answers of recipients go to their own mailbox. */
  readonly repliesByMail: boolean;
  readonly sessions: readonly SessionView[];
  readonly done: AccountDone | null;
  readonly error: 'differs' | 'wrong_password' | 'password_weak' | 'budget_spent' | 'last_factor' | null;
}

export interface SessionView {
  readonly id: string;
  /** Names as their makers write them; null: unknown. */
  readonly browser: string | null;
  readonly system: string | null;
  readonly network: string | null;
  readonly method: 'password' | 'link' | 'passkey' | 'oidc';
  readonly secondFactor: boolean;
  readonly since: string;
  readonly lastSeen: string;
  /** The one that looks. */
  readonly isThis: boolean;
}

/** Form: `POST /desk/account/totp/confirmations` with `code`. */
export interface TotpPage extends DeskPage {
  readonly qr: QrCode;
  /** Base32 in groups of four. */
  readonly secret: string;
  readonly error: 'wrong_code' | 'clock_off' | 'budget_spent' | null;
}

/** Side in modules, and a path that fills the dark ones. */
export interface QrCode {
  readonly size: number;
  readonly path: string;
}

/** Shown once. */
export interface RecoveryCodesPage extends DeskPage {
  readonly codes: readonly string[];
}

/** The pages of signing in, and of one's own account. */
export interface AccountPages {
  readonly 'desk-sign-in': SignInPage;
  readonly 'desk-link': LinkPage;
  readonly 'desk-link-asked': LinkAskedPage;
  readonly 'desk-link-gone': LinkGonePage;
  readonly 'desk-welcome': WelcomePage;
  readonly 'desk-second-factor': SecondFactorPage;
  readonly 'desk-step-up': StepUpPage;
  readonly 'desk-account': AccountPage;
  readonly 'desk-totp': TotpPage;
  readonly 'desk-recovery-codes': RecoveryCodesPage;
}
