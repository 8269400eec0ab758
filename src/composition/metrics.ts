import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { JobCounts } from '../backends/postgres/jobs/count.ts';
import type { AnchorState } from '../desk/log/anchor-state.ts';
import type { WebLog } from '../doors/web/options.ts';
import type { LogFigures } from '../evidence/sequencer/log-figures.ts';

/** Figures for Prometheus, without a word about anybody: counts, times and sizes. */
export function openMetrics(
  stats: () => Promise<JobCounts>,
  anchor: () => Promise<AnchorState>,
  logFigures: () => Promise<LogFigures>,
) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'segl_' });
  const requests = new Histogram({
    name: 'segl_http_request_seconds',
    help: 'Time of HTTP requests by route pattern and status class',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  new Gauge({
    name: 'segl_jobs',
    help: 'Jobs by state; dead ones wait for a person',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const counts = await stats().catch(() => undefined);
      if (!counts) return this.reset();
      for (const state of ['ready', 'running', 'dead'] as const) this.set({ state }, counts[state]);
      oldest.set(counts.oldestReadySeconds);
    },
  });
  new Gauge({
    name: 'segl_log_unstamped_seconds',
    help: 'Since when the oldest entry of the log waits for a timestamp of an authority outside; 0: none waits',
    registers: [registry],
    async collect() {
      const state = await anchor().catch(() => undefined);
      if (!state) return this.reset();
      this.set(state.unstampedSeconds);
      clockOff.set(state.clockOffSeconds);
    },
  });
  const clockOff = new Gauge({
    name: 'segl_clock_off_seconds',
    help: "By how much this clock was ahead of the timestamp authority's when it last answered",
    registers: [registry],
  });
  const oldest = new Gauge({
    name: 'segl_jobs_oldest_ready_seconds',
    help: 'Age of the oldest job that waits to be worked off',
    registers: [registry],
  });
  measureLog(registry, logFigures);
  return {
    contentType: registry.contentType,
    read: () => registry.metrics(),
    observe({ method, route, status, ms }: Parameters<WebLog['request']>[0]) {
      requests.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, ms / 1000);
    },
  };
}

function measureLog(registry: Registry, figures: () => Promise<LogFigures>): void {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
  const waiting = gauge(
    'segl_log_waiting',
    'Events that the log has not taken up yet, counted up to 100,000',
  );
  const oldest = gauge(
    'segl_log_oldest_waiting_seconds',
    'Age of the event that waits for the log at the front',
  );
  const closed = gauge('segl_log_closed', '1: the log takes nothing up until somebody has looked');
  const findings = gauge('segl_log_findings', 'What the last replay of the whole log found wrong');
  new Gauge({
    name: 'segl_log_size',
    help: 'Entries in the signed tree',
    registers: [registry],
    async collect() {
      const now = await figures().catch(() => undefined);
      if (!now) return [this, waiting, oldest, closed, findings].forEach((each) => each.reset());
      this.set(now.size);
      waiting.set(now.waiting);
      oldest.set(now.oldestWaitingSeconds);
      closed.set(now.isClosed ? 1 : 0);
      findings.set(now.findings);
    },
  });
}
