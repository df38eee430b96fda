import { expect, test } from 'vitest';
import type { HomePreview } from '../api/types.ts';
import { compare } from './comparison.ts';

/** A page of rows of ids. */
const page = (...rows: string[][]) =>
  ({ rows: rows.map((ids, i) => ({ name: `row_${i}`, title: `Row ${i}`, titles: ids.map((id) => ({ id })) })) }) as unknown as HomePreview;

test('Titles_are_numbered_as_the_page_is_read_and_found_again_on_the_other', () => {
  const { left, right } = compare(page(['a', 'b'], ['c']), page(['c'], ['d', 'a']));
  expect(left.map(({ title, row, place, other }) => [title.id, row, place, other])).toEqual([
    ['a', 'Row 0', 1, 3],
    ['b', 'Row 0', 2, null],
    ['c', 'Row 1', 3, 1],
  ]);
  expect(right.map(({ title, place, other }) => [title.id, place, other])).toEqual([
    ['c', 1, 3],
    ['d', 2, null],
    ['a', 3, 1],
  ]);
});

test('Overlap_is_the_share_of_all_titles_that_both_have_and_moves_are_of_those', () => {
  const { overlap, moved } = compare(page(['a', 'b', 'c']), page(['c', 'd', 'a']));
  expect(overlap).toBe(0.5);
  expect(moved).toBe(2);
});

test('The_first_titles_are_compared_apart', () => {
  const ids = Array.from({ length: 40 }, (_, i) => `t${i}`);
  const { overlap, overlapFirst } = compare(page(ids), page([...ids.slice(20), ...ids.slice(0, 20)]));
  expect(overlap).toBe(1);
  expect(overlapFirst).toBe(0);
});

test('Pages_without_titles_are_the_same_and_nothing_moved', () => {
  expect(compare(page(), page())).toMatchObject({ left: [], right: [], overlap: 1, overlapFirst: 1, moved: null });
  expect(compare(page(['a']), page(['b']))).toMatchObject({ overlap: 0, moved: null });
});
