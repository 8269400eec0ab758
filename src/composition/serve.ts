import { createServer, type Server } from 'node:http';
import { openBell } from '../backends/postgres/jobs/bell.ts';
import { openDatabase } from '../backends/postgres/database.ts';
import { countJobs } from '../backends/postgres/jobs/count.ts';
import { startWorker, type Worker } from '../backends/postgres/jobs/worker.ts';
import type { Config } from '../config.ts';
import { DownloadLeases } from '../delivery/download-leases.ts';
import type { RecipientEid } from '../delivery/eid/eid-provider.ts';
import type { StaffIdentity } from '../desk/account/identity-provider.ts';
import { anchorState } from '../desk/log/anchor-state.ts';
import { firstAdministratorPath } from '../desk/account/welcome.ts';
import { readLogFigures } from '../evidence/sequencer/log-figures.ts';
import { restDoor } from '../doors/rest/door.ts';
import { webDoor } from '../doors/web/door.ts';
import { startGateway } from './gateway.ts';
import { type Installation, openInstallation } from './installation.ts';
import { type StartingDatabase, startDatabase } from './start-database.ts';
import { jobKinds } from './job-kinds.ts';
import { type Log, webLog } from './log.ts';
import { openMetrics } from './metrics.ts';
import { runSequencer } from './sequencer.ts';
import { thaw } from './thaw.ts';

export interface Running {
  /** Where the page is on this machine, as bound: with the real port where 0 was asked for. */
  readonly address: string;
  /** Where the SMTP gateway listens, as host:port; absent: it does not. */
  readonly gateway: string | undefined;
  /** Path of the first administrator's link, while nobody can sign in. */
  readonly welcome: string | undefined;
  readonly hasOutbox: boolean;
  /** Finishes what was accepted, within ten seconds. */
  stop(): Promise<void>;
}

/** Starts the roles of this process. */
export async function serve(
  config: Config,
  log: Log,
  starting: StartingDatabase = startDatabase(config),
): Promise<Running> {
  const installation = await openInstallation(config, () => starting.wake(), starting.database);
  /** Doors and worker let go at once and side by side; what they stand on comes after them. */
  const roles: (() => Promise<void>)[] = [];
  const ground: (() => Promise<void>)[] = [() => installation.close()];
  const stop = async () => {
    await Promise.all(roles.splice(0).map((close) => close()));
    for (const close of ground.splice(0).reverse()) await close();
  };
  try {
    const { ctx } = installation;
    let isFrozen = true;
    const identity = staffIdentity(installation, log);
    const bell = openBell(installation.databaseSettings);
    ground.push(() => bell.close());
    starting.wake = () => bell.ring();
    let address = '';
    if (config.roles.has('web')) {
      // Of their own: behind a crowd of other statements, the answer that lets downloads go on could come too late.
      const watching = openDatabase(installation.databaseSettings, { connections: 1 });
      ground.push(() => watching.close());
      const leases = new DownloadLeases(watching);
      const eid = recipientEid(config, installation, log);
      const app = webServer(config, installation, { identity, eid, leases, log, isFrozen: () => isFrozen });
      const { server, url } = await listen(config, app);
      roles.push(() => closeServer(server));
      address = url;
    }
    // The page answers from now on, that it must wait. What sends by itself, or takes mails, is not there yet.
    await thaw(ctx, log);
    isFrozen = false;
    if (config.roles.has('worker')) {
      const worker: Worker = startWorker({
        database: ctx.db,
        kinds: jobKinds(installation, identity),
        bell,
        onFailure: (failure) => log.warn(failure, 'job not done'),
      });
      const sequencer = runSequencer(ctx, log);
      roles.push(() => worker.stop(5).then(() => sequencer.stop()));
      starting.wake = () => {
        worker.wake();
        bell.ring();
      };
    }
    // After the page, which people wait for: it is as much code again.
    const gateway = await startGateway(config, ctx, log);
    if (gateway) roles.push(() => gateway.close());
    const welcome = config.roles.has('web') ? await firstAdministratorPath(ctx) : undefined;
    return {
      address,
      gateway: gateway?.address,
      welcome,
      hasOutbox: installation.outbox !== undefined && config.isLoopback,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface WebParts {
  readonly identity: StaffIdentity | undefined;
  readonly eid: RecipientEid | undefined;
  readonly leases: DownloadLeases;
  readonly log: Log;
  readonly isFrozen: () => boolean;
}

function webServer(
  config: Config,
  installation: Installation,
  { identity, eid, leases, log, isFrozen }: WebParts,
): Server {
  const { ctx, unready, outbox, provider } = installation;
  const metrics = openMetrics(
    () => countJobs(ctx.db),
    () => anchorState(ctx),
    () => readLogFigures(ctx.db),
  );
  const lines = webLog(log);
  const app = webDoor({
    ctx,
    leases,
    trustProxy: config.trustProxy,
    isLoopback: config.isLoopback,
    rest: restDoor(ctx, {
      maxJsonMegabytes: config.maxMegabytes,
      isFrozen,
      onFailure: (error, reference) => lines.failure({ reference, route: '/api/v1', error }),
    }),
    unready: async () => {
      const missing = await unready();
      return isFrozen() && missing.length === 0 ? ['tombstones'] : missing;
    },
    isFrozen,
    metrics,
    outbox,
    provider,
    identity,
    eid,
    log: {
      failure: lines.failure,
      request: (facts) => {
        metrics.observe(facts);
        lines.request(facts);
      },
    },
  });
  // Slow uploads are legitimate; the doors hold them to a least rate of their own.
  return createServer({ requestTimeout: 0, headersTimeout: 30_000, keepAliveTimeout: 65_000 }, app);
}

const staffIdentity = ({ identityProvider: provider }: Installation, log: Log): StaffIdentity | undefined =>
  provider && { provider, log: (facts, what) => log.warn(facts, what) };

const recipientEid = (
  { oidcEid: settings }: Config,
  { eidProvider: provider }: Installation,
  log: Log,
): RecipientEid | undefined =>
  settings && provider && { provider, claim: settings.claim, log: (facts, what) => log.warn(facts, what) };

async function listen({ http }: Config, server: Server): Promise<{ server: Server; url: string }> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const where = `${http.host}:${http.port}`;
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(
              `Another program listens on ${where} already. Stop it, or set SEGL_HTTP to a free port.`,
            )
          : new Error(
              `Cannot listen on ${where} (${error.code}). Set SEGL_HTTP to an address of this machine.`,
            ),
      );
    });
    server.listen(http.port, http.host, resolve);
  });
  const bound = server.address();
  const port = typeof bound === 'object' && bound ? bound.port : http.port;
  return { server, url: `http://${http.host.includes(':') ? `[${http.host}]` : http.host}:${port}` };
}

/** Takes no new connection, lets running requests end for a few seconds, then cuts what is left. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), 3_000);
  await closed;
  clearTimeout(cut);
}
