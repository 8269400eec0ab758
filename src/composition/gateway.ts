import { resolve } from 'node:path';
import { gatewayCertificate } from '../backends/gateway-certificate.ts';
import type { Config } from '../config.ts';
import type { Context } from '../delivery/context.ts';
import { errorFacts, type Log } from './log.ts';

export interface RunningGateway {
  /** `host:port` as bound. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Starts the SMTP gateway. `undefined`: this process runs none, or the port that nobody chose belongs to another program,
 * which is said in the log.
 */
export async function startGateway(
  { smtp, roles, data, url, maxMegabytes }: Config,
  ctx: Context,
  log: Log,
): Promise<RunningGateway | undefined> {
  if (!smtp || !roles.has('smtp')) return undefined;
  const [{ smtpDoor }, tls] = await Promise.all([
    import('../doors/smtp/door.ts'),
    smtp.tls ?? gatewayCertificate(resolve(data, 'gateway'), url.hostname),
  ]);
  const door = smtpDoor({
    ctx,
    hostname: url.hostname,
    tls,
    maxBytes: maxMegabytes * 1024 * 1024,
    trusted: smtp.trusted,
    log: {
      mail: (facts) => log.info(facts, 'mail'),
      failure: (error) => log.error(errorFacts(error), 'mail not taken'),
    },
  });
  try {
    const port = await door.listen(smtp.port, smtp.host);
    return {
      address: `${smtp.host.includes(':') ? `[${smtp.host}]` : smtp.host}:${port}`,
      close: () => door.close(),
    };
  } catch (error) {
    await door.close();
    const { code } = error as NodeJS.ErrnoException;
    const where = `${smtp.host}:${smtp.port}`;
    if (code === 'EADDRINUSE' && smtp.isDefault) {
      log.warn(
        { where },
        'another program listens there: the SMTP gateway is off; set SEGL_SMTP to a free port',
      );
      return undefined;
    }
    throw new Error(
      code === 'EADDRINUSE'
        ? `Another program listens on ${where} already. Stop it, or set SEGL_SMTP to a free port, or to "off".`
        : `Cannot listen on ${where} (${code}). Set SEGL_SMTP to an address of this machine, or to "off".`,
      { cause: error },
    );
  }
}
