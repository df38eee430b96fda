import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { experimentsQuery } from '../api/streaming.ts';
import type { ExperimentInfo } from '../api/types.ts';
import { CopyAs } from '../components/CopyAs.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { More } from '../components/More.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { Panel } from '../components/Panel.tsx';
import { Scrollable } from '../components/Scrollable.tsx';
import { StateBadge } from '../components/StateBadge.tsx';
import table from '../components/Table.module.css';
import { Waiting } from '../components/Waiting.tsx';
import { When } from '../components/When.tsx';
import { useLanguage } from '../language/language.ts';
import classes from './Experiments.module.css';

/** All experiments, each in its latest version. */
export function ExperimentsPage() {
  const { t } = useLanguage();
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(experimentsQuery());
  const experiments = data?.pages.flatMap((page) => page.items);
  return (
    <>
      <PageHead title={t.experiments.title} lead={t.experiments.lead} aside={<CopyAs path="/v1/experiments" command="perto experiments list" />} />
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {!experiments && !error && <Waiting />}
      {experiments?.length === 0 && <EmptyState title={t.experiments.none} hint={t.experiments.noneHint} />}
      {experiments && experiments.length > 0 && (
        <Panel title={t.experiments.title}>
          <Scrollable label={t.experiments.title} className={table.scroll}>
            <table className={table.table}>
              <thead>
                <tr>
                  <th scope="col">{t.experiments.name}</th>
                  <th scope="col">{t.experiments.state}</th>
                  <th scope="col">{t.experiments.arms}</th>
                  <th scope="col">{t.experiments.layer}</th>
                  <th scope="col" data-number>
                    {t.experiments.traffic}
                  </th>
                  <th scope="col">{t.experiments.started}</th>
                </tr>
              </thead>
              <tbody>
                {experiments.map((one) => (
                  <Line key={one.experiment.name} info={one} />
                ))}
              </tbody>
            </table>
          </Scrollable>
          <More hasNextPage={hasNextPage} isFetchingNextPage={isFetchingNextPage} fetchNextPage={fetchNextPage} />
        </Panel>
      )}
    </>
  );
}

function Line({ info: { experiment, version, state, started_at } }: { info: ExperimentInfo }) {
  const { t, format } = useLanguage();
  return (
    <tr>
      <th scope="row">
        <Link className={classes.name} to={`/experiments/${encodeURIComponent(experiment.name)}`}>
          {experiment.name}
        </Link>
        <span className={classes.quiet}>@{version}</span>
        {experiment.description && <div className={classes.note}>{experiment.description}</div>}
      </th>
      <td>
        <StateBadge state={state} />
      </td>
      <td>{experiment.arms.map(({ name }) => name).join(', ')}</td>
      <td>{experiment.layer}</td>
      <td data-number>{format.share(experiment.traffic ?? 1)}</td>
      <td>{started_at ? <When at={started_at} /> : <span className={classes.quiet}>{t.experiments.notStarted}</span>}</td>
    </tr>
  );
}
