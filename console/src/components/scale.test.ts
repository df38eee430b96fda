import { expect, test } from 'vitest';
import { scaleOf } from './scale.ts';

test('The_scale_holds_every_end_and_the_mark', () => {
  const [from, to] = scaleOf([{ value: 0.2, low: 0.1, high: 0.3 }, { value: 0.5, low: null, high: 0.9 }], 0);
  expect(from).toBeLessThan(0);
  expect(to).toBeGreaterThan(0.9);
});

test('A_scale_of_nothing_still_has_a_width', () => {
  const [from, to] = scaleOf([], 0);
  expect(to).toBeGreaterThan(from);
});
