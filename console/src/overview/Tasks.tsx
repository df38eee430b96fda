import { Progress } from '@mantine/core';
import type { WorkTask } from '../api/types.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { Panel } from '../components/Panel.tsx';
import { StateBadge } from '../components/StateBadge.tsx';
import { useLanguage } from '../language/language.ts';
import classes from './Tasks.module.css';

/** Imports, trainings and other long work, with how far each has come. */
export function Tasks({ tasks }: { tasks: WorkTask[] }) {
  const { t, format, term } = useLanguage();
  return (
    <Panel title={t.overview.tasks}>
      {tasks.length === 0 ? (
        <EmptyState title={t.overview.noTasks} hint={t.overview.noTasksHint} />
      ) : (
        <ul className={classes.tasks}>
          {tasks.map(({ id, kind, name, state, progress, detail, started_at }) => (
            <li key={id}>
              <div className={classes.line}>
                <span className={classes.name}>
                  <span className={classes.kind}>{term(kind)}</span> {name}
                </span>
                <StateBadge state={state} />
              </div>
              {state === 'running' && typeof progress === 'number' && (
                <div className={classes.line}>
                  <Progress
                    className={classes.progress}
                    value={progress * 100}
                    size={6}
                    color="var(--p-accent-fill)"
                    aria-label={t.overview.progressOf(name)}
                  />
                  <span>{format.percent(progress)}</span>
                </div>
              )}
              <p className={classes.detail}>
                {detail && <span>{detail} · </span>}
                <time dateTime={started_at} title={format.dateTime(new Date(started_at))}>
                  {format.ago(new Date(started_at), new Date())}
                </time>
              </p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
