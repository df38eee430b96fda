import type { Estimate } from './Interval.tsx';

/** The same edges for all estimates of a table, wide enough for each and for the mark, so that their lengths can be compared. */
export function scaleOf(estimates: Estimate[], mark = 0): [number, number] {
  const ends = estimates.flatMap(({ value, low, high }) => [value, low, high].filter((end): end is number => typeof end === 'number'));
  const least = Math.min(mark, ...ends);
  const most = Math.max(mark, ...ends);
  const room = (most - least || 1) * 0.06;
  return [least - room, most + room];
}
