import type { Filter, PayloadField, VectorRecord } from '../api/types.ts';
import type { Dictionary } from '../language/en.ts';

/** A filter as it was written: what it says, or what is wrong with it. */
export type Written = { filter: Filter | undefined; fault?: undefined } | { filter?: undefined; fault: string };

/** Reads a filter; empty text is no filter. What its operators may be is the server's to say. */
export function readFilter(text: string, t: Dictionary): Written {
  if (text.trim() === '') return { filter: undefined };
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return { fault: t.vectors.filterNotObject };
    return { filter: value as Filter };
  } catch (fault) {
    return { fault: t.vectors.filterNotJson(fault instanceof Error ? fault.message : String(fault)) };
  }
}

/** A filter on one field, with a value that a record has. */
function condition({ name, kind }: PayloadField, value: unknown): Filter {
  if (value === undefined || value === null) return { [name]: { $exists: true } };
  switch (kind) {
    case 'integer':
    case 'number':
    case 'time':
      return { [name]: { $gte: value } };
    case 'keywords':
      return { [name]: { $in: Array.isArray(value) ? value.slice(0, 1) : [value] } };
    case 'geo':
      return { [name]: { $near: { ...(value), meters: 10_000 } } };
    case 'text':
      return { [name]: { $words: typeof value === 'string' ? value.split(/\s+/)[0] : '' } };
    default:
      return { [name]: value };
  }
}

/** A few filters to begin with, made of the schema and of the records at hand. */
export function exampleFilters(fields: readonly PayloadField[], records: readonly VectorRecord[]): Filter[] {
  const known = (field: PayloadField) =>
    records.map((record) => (record.payload as Record<string, unknown> | undefined)?.[field.name]).find((value) => value !== undefined && value !== null);
  const single = fields.slice(0, 3).map((field) => condition(field, known(field)));
  const [first, second] = single;
  return first && second ? [...single, { ...first, ...second }] : single;
}
