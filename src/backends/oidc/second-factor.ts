/** Values of `amr` that stand for something beyond a password (RFC 8176 §2), and what AD FS and Entra ID say for `mfa`. */
const factors: ReadonlySet<unknown> = new Set([
  'mfa',
  'mca',
  'otp',
  'hwk',
  'swk',
  'sc',
  'pop',
  'fido',
  'http://schemas.microsoft.com/claims/multipleauthn',
]);

/** Whether an ID token says that a second factor was used: by a method, or by one of the classes that were asked for. */
export function vouchesForSecondFactor(
  { amr, acr }: Readonly<Record<string, unknown>>,
  acrValues: readonly string[],
): boolean {
  const methods: readonly unknown[] = Array.isArray(amr) ? amr : [amr];
  return (
    methods.some((method) => factors.has(method)) || (typeof acr === 'string' && acrValues.includes(acr))
  );
}
