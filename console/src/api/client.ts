import createClient from 'openapi-fetch';
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
    return request;
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
