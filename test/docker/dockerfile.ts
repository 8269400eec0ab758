/** The instructions of a Dockerfile, in order, continued lines joined. */
export function readInstructions(text: string): { name: string; rest: string }[] {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name, rest] = line.match(/^(\S+)\s+(.*)$/)!;
      return { name: name!, rest: rest! };
    });
}

/** Whether a path at the top of the build context is sent: the last pattern that fits decides. */
export function isSent(ignore: string, path: string): boolean {
  let sent = true;
  for (const line of ignore.split('\n').filter((each) => each && !each.startsWith('#'))) {
    const pattern = line.replace(/^!/, '');
    if (pattern === '*' || pattern === path) sent = line.startsWith('!');
  }
  return sent;
}
