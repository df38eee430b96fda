import type { ModelVersion } from '../../api/types.ts';

/** The metric that gates compare by. */
export const gateMetric = 'ndcg@10';

/** What a version was compared with before it went live. */
export interface Comparison {
  /** The version, null for what serves without a model. */
  against: number | null;
  difference: number;
  low: number | null;
  high: number | null;
}

/**
 * A comparison person by person has its difference and interval among the metrics; where a gate looked at two figures only,
 * the difference is that of the figures. Null where nothing was there to compare with.
 */
export function comparisonOf(version: ModelVersion, all: ModelVersion[]): Comparison | null {
  const { metrics, parent } = version;
  const { difference, difference_low: low, difference_high: high } = metrics;
  if (difference !== undefined) return { against: parent ?? null, difference, low: low ?? null, high: high ?? null };
  const before = all.find((one) => one.name === version.name && one.version === parent)?.metrics[gateMetric];
  const own = metrics[gateMetric];
  if (parent == null || before === undefined || own === undefined) return null;
  return { against: parent, difference: own - before, low: null, high: null };
}
