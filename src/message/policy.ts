/** What the organisation decided about sending. */
export interface Policy {
  readonly gateway: GatewayPolicy;
}

/** Which mails that come by SMTP are sealed: all of them, or those that a rule names; the others are passed on. */
export type GatewayPolicy =
  { readonly secure: 'all' } | { readonly secure: 'by_rule'; readonly rules: readonly SecureRule[] };

export type SecureRule =
  /** Stands anywhere in the subject, as `[sikker]`; an instruction, so it is taken out. */
  | { readonly subjectTag: string }
  /** The field is there or, with `equals`, has this value. */
  | { readonly header: string; readonly equals?: string }
  /** A value of `Sensitivity` (RFC 4021), or the name or GUID of a label in Microsoft's `msip_labels`. */
  | { readonly sensitivityLabel: string }
  /** `example.dk` for that domain alone, `*.example.dk` for every domain below it; decided for each recipient. */
  | { readonly recipientDomain: string };

/** What holds until somebody decides otherwise. */
export const defaultPolicy: Policy = { gateway: { secure: 'all' } };
