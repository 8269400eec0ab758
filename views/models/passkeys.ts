import type { RefusalCode } from '../../src/message/refusals.ts';
import type { DeskPage } from './desk.ts';

export interface PasskeyView {
  /** Credential id, base64url. */
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  /** Kept by a password manager, and so on more than one device. */
  readonly backedUp: boolean;
}

/** The part `account/passkeys`: somebody's passkeys, and a form for one more. */
export interface PasskeysPart {
  readonly passkeys: readonly PasskeyView[];
}

/** The parts `account/passkey-second-factor` and `account/passkey-step-up`. */
export interface PasskeyProofPart {
  /** Where to go on; null: to the messages. */
  readonly next: string | null;
}

/** Forms: `POST /desk/passkeys/{id}/renamings` with `name`, `POST /desk/passkeys/{id}/removals` without fields. */
export interface PasskeyPage extends DeskPage {
  readonly passkey: PasskeyView;
  /** What stands in the field for its name. */
  readonly typed: string;
  readonly error: RefusalCode | null;
}

export interface PasskeysPages {
  readonly 'desk-passkey': PasskeyPage;
}
