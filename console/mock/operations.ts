import type { ApiKey, AuditRecord, DeadLetter, Dependency, ErasureReceipt, Job, JobRun, KeyDraft, OutboxTopic, PrivacyDescription, WhoAmI } from '../src/api/types.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const at = (now: number, shift: number) => new Date(now + shift).toISOString();

export interface Answer {
  status: number;
  body?: unknown;
}

/** Queued work, jobs, keys, the audit log and erasures, in memory: what is ordered changes what is answered next. */
export class MockOperations {
  readonly #now: () => number;
  readonly #letters: DeadLetter[];
  readonly #jobs: Job[];
  readonly #runs: JobRun[];
  readonly #keys: ApiKey[];
  readonly #receipts: ErasureReceipt[] = [];

  constructor(now: () => number) {
    this.#now = now;
    this.#letters = [1, 2, 3].map((n) => letter(n, now()));
    this.#runs = [run('models-pruning', 1, now()), run('models-pruning', 2, now()), run('outbox-sweep', 1, now())];
    this.#jobs = [
      job('models-pruning', 'Deletes old versions of models', '0 30 3 * * ?', this.#runs[0] ?? null, now()),
      job('outbox-sweep', 'Deletes finished messages', 'every 01:00:00', { ...run('outbox-sweep', 1, now()), state: 'failed', result: null, error: 'The database did not answer' }, now()),
    ];
    this.#keys = [key(1, 'first', ['operator'], now(), null), key(2, 'film site', ['streaming:write', 'vectors:read'], now(), 60 * day)];
  }

