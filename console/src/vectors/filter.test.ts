import { expect, test } from 'vitest';
import { en } from '../language/en.ts';
import { exampleFilters, readFilter } from './filter.ts';

test('Empty_text_is_no_filter_and_an_object_is_one', () => {
  expect(readFilter('  ', en)).toEqual({ filter: undefined });
  expect(readFilter('{"a": 1}', en)).toEqual({ filter: { a: 1 } });
});

test.for(['[1]', '7', 'null', '"x"'])('What_is_no_object_is_refused: %s', (text) => {
  expect(readFilter(text, en).fault).toBe(en.vectors.filterNotObject);
});

test('Examples_take_their_values_from_records_and_fit_the_kind_of_the_field', () => {
  const fields = [
    { name: 'tags', kind: 'keywords' as const },
    { name: 'year', kind: 'integer' as const },
    { name: 'place', kind: 'geo' as const },
  ];
  const records = [{ id: 'a' }, { id: 'b', payload: { tags: ['x', 'y'], year: 1999, place: { lat: 1, lon: 2 } } }];
  expect(exampleFilters(fields, records)).toEqual([
    { tags: { $in: ['x'] } },
    { year: { $gte: 1999 } },
    { place: { $near: { lat: 1, lon: 2, meters: 10_000 } } },
    { tags: { $in: ['x'] }, year: { $gte: 1999 } },
  ]);
  expect(exampleFilters(fields.slice(0, 1), [])).toEqual([{ tags: { $exists: true } }]);
});
