import createClient from 'openapi-fetch';
import { heldKey, keyWasRefused } from '../access/heldKey.ts';
import type { paths } from './generated.ts';
import { Problem } from './problem.ts';

export const client = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: (request) => globalThis.fetch(request),
});

client.use({
  onRequest({ request }) {
    // Reasons and row titles are the server's words: ask for them in the language of the page.
    request.headers.set('Accept-Language', document.documentElement.lang);
    const { key } = heldKey();
    // A key that is only tried is sent by whoever tries it.
    if (key !== null && !request.headers.has('Authorization')) request.headers.set('Authorization', `Bearer ${key}`);
    return request;
  },
  onResponse({ request, response }) {
    if (response.status === 401) keyWasRefused(request.headers.get('Authorization'));
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') return error;
    return new Problem(error instanceof Error ? error.message : String(error));
  },
});

/** The body of an answer, or a thrown {@link Problem}. */
export async function body<T>(answer: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await answer;
  if (data === undefined) throw Problem.fromAnswer(error, response);
  return data;
}

/** Waits for an answer that has no body, or throws a {@link Problem}. */
export async function done(answer: Promise<{ error?: unknown; response: Response }>): Promise<void> {
  const { error, response } = await answer;
  if (!response.ok) throw Problem.fromAnswer(error, response);
}
