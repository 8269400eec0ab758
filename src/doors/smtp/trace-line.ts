import type { SMTPServerSession } from 'smtp-server';

/** The Received field of a mail that is passed on (RFC 5321 §4.4). It names no recipient. */
export function traceLine(
  session: SMTPServerSession,
  hostname: string,
  message: string,
  now = new Date(),
): string {
  const literal = session.remoteAddress.includes(':')
    ? `IPv6:${session.remoteAddress}`
    : session.remoteAddress;
  const helo = String(session.hostNameAppearsAs || 'unknown').replace(/[^\w.:[\]-]/g, '?');
  return `Received: from ${helo} ([${literal}])\r\n by ${hostname} with ${session.transmissionType} id ${message};\r\n ${now.toUTCString().replace('GMT', '+0000')}\r\n`;
}
