import type { RouteObject } from 'react-router';
import { NotFoundPage } from './NotFoundPage.tsx';
import { PageFailed } from './PageFailed.tsx';
import { Shell } from './Shell.tsx';

/** The pages; each is fetched when it is first opened. */
export const routes: RouteObject[] = [
  {
    element: <Shell />,
    children: [
      {
        errorElement: <PageFailed />,
        hydrateFallbackElement: <></>,
        children: [
          { path: '/', lazy: async () => ({ Component: (await import('../overview/OverviewPage.tsx')).OverviewPage }) },
          {
            path: '/streaming/people',
            lazy: async () => ({ Component: (await import('../streaming/PeoplePage.tsx')).PeoplePage }),
          },
          {
            path: '/streaming/people/:id',
            lazy: async () => ({ Component: (await import('../streaming/PersonPage.tsx')).PersonPage }),
          },
          {
            path: '/streaming/titles/:id',
            lazy: async () => ({ Component: (await import('../streaming/TitlePage.tsx')).TitlePage }),
          },
          { path: '/vectors', lazy: async () => ({ Component: (await import('../vectors/VectorsPage.tsx')).VectorsPage }) },
          {
            path: '/vectors/:name',
            lazy: async () => ({ Component: (await import('../vectors/CollectionPage.tsx')).CollectionPage }),
          },
          {
            path: '/operations',
            lazy: async () => ({ Component: (await import('../operations/OperationsPage.tsx')).OperationsPage }),
          },
          { path: '*', element: <NotFoundPage /> },
        ],
      },
    ],
  },
];