  /** Answers what is below `/v1/outbox`, `jobs`, `keys`, `audit`, `privacy` and `dependencies`; undefined: nothing is there. */
  handle(method: string, [area, ...path]: string[], query: URLSearchParams, sent: unknown): Answer | undefined {
    if (area === 'outbox') return this.#outbox(method, path, query, sent);
    if (area === 'jobs') return this.#job(method, path);
    if (area === 'dependencies') return page(dependencies(this.#now()));
    if (area === 'keys') return this.#key(method, path, sent);
    if (area === 'audit') return path[0] === 'verify' ? ok({ tenant: 'local', intact: true, entries: 3, first: 1, last: 3, faults: [] }) : page(this.#audit(query));
    return area === 'privacy' ? this.#privacy(method, path) : undefined;
  }

  #outbox(method: string, [kind, id, part]: string[], query: URLSearchParams, sent: unknown): Answer | undefined {
    if (kind === undefined) return page([topic('streaming.training', this.#letters.length), topic('vectors.indexing', 0)]);
    if (id === undefined) {
      const from = Number(query.get('cursor') ?? 0);
      const found = this.#letters.filter((one) => one.topic === query.get('topic')).map((one) => ({ ...one, payload: null }));
      // Two on a page, so that there is a next one.
      return ok({ items: found.slice(from, from + 2), next_cursor: from + 2 < found.length ? String(from + 2) : null });
    }
    if (id === 'replay') {
      const { topic: name } = sent as { topic: string };
      const ids = this.#letters.filter((one) => one.topic === name).map((one) => one.id);
      ids.forEach((one) => this.#take(one));
      return ok({ replayed: ids.length });
    }
    const found = this.#letters.find((one) => one.id === id);
    if (!found) return undefined;
    if (method === 'GET') return ok(found);
    this.#take(id);
    return part === 'replay' ? ok({ replayed: 1 }) : { status: 204 };
  }

  #take(id: string) {
    this.#letters.splice(0, this.#letters.length, ...this.#letters.filter((one) => one.id !== id));
  }

  #job(method: string, [name, part]: string[]): Answer | undefined {
    if (name === undefined) return page(this.#jobs);
    const found = this.#jobs.find((one) => one.name === name);
    if (!found) return undefined;
    if (part === 'runs') return page(this.#runs.filter((one) => one.job === name));
    if (method === 'GET') return ok(found);
    if (part === 'run') {
      found.current = { job: name, id: 'asked', scheduled_at: at(this.#now(), 0), cause: 'request', state: 'waiting', attempt: 1 };
      return { status: 202, body: found.current };
    }
    found.paused = part === 'pause';
    found.next_run_at = found.paused ? null : at(this.#now(), 45 * minute);
    return ok(found);
  }

  #key(method: string, [id, part]: string[], sent: unknown): Answer | undefined {
    if (id === 'me') return ok({ tenant: 'local', actor: 'local', scopes: ['operator'] } satisfies WhoAmI);
    if (id === undefined) {
      if (method === 'GET') return page(this.#keys);
      const { name, scopes, expires_in_seconds } = sent as KeyDraft;
      return this.#issue(name, scopes, typeof expires_in_seconds === 'number' ? expires_in_seconds * 1000 : null);
    }
    const found = this.#keys.find((one) => one.id === id);
    if (!found) return undefined;
    if (part === 'rotate') return this.#issue(found.name, found.scopes, null);
    found.state = 'revoked';
    found.revoked_at = at(this.#now(), 0);
    return { status: 204 };
  }

  #issue(name: string, scopes: string[], life: number | null): Answer {
    const details = key(this.#keys.length + 1, name, scopes, this.#now(), life);
    this.#keys.push(details);
    return { status: 201, body: { key: `perto_${details.prefix}-secret`, details } };
  }

  #audit(query: URLSearchParams): AuditRecord[] {
    const done = (sequence: number, action: string, target: string, outcome: AuditRecord['outcome']): AuditRecord => ({
      sequence,
      at: at(this.#now(), (sequence - 4) * minute),
      actor: 'local',
      action,
      target,
      outcome,
      details: {},
      hash: `${sequence}`.repeat(64),
    });
    return [done(3, 'keys.revoke', 'key/k9', 'refused'), done(2, 'keys.create', 'key/k2', 'done'), done(1, 'keys.create', 'key/k1', 'done')].filter(
      ({ action, actor }) => (query.get('action') ?? action) === action && (query.get('actor') ?? actor) === actor,
    );
  }

  #privacy(method: string, [kind]: string[]): Answer | undefined {
    if (kind === undefined) return ok(kept);
    if (kind !== 'erasures') return undefined;
    if (method === 'GET') return page(this.#receipts);
    const receipt: ErasureReceipt = {
      id: `erasure-${this.#receipts.length + 1}`,
      state: 'done',
      subject_hash: 'ab'.repeat(32),
      requested_at: at(this.#now(), 0),
      finished_at: at(this.#now(), 0),
      sources: [{ source: 'ratings', items: 12, done_at: at(this.#now(), 0) }],
      total_items: 12,
      failure: null,
    };
    this.#receipts.unshift(receipt);
    return { status: 202, body: receipt };
  }
}

const ok = (body: unknown): Answer => ({ status: 200, body });

const page = (items: unknown[]): Answer => ok({ items, next_cursor: null });

const letter = (n: number, now: number): DeadLetter => ({
  id: `letter-${n}`,
  topic: 'streaming.training',
  key: 'training',
  attempts: 5,
  error: 'TimeoutException: the database did not answer',
  enqueued_at: at(now, -n * 60 * minute),
  died_at: at(now, -n * 10 * minute),
  payload: { run: `training-${n}` },
});

const topic = (name: string, dead: number): OutboxTopic => ({ topic: name, depth: 3, ready: 1, leased: 1, delayed: 1, waiting: 0, dead, oldest_seconds: 12, attempts: 2, rate: 0.5, queue_limit: 10_000 });

const run = (name: string, n: number, now: number): JobRun => ({
  job: name,
  id: `${name}-${n}`,
  scheduled_at: at(now, -n * day),
  cause: 'schedule',
  state: 'done',
  attempt: 1,
  server: 'perto-1/4711',
  progress: 1,
  result: `${n + 1} versions deleted`,
  error: null,
  started_at: at(now, 412 - n * day),
  finished_at: at(now, 1730 - n * day),
});

const job = (name: string, description: string, schedule: string, last: JobRun | null, now: number): Job => ({ name, description, schedule, enabled: true, paused: false, next_run_at: at(now, 45 * minute), current: null, last });

const key = (n: number, name: string, scopes: string[], now: number, life: number | null): ApiKey => ({
  id: `k${n}`,
  tenant: 'local',
  name,
  prefix: `sample0${n}`,
  scopes,
  state: 'active',
  created_at: at(now, -day),
  created_by: 'local',
  expires_at: life === null ? null : at(now, life),
  last_used_at: null,
});

const kept: PrivacyDescription = {
  tables: [{ module: 'streaming', table: 'ratings', subject_column: 'user_id', time_column: 'rated_at', columns: ['user_id', 'title_id', 'rating', 'rated_at'], retention_seconds: null }],
  sources: [{ source: 'models', description: 'Factors of the person; gone with the next training' }],
  collections: [{ collection: 'films', holds_people: false, subject_field: null }],
  suppressed: 2,
};

function dependencies(now: number): Dependency[] {
  const rules = {
    timeout_ms: 250,
    attempts: 2,
    retry_delay_ms: 20,
    longest_retry_delay_ms: 10_000,
    breaker_ratio: 0.5,
    breaker_calls: 5,
    breaker_window_ms: 10_000,
    breaker_pause_ms: 5_000,
  };
  return [
    { name: 'qdrant', purpose: 'Keeps the vectors', state: 'up', calls: 88, failures: 0, retries: 1, refused: 0, fallbacks: 0, rules: { ...rules, timeout_ms: 10_000 } },
    {
      name: 'redis',
      purpose: 'Shared cache and online features; without it the database answers',
      state: 'down',
      calls: 1204,
      failures: 5,
      retries: 5,
      refused: 31,
      fallbacks: 36,
      failure: 'did not answer within 250 ms',
      last_failed_at: at(now, -minute / 2),
      rules,
    },
  ];
}
