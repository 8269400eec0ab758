export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps:`), rather than by STARTTLS. */
  readonly implicitTls: boolean;
  readonly credentials?: { readonly user: string; readonly pass: string };
}

const refuse = (why: string): never => {
  throw new RangeError(
    `The mail server's address ${why}. It looks like smtp://user:password@mail.example.org:587 or smtps://mail.example.org.`,
  );
};

/** Reads the address of a mail server. Its errors never repeat the address, which may hold a password. */
export function parseSmtpUrl(text: string): SmtpServer {
  const url = URL.canParse(text) ? new URL(text) : refuse('cannot be read');
  const implicitTls = url.protocol === 'smtps:';
  if (!implicitTls && url.protocol !== 'smtp:') refuse('does not begin with smtp: or smtps:');
  if (!url.hostname) refuse('names no host');
  if (url.search || url.hash || !['', '/'].includes(url.pathname)) refuse('has something after the host');
  if (!!url.username !== !!url.password)
    refuse('has a user without a password, or a password without a user');
  const usual = implicitTls ? 465 : url.username ? 587 : 25;
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : usual,
    implicitTls,
    ...(url.username ? { credentials: { user: decoded(url.username), pass: decoded(url.password) } } : {}),
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return refuse('has a % that is not followed by two hexadecimal digits');
  }
}
