import type { HomePreview, MeasuresReport, ModelVersion, OnlineMeasure, Pin, PinDraft, TrainingRun } from '../src/api/types.ts';
import { catalogue } from './catalogue.ts';
import { chance } from './chance.ts';
import { homeOf } from './home.ts';
import type { Answer } from './operations.ts';
import type { HistoryEntry } from '../src/api/types.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

const ok = (body: unknown): Answer => ({ status: 200, body });

const featureNames = ['user_genre_affinity', 'content_popularity_score', 'score_collaborative', 'content_novelty', 'hour', 'maturity_distance'];

/** The page of a person as versions make it; every version has a taste of its own. */
export function previewOf(user: string, history: HistoryEntry[], query: URLSearchParams, now: number): HomePreview {
  const ranker = query.get('ranker') ?? 'live';
  const collaborative = query.get('collaborative') ?? 'live';
  const device = query.get('device') ?? 'desktop';
  const home = homeOf(user, history, ranker === 'live' && collaborative === 'live' ? device : `${device} ${ranker} ${collaborative}`, query.get('time_of_day') ?? 'evening');
  const rows = home.rows.map((row) => ({
    ...row,
    propensity: row.name === 'continue_watching' ? null : 0.25,
    titles: row.titles.map((title) => (chance(`drawn ${title.id}`) > 0.8 ? { ...title, propensity: 0.004 } : title)),
  }));
  return {
    user,
    made_at: query.get('at') ?? new Date(now).toISOString(),
    rows,
    collaborative: `streaming-collaborative@${collaborative === 'live' ? 7 : collaborative}`,
    ranker: ranker === 'blend' ? 'blend' : `home-ranker@${ranker === 'live' ? 4 : ranker}`,
    degraded: home.degraded,
    timing_ms: home.timing_ms,
    feature_names: featureNames,
    features: rows.flatMap((row) => row.titles.map(({ id }) => ({ title: id, values: featureNames.map((name, i) => (i === 5 ? null : i === 4 ? 20 : Math.round(1000 * chance(`${name} ${id}`)) / 1000)) }))),
  };
}

const version = (name: string, number: number, state: ModelVersion['state'], now: number, metrics: Record<string, number>, more: Partial<ModelVersion> = {}): ModelVersion => ({
  name,
  version: number,
  kind: name === 'home-ranker' ? 'lambdamart' : 'ials',
  state,
  created_at: new Date(now - (10 - number) * day).toISOString(),
  metrics,
  sha256: 'ab'.repeat(32),
  size: 800_000,
  ...more,
});

/** Models, trainings, measures and pins, in memory: what is ordered changes what is answered next. */
export class MockStreaming {
  readonly #now: () => number;
  readonly #models: ModelVersion[];
  readonly #pins: Pin[];
  #training: TrainingRun | null = null;
  #looks = 0;

