import type { Bar, ChartView } from '../../../../views/models/evidence.ts';
import type { ChartPeriod, EvidenceChart } from '../../../desk/evidence/chart.ts';

/** Both axes of a drawing are so long. */
const axis = 1000;
const kinds = ['sent', 'received', 'opened'] as const;

/** A chart's numbers with the bars that show them. */
export function chartView(
  { from, to }: ChartPeriod,
  problem: ChartView['problem'],
  { step, buckets, spans }: EvidenceChart,
): ChartView {
  const counts = Object.entries(spans).map(([span, count]) => ({ span: span as keyof typeof spans, count }));
  const highest = Math.max(0, ...buckets.flatMap((bucket) => kinds.map((kind) => bucket[kind])));
  const highestSpan = Math.max(0, ...counts.map(({ count }) => count));
  return {
    from,
    to,
    problem,
    step,
    buckets,
    spans: counts,
    timeBars: buckets.flatMap((bucket, at) =>
      kinds.map((kind, slot) =>
        bar(kind, bucket[kind] / (highest || 1), at / buckets.length, slot / 3, buckets.length, 3),
      ),
    ),
    spanBars: counts.map(({ count }, at) =>
      bar('opened', count / (highestSpan || 1), at / counts.length, 0, counts.length, 1),
    ),
    highest,
    highestSpan,
  };
}

/** One of `bars` bars that share one of `groups` places; nine tenths of the place are filled. */
function bar(
  kind: Bar['kind'],
  share: number,
  group: number,
  slot: number,
  groups: number,
  bars: number,
): Bar {
  const place = (axis / groups) * 0.9;
  const height = share * axis;
  return {
    kind,
    x: rounded(group * axis + axis / groups / 20 + slot * place),
    y: rounded(axis - height),
    width: rounded((place / bars) * 0.9),
    height: rounded(height),
  };
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
