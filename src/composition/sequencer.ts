import { type Sequencer, startSequencer, type Trouble } from '../evidence/sequencer/start-sequencer.ts';
import type { Context } from '../delivery/context.ts';
import { errorFacts, type Log } from './log.ts';

/** The first log's name: the host that people know, and the path below which the log is served. */
export const originOf = (url: string): string => `${new URL(url).host}/log`;

/** Grows the log of this installation, and says in the process's log where it cannot. */
export function runSequencer({ db, logKeys, settings }: Context, log: Log): Sequencer {
  return startSequencer({
    db,
    keys: logKeys,
    origin: originOf(settings.url),
    installation: settings.installation,
    onTrouble: (trouble) => tell(log, trouble),
  });
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
