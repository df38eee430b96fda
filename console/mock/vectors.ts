import type { RecallReport, VectorCollection, VectorHit, VectorRecord } from '../src/api/types.ts';
import { catalogue } from './catalogue.ts';
import { chance } from './chance.ts';

const index = { codes: 'int8', links: 16, build_ef: 200, search_ef: 64, deterministic: false } as const;

export const vectorCollections: VectorCollection[] = [
  {
    name: 'films',
    vectors: [{ name: 'plot', kind: 'dense', dimension: 8, metric: 'cosine', index }],
    payload: [
      { name: 'genres', kind: 'keywords' },
      { name: 'year', kind: 'integer' },
      { name: 'title', kind: 'keyword' },
    ],
    provider: 'embedded',
    statistics: {
      records: catalogue.length,
      vectors: { plot: catalogue.length },
      indexed: { plot: catalogue.length },
      dead_records: 3,
      segments: 2,
      bytes: 74_000,
      bytes_in_memory: 52_000,
      bytes_on_disk: 81_000,
      log_bytes: 4_000,
    },
    health: { state: 'ok', reason: null, writable: true },
  },
  {
    name: 'streaming-titles@streaming-collaborative@7:64',
    vectors: [
      { name: 'taste', kind: 'dense', dimension: 64, metric: 'dot', index },
      { name: 'terms', kind: 'sparse', dimension: 0, metric: 'bm25', index },
    ],
    payload: [],
    provider: 'embedded',
    statistics: { records: 0, vectors: { taste: 0, terms: 0 }, indexed: {}, dead_records: 0, segments: 0, bytes: 0, bytes_in_memory: 0, bytes_on_disk: 0, log_bytes: 0 },
    health: { state: 'degraded', reason: 'the disk is full', writable: false },
    derived: { alias: 'streaming-titles', model: 'streaming-collaborative@7', state: 'live' },
  },
];

const vector = (id: string) => Array.from({ length: 8 }, (_, i) => Math.round(1000 * (chance(`${id} ${i}`) - 0.5)) / 1000);

export const vectorRecords: Required<Pick<VectorRecord, 'id' | 'vectors' | 'payload'>>[] = catalogue
  .map(({ id, name, genres, year }) => ({ id, vectors: { plot: vector(id) }, payload: { title: name, genres: [...genres], year } }))
  .toSorted((a, b) => (a.id < b.id ? -1 : 1));

const cosine = (a: number[], b: number[]) => {
  const dot = (x: number[], y: number[]) => x.reduce((sum, value, i) => sum + value * (y[i] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
};

/** What is nearest to a vector, by comparing with all. */
export function nearestTo(value: number[], records: typeof vectorRecords, k: number, without?: string): VectorHit[] {
  return records
    .filter((record) => record.id !== without)
    .map(({ id, payload, vectors }) => ({ id, payload, score: cosine(value, (vectors as { plot: number[] }).plot) }))
    .toSorted((a, b) => b.score - a.score)
    .slice(0, k)
    .map((hit) => ({ ...hit, distance: 1 - hit.score }));
}

export const recallOf = (vectorName: string, k: number, queries: number, efs: readonly number[]): RecallReport => ({
  vector: vectorName,
  k,
  queries,
  drawn_from: vectorRecords.length,
  exact_ms: 4.2,
  shortened: false,
  points: efs.map((ef) => ({ ef, recall: 1 - 4 / (ef + 16), mean_ms: ef / 400, compared: 12 * ef, strategy: 'graph' })),
});
