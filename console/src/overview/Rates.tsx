import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { RateSeries } from '../api/types.ts';
import { useLanguage } from '../language/language.ts';
import classes from './Rates.module.css';

// The chart library is the heaviest thing here: the rest of the page does not wait for it.
const RateChart = lazy(async () => ({ default: (await import('./RateChart.tsx')).RateChart }));

export function Rates({ series }: { series: RateSeries[] }) {
  const { t } = useLanguage();
  return (
    <section className={classes.rates} aria-label={t.overview.rates}>
      {series.map((one) => (
        <Suspense key={one.name} fallback={<Skeleton height={214} />}>
          <RateChart series={one} />
        </Suspense>
      ))}
    </section>
  );
}
