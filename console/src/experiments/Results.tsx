import { SegmentedControl } from '@mantine/core';
import type { Comparison, ExperimentInfo, ExperimentResults } from '../api/types.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { Interval } from '../components/Interval.tsx';
import { Panel } from '../components/Panel.tsx';
import { scaleOf } from '../components/scale.ts';
import { Scrollable } from '../components/Scrollable.tsx';
import table from '../components/Table.module.css';
import { useLanguage } from '../language/language.ts';
import { useAddress } from '../operations/useAddress.ts';
import classes from './Experiments.module.css';
import { drawnEffect, verdictOf } from './verdicts.ts';

const tests = ['sequential', 'fixed'] as const;

interface ResultsProps {
  info: ExperimentInfo;
  results: ExperimentResults;
  /** Whether the arms can be compared: else no effect is called better or worse. */
  trusted: boolean;
}

/** Each metric of each arm against the control, with the interval of the effect drawn. */
export function Results({ info, results, trusted }: ResultsProps) {
  const { t } = useLanguage();
  const { params, set } = useAddress();
  const test = tests.find((one) => one === params.get('test')) ?? 'sequential';
  const comparisons = results[test]?.comparisons ?? [];
  if (comparisons.length === 0) return <EmptyState title={t.experiments.noMetrics} hint={t.experiments.noMetricsHint} />;
  const drawn = comparisons.map(drawnEffect);
  // Shares of the control can be compared with each other; other effects have units of their own.
  const scale = scaleOf(drawn.flatMap((one) => (one?.isShare ? [{ value: one.effect.estimate, low: one.effect.lower, high: one.effect.upper }] : [])));
  const goals = new Map(info.experiment.metrics?.map(({ name, goal }) => [name, goal ?? 'increase']));
  return (
    <Panel
      title={t.experiments.results}
      aside={
        <SegmentedControl
          aria-label={t.experiments.test}
          size="xs"
          value={test}
          onChange={(value) => set({ test: value })}
          data={tests.map((value) => ({ value, label: t.experiments.tests[value] }))}
        />
      }
    >
      <p className={classes.lead}>{t.experiments.resultsLead[test]}</p>
      <Scrollable label={t.experiments.results} className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t.experiments.metric}</th>
              <th scope="col">{t.experiments.arm}</th>
              <th scope="col" data-number>
                {t.experiments.controlValue}
              </th>
              <th scope="col" data-number>
                {t.experiments.value}
              </th>
              <th scope="col">{t.experiments.effect}</th>
              <th scope="col">{t.experiments.picture}</th>
              <th scope="col" data-number>
                {t.experiments.p}
              </th>
              <th scope="col">{t.experiments.verdict}</th>
            </tr>
          </thead>
          <tbody>
            {comparisons.map((one) => (
              <ComparisonLine key={`${one.metric} ${one.arm}`} comparison={one} goal={goals.get(one.metric) ?? 'increase'} scale={scale} trusted={trusted} />
            ))}
          </tbody>
        </table>
      </Scrollable>
    </Panel>
  );
}

interface ComparisonLineProps {
  comparison: Comparison;
  goal: 'increase' | 'decrease';
  scale: [number, number];
  trusted: boolean;
}

const tones = { better: 'good', worse: 'bad', open: 'plain' } as const;

function ComparisonLine({ comparison, goal, scale, trusted }: ComparisonLineProps) {
  const { t, format, term } = useLanguage();
  const drawn = drawnEffect(comparison);
  const verdict = trusted ? verdictOf(comparison, goal) : 'open';
  const written = (value: number) => (drawn?.isShare ? format.signedShare(value) : format.signed(value));
  const estimate = drawn && { value: drawn.effect.estimate, low: drawn.effect.lower, high: drawn.effect.upper };
  const end = (value: number | null | undefined) => (typeof value === 'number' ? written(value) : '∞');
  return (
    <tr>
      <th scope="row" className={table.strong}>
        {term(comparison.metric)}
      </th>
      <td>{comparison.arm}</td>
      <td data-number>{format.score(comparison.control_value)}</td>
      <td data-number>{format.score(comparison.value)}</td>
      {estimate ? (
        <>
          <td className={classes.effect}>
            {written(estimate.value)}{' '}
            <span className={classes.quiet}>
              {end(estimate.low)} … {end(estimate.high)}
            </span>
          </td>
          <td className={classes.picture}>
            <Interval {...estimate} scale={drawn.isShare ? scale : scaleOf([estimate])} mark={0} tone={tones[verdict]} />
          </td>
        </>
      ) : (
        <td colSpan={2} className={classes.note}>
          {comparison.problem}
        </td>
      )}
      <td data-number>{typeof comparison.adjusted_p_value === 'number' ? format.probability(comparison.adjusted_p_value) : '–'}</td>
      <td>
        <span className={classes.verdict} data-tone={tones[verdict]}>
          {trusted ? t.experiments[verdict] : t.experiments.untrusted}
        </span>
      </td>
    </tr>
  );
}
