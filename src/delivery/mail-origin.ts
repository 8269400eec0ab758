/** How a message came as a mail. */
export interface MailOrigin {
  /** Its Message-ID without angle brackets. */
  readonly id: string | null;
  /** Names what was sent: the same from the same system within 24 hours is the same message. Absent: never the same. */
  readonly once?: string | undefined;
  /** Those to whom it is passed on as it came; its bytes are staged as `rawPart`. */
  readonly passOn: readonly RelayDraft[];
}

/** One recipient of a mail that is passed on, and how the next server is to be asked (RFC 5321, RFC 3461). */
export interface RelayDraft {
  readonly email: string;
  readonly envelope: RelayEnvelope;
}

export interface RelayEnvelope {
  /** '' is the null sender. */
  readonly from: string;
  readonly notify?: readonly string[] | undefined;
  readonly orcpt?: string | undefined;
  readonly ret?: string | undefined;
  readonly envid?: string | undefined;
}
