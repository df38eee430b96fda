import type { VectorCollection, VectorSearch } from '../api/types.ts';
import type { Dictionary } from '../language/en.ts';
import { readFilter } from './filter.ts';

/** What is filled in for a search. */
export interface SearchForm {
  by: 'id' | 'vector';
  id: string;
  vector: string;
  field: string;
  k: number;
  ef: number | undefined;
  exact: boolean;
  filter: string;
}

/** The form that an address asks for. */
export function readForm(params: URLSearchParams, { vectors }: VectorCollection): SearchForm {
  const field = params.get('field');
  return {
    by: 'id',
    id: params.get('id') ?? '',
    vector: '',
    field: vectors.find((one) => one.name === field)?.name ?? vectors[0]?.name ?? '',
    k: Number(params.get('k')) || 10,
    ef: Number(params.get('ef')) || undefined,
    exact: params.has('exact'),
    filter: params.get('filter') ?? '',
  };
}

/** The address of a form; a pasted vector is too long for one. */
export function writeForm({ by, id, field, k, ef, exact, filter }: SearchForm): URLSearchParams {
  const params = new URLSearchParams({ tab: 'search', field, k: String(k) });
  if (by === 'id') params.set('id', id);
  if (ef !== undefined) params.set('ef', String(ef));
  if (exact) params.set('exact', '');
  if (filter.trim() !== '') params.set('filter', filter);
  return params;
}

/** The search that a form asks for; null where something is missing or wrong, and what that is. */
export function searchOf(form: SearchForm, t: Dictionary): { search: VectorSearch | null; faults: { id?: string; vector?: string } } {
  const { filter, fault } = readFilter(form.filter, t);
  const common = {
    vector: form.field,
    k: form.k,
    ...(form.ef === undefined ? {} : { ef: form.ef }),
    ...(form.exact ? { exact: true } : {}),
    ...(filter === undefined ? {} : { filter }),
  };
  if (form.by === 'id') {
    const id = form.id.trim();
    if (id === '') return { search: null, faults: { id: t.vectors.idMissing } };
    return { search: fault === undefined ? { ...common, id } : null, faults: {} };
  }
  try {
    const value = JSON.parse(form.vector) as VectorSearch['value'];
    return { search: fault === undefined ? { ...common, value } : null, faults: {} };
  } catch {
    return { search: null, faults: { vector: t.vectors.vectorWrong } };
  }
}
