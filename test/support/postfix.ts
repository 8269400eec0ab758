import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './app.ts';
import { until } from './process.ts';

const run = promisify(execFile);

export interface Postfix {
  readonly port: number;
  /** Mails in its queue, once its queue manager has looked at each. */
  queued(): Promise<number>;
  /** Makes what is held ready to leave; `send` then lets it go. */
  release(): Promise<void>;
  send(): Promise<void>;
  stop(): Promise<void>;
}

/** A sentence where Postfix cannot be measured here. */
export function whyNoPostfix(): string | undefined {
  const found = ['postconf', 'smtp-source', 'smtp-sink'].every(
    (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0,
  );
  if (!found)
    return 'Postfix is not installed: apt-get install postfix, whose smtp-source and smtp-sink are the load';
  return process.getuid?.() === 0 ? undefined : 'Postfix is not measured: only root can start it';
}

/**
 * What becomes of a mail in the queue. `defers`: the queue manager takes it up at once, as in daily work, and puts it
 * off, for its transport does not run. `holds`: the queue manager is not told of it, which is the least that Postfix can
 * do with a mail. `relays`: it goes on to the next server at once, over TLS.
 */
export type QueueMode = 'defers' | 'holds' | 'relays';

const modes: Record<QueueMode, string> = {
  defers: 'defer_transports = smtp',
  holds: 'smtpd_client_restrictions = check_client_access static:HOLD',
  relays: 'smtp_tls_security_level = encrypt',
};

/**
 * Postfix with Debian's defaults on a queue, a configuration and a port of its own, taking mail from this machine. What
 * would hold a fast sender back on purpose is off (`in_flow_delay`, the limit of connections), and nothing deferred comes
 * up again while we measure.
 */
export async function startPostfix(folder: string, relayPort: number, mode: QueueMode): Promise<Postfix> {
  const port = await freePort();
  const [config, queue, data] = ['conf', 'queue', 'data'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  makeFolders(folder, config, queue, data);
  writeFileSync(join(config, 'main.cf'), mainSettings(queue, data, relayPort, mode));
  writeFileSync(join(config, 'master.cf'), services(port));

  const program = join(setting('daemon_directory'), 'master');
  // A process group of its own: its end takes all of its processes along.
  const master = spawn(program, ['-c', config, '-d'], {
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = once(master, 'exit');
  const end = () => master.kill('SIGTERM');
  process.once('exit', end);
  await listens(port);

  const command = (name: string, ...args: string[]) => run(name, ['-c', config, ...args]);
  return {
    port,
    async queued() {
      await until('through its queue', 60, async () => countFiles(queue, 'incoming', 'active') === 0);
      return countFiles(queue, 'deferred', 'hold');
    },
    release: async () => void (await command('postsuper', '-H', 'ALL')),
    send: async () => void (await command('postqueue', '-f')),
    async stop() {
      process.off('exit', end);
      end();
      await ended;
    },
  };
}

const setting = (name: string): string =>
  spawnSync('postconf', ['-dh', name], { encoding: 'utf8' }).stdout.trim();

const idOf = (flag: '-u' | '-g', name: string): number =>
  Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout);

/** The queue as Postfix wants it: its own account's, and only the way to it open to others. */
function makeFolders(folder: string, config: string, queue: string, data: string): void {
  const [uid, gid] = [idOf('-u', 'postfix'), idOf('-g', 'postfix')];
  for (const each of [folder, config, queue, data]) {
    mkdirSync(each, { recursive: true });
    chmodSync(each, 0o755);
  }
  chownSync(data, uid, gid);
  for (const name of queueFolders) {
    mkdirSync(join(queue, name), { mode: 0o700 });
    chownSync(join(queue, name), uid, gid);
  }
  mkdirSync(join(queue, 'pid'));
}

const queueFolders = [
  ...['incoming', 'active', 'deferred', 'hold', 'corrupt', 'saved'],
  ...['bounce', 'defer', 'flush', 'trace', 'maildrop', 'private', 'public'],
];

const countFiles = (queue: string, ...names: string[]): number =>
  names
    .flatMap((name) => readdirSync(join(queue, name), { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile()).length;

const mainSettings = (queue: string, data: string, relayPort: number, mode: QueueMode): string => `
compatibility_level = 3.6
queue_directory = ${queue}
data_directory = ${data}
myhostname = bench.example.dk
mydestination =
alias_maps =
inet_interfaces = loopback-only
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
relayhost = [127.0.0.1]:${relayPort}
smtpd_relay_restrictions = permit_mynetworks, defer_unauth_destination
${modes[mode]}
smtpd_client_connection_count_limit = 0
in_flow_delay = 0
queue_run_delay = 1h
minimal_backoff_time = 1h
maximal_backoff_time = 1h
`;

const services = (port: number): string => `
127.0.0.1:${port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
tlsmgr unix - - n 1000? 1 tlsmgr
scache unix - - n - 1 scache
showq unix n - n - - showq
`;

const listens = (port: number): Promise<void> =>
  until('listening', 20, async () => {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect');
      return true;
    } catch {
      return false;
    } finally {
      socket.destroy();
    }
  });
