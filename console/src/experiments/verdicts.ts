import type { Comparison, ExperimentResults } from '../api/types.ts';

export type Verdict = 'better' | 'worse' | 'open';

/** Whether the arms do not have the units that they should: then no difference between them means anything. */
export const isMismatch = ({ fixed, sequential, banner }: ExperimentResults): boolean =>
  (sequential ?? fixed)?.srm.mismatch ?? banner.startsWith('SAMPLE RATIO MISMATCH');

/** What an interval of the effect says of a metric whose goal is known: better or worse where all of it is on one side of nothing. */
export function verdictOf({ absolute }: Comparison, goal: 'increase' | 'decrease'): Verdict {
  const up = typeof absolute?.lower === 'number' && absolute.lower > 0;
  const down = typeof absolute?.upper === 'number' && absolute.upper < 0;
  if (!up && !down) return 'open';
  return up === (goal === 'increase') ? 'better' : 'worse';
}

/** The effect as it is drawn: as a share of the control, where there is one. */
export const drawnEffect = ({ relative, absolute }: Comparison) =>
  relative ? { effect: relative, isShare: true } : absolute ? { effect: absolute, isShare: false } : null;
