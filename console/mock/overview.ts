import { chance } from './chance.ts';
import type { Overview } from '../src/api/types.ts';

const minute = 60_000;
const ago = (now: number, minutes: number) => new Date(now - minutes * minute).toISOString();

function series(name: string, unit: 'per_second' | 'milliseconds', level: number, now: number) {
  const step = 5_000;
  const last = Math.floor(now / step);
  const points = Array.from({ length: 60 }, (_, i) => {
    const tick = last - 59 + i;
    const wave = 1 + 0.35 * Math.sin(tick / 9) + 0.25 * (chance(`${name} ${tick}`) - 0.5);
    return { at: new Date(tick * step).toISOString(), value: Math.round(level * wave * 100) / 100 };
  });
  return { name, unit, points };
}

export function overviewAt(now: number, startedAt: number, views: number): Overview {
  const progress = ((now - startedAt) / 60_000) % 1;
  return {
    version: '0.1.0',
    started_at: new Date(startedAt).toISOString(),
    uptime_seconds: (now - startedAt) / 1000,
    tenant: 'local',
    access: 'local',
    solutions: [
      {
        name: 'streaming',
        counts: [
          { name: 'people', value: 671 },
          { name: 'titles', value: 9125 },
          { name: 'ratings', value: 100_004 },
          { name: 'views', value: views },
          { name: 'tags', value: 1296 },
        ],
      },
      { name: 'memory', counts: [{ name: 'owners', value: 12 }, { name: 'conversations', value: 48 }, { name: 'memories', value: 1930 }] },
    ],
    rates: {
      interval_seconds: 5,
      series: [
        series('requests', 'per_second', 42, now),
        series('request_p99', 'milliseconds', 6.4, now),
        series('recommendations', 'per_second', 31, now),
        { name: 'events', unit: 'per_second', points: [] },
      ],
    },
    models: [
      { name: 'streaming-collaborative', version: 7, kind: 'ials', state: 'live', created_at: ago(now, 95), metrics: { 'ndcg@10': 0.2143, 'recall@10': 0.1312, coverage: 0.184 }, sha256: '9b1c07d26b0f4c1f8a4f1b6a0c8f7a3f5e2d1c0b9a8f7e6d5c4b3a2918070605', size: 2_508_544 },
      { name: 'streaming-collaborative', version: 6, kind: 'ials', state: 'retired', created_at: ago(now, 1500), metrics: { 'ndcg@10': 0.2087, 'recall@10': 0.1275, coverage: 0.171 }, sha256: '14e0a7d26b0f4c1f8a4f1b6a0c8f7a3f5e2d1c0b9a8f7e6d5c4b3a2918070605', size: 2_508_544 },
      { name: 'streaming-ranker', version: 3, kind: 'lambdamart', state: 'candidate', created_at: ago(now, 12), metrics: { 'ndcg@10': 0.2261 }, sha256: '77aa07d26b0f4c1f8a4f1b6a0c8f7a3f5e2d1c0b9a8f7e6d5c4b3a2918070605', size: 812_331 },
      { name: 'streaming-ranker', version: 2, kind: 'lambdamart', state: 'rejected', created_at: ago(now, 240), metrics: { 'ndcg@10': 0.1904 }, sha256: 'c0de07d26b0f4c1f8a4f1b6a0c8f7a3f5e2d1c0b9a8f7e6d5c4b3a2918070605', size: 790_112 },
    ],
    collections: [
      { name: 'streaming-titles', model: 'streaming-collaborative@7', provider: 'embedded', records: 9125, dimension: 64, metric: 'dot', state: 'live' },
      { name: 'memory-facts', model: 'lexical@1', provider: 'embedded', records: 1930, dimension: 384, metric: 'cosine', state: 'live' },
    ],
    tasks: [
      { id: 't4', kind: 'train', name: 'streaming-ranker', state: 'running', progress, detail: `tree ${Math.floor(progress * 100)} of 100`, started_at: ago(now, 1), finished_at: null },
      { id: 't3', kind: 'import', name: 'tags.csv', state: 'failed', progress: 0.31, detail: 'line 402: timestamp must be a whole number, "yesterday" was given', started_at: ago(now, 34), finished_at: ago(now, 34) },
      { id: 't2', kind: 'train', name: 'streaming-collaborative', state: 'done', progress: 1, detail: '16 epochs', started_at: ago(now, 96), finished_at: ago(now, 95) },
      { id: 't1', kind: 'import', name: 'ratings.csv', state: 'done', progress: 1, detail: '100,004 ratings', started_at: ago(now, 98), finished_at: ago(now, 97) },
    ],
    health: {
      status: 'ready',
      checks: [
        { name: 'database', status: 'ok', detail: 'sqlite 3.40.1' },
        { name: 'vectors', status: 'ok', detail: '2 collections' },
        { name: 'models', status: 'ok', detail: null },
      ],
    },
  };
}
