import { IconCheck, IconMinus } from '@tabler/icons-react';
import { useId } from 'react';
import type { OnlineMeasure } from '../../api/types.ts';
import { Interval } from '../../components/Interval.tsx';
import { scaleOf } from '../../components/scale.ts';
import { useLanguage } from '../../language/language.ts';
import classes from './Measures.module.css';

/** A measure with its interval, its target, and whether it is met. */
export function MeasureTile({ measure }: { measure: OnlineMeasure }) {
  const { t, format, term } = useLanguage();
  const id = useId();
  const { name, definition, unit, target, observations, value, lower, upper, met } = measure;
  const figure = (number: number) => (unit === 'share' ? format.tenths(number) : Number.isInteger(number) ? format.whole(number) : format.measure(number));
  const written = (number: number) => (unit === 'minutes' ? t.measures.minutes(figure(number)) : unit === 'per_impression' ? t.measures.perImpression(format.score(number)) : figure(number));
  const estimate = typeof value === 'number' ? { value, low: lower, high: upper } : null;
  const goal = typeof target === 'number' ? target : undefined;
  return (
    <section className={classes.tile} aria-labelledby={id}>
      <div className={classes.head}>
        <h2 id={id}>{t.measures.names[name] ?? term(name)}</h2>
        {typeof met === 'boolean' && (
          <span className={classes.met} data-missed={!met || undefined}>
            {met ? <IconCheck size={13} stroke={2.4} aria-hidden /> : <IconMinus size={13} stroke={2.4} aria-hidden />}
            {met ? t.measures.met : t.measures.missed}
          </span>
        )}
      </div>
      {estimate ? (
        <>
          <p className={classes.value}>{written(estimate.value)}</p>
          <p className={classes.quiet}>{goal === undefined ? t.measures.noTarget : t.measures.target(written(goal))}</p>
          {typeof lower === 'number' && typeof upper === 'number' && (
            <>
              <Interval {...estimate} scale={scaleOf([estimate], goal ?? 0)} mark={goal} tone={goal === undefined ? 'plain' : lower > goal ? 'good' : upper < goal ? 'bad' : 'plain'} />
              <p className={classes.quiet}>{t.measures.interval(written(lower), written(upper))}</p>
            </>
          )}
        </>
      ) : (
        <>
          <p className={classes.value}>–</p>
          <p className={classes.quiet}>{goal === undefined ? t.measures.noTarget : t.measures.target(written(goal))}</p>
          <p className={classes.quiet}>
            {t.measures.nothing}. {t.measures.nothingHint}
          </p>
        </>
      )}
      <p className={classes.definition}>
        {definition}
        {estimate && ` · ${t.measures.observations(format.whole(observations))}`}
      </p>
    </section>
  );
}
