/** Told to a process by `--import`: at its end it says on its standard error how much memory it has had, in KB. */
process.on('exit', () => process.stderr.write(`peak ${process.resourceUsage().maxRSS}\n`));
