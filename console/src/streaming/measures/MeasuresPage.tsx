import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { requestPath } from '../../api/snippets.ts';
import { measuresQuery } from '../../api/streaming.ts';
import { CopyAs } from '../../components/CopyAs.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import { useLanguage } from '../../language/language.ts';
import { useAddress } from '../../operations/useAddress.ts';
import { StreamingTabs } from '../StreamingTabs.tsx';
import { Coverage } from './Coverage.tsx';
import classes from './Measures.module.css';
import { MeasureTile } from './MeasureTile.tsx';
import { daysBefore } from './windows.ts';

const periods = ['7', '30', '90'];

/** How much of the catalogue people play, and how they use the pages, against the targets. */
export function MeasuresPage() {
  const { t, format } = useLanguage();
  const { params, set } = useAddress();
  const days = periods.find((one) => one === params.get('days')) ?? '30';
  const [now] = useState(() => new Date());
  const from = daysBefore(now, Number(days));
  const { data, error, refetch } = useQuery(measuresQuery(from, now));
  return (
    <>
      <PageHead
        title={t.measures.title}
        lead={t.measures.lead}
        aside={<CopyAs path={requestPath('/v1/streaming/measures', { from: from.toISOString(), to: now.toISOString() })} />}
      />
      <StreamingTabs />
      <div className={classes.controls}>
        <SegmentedControl
          aria-label={t.measures.period}
          size="xs"
          value={days}
          onChange={(value) => set({ days: value })}
          data={periods.map((value) => ({ value, label: t.measures.days(value) }))}
        />
        {data && (
          <dl className={classes.facts}>
            <div>
              <dt>{t.measures.people}</dt>
              <dd>{format.whole(data.people)}</dd>
            </div>
            <div>
              <dt>{t.measures.titles}</dt>
              <dd>{format.whole(data.titles)}</dd>
            </div>
          </dl>
        )}
      </div>
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting height={320} />}
      {data && (
        <>
          <div className={classes.tiles}>
            {/* Lift is of one arm over another: it stands with its experiment. */}
            {data.measures
              .filter(({ name }) => name !== 'lift')
              .map((measure) => (
                <MeasureTile key={measure.name} measure={measure} />
              ))}
          </div>
          <Coverage now={now} />
        </>
      )}
    </>
  );
}
