import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { ViewingContext } from '../streaming/viewingContext.ts';
import { body, client, done } from './client.ts';
import type { PinDraft } from './types.ts';

/** What the console asks of the film service beside its pages: previews, models, trainings, measures, pins. */
const refreshTrainingEvery = 1_000;

/** Which versions make a page. */
export interface Versions {
  /** `live` or a version. */
  collaborative: string;
  /** `live`, `blend` or a version. */
  ranker: string;
}

export const liveVersions: Versions = { collaborative: 'live', ranker: 'live' };

export const previewParameters = (context: ViewingContext, { collaborative, ranker }: Versions, at?: string) => ({
  device: context.device,
  time_of_day: context.timeOfDay,
  collaborative: collaborative === 'live' ? undefined : collaborative,
  ranker: ranker === 'live' ? undefined : ranker,
  at,
});

/** The page of a person as versions make it; without `at` that of now. */
export const previewQuery = (id: string, context: ViewingContext, versions: Versions, at?: string) =>
  queryOptions({
    queryKey: ['person', id, 'preview', context, versions, at],
    queryFn: ({ signal }) =>
      body(
        client.GET('/v1/streaming/users/{id}/preview', {
          params: { path: { id }, query: previewParameters(context, versions, at) },
          signal,
        }),
      ),
    // While a version or the device changes the old page stays; another person's never does.
    placeholderData: (previous) => (previous?.user === id ? previous : undefined),
    retry: false,
  });

export const modelsQuery = () =>
  queryOptions({ queryKey: ['models'], queryFn: async ({ signal }) => (await body(client.GET('/v1/models', { signal }))).items });

export const rollBack = (name: string) => body(client.POST('/v1/models/{name}/rollback', { params: { path: { name } } }));

export const train = (model: 'collaborative' | 'ranker') => body(client.POST('/v1/streaming/trainings', { body: { model } }));

export const trainingQuery = (id: string) =>
  queryOptions({
    queryKey: ['training', id],
    queryFn: ({ signal }) => body(client.GET('/v1/streaming/trainings/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data && state.data.finished_at ? false : refreshTrainingEvery),
  });

/** The online measures of a time; `to` is not included. */
export const measuresQuery = (from: Date, to: Date) =>
  queryOptions({
    queryKey: ['measures', from.toISOString(), to.toISOString()],
    queryFn: ({ signal }) =>
      body(client.GET('/v1/streaming/measures', { params: { query: { from: from.toISOString(), to: to.toISOString() } }, signal })),
    staleTime: 60_000,
  });

export const pinsQuery = () =>
  queryOptions({ queryKey: ['pins'], queryFn: async ({ signal }) => (await body(client.GET('/v1/streaming/pins', { signal }))).items });

export const putPin = ({ id, pin }: { id: string; pin: PinDraft }) =>
  body(client.PUT('/v1/streaming/pins/{id}', { params: { path: { id } }, body: pin }));

export const removePin = (id: string) => done(client.DELETE('/v1/streaming/pins/{id}', { params: { path: { id } } }));

export const experimentsQuery = () =>
  infiniteQueryOptions({
    queryKey: ['experiments'],
    queryFn: ({ pageParam, signal }) => body(client.GET('/v1/experiments', { params: { query: { limit: 50, cursor: pageParam } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });

export const experimentQuery = (name: string) =>
  queryOptions({
    queryKey: ['experiments', name],
    queryFn: ({ signal }) => body(client.GET('/v1/experiments/{name}', { params: { path: { name } }, signal })),
  });

export const experimentResultsQuery = (name: string) =>
  queryOptions({
    queryKey: ['experiments', name, 'results'],
    queryFn: ({ signal }) => body(client.GET('/v1/experiments/{name}/results', { params: { path: { name } }, signal })),
  });
