import { catalogue } from './catalogue.ts';
import { answerOfExperiments } from './experiments.ts';
import { homeOf, similarTo } from './home.ts';
import { MockOperations, type Answer } from './operations.ts';
import { overviewAt } from './overview.ts';
import { historyOf, person, personIds } from './people.ts';
import { MockStreaming, previewOf } from './streaming.ts';
import { nearestTo, recallOf, vectorCollections, vectorRecords } from './vectors.ts';
import type { Filter, HistoryEntry, PostedEvent, RecallRequest, VectorSearch } from '../src/api/types.ts';

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

function problem(status: number, code: string, title: string, field?: string, given?: unknown) {
  const body = { type: `/problems/${code.replaceAll('_', '-')}`, title, status, code, field, given, trace_id: '4bf92f3577b34da6a3ce929d0e0e4736' };
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json' } });
}

function page(items: unknown[], query: URLSearchParams) {
  const from = Number(query.get('cursor') ?? 0);
  const to = from + Number(query.get('limit') ?? 20);
  return json({ items: items.slice(from, to), next_cursor: to < items.length ? String(to) : null });
}

/** Perto's HTTP API over sample data, in memory: a view that is posted changes the next home page. */
export class MockApi {
  readonly received: PostedEvent[] = [];
  readonly #history = new Map<string, HistoryEntry[]>();
  readonly #now: () => number;
  readonly #startedAt: number;
  readonly #operations: MockOperations;
  readonly #streaming: MockStreaming;

  constructor(now: () => number) {
    this.#now = now;
    this.#startedAt = now() - 3 * 3_600_000;
    this.#operations = new MockOperations(now);
    this.#streaming = new MockStreaming(now);
  }

