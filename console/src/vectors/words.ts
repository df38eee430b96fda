import type { RecallReport, VectorExplain, VectorField } from '../api/types.ts';
import type { Language } from '../language/language.ts';

type Words = Pick<Language, 't' | 'format'>;

const strategy = ({ t }: Words, name: string) => t.vectors.strategies[name] ?? name;

/** How a search was done: "graph, 1,043 compared, 30 read again, 0.20 ms; 12,000 of 100,000 records pass the filter". */
export function explained(words: Words, explain: VectorExplain, filtered: boolean): string {
  const { t, format } = words;
  const parts = [strategy(words, explain.strategy), t.vectors.compared(format.whole(explain.compared))];
  if (explain.rescored > 0) parts.push(t.vectors.rescored(format.whole(explain.rescored)));
  if (explain.unindexed > 0) parts.push(t.vectors.unindexed(format.whole(explain.unindexed)));
  parts.push(format.milliseconds(explain.elapsed_ms));
  const how = parts.join(', ');
  if (!filtered) return how;
  const passing = explain.passing_is_estimate ? t.vectors.passingEstimate : t.vectors.passing;
  return `${how}; ${passing(format.whole(explain.passing), format.whole(explain.records))}`;
}

/** The share of the nearest that an index should find before it is taken for good enough. */
export const goodRecall = 0.95;

/** What to choose after a measurement: the smallest ef that finds enough. */
export function advice({ t, format }: Words, report: RecallReport): string {
  const words = t.vectors.advice;
  if (report.queries === 0) return words.none;
  const enough = report.points.find((point) => point.recall >= goodRecall);
  if (!enough) return words.larger(format.percent(goodRecall), format.milliseconds(report.exact_ms));
  const recall = format.percent(enough.recall);
  const ef = format.whole(enough.ef);
  return enough.mean_ms > 0 && report.exact_ms > enough.mean_ms
    ? words.faster(ef, recall, format.rating(report.exact_ms / enough.mean_ms))
    : words.same(ef, recall);
}

/** A vector field in a few words: "plot (384, cosine)". */
export function shape({ format }: Words, { name, kind, dimension, metric }: VectorField): string {
  const size = kind === 'sparse' ? 'sparse' : kind === 'bits' ? `bits ${format.whole(dimension ?? 0)}` : format.whole(dimension ?? 0);
  return `${name} (${[size, metric].filter(Boolean).join(', ')})`;
}

/** Payload as it is shown in a line. */
export function payloadLine(payload: unknown): string {
  return Object.entries((payload ?? {}) as Record<string, unknown>)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ');
}
