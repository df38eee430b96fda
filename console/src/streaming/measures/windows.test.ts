import { expect, test } from 'vitest';
import { weeksBefore } from './windows.ts';

test('Weeks_follow_each_other_without_a_gap_up_to_the_moment', () => {
  const weeks = weeksBefore(new Date('2026-03-04T20:00:00Z'), 3);
  expect(weeks.map(({ from }) => from.toISOString())).toEqual(['2026-02-11T20:00:00.000Z', '2026-02-18T20:00:00.000Z', '2026-02-25T20:00:00.000Z']);
  expect(weeks.slice(1).map(({ from }) => from)).toEqual(weeks.slice(0, -1).map(({ to }) => to));
  expect(weeks.at(-1)?.to.toISOString()).toBe('2026-03-04T20:00:00.000Z');
});
