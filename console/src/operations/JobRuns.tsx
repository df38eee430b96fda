import { useInfiniteQuery } from '@tanstack/react-query';
import { jobRunsQuery } from '../api/operations.ts';
import type { JobRun } from '../api/types.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { More } from '../components/More.tsx';
import { Panel } from '../components/Panel.tsx';
import { Scrollable } from '../components/Scrollable.tsx';
import { StateBadge } from '../components/StateBadge.tsx';
import table from '../components/Table.module.css';
import { Waiting } from '../components/Waiting.tsx';
import { When } from '../components/When.tsx';
import { useLanguage } from '../language/language.ts';
import classes from './Operations.module.css';

/** The run log of a job. */
export function JobRuns({ job }: { job: string }) {
  const { t } = useLanguage();
  const list = useInfiniteQuery(jobRunsQuery(job));
  const runs = list.data?.pages.flatMap((page) => page.items);
  const title = t.jobs.runs(job);
  return (
    <Panel title={title}>
      {list.error && <ErrorState error={list.error} retry={() => void list.refetch()} />}
      {!runs && !list.error && <Waiting height={120} />}
      {runs?.length === 0 && <EmptyState title={t.jobs.noRuns} hint={t.jobs.noRunsHint} />}
      {runs && runs.length > 0 && (
        <Scrollable label={title} className={table.scroll}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t.jobs.scheduled}</th>
                <th scope="col">{t.jobs.state}</th>
                <th scope="col">{t.jobs.cause}</th>
                <th scope="col" data-number>
                  {t.jobs.took}
                </th>
                <th scope="col">{t.jobs.outcome}</th>
                <th scope="col">{t.jobs.server}</th>
              </tr>
            </thead>
            <tbody>
              {runs.map((run) => (
                <Run key={run.id} run={run} />
              ))}
            </tbody>
          </table>
        </Scrollable>
      )}
      <More {...list} />
    </Panel>
  );
}

function Run({ run: { scheduled_at, state, cause, started_at, finished_at, result, error, detail, server } }: { run: JobRun }) {
  const { t, format } = useLanguage();
  return (
    <tr>
      <th scope="row">
        <When at={scheduled_at} />
      </th>
      <td>
        <StateBadge state={state} />
      </td>
      <td>{t.jobs.causes[cause]}</td>
      <td data-number>{started_at && finished_at && format.milliseconds(Date.parse(finished_at) - Date.parse(started_at))}</td>
      <td className={classes.wide}>{error ?? result ?? detail}</td>
      <td>{server}</td>
    </tr>
  );
}
