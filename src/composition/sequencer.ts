import { type Sequencer, startSequencer, type Trouble } from '../evidence/sequencer/start-sequencer.ts';
import { startChecks } from '../evidence/sequencer/start-checks.ts';
import type { Context } from '../delivery/context.ts';
import { errorFacts, type Log } from './log.ts';

/** The first log's name: the host that people know, and the path below which the log is served. */
export const originOf = (url: string): string => `${new URL(url).host}/log`;

/** Grows the log of this installation and replays it now and then; says in the process's log where something is wrong. */
export function runSequencer({ db, logKeys: keys, settings }: Context, log: Log): Sequencer {
  const sequencer = startSequencer({
    db,
    keys,
    origin: originOf(settings.url),
    installation: settings.installation,
    onTrouble: (trouble) => tell(log, trouble),
  });
  const checks = startChecks({
    db,
    keys,
    onChecked: ({ size, count, findings }) => {
      if (count === 0) return log.info({ size }, 'the log of events was replayed');
      const codes = [...new Set(findings.map(({ code }) => code))];
      log.error({ size, count, codes }, 'the log of events does not fit: "segl doctor" says where');
    },
    onFailure: (error) => log.warn(errorFacts(error), 'the log of events could not be replayed'),
  });
  return {
    wake: () => sequencer.wake(),
    stop: async () => void (await Promise.all([sequencer.stop(), checks.stop()])),
  };
}

function tell(log: Log, trouble: Trouble | null): void {
  if (trouble === null) return log.info('the log of events grows again');
  switch (trouble.kind) {
    case 'closed':
      return log.error('the log of events is closed: "segl doctor" says why');
    case 'failed':
      return log.error(errorFacts(trouble.error), 'events wait to be taken up by the log');
    case 'not_remembered':
      return log.warn(errorFacts(trouble.error), 'the newest checkpoint was not kept beside the keys');
  }
}
