import { Button } from '@mantine/core';
import { useState } from 'react';
import { rollBack } from '../../api/streaming.ts';
import type { ModelVersion } from '../../api/types.ts';
import { Confirm } from '../../components/Confirm.tsx';
import { Interval } from '../../components/Interval.tsx';
import { Panel } from '../../components/Panel.tsx';
import { scaleOf } from '../../components/scale.ts';
import { Scrollable } from '../../components/Scrollable.tsx';
import { StateBadge } from '../../components/StateBadge.tsx';
import table from '../../components/Table.module.css';
import { When } from '../../components/When.tsx';
import { useLanguage } from '../../language/language.ts';
import { useAction } from '../../operations/useAction.ts';
import { comparisonOf, gateMetric, type Comparison } from './gate.ts';
import classes from './Models.module.css';

// They stand in the column of the gate.
const ofTheGate = ['difference', 'difference_low', 'difference_high'];

/** The versions of a model, the newest first, and the way back from the one that is live. */
export function Versions({ name, versions }: { name: string; versions: ModelVersion[] }) {
  const { t } = useLanguage();
  const [asked, setAsked] = useState(false);
  const back = useAction(rollBack, { changes: 'models', said: ({ version }) => t.models.rolledBack(name, `${version}`) });
  const live = versions.find(({ state }) => state === 'live');
  const target = live?.replaced ?? null;
  const comparisons = versions.map((version) => comparisonOf(version, versions));
  const scale = scaleOf(comparisons.flatMap((one) => (one ? [{ value: one.difference, low: one.low, high: one.high }] : [])));

  const ask = () => {
    back.reset();
    setAsked(true);
  };
  return (
    <Panel
      title={name}
      aside={
        target !== null && (
          <Button size="compact-sm" variant="default" onClick={ask}>
            {t.models.rollback(`${target}`)}
          </Button>
        )
      }
    >
      <Scrollable label={name} className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t.models.version}</th>
              <th scope="col">{t.overview.columns.state}</th>
              <th scope="col">{t.models.gate}</th>
              <th scope="col">{t.models.metrics}</th>
              <th scope="col">{t.models.made}</th>
            </tr>
          </thead>
          <tbody>
            {versions.map((version, i) => (
              <VersionLine key={version.version} version={version} comparison={comparisons[i] ?? null} scale={scale} />
            ))}
          </tbody>
        </table>
      </Scrollable>
      <Confirm
        opened={asked}
        close={() => setAsked(false)}
        title={t.models.rollbackTitle(name, `${target ?? ''}`)}
        action={t.models.rollback(`${target ?? ''}`)}
        confirm={() => back.mutate(name, { onSuccess: () => setAsked(false) })}
        pending={back.isPending}
        error={back.error}
      >
        <p>{t.models.rollbackWarning(`${live?.version ?? ''}`)}</p>
      </Confirm>
    </Panel>
  );
}

interface VersionLineProps {
  version: ModelVersion;
  comparison: Comparison | null;
  scale: [number, number];
}

function VersionLine({ version, comparison, scale }: VersionLineProps) {
  const { format } = useLanguage();
  return (
    <tr>
      <th scope="row" className={table.strong}>
        {version.version}
      </th>
      <td>
        <StateBadge state={version.state} />
      </td>
      <td className={classes.gate}>
        <Gate comparison={comparison} scale={scale} />
        {version.reason && <p className={classes.reason}>{version.reason}</p>}
      </td>
      <td>
        <dl className={classes.metrics}>
          {Object.entries(version.metrics)
            .filter(([metric]) => !ofTheGate.includes(metric))
            .map(([metric, value]) => (
              <div key={metric}>
                <dt>{metric}</dt>
                <dd>{format.score(value)}</dd>
              </div>
            ))}
        </dl>
      </td>
      <td className={classes.moment}>
        <When at={version.created_at} />
      </td>
    </tr>
  );
}

function Gate({ comparison, scale }: Omit<VersionLineProps, 'version'>) {
  const { t, format } = useLanguage();
  if (comparison === null) return <span className={classes.quiet}>{t.models.first}</span>;
  const { against, difference, low, high } = comparison;
  return (
    <>
      <span>{against === null ? t.models.blend : t.models.against(`${against}`)}</span>
      {low !== null && high !== null ? (
        <>
          <Interval value={difference} low={low} high={high} scale={scale} mark={0} tone={low > 0 ? 'good' : high < 0 ? 'bad' : 'plain'} />
          <p className={classes.quiet}>{t.models.difference(gateMetric, format.signed(difference), format.signed(low), format.signed(high))}</p>
        </>
      ) : (
        <p className={classes.quiet}>
          {gateMetric} {format.signed(difference)}
        </p>
      )}
    </>
  );
}
