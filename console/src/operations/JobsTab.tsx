import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { jobsQuery, pauseJob, resumeJob, runJob } from '../api/operations.ts';
import type { Job } from '../api/types.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { Panel } from '../components/Panel.tsx';
import { Refused } from '../components/Refused.tsx';
import { Scrollable } from '../components/Scrollable.tsx';
import { StateBadge } from '../components/StateBadge.tsx';
import table from '../components/Table.module.css';
import { Waiting } from '../components/Waiting.tsx';
import { When } from '../components/When.tsx';
import { useLanguage } from '../language/language.ts';
import { JobRuns } from './JobRuns.tsx';
import classes from './Operations.module.css';
import { useAction } from './useAction.ts';
import { useAddress } from './useAddress.ts';

/** The scheduled jobs, and the run log of the one that is open. */
export function JobsTab() {
  const { t } = useLanguage();
  const { params, set } = useAddress();
  const { data, error, refetch } = useQuery(jobsQuery());
  const run = useAction(runJob, { changes: 'jobs', said: (_, name) => t.jobs.asked(name) });
  const pause = useAction(pauseJob, { changes: 'jobs', said: ({ name }) => t.jobs.pausedNow(name) });
  const resume = useAction(resumeJob, { changes: 'jobs', said: ({ name }) => t.jobs.resumedNow(name) });
  const opened = params.get('job');
  const act = {
    run: (name: string) => run.mutate(name),
    pause: (name: string) => pause.mutate(name),
    resume: (name: string) => resume.mutate(name),
    open: (name: string) => set({ job: name }),
  };
  return (
    <div className={classes.part}>
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data?.length === 0 && <EmptyState title={t.jobs.none} hint={t.jobs.noneHint} />}
      {data && data.length > 0 && (
        <Panel title={t.jobs.title}>
          <Refused error={run.error ?? pause.error ?? resume.error} />
          <Scrollable label={t.jobs.title} className={table.scroll}>
            <JobTable jobs={data} act={act} />
          </Scrollable>
        </Panel>
      )}
      {opened !== null && <JobRuns key={opened} job={opened} />}
    </div>
  );
}

type Actions = Record<'run' | 'pause' | 'resume' | 'open', (name: string) => void>;

function JobTable({ jobs, act }: { jobs: Job[]; act: Actions }) {
  const { t } = useLanguage();
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t.jobs.job}</th>
          <th scope="col">{t.jobs.schedule}</th>
          <th scope="col">{t.jobs.next}</th>
          <th scope="col">{t.jobs.last}</th>
          <th scope="col">{t.jobs.actions}</th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <tr key={job.name}>
            <th scope="row">
              <button type="button" className={classes.open} onClick={() => act.open(job.name)}>
                {job.name}
              </button>
              <div className={table.quiet}>{job.description}</div>
            </th>
            <td className={classes.mono}>{job.schedule}</td>
            <td className={classes.moment}>
              <Next job={job} />
            </td>
            <td>
              <Latest job={job} />
            </td>
            <td>
              <div className={classes.actions}>
                <Button size="compact-sm" variant="default" aria-label={t.jobs.runJob(job.name)} onClick={() => act.run(job.name)}>
                  {t.jobs.run}
                </Button>
                {job.paused ? (
                  <Button size="compact-sm" variant="default" aria-label={t.jobs.resumeJob(job.name)} onClick={() => act.resume(job.name)}>
                    {t.jobs.resume}
                  </Button>
                ) : (
                  <Button size="compact-sm" variant="default" aria-label={t.jobs.pauseJob(job.name)} onClick={() => act.pause(job.name)}>
                    {t.jobs.pause}
                  </Button>
                )}
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Next({ job: { enabled, paused, next_run_at } }: { job: Job }) {
  if (paused) return <StateBadge state="paused" />;
  if (!enabled) return <StateBadge state="not_enabled" />;
  return next_run_at && <When at={next_run_at} />;
}

/** The run that is at work, or the one that ended last. */
function Latest({ job: { current, last } }: { job: Job }) {
  const { t } = useLanguage();
  const run = current ?? last;
  if (!run) return <span className={classes.note}>{t.jobs.never}</span>;
  return (
    <>
      <StateBadge state={run.state} /> <When at={run.finished_at ?? run.started_at ?? run.scheduled_at} />
      <div className={classes.note}>{run.error ?? run.result ?? run.detail}</div>
    </>
  );
}
