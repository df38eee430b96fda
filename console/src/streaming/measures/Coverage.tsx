import { Button } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { measuresQuery } from '../../api/streaming.ts';
import { Bars } from '../../components/Bars.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import { useLanguage } from '../../language/language.ts';
import classes from './Measures.module.css';
import { weeksBefore } from './windows.ts';

const weeks = 8;

/** The share of the catalogue that was played in each of the last weeks. Asked for, because each week is a look at all that was done in it. */
export function Coverage({ now }: { now: Date }) {
  const { t } = useLanguage();
  const [wanted, setWanted] = useState(false);
  return (
    <Panel title={t.measures.coverage}>
      <p className={classes.lead}>{t.measures.coverageLead}</p>
      {wanted ? (
        <Weeks now={now} />
      ) : (
        <Button variant="default" onClick={() => setWanted(true)}>
          {t.measures.showCoverage}
        </Button>
      )}
    </Panel>
  );
}

function Weeks({ now }: { now: Date }) {
  const { t, format } = useLanguage();
  const windows = weeksBefore(now, weeks);
  const asked = useQueries({ queries: windows.map(({ from, to }) => measuresQuery(from, to)) });
  const failed = asked.find(({ error }) => error !== null)?.error;
  if (failed) return <ErrorState error={failed} retry={() => asked.forEach((one) => void one.refetch())} />;
  if (asked.some(({ data }) => data === undefined)) return <Waiting height={200} />;
  const shares = asked.map(({ data }) => data?.measures.find(({ name }) => name === 'discovery')?.value ?? 0);
  const bars = windows.map(({ from }, i) => ({ name: format.date(from), value: shares[i] ?? 0, shown: format.tenths(shares[i] ?? 0) }));
  return <Bars caption={t.measures.coverage} columns={[t.measures.week, t.measures.share]} bars={bars} full={Math.max(...shares, 0.01)} />;
}
