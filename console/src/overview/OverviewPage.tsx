import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { overviewQuery } from '../api/queries.ts';
import { CopyAs } from '../components/CopyAs.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { useLanguage } from '../language/language.ts';
import { Collections } from './Collections.tsx';
import { Counts } from './Counts.tsx';
import { Health } from './Health.tsx';
import { Models } from './Models.tsx';
import classes from './OverviewPage.module.css';
import { Rates } from './Rates.tsx';
import { Refreshing } from './Refreshing.tsx';
import { Tasks } from './Tasks.tsx';

const refreshEvery = 5_000;

/** What the server holds and does, fresh every five seconds while the tab is looked at. */
export function OverviewPage() {
  const { t } = useLanguage();
  const [paused, setPaused] = useState(false);
  const { data, error, dataUpdatedAt, refetch } = useQuery(overviewQuery(paused ? false : refreshEvery));

  return (
    <>
      <div className={classes.head}>
        <PageTitle>{t.overview.title}</PageTitle>
        <div className={classes.tools}>
          {data && (
            <Refreshing at={new Date(dataUpdatedAt)} every={refreshEvery} paused={paused} setPaused={setPaused} />
          )}
          <CopyAs path="/v1/overview" />
        </div>
      </div>

      {error && (
        <div className={classes.error}>
          <ErrorState error={error} retry={() => void refetch()} />
          {data && <p>{t.problem.stale}</p>}
        </div>
      )}

      {!data && !error && <OverviewSkeleton />}

      {data && (
        <div className={classes.page}>
          <Counts solutions={data.solutions} />
          <Rates series={data.rates.series} />
          <div className={classes.columns}>
            <div className={classes.column}>
              <Models models={data.models} />
              <Collections collections={data.collections} />
            </div>
            <div className={classes.column}>
              <Health overview={data} />
              <Tasks tasks={data.tasks} />
            </div>
          </div>
        </div>
      )}
    </>
  );
}

function OverviewSkeleton() {
  return (
    <div className={classes.page} aria-hidden>
      <Skeleton height={84} />
      <div className={classes.skeletons}>
        {[1, 2, 3, 4].map((n) => (
          <Skeleton key={n} height={210} />
        ))}
      </div>
      <Skeleton height={280} />
    </div>
  );
}
