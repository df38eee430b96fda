import { expect, test } from 'vitest';
import { Format } from './format.ts';

const en = new Format('en-GB');
const pt = new Format('pt-BR');
const now = new Date('2026-03-04T20:00:00Z');
const before = (seconds: number) => new Date(now.getTime() - seconds * 1000);

test('Numbers_follow_the_language', () => {
  expect(en.whole(100_004)).toBe('100,004');
  expect(pt.whole(100_004)).toBe('100.004');
  expect(pt.score(0.8714)).toBe('0,871');
});

test.for([
  [0.0512, '0.05'],
  [6.4, '6.40'],
  [42.25, '42.3'],
  [1234.5, '1,235'],
] as const)('A_measure_of_%d_keeps_the_digits_that_matter', ([value, shown]) => {
  expect(en.measure(value)).toBe(shown);
});

test.for([
  [0, 'now'],
  [59, '59 seconds ago'],
  [60, '1 minute ago'],
  [7200, '2 hours ago'],
  [86_400, 'yesterday'],
  [400 * 86_400, 'last year'],
] as const)('%d_seconds_ago_is_said_in_the_largest_unit_that_fits', ([seconds, shown]) => {
  expect(en.ago(before(seconds), now)).toBe(shown);
});

test.for([
  [0, '0 secs'],
  [59.9, '59 secs'],
  [61, '1 min 1 sec'],
  [3 * 3600, '3 hrs 0 mins'],
  [90_000, '1 day 1 hr'],
] as const)('A_duration_of_%d_seconds_has_its_two_largest_units', ([seconds, shown]) => {
  expect(en.duration(seconds)).toBe(shown);
});

test.for([
  [0, '0 byte'],
  [999, '999 byte'],
  [1000, '1 kB'],
  [2_508_544, '2.5 MB'],
  [7e13, '70,000 GB'],
] as const)('%d_bytes_are_written_in_decimal_units', ([bytes, shown]) => {
  expect(en.bytes(bytes)).toBe(shown);
});

test('A_share_has_as_many_digits_as_tell_it_apart_from_nothing_and_all', () => {
  expect([0, 0.004, 0.0251, 0.171, 0.9951, 1, -0.017].map((value) => en.share(value))).toEqual(['0%', '0.4%', '2.5%', '17%', '99.51%', '100%', '-1.7%']);
});

test('A_sign_stands_before_pluses_too', () => {
  expect([en.signed(0.02), en.signed(-0.02), en.signed(0), en.signedShare(0.5)]).toEqual(['+0.020', '-0.020', '0.000', '+50%']);
});

test('A_p_value_is_never_nothing', () => {
  expect([en.probability(0.03), en.probability(1e-9), en.probability(0)]).toEqual(['0.030', '< 0.001', '< 0.001']);
});
