import type { EpochKeys } from '../envelope/ports.ts';
import type { Signer } from '../evidence/bundle/signer.ts';
import type { Database } from '../evidence/ports.ts';
import type { LogKeys } from '../evidence/sequencer/ports.ts';
import type { Blobs } from './ports.ts';

/** What every verb needs of the installation. */
export interface Context {
  readonly db: Database;
  readonly keys: EpochKeys;
  readonly blobs: Blobs;
  /** With which the log of events is signed. */
  readonly logKeys: LogKeys;
  readonly settings: Settings;
  /** The organisation's signature; where there is no key yet, one is made. Throws `Unavailable('keys')`. */
  readonly signer: () => Promise<Signer>;
  /** Tells this process's worker that a job was committed. */
  readonly wake: () => void;
}

export interface Settings {
  /** Random id of this installation: the actor of what Segl does by itself. */
  readonly installation: string;
  /** Public address without a trailing slash. */
  readonly url: string;
  readonly organisation: string;
  /** ISO 3166-1 alpha-2, for telephone numbers without `+`. */
  readonly country: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Envelope and header sender of what Segl itself mails. */
  readonly mailFrom: string;
  /** Domain of our own return addresses, in lower case; absent: what comes back goes to `mailFrom`. */
  readonly bounces: string | undefined;
  /** Days that a backup stays readable, after which what was destroyed is gone from it too. */
  readonly restoreDays: number;
  /** What people call the eID by which recipients open and sign; absent: they do neither by eID. */
  readonly eid?: string | undefined;
  /** An authority stamps the log (SEGL_TSA). */
  readonly isAnchored: boolean;
  /** Gets what no person can be told. */
  readonly complianceMail: string | undefined;
}
