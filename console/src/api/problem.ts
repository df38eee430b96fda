/** What the server says when it refuses or fails (RFC 9457), or what we say when it cannot be reached. */
export class Problem extends Error {
  readonly status: number | null;
  readonly code: string | null;
  readonly traceId: string | null;
  /** The value that was refused, as the caller wrote it: `filter.year.$gte`. */
  readonly field: string | null;

  constructor(
    title: string,
    status: number | null = null,
    code: string | null = null,
    traceId: string | null = null,
    field: string | null = null,
  ) {
    super(title);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.traceId = traceId;
    this.field = field;
  }

  /** The server was not reached at all. */
  get unreachable(): boolean {
    return this.status === null;
  }

  static fromAnswer(body: unknown, response: Response): Problem {
    const { title, code, trace_id, field } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
    const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);
    return new Problem(text(title) ?? `${response.status} ${response.statusText}`.trim(), response.status, text(code), text(trace_id), text(field));
  }
}
