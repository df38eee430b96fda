import { Skeleton } from '@mantine/core';
import { useMutation, usePrefetchQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { historyQuery, homeQuery, postWatched } from '../api/queries.ts';
import { requestPath } from '../api/snippets.ts';
import type { HomePage, RecommendedTitle } from '../api/types.ts';
import { CopyAs } from '../components/CopyAs.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { Panel } from '../components/Panel.tsx';
import { useNotice } from '../components/useNotice.ts';
import { useLanguage } from '../language/language.ts';
import { ContextControls } from './ContextControls.tsx';
import { DegradedBanner } from './DegradedBanner.tsx';
import { History } from './History.tsx';
import classes from './PersonPage.module.css';
import { PersonViews } from './PersonViews.tsx';
import { TitleRow } from './TitleRow.tsx';
import { useWhy } from './useWhy.ts';
import { useViewingContext } from './viewingContext.ts';
import { Waterfall } from './Waterfall.tsx';
import { WhyDrawer, type Explained } from './WhyDrawer.tsx';

function explain(home: HomePage | undefined, id: string | null, path: string): Explained | null {
  for (const row of home?.rows ?? []) {
    const title = row.titles.find((one) => one.id === id);
    if (home && title) return { title, model: home.model ?? undefined, timing: home.timing_ms, path };
  }
  return null;
}

/** The home page a person gets, with the why of each title; what the person watched stands beside it. */
export function PersonPage() {
  const { id = '' } = useParams();
  const { t } = useLanguage();
  const [context, changeContext] = useViewingContext();
  const why = useWhy();
  const notice = useNotice();
  const queries = useQueryClient();
  const { data: home, error, refetch, isPlaceholderData } = useQuery(homeQuery(id, context));
  // Shown only beside a home page, but asked for together with it.
  usePrefetchQuery(historyQuery(id));
  const path = requestPath(`/v1/streaming/users/${encodeURIComponent(id)}/home`, {
    device: context.device,
    time_of_day: context.timeOfDay,
  });

  const watched = useMutation({
    mutationFn: (title: RecommendedTitle) => postWatched(id, title.id, context),
    onSuccess: async (_, title) => {
      await queries.invalidateQueries({ queryKey: ['person', id] });
      notice.done(t.person.watchedDone(title.title));
    },
    onError: (problem) => notice.failed(problem.message, t.problem.heading),
  });

  return (
    <>
      <div className={classes.head}>
        <PageTitle>{t.person.title(id)}</PageTitle>
        <ContextControls context={context} change={changeContext} />
      </div>

      <PersonViews person={id} />

      <div className={classes.page}>
        <div className={classes.rows} aria-busy={isPlaceholderData || watched.isPending}>
          {error && <ErrorState error={error} retry={() => void refetch()} />}
          {!home && !error && <RowsSkeleton />}
          {home && (
            <>
              <DegradedBanner degraded={home.degraded} />
              {home.rows.length === 0 && <EmptyState title={t.person.noRows} hint={t.person.noRowsHint} />}
              {home.rows.map((row) => (
                <TitleRow
                  key={row.name}
                  heading={row.title}
                  titles={row.titles}
                  onWhy={(title) => why.open(title.id)}
                  onWatched={(title) => watched.mutate(title)}
                />
              ))}
            </>
          )}
        </div>

        <div className={classes.side}>
          {home && (
            <Panel title={t.person.answer} aside={<CopyAs path={path} />}>
              <p className={classes.model}>
                {t.why.model} <strong>{home.model}</strong>
              </p>
              <Waterfall timing={home.timing_ms} />
            </Panel>
          )}
          {home && <History person={id} />}
        </div>
      </div>

      <WhyDrawer explained={explain(home, why.id, path)} close={why.close} />
    </>
  );
}

function RowsSkeleton() {
  const { t } = useLanguage();
  return (
    <div role="status" aria-label={t.app.loading} className={classes.rows}>
      {[1, 2, 3].map((row) => (
        <div key={row}>
          <Skeleton height={20} width={180} mb={14} />
          <div className={classes.skeletons}>
            {[1, 2, 3, 4, 5, 6, 7, 8].map((card) => (
              <Skeleton key={card} height={270} />
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}
