import { expect, test } from 'vitest';
import type { Comparison, ExperimentResults } from '../api/types.ts';
import { drawnEffect, isMismatch, verdictOf } from './verdicts.ts';

const effect = (lower: number | null, upper: number | null) => ({ absolute: { estimate: 0, standard_error: 1, lower, upper, p_value: 0.5 } }) as Comparison;

test.for([
  [0.1, 0.2, 'increase', 'better'],
  [0.1, 0.2, 'decrease', 'worse'],
  [-0.2, -0.1, 'increase', 'worse'],
  [-0.2, -0.1, 'decrease', 'better'],
  [-0.1, 0.1, 'increase', 'open'],
  [0, 0.1, 'increase', 'open'],
  [null, null, 'increase', 'open'],
  [0.1, null, 'increase', 'better'],
] as const)('An_interval_from_%s_to_%s_of_what_shall_%s_is_%s', ([lower, upper, goal, verdict]) => {
  expect(verdictOf(effect(lower, upper), goal)).toBe(verdict);
});

test('No_effect_is_no_verdict', () => {
  expect(verdictOf({} as Comparison, 'increase')).toBe('open');
  expect(drawnEffect({} as Comparison)).toBeNull();
});

test('A_mismatch_is_known_by_the_check_and_without_metrics_by_the_words', () => {
  const banner = 'SAMPLE RATIO MISMATCH, p = 1.0e-9: the arms are not what they should be, and nothing below can be trusted.';
  expect(isMismatch({ banner } as ExperimentResults)).toBe(true);
  expect(isMismatch({ banner: 'sample ratio as expected, p = 0.734' } as ExperimentResults)).toBe(false);
  expect(isMismatch({ banner: '', sequential: { srm: { mismatch: true } } } as ExperimentResults)).toBe(true);
});
