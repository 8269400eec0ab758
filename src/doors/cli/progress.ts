import type { Io } from './verb.ts';

/** Tells each percent of an upload once, where somebody watches. */
export function progressOf({ progress = terminal() }: Io): (sent: number, all: number) => void {
  let shown = -1;
  return (sent, all) => {
    const percent = Math.floor((sent / all) * 100);
    if (!progress || percent === shown) return;
    shown = percent;
    progress(`${percent} % of ${Math.ceil(all / 1024 / 1024)} MiB sent`);
  };
}

/** One line on standard error that is written over, and left standing at the end. */
function terminal(): ((line: string) => void) | undefined {
  const { stderr } = process;
  if (!stderr.isTTY) return undefined;
  return (line) => stderr.write(`\r${line}${line.startsWith('100 ') ? '\n' : ''}`);
}
