import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createMemoryRouter, RouterProvider } from 'react-router';
import { vi } from 'vitest';
import { MockApi } from '../../mock/api.ts';
import { App } from '../app/App.tsx';
import { routes } from '../app/routes.tsx';

/** A Wednesday evening; sample data is told relative to it. */
export const now = Date.parse('2026-03-04T20:00:00Z');

interface Overrides {
  /** Answers in place of the sample data; undefined leaves the question to it. */
  answer?: (request: Request) => Response | undefined;
}

/** The whole console at an address, over sample data. */
export function renderConsole(address: string, { answer }: Overrides = {}) {
  const api = new MockApi(() => now);
  const requests: string[] = [];
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname, search } = new URL(request.url);
    requests.push(`${request.method} ${pathname}${search}`);
    return answer?.(request) ?? api.handle(request);
  });
  const router = createMemoryRouter(routes, { initialEntries: [address] });
  render(
    <App>
      <RouterProvider router={router} />
    </App>,
  );
  return { api, requests, router, user: userEvent.setup() };
}

export const problemAnswer = (status: number, title: string, traceId: string) =>
  new Response(JSON.stringify({ title, status, trace_id: traceId }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });

/** The item at an index that a test knows to be there. */
export function nth<T>(items: T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`There are ${items.length} items, none at ${index}`);
  return item;
}

export const label = (element: HTMLElement) => element.getAttribute('aria-label') ?? '';
