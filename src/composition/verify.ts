import { logFolder } from '../backends/log-files/folder.ts';
import { logServer } from '../backends/log-files/server.ts';
import { readClientConfig } from '../config.ts';
import { verify } from '../doors/cli/verify.ts';

/** `segl verify`, over files and servers. Settings are read for the one that asks a server, so that no other fails for them. */
export async function verifyVerb(args: string[]): Promise<number> {
  const asksServer = args.some((arg) => arg === '--log' || arg.startsWith('--log='));
  const { url, token } = asksServer
    ? readClientConfig()
    : { url: new URL('http://localhost'), token: undefined };
  const verb = verify({
    folder: logFolder,
    server: (address, secret) => logServer(address, secret === undefined ? {} : { token: secret }),
  });
  return verb.run(args, { url: url.origin, token, out: console.log, err: console.error });
}
