import { Button, Progress } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { train, trainingQuery } from '../../api/streaming.ts';
import type { TrainingRun } from '../../api/types.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Refused } from '../../components/Refused.tsx';
import { StateBadge } from '../../components/StateBadge.tsx';
import { useLanguage } from '../../language/language.ts';
import { useAction } from '../../operations/useAction.ts';
import { useAddress } from '../../operations/useAddress.ts';
import classes from './Models.module.css';

const kinds = ['collaborative', 'ranker'] as const;

/** Starts trainings, and shows how far the one in the address (`?training=`) is and how it ended. */
export function Trainings() {
  const { t } = useLanguage();
  const { params, set } = useAddress();
  const start = useAction(train, { changes: 'models' });
  const run = params.get('training');
  return (
    <Panel title={t.models.train}>
      <p className={classes.lead}>{t.models.trainLead}</p>
      <div className={classes.buttons}>
        {kinds.map((kind) => (
          <Button
            key={kind}
            variant="default"
            loading={start.isPending && start.variables === kind}
            onClick={() => start.mutate(kind, { onSuccess: ({ id }) => set({ training: id }) })}
          >
            {t.models.start[kind]}
          </Button>
        ))}
      </div>
      <Refused error={start.error} />
      {run !== null && <Run key={run} id={run} />}
    </Panel>
  );
}

function Run({ id }: { id: string }) {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(trainingQuery(id));
  const finished = data?.finished_at ?? null;
  // The version that it made is in the list as soon as it is done.
  useEffect(() => {
    if (finished !== null) void queries.invalidateQueries({ queryKey: ['models'] });
  }, [finished, queries]);
  return (
    <div className={classes.run} role="status">
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {data && <Told run={data} />}
    </div>
  );
}

function Told({ run }: { run: TrainingRun }) {
  const { t, format } = useLanguage();
  const name = t.models.kinds[run.model ?? 'collaborative'];
  const progress = run.progress ?? 0;
  const report = run.report ?? run.ranker;
  const ended = run.finished_at !== null && run.finished_at !== undefined;
  return (
    <>
      <div className={classes.line}>
        <span className={classes.name}>{name}</span>
        <StateBadge state={run.state} />
        {report && <span className={classes.quiet}>{t.models.took(format.duration(report.seconds))}</span>}
      </div>
      {!ended && (
        <div className={classes.line}>
          <Progress className={classes.progress} value={progress * 100} size={6} color="var(--p-accent-fill)" aria-label={t.models.progress(name)} />
          <span>{format.percent(progress)}</span>
        </div>
      )}
      {!ended && run.detail && <p className={classes.quiet}>{run.detail}</p>}
      {run.failure && (
        <p>
          {t.models.failed}: {run.failure}
        </p>
      )}
      {report && <p>{report.live ? t.models.wentLive(report.model) : t.models.refused(report.model)}</p>}
      {report?.refusal && <p className={classes.reason}>{report.refusal}</p>}
    </>
  );
}
