import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { body, client } from './client.ts';
import type { Filter, RecallRequest, VectorSearch } from './types.ts';
import type { ViewingContext } from '../streaming/viewingContext.ts';

/** Every question the console asks, and the key its answer is kept under. */
export const overviewQuery = (refreshEvery: number | false) =>
  queryOptions({
    queryKey: ['overview'],
    queryFn: ({ signal }) => body(client.GET('/v1/overview', { signal })),
    refetchInterval: refreshEvery,
  });

export const peopleQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: ['people', q],
    queryFn: ({ pageParam, signal }) =>
      body(client.GET('/v1/streaming/users', { params: { query: { q, limit: 40, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: async ({ signal }) => {
      const query = { q, limit: 6 };
      const [people, titles] = await Promise.all([
        body(client.GET('/v1/streaming/users', { params: { query }, signal })),
        body(client.GET('/v1/streaming/titles', { params: { query }, signal })),
      ]);
      return { people: people.items, titles: titles.items };
    },
    enabled: q !== '',
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });

export const homeQuery = (id: string, context: ViewingContext) =>
  queryOptions({
    queryKey: ['person', id, 'home', context],
    queryFn: ({ signal }) =>
      body(
        client.GET('/v1/streaming/users/{id}/home', {
          params: { path: { id }, query: { device: context.device, time_of_day: context.timeOfDay } },
          signal,
        }),
      ),
    // While the device changes, the old rows stay instead of a flash of skeletons; another person's rows never do.
    placeholderData: (previous) => (previous?.user === id ? previous : undefined),
  });

export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: ['person', id, 'history'],
    queryFn: ({ signal }) =>
      body(client.GET('/v1/streaming/users/{id}/history', { params: { path: { id }, query: { limit: 12 } }, signal })),
  });

export const titleQuery = (id: string) =>
  queryOptions({
    queryKey: ['title', id],
    queryFn: ({ signal }) => body(client.GET('/v1/streaming/titles/{id}', { params: { path: { id } }, signal })),
  });

export const similarQuery = (id: string) =>
  queryOptions({
    queryKey: ['title', id, 'similar'],
    queryFn: ({ signal }) =>
      body(client.GET('/v1/streaming/titles/{id}/similar', { params: { path: { id }, query: { n: 20 } }, signal })),
  });

/** Tells the server that a title was watched to its end. */
export const postWatched = (user: string, title: string, context: ViewingContext) =>
  body(
    client.POST('/v1/streaming/events', {
      body: { events: [{ type: 'view', user, title, progress: 1, device: context.device }] },
    }),
  );

export const vectorCollectionsQuery = () =>
  queryOptions({
    queryKey: ['vectors'],
    queryFn: async ({ signal }) => (await body(client.GET('/v1/vectors/collections', { signal }))).items,
  });

export const vectorCollectionQuery = (name: string) =>
  queryOptions({
    queryKey: ['vectors', name],
    queryFn: ({ signal }) => body(client.GET('/v1/vectors/collections/{name}', { params: { path: { name } }, signal })),
  });

export const vectorRecordsQuery = (name: string, filter: Filter | undefined) =>
  infiniteQueryOptions({
    queryKey: ['vectors', name, 'records', filter],
    queryFn: ({ pageParam, signal }) =>
      body(
        client.POST('/v1/vectors/collections/{name}/records/scroll', {
          params: { path: { name } },
          body: { limit: 40, cursor: pageParam, filter },
          signal,
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    retry: false,
  });

export const vectorRecordQuery = (name: string, id: string) =>
  queryOptions({
    queryKey: ['vectors', name, 'record', id],
    queryFn: ({ signal }) =>
      body(client.GET('/v1/vectors/collections/{name}/records/{id}', { params: { path: { name, id } }, signal })),
    enabled: id !== '',
  });

export const vectorSearchQuery = (name: string, search: VectorSearch | null) =>
  queryOptions({
    queryKey: ['vectors', name, 'search', search],
    queryFn: ({ signal }) =>
      body(client.POST('/v1/vectors/collections/{name}/search', { params: { path: { name } }, body: search ?? {}, signal })),
    enabled: search !== null,
    retry: false,
  });

/** Measures recall on the collection's own records. */
export const measureRecall = (name: string, request: RecallRequest) =>
  body(client.POST('/v1/vectors/collections/{name}/recall', { params: { path: { name } }, body: request }));
