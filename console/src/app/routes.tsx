import { redirect, type RouteObject } from 'react-router';
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
            path: '/streaming/people/:id/features',
            lazy: async () => ({ Component: (await import('../streaming/FeaturesPage.tsx')).FeaturesPage }),
          },
          {
            path: '/streaming/people/:id/compare',
            lazy: async () => ({ Component: (await import('../streaming/ComparePage.tsx')).ComparePage }),
          },
          {
            path: '/streaming/models',
            lazy: async () => ({ Component: (await import('../streaming/models/ModelsPage.tsx')).ModelsPage }),
          },
          {
            path: '/streaming/measures',
            lazy: async () => ({ Component: (await import('../streaming/measures/MeasuresPage.tsx')).MeasuresPage }),
          },
          {
            path: '/streaming/pins',
            lazy: async () => ({ Component: (await import('../streaming/pins/PinsPage.tsx')).PinsPage }),
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
            path: '/experiments',
            lazy: async () => ({ Component: (await import('../experiments/ExperimentsPage.tsx')).ExperimentsPage }),
          },
          {
            path: '/experiments/:name',
            lazy: async () => ({ Component: (await import('../experiments/ExperimentPage.tsx')).ExperimentPage }),
          },
          {
            path: '/operations',
            lazy: async () => ({ Component: (await import('../operations/OperationsPage.tsx')).OperationsPage }),
          },
          { path: '/streaming', loader: () => redirect('/streaming/people') },
          { path: '*', element: <NotFoundPage /> },
        ],
      },
    ],
  },
];
