import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { Overview } from '../api/types.ts';
import { Panel } from '../components/Panel.tsx';
import { StateBadge } from '../components/StateBadge.tsx';
import { useLanguage } from '../language/language.ts';
import classes from './Health.module.css';

/** Whether the server is well, which one it is, and each check. */
export function Health({ overview: { health, version, tenant, uptime_seconds } }: { overview: Overview }) {
  const { t, format, term } = useLanguage();
  return (
    <Panel title={t.overview.health} aside={<StateBadge state={health.status} />}>
      <ul className={classes.checks}>
        {health.checks.map(({ name, status, detail }) => (
          <li key={name} data-status={status}>
            {status === 'ok' ? <IconCheck size={16} stroke={2.2} aria-hidden /> : <IconAlertTriangle size={16} aria-hidden />}
            <span className={classes.name}>{term(name)}</span>
            <span className={classes.detail}>{detail ?? t.states[status]}</span>
          </li>
        ))}
      </ul>
      <dl className={classes.server}>
        <div>
          <dt>{t.overview.version}</dt>
          <dd>{version}</dd>
        </div>
        <div>
          <dt>{t.overview.tenant}</dt>
          <dd>{tenant}</dd>
        </div>
        <div>
          <dt>{t.overview.uptime}</dt>
          <dd>{format.duration(uptime_seconds)}</dd>
        </div>
      </dl>
    </Panel>
  );
}
