import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { body, client, done } from './client.ts';
import type { KeyDraft } from './types.ts';

/** What operators ask and order. */
const refreshEvery = 5_000;
const pageSize = 50;

const paging = {
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page: { next_cursor?: string | null }) => page.next_cursor ?? undefined,
};

export const outboxQuery = () =>
  queryOptions({
    queryKey: ['outbox'],
    queryFn: async ({ signal }) => (await body(client.GET('/v1/outbox', { signal }))).items,
    refetchInterval: refreshEvery,
  });

export const deadLettersQuery = (topic: string) =>
  infiniteQueryOptions({
    queryKey: ['outbox', topic, 'dead letters'],
    queryFn: ({ pageParam, signal }) =>
      body(client.GET('/v1/outbox/dead-letters', { params: { query: { topic, limit: pageSize, cursor: pageParam } }, signal })),
    ...paging,
  });

export const deadLetterQuery = (id: string) =>
  queryOptions({
    queryKey: ['outbox', 'dead letter', id],
    queryFn: ({ signal }) => body(client.GET('/v1/outbox/dead-letters/{id}', { params: { path: { id } }, signal })),
  });

export const replayLetter = (id: string) => body(client.POST('/v1/outbox/dead-letters/{id}/replay', { params: { path: { id } } }));

export const replayTopic = (topic: string) => body(client.POST('/v1/outbox/dead-letters/replay', { body: { topic } }));

export const discardLetter = (id: string) => done(client.DELETE('/v1/outbox/dead-letters/{id}', { params: { path: { id } } }));

export const dependenciesQuery = () =>
  queryOptions({
    queryKey: ['dependencies'],
    queryFn: async ({ signal }) => (await body(client.GET('/v1/dependencies', { signal }))).items,
    refetchInterval: refreshEvery,
  });

export const jobsQuery = () =>
  queryOptions({
    queryKey: ['jobs'],
    queryFn: async ({ signal }) => (await body(client.GET('/v1/jobs', { signal }))).items,
    refetchInterval: refreshEvery,
  });

export const jobRunsQuery = (name: string) =>
  infiniteQueryOptions({
    queryKey: ['jobs', name, 'runs'],
    queryFn: ({ pageParam, signal }) =>
      body(client.GET('/v1/jobs/{name}/runs', { params: { path: { name }, query: { limit: pageSize, cursor: pageParam } }, signal })),
    ...paging,
  });

export const runJob = (name: string) => body(client.POST('/v1/jobs/{name}/run', { params: { path: { name } } }));

export const pauseJob = (name: string) => body(client.POST('/v1/jobs/{name}/pause', { params: { path: { name } } }));

export const resumeJob = (name: string) => body(client.POST('/v1/jobs/{name}/resume', { params: { path: { name } } }));

export const keysQuery = () =>
  infiniteQueryOptions({
    queryKey: ['keys'],
    queryFn: ({ pageParam, signal }) => body(client.GET('/v1/keys', { params: { query: { limit: pageSize, cursor: pageParam } }, signal })),
    ...paging,
  });

export const createKey = (draft: KeyDraft) => body(client.POST('/v1/keys', { body: draft }));

export const rotateKey = (id: string) => body(client.POST('/v1/keys/{id}/rotate', { params: { path: { id } }, body: {} }));

export const revokeKey = (id: string) => done(client.DELETE('/v1/keys/{id}', { params: { path: { id } } }));

export const whoQuery = () =>
  queryOptions({ queryKey: ['who'], queryFn: ({ signal }) => body(client.GET('/v1/keys/me', { signal })), staleTime: Infinity });

/** Whom the server takes the bearer of a key for, before the console keeps it. */
export const whoIs = (key: string) => body(client.GET('/v1/keys/me', { headers: { Authorization: `Bearer ${key}` } }));

export interface AuditFilter {
  actor?: string;
  action?: string;
}

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) =>
      body(client.GET('/v1/audit', { params: { query: { ...filter, limit: pageSize, cursor: pageParam } }, signal })),
    ...paging,
  });

export const verifyAudit = () => body(client.GET('/v1/audit/verify'));

export const privacyQuery = () =>
  queryOptions({ queryKey: ['privacy'], queryFn: ({ signal }) => body(client.GET('/v1/privacy', { signal })) });

export const erasuresQuery = () =>
  infiniteQueryOptions({
    queryKey: ['privacy', 'erasures'],
    queryFn: ({ pageParam, signal }) =>
      body(client.GET('/v1/privacy/erasures', { params: { query: { limit: pageSize, cursor: pageParam } }, signal })),
    ...paging,
  });

export const erase = (subject: string) => body(client.POST('/v1/privacy/erasures', { body: { subject } }));
