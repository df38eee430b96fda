import { expect, test } from 'vitest';
import { drawsOf } from './draws.ts';

const take = (text: string, count: number) => Array.from({ length: count }, drawsOf(text));

test('The_same_text_always_gives_the_same_numbers', () => {
  expect(take('Heat', 50)).toEqual(take('Heat', 50));
  expect(take('Heat', 5)).not.toEqual(take('Ronin', 5));
});

test('The_numbers_are_spread_over_the_whole_of_zero_to_one', () => {
  const numbers = take('Casablanca', 10_000);
  const tenths = Array.from({ length: 10 }, (_, i) => numbers.filter((n) => Math.floor(n * 10) === i).length);
  expect(Math.min(...tenths)).toBeGreaterThan(900);
  expect(Math.max(...tenths)).toBeLessThan(1100);
});
