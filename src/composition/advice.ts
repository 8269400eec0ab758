import { X509Certificate } from 'node:crypto';
import { statSync } from 'node:fs';
import { type Config, isLoopbackHost } from '../config.ts';

export type Line = readonly [verdict: 'ok' | 'warn' | 'fail', sentence: string];

/** What to mind about settings that are right in themselves. */
export function adviceOn(config: Config): Line[] {
  const lines: Line[] = [];
  if (sharesDisk(config)) {
    lines.push([
      'warn',
      'Keys lie on the disk of the data: whoever takes that disk, or a backup of it, can read everything, also what ' +
        'was recalled. Set SEGL_KEYS.',
    ]);
  }
  if (!config.isLoopback && config.trustProxy === undefined) {
    lines.push([
      'warn',
      'SEGL_TRUST_PROXY is not set: behind a proxy, every client looks like the proxy, and shares its budgets.',
    ]);
  }
  if (config.mail !== 'outbox' && !config.dkim) {
    lines.push([
      'warn',
      'Notices leave without a DKIM signature, unless the mail server adds one: set SEGL_DKIM_*.',
    ]);
  }
  if (config.oidcStaff && !config.oidcStaff.scope.split(' ').includes('offline_access')) {
    lines.push([
      'warn',
      'SEGL_OIDC_STAFF does not ask for offline_access: whoever loses a role at the identity provider keeps a session ' +
        'here until it ends, for 12 hours at most.',
    ]);
  }
  lines.push(...evidenceAdvice(config), ...gatewayAdvice(config));
  return lines;
}

function evidenceAdvice({ evidence: { tsa, signing } }: Config): Line[] {
  const lines: Line[] = [];
  if (!tsa) {
    lines.push([
      'warn',
      'The log is anchored nowhere: it proves nothing against whoever runs this server. Set SEGL_TSA.',
    ]);
  }
  const ended = signing && new X509Certificate(signing.certificates[0]!).validToDate;
  if (!signing) {
    lines.push([
      'warn',
      'Evidence is signed with a certificate that Segl made itself, which nobody else vouches for: set ' +
        'SEGL_SIGN_CERT, or give its fingerprint to those who will check.',
    ]);
  } else if (ended && ended.getTime() <= Date.now()) {
    lines.push(['warn', `The certificate in SEGL_SIGN_CERT ended on ${day(ended)}: renew it.`]);
  }
  return lines;
}

const day = (time: Date): string => time.toISOString().slice(0, 10);

function gatewayAdvice({ smtp, bounces, mail, roles }: Config): Line[] {
  const lines: Line[] = [];
  if (smtp && roles.has('smtp')) {
    const ended = smtp.tls && new X509Certificate(smtp.tls.cert).validToDate;
    if (ended && ended.getTime() <= Date.now()) {
      lines.push(['warn', `The certificate in SEGL_SMTP_TLS_CERT ended on ${day(ended)}: renew it.`]);
    }
    if (!smtp.tls && !isLoopbackHost(smtp.host)) {
      lines.push([
        'warn',
        'The gateway shows a certificate that it signed itself, which senders cannot verify: set ' +
          'SEGL_SMTP_TLS_CERT and SEGL_SMTP_TLS_KEY.',
      ]);
    }
  }
  if (mail !== 'outbox' && !bounces) {
    lines.push([
      'warn',
      'SEGL_BOUNCES is not set: a notice that bounces after the mail server took it is not seen to bounce.',
    ]);
  }
  return lines;
}

function sharesDisk({ keysFolder, data }: Config): boolean {
  const [keys, rest] = [keysFolder, data].map((folder) => statSync(folder, { throwIfNoEntry: false }));
  return keys && rest ? keys.dev === rest.dev : keysFolder.startsWith(data);
}
