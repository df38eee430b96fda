import { useQuery } from '@tanstack/react-query';
import { dependenciesQuery } from '../api/operations.ts';
import type { Dependency } from '../api/types.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { Panel } from '../components/Panel.tsx';
import { Scrollable } from '../components/Scrollable.tsx';
import { StateBadge } from '../components/StateBadge.tsx';
import table from '../components/Table.module.css';
import { Waiting } from '../components/Waiting.tsx';
import { When } from '../components/When.tsx';
import { useLanguage } from '../language/language.ts';
import classes from './Operations.module.css';

/** The services outside the server: how they do, and how they are called. */
export function DependenciesTab() {
  const { t } = useLanguage();
  const { data, error, refetch } = useQuery(dependenciesQuery());
  return (
    <div className={classes.part}>
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data?.length === 0 && <EmptyState title={t.dependencies.none} hint={t.dependencies.noneHint} />}
      {data && data.length > 0 && (
        <Panel title={t.dependencies.title}>
          <Scrollable label={t.dependencies.title} className={table.scroll}>
            <DependencyTable dependencies={data} />
          </Scrollable>
        </Panel>
      )}
    </div>
  );
}

const counts = ['calls', 'failures', 'refused', 'fallbacks'] as const;

function DependencyTable({ dependencies }: { dependencies: Dependency[] }) {
  const { t, format } = useLanguage();
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t.dependencies.service}</th>
          <th scope="col">{t.dependencies.state}</th>
          {counts.map((count) => (
            <th key={count} scope="col" data-number title={t.dependencies.meanings[count]}>
              {t.dependencies.counts[count]}
            </th>
          ))}
          <th scope="col">{t.dependencies.rules}</th>
        </tr>
      </thead>
      <tbody>
        {dependencies.map((one) => (
          <tr key={one.name}>
            <th scope="row">
              {one.name}
              <div className={table.quiet}>{one.purpose}</div>
            </th>
            <td>
              <StateBadge state={one.state} />
              {one.failure && (
                <div className={classes.note}>
                  {one.failure}
                  {one.last_failed_at && (
                    <>
                      {' '}
                      (<When at={one.last_failed_at} />)
                    </>
                  )}
                </div>
              )}
            </td>
            {counts.map((count) => (
              <td key={count} data-number>
                {format.whole(one[count])}
              </td>
            ))}
            <td className={classes.note}>
              {t.dependencies.calledBy(
                format.whole(one.rules.attempts),
                format.duration(one.rules.timeout_ms / 1000),
                format.duration(one.rules.breaker_pause_ms / 1000),
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
