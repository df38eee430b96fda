import { catalogue } from './catalogue.ts';
import { homeOf, similarTo } from './home.ts';
import { overviewAt } from './overview.ts';
import { historyOf, person, personIds } from './people.ts';
import type { HistoryEntry, PostedEvent } from '../src/api/types.ts';

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

function problem(status: number, code: string, title: string, field?: string, given?: unknown) {
  const body = { type: `https://perto.dev/problems/${code.replaceAll('_', '-')}`, title, status, code, field, given, trace_id: '4bf92f3577b34da6a3ce929d0e0e4736' };
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

  constructor(now: () => number) {
    this.#now = now;
    this.#startedAt = now() - 3 * 3_600_000;
  }

  async handle(request: Request): Promise<Response> {
    const { pathname, searchParams: query } = new URL(request.url);
    const [, version, area, kind, id, part] = pathname.split('/').map(decodeURIComponent);
    if (version !== 'v1') return problem(404, 'not_found', `There is nothing at ${pathname}`);
    if (area === 'overview') return json(overviewAt(this.#now(), this.#startedAt, 214 + this.received.length));
    if (area === 'models') return json({ items: overviewAt(this.#now(), this.#startedAt, 0).models, next_cursor: null });
    if (area === 'streaming' && kind === 'users') return id ? this.#user(id, part, query) : this.#people(query);
    if (area === 'streaming' && kind === 'titles') return id ? this.#title(id, part, query) : this.#titles(query);
    if (area === 'streaming' && kind === 'events' && request.method === 'POST') return this.#events(request);
    return problem(404, 'not_found', `There is nothing at ${pathname}`);
  }

  #people(query: URLSearchParams): Response {
    const found = personIds.filter((id) => id.startsWith(query.get('q') ?? ''));
    return page(found.map((id) => person(id, this.#now())), query);
  }

  #user(id: string, part: string | undefined, query: URLSearchParams): Response {
    if (!personIds.includes(id)) return problem(404, 'unknown_user', `No person has the id "${id}"`, 'id', id);
    const history = this.#historyOf(id);
    if (part === 'history') return page(history, query);
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