  async handle(request: Request): Promise<Response> {
    const { pathname, searchParams: query } = new URL(request.url);
    const [, version, area, kind, id, part, rest] = pathname.split('/').map(decodeURIComponent);
    if (version !== 'v1') return problem(404, 'not_found', `There is nothing at ${pathname}`);
    if (area === 'overview') return json(overviewAt(this.#now(), this.#startedAt, 214 + this.received.length));
    if (area === 'streaming' && kind === 'users') return id ? this.#user(id, part, query) : this.#people(query);
    if (area === 'streaming' && kind === 'titles') return id ? this.#title(id, part, query) : this.#titles(query);
    if (area === 'streaming' && kind === 'events' && request.method === 'POST') return this.#events(request);
    if (area === 'vectors' && kind === 'collections') return id ? this.#vectors(request, id, part, rest) : json({ items: vectorCollections, next_cursor: null });
    const text = request.method === 'GET' ? '' : await request.text();
    const answer = this.#answer(request.method, pathname.split('/').slice(2).map(decodeURIComponent), query, text === '' ? null : JSON.parse(text));
    if (answer) return answer.body === undefined ? new Response(null, { status: answer.status }) : json(answer.body, answer.status);
    return problem(404, 'not_found', `There is nothing at ${pathname}`);
  }

  #answer(method: string, [area = '', ...path]: string[], query: URLSearchParams, sent: unknown): Answer | undefined {
    if (area === 'models') return this.#streaming.models(method, path);
    if (area === 'streaming') return this.#streaming.handle(method, path, query, sent);
    return area === 'experiments' ? answerOfExperiments(path, this.#now()) : this.#operations.handle(method, [area, ...path], query, sent);
  }

  async #vectors(request: Request, name: string, part: string | undefined, id: string | undefined): Promise<Response> {
    const collection = vectorCollections.find((one) => one.name === name);
    if (!collection) return problem(404, 'not_found', `There is no collection '${name}'`);
    const all = collection.name === 'films' ? vectorRecords : [];
    if (part === undefined) return json(collection);
    if (part === 'records' && request.method === 'GET') {
      const record = all.find((one) => one.id === id);
      return record ? json(record) : problem(404, 'not_found', `There is no record '${id ?? ''}'`);
    }
    const asked: unknown = await request.json();
    if (part === 'recall') {
      const { vector, k, queries, ef } = asked as Required<RecallRequest>;
      return json(recallOf(vector ?? '', k, all.length === 0 ? 0 : queries, ef));
    }
    const { filter } = asked as { filter?: Filter };
    const unknown = Object.keys(filter ?? {}).find((field) => !collection.payload.some((one) => one.name === field));
    if (unknown) {
      const allowed = collection.payload.map((one) => one.name).join(', ') || 'none';
      return problem(400, 'invalid_value', `filter.${unknown} must be one of the schema's payload fields: ${allowed}; got '${unknown}'`, `filter.${unknown}`, unknown);
    }
    const matching = all.filter(({ payload }) => matches(payload as Filter, filter));
    if (part === 'records') {
      const { limit = 100, cursor } = asked as { limit?: number; cursor?: string };
      const from = Number(cursor ?? 0);
      const to = from + limit;
      return json({ items: matching.slice(from, to).map((record) => ({ id: record.id, payload: record.payload })), next_cursor: to < matching.length ? String(to) : null });
    }
    if (part === 'search') {
      const search = asked as VectorSearch;
      const like = all.find((one) => one.id === search.id);
      if (search.id && !like) return problem(404, 'not_found', `There is no record '${search.id}'`);
      const value = (search.value ?? (like?.vectors as { plot: number[] } | undefined)?.plot ?? []) as number[];
      if (value.length !== 8) return problem(400, 'invalid_value', `value must be 8 values, the dimension of 'plot'; got '${value.length} values'`, 'value', value.length);
      const explain = { strategy: search.exact ? 'exact scan' : 'graph', records: all.length, passing: matching.length, passing_is_estimate: true, compared: 1043, rescored: search.exact ? 0 : 30, ef: search.ef ?? 64, unindexed: 0, elapsed_ms: 0.2 };
      return json({ hits: nearestTo(value, matching, search.k ?? 10, search.id ?? undefined), explain });
    }
    return problem(404, 'not_found', `Collections have no "${part}"`);
  }

  #people(query: URLSearchParams): Response {
    const found = personIds.filter((id) => id.startsWith(query.get('q') ?? ''));
    return page(found.map((id) => person(id, this.#now())), query);
  }

  #user(id: string, part: string | undefined, query: URLSearchParams): Response {
    if (!personIds.includes(id)) return problem(404, 'unknown_user', `No person has the id "${id}"`, 'id', id);
    const history = this.#historyOf(id);
    if (part === 'history') return page(history, query);
    if (part === 'preview') {
      const chosen = query.get('ranker') ?? 'live';
      if (chosen === '99') return problem(404, 'not_found', "There is no model 'home-ranker@99'", 'model', 'home-ranker@99');
      return json(previewOf(id, history, query, this.#now()));
    }
    const home = homeOf(id, history, query.get('device') ?? 'desktop', query.get('time_of_day') ?? 'evening');
    if (part === 'home') return json(home);
    if (part === 'recommendations') {
      const titles = home.rows.flatMap((row) => row.titles).sort((a, b) => b.score - a.score);
      const { user, model, degraded, timing_ms } = home;
      return json({ user, titles: titles.slice(0, Number(query.get('n') ?? 20)), model, degraded, timing_ms });
    }
    return problem(404, 'not_found', `People have no "${part ?? ''}"`);
  }

  #titles(query: URLSearchParams): Response {
    const wanted = (query.get('q') ?? '').toLowerCase();
    return page(catalogue.filter((title) => title.name.toLowerCase().includes(wanted)), query);
  }

  #title(id: string, part: string | undefined, query: URLSearchParams): Response {
    const title = catalogue.find((candidate) => candidate.id === id);
    if (!title) return problem(404, 'unknown_title', `No title has the id "${id}"`, 'id', id);
    if (part === 'similar') return json(similarTo(title, Number(query.get('n') ?? 20)));
    return json({ ...title, ratings: 324, average_rating: 3.9, views: 12, tags: ['atmospheric', 'great dialogue', 'seen at the cinema'] });
  }

  async #events(request: Request): Promise<Response> {
    const { events } = (await request.json()) as { events: PostedEvent[] };
    for (const event of events) {
      const title = catalogue.find((candidate) => candidate.id === event.title);
      if (!title) return problem(400, 'invalid_value', `events[0].title: no title has the id "${event.title}"`, 'events[0].title', event.title);
      const entry = { title, rating: event.rating ?? null, progress: event.progress ?? null, at: new Date(this.#now()).toISOString() };
      const before = this.#historyOf(event.user).filter((other) => other.title.id !== title.id);
      this.#history.set(event.user, [entry, ...before]);
      this.received.push(event);
    }
    return json({ accepted: events.length }, 202);
  }

  #historyOf(id: string): HistoryEntry[] {
    return this.#history.get(id) ?? historyOf(id, this.#now());
  }
}

/** Equality and $gte, as far as the sample data needs. */
function matches(payload: Filter, filter: Filter | undefined): boolean {
  return Object.entries(filter ?? {}).every(([field, wanted]) => {
    const value = payload[field];
    if (typeof wanted !== 'object' || wanted === null) return Array.isArray(value) ? value.includes(wanted) : value === wanted;
    const { $gte, $in } = wanted as { $gte?: number; $in?: unknown[] };
    if ($gte !== undefined) return Number(value) >= $gte;
    return $in === undefined || $in.some((one) => (Array.isArray(value) ? value.includes(one) : value === one));
  });
}
