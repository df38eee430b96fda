import { expect, test } from 'vitest';
import type { ModelVersion } from '../../api/types.ts';
import { comparisonOf } from './gate.ts';

const version = (number: number, metrics: Record<string, number>, parent?: number) => ({ name: 'home-ranker', version: number, metrics, parent }) as unknown as ModelVersion;

test('A_paired_comparison_has_its_interval', () => {
  const ranker = version(2, { 'ndcg@10': 0.5, difference: 0.02, difference_low: -0.001, difference_high: 0.04 }, 1);
  expect(comparisonOf(ranker, [])).toEqual({ against: 1, difference: 0.02, low: -0.001, high: 0.04 });
});

test('The_first_version_was_compared_with_what_serves_without_a_model', () => {
  expect(comparisonOf(version(1, { difference: 0.02, difference_low: 0, difference_high: 0.04 }), [])).toMatchObject({ against: null });
});

test('Two_figures_have_a_difference_without_an_interval', () => {
  const before = version(1, { 'ndcg@10': 0.25 });
  expect(comparisonOf(version(2, { 'ndcg@10': 0.2 }, 1), [before])).toEqual({ against: 1, difference: expect.closeTo(-0.05) as number, low: null, high: null });
});

test('What_is_not_there_any_more_cannot_be_compared_with', () => {
  expect(comparisonOf(version(3, { 'ndcg@10': 0.2 }, 1), [])).toBeNull();
  expect(comparisonOf(version(1, { 'ndcg@10': 0.2 }), [])).toBeNull();
});