  constructor(now: () => number) {
    this.#now = now;
    this.#models = [
      version('home-ranker', 5, 'rejected', now(), { 'ndcg@10': 0.404, 'ndcg@10_against': 0.421, difference: -0.017, difference_low: -0.031, difference_high: -0.004 }, { parent: 4, reason: 'ndcg@10 of home-ranker@5 differs from that of home-ranker@4 by -0.017 (-0.031 to -0.004); the lower end must be -0.005 at least' }),
      version('home-ranker', 4, 'live', now(), { 'ndcg@10': 0.421, 'ndcg@10_against': 0.402, difference: 0.019, difference_low: 0.006, difference_high: 0.033, brier: 0.081 }, { parent: 3, replaced: 3 }),
      version('home-ranker', 3, 'retired', now(), { 'ndcg@10': 0.402, difference: 0.028, difference_low: 0.011, difference_high: 0.045, brier: 0.083 }),
      version('streaming-collaborative', 7, 'live', now(), { 'ndcg@10': 0.2143, coverage: 0.184 }, { parent: 6 }),
      version('streaming-collaborative', 6, 'retired', now(), { 'ndcg@10': 0.2087, coverage: 0.171 }),
    ];
    this.#pins = [
      { id: 'spring', pin: { title: '6', row: 'trending', place: 1, country: 'PT', tier: null, starts_at: null, ends_at: new Date(now() + 30 * day).toISOString() } },
      { id: 'house', pin: { title: '1', row: 'top_picks', place: 2, country: null, tier: null, starts_at: null, ends_at: null } },
    ];
  }

  /** Answers `/v1/models`. */
  models(method: string, [name, part]: string[]): Answer | undefined {
    if (name === undefined) return ok({ items: this.#models, next_cursor: null });
    const live = this.#models.find((one) => one.name === name && one.state === 'live');
    const before = this.#models.find((one) => one.name === name && one.version === live?.replaced);
    if (method !== 'POST' || part !== 'rollback' || !live || !before) return undefined;
    Object.assign(live, { state: 'retired', replaced: null });
    Object.assign(before, { state: 'live' });
    return ok(before);
  }

  /** Answers what is below `/v1/streaming`, beside people, titles and events. */
  handle(method: string, [kind, id]: string[], query: URLSearchParams, sent: unknown): Answer | undefined {
    if (kind === 'trainings') return method === 'POST' ? this.#start(sent as { model: TrainingRun['model'] }) : this.#follow();
    if (kind === 'measures') return ok(this.#measures(query));
    if (kind !== 'pins') return undefined;
    if (method === 'GET') return ok({ items: this.#pins, next_cursor: null });
    const at = this.#pins.findIndex((one) => one.id === id);
    if (method === 'DELETE') {
      if (at < 0) return undefined;
      this.#pins.splice(at, 1);
      return { status: 204 };
    }
    const pin: Pin = { id: id ?? '', pin: sent as PinDraft };
    this.#pins.splice(at < 0 ? this.#pins.length : at, at < 0 ? 0 : 1, pin);
    return ok(pin);
  }

  #start({ model }: { model: TrainingRun['model'] }): Answer {
    this.#looks = 0;
    this.#training = { id: 'run-1', model, state: 'queued', progress: 0, started_at: new Date(this.#now()).toISOString() };
    return { status: 202, body: this.#training };
  }

  // Half done when it is looked at first, then at its end.
  #follow(): Answer {
    const run = this.#training ?? { id: 'run-1', model: 'ranker', state: 'queued', progress: 0, started_at: new Date(this.#now()).toISOString() };
    if (this.#looks++ === 0) return ok({ ...run, state: 'running', progress: 0.5, detail: 'LambdaMART, tree 50 of 100' });
    const report = { model: 'home-ranker@6', live: false, refusal: 'ndcg@10 of home-ranker@6 differs from that of home-ranker@4 by 0.001 (-0.014 to 0.016); the lower end must be -0.005 at least', pages: 1200, titles: 8, against: 'home-ranker@4', metrics: {}, importance: {}, noticed: [], seconds: 42.5 };
    const collaborative = { model: 'streaming-collaborative@8', live: true, people: 671, titles: 9125, positives: 100_004, metrics: {}, seconds: 1.9 };
    return ok({ ...run, state: 'done', progress: 1, finished_at: new Date(this.#now()).toISOString(), ...(run.model === 'ranker' ? { ranker: report } : { report: collaborative }) });
  }

  #measures(query: URLSearchParams): MeasuresReport {
    const from = query.get('from') ?? new Date(this.#now() - 30 * day).toISOString();
    const measure = (name: string, definition: string, unit: string, target: number | null, value: number | null, width: number): OnlineMeasure => ({
      name,
      definition,
      unit,
      target,
      observations: value === null ? 0 : 4821,
      value,
      lower: value === null ? null : value - width,
      upper: value === null ? null : value + width,
      met: value === null || target === null ? null : value > target,
    });
    return {
      starts_at: from,
      ends_at: query.get('to') ?? new Date(this.#now()).toISOString(),
      people: 671,
      titles: catalogue.length,
      measures: [
        measure('click_through', 'clicks / impressions', 'share', 0.15, 0.171, 0.005),
        measure('play_rate', 'clicks whose title was begun within a day / clicks', 'share', 0.8, 0.74, 0.02),
        measure('engagement', '(0.1 clicks + 0.3 plays from clicks + 0.6 completions of those) / impressions', 'per_impression', null, 0.083, 0.004),
        measure('session', 'minutes watched / sessions, which a pause of 30 minutes parts', 'minutes', 45, 52.4, 3.1),
        measure('discovery', 'titles that anybody played / titles of the catalogue', 'share', 0.25, 0.2 + 0.2 * chance(from.slice(0, 10)), 0.01),
        measure('relevance', 'plays from clicks watched to more than 70 % / plays from clicks', 'share', 0.85, null, 0),
        measure('lift', 'engagement of the arm / that of the baseline arm - 1', 'share', 0.3, null, 0),
      ],
    };
  }
}
