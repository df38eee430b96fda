import '@mantine/charts/styles.layer.css';
import { LineChart } from '@mantine/charts';
import { Button, NumberInput, Select, Skeleton } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { measureRecall } from '../api/queries.ts';
import { asCommand } from '../api/snippets.ts';
import type { RecallReport, VectorCollection } from '../api/types.ts';
import { CopyAs } from '../components/CopyAs.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { Panel } from '../components/Panel.tsx';
import { Scrollable } from '../components/Scrollable.tsx';
import table from '../components/Table.module.css';
import { useLanguage } from '../language/language.ts';
import classes from './Vectors.module.css';
import { advice } from './words.ts';

const efs = [16, 32, 64, 128, 256];

/** How well the index finds what an exact search finds, on the collection's own records. */
export function RecallTab({ collection }: { collection: VectorCollection }) {
  const { t } = useLanguage();
  const [field, setField] = useState(collection.vectors[0]?.name ?? '');
  const [k, setK] = useState(10);
  const [queries, setQueries] = useState(100);
  const request = { vector: field, k, queries, ef: efs };
  const { mutate, data, error, isPending } = useMutation({ mutationFn: () => measureRecall(collection.name, request) });

  return (
    <div className={classes.part}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          mutate();
        }}
      >
        <p className={classes.note}>{t.vectors.recallLead}</p>
        <div className={classes.line}>
          {collection.vectors.length > 1 && (
            <Select
              label={t.vectors.field}
              allowDeselect={false}
              value={field}
              onChange={(value) => setField(value ?? field)}
              data={collection.vectors.map((one) => one.name)}
            />
          )}
          <NumberInput className={classes.narrow} label="k" min={1} max={1000} hideControls value={k} onChange={(value) => setK(Number(value) || 10)} />
          <NumberInput
            className={classes.narrow}
            label={t.vectors.queries}
            min={1}
            max={200}
            hideControls
            value={queries}
            onChange={(value) => setQueries(Number(value) || 100)}
          />
          <Button type="submit" loading={isPending}>
            {t.vectors.measure}
          </Button>
        </div>
        <CopyAs
          path={`/v1/vectors/collections/${encodeURIComponent(collection.name)}/recall`}
          body={request}
          command={asCommand('vectors', 'recall', collection.name, '--field', field, '-k', k, '--queries', queries, '--ef', ...efs)}
        />
      </form>
      {isPending && (
        <div role="status" aria-label={t.vectors.measuring}>
          <Skeleton height={260} />
        </div>
      )}
      {error && <ErrorState error={error} retry={() => mutate()} />}
      {data && <Measured report={data} />}
    </div>
  );
}

function Measured({ report }: { report: RecallReport }) {
  const language = useLanguage();
  const { t, format } = language;
  const title = `${t.vectors.recall}@${format.whole(report.k)}`;
  const points = report.points.map((point) => ({ ...point, percent: 100 * point.recall }));
  const lowest = Math.min(...report.points.map((point) => point.recall));
  const highest = Math.max(...report.points.map((point) => point.recall));
  return (
    <>
      <p className={classes.advice} role="status">
        {advice(language, report)}
      </p>
      {report.queries > 0 && (
        <div className={classes.columns}>
          <Panel title={title}>
            <Scrollable label={title} className={table.scroll}>
              <table className={table.table}>
                <thead>
                  <tr>
                    <th scope="col" data-number>
                      ef
                    </th>
                    <th scope="col" data-number>
                      {t.vectors.recall}
                    </th>
                    <th scope="col" data-number>
                      {t.vectors.time}
                    </th>
                    <th scope="col" data-number>
                      {t.vectors.comparedColumn}
                    </th>
                    <th scope="col">{t.vectors.how}</th>
                  </tr>
                </thead>
                <tbody>
                  {report.points.map((point) => (
                    <tr key={point.ef}>
                      <th scope="row" data-number>
                        {format.whole(point.ef)}
                      </th>
                      <td data-number>{format.score(point.recall)}</td>
                      <td data-number>{format.milliseconds(point.mean_ms)}</td>
                      <td data-number>{format.whole(point.compared)}</td>
                      <td>{t.vectors.strategies[point.strategy] ?? point.strategy}</td>
                    </tr>
                  ))}
                  <tr>
                    <th scope="row" data-number>
                      {t.vectors.exactRow}
                    </th>
                    <td data-number>{format.score(1)}</td>
                    <td data-number>{format.milliseconds(report.exact_ms)}</td>
                    <td />
                    <td />
                  </tr>
                </tbody>
              </table>
            </Scrollable>
            <p className={classes.note}>
              {t.vectors.drawn(format.whole(report.queries), format.whole(report.drawn_from))}
              {report.shortened && ` ${t.vectors.shortened}`}
            </p>
          </Panel>
          <Panel title={`${title} · ${t.vectors.time}`}>
            <div role="img" aria-label={t.vectors.chart(format.percent(lowest), format.percent(highest))}>
              <LineChart
                h={220}
                data={points}
                dataKey="mean_ms"
                series={[{ name: 'percent', label: title, color: 'var(--p-accent-fill)' }]}
                valueFormatter={(value) => format.percent(value / 100)}
                curveType="linear"
                tickLine="none"
                xAxisProps={{ type: 'number', domain: ['auto', 'auto'], tickFormatter: (value: number) => format.milliseconds(value) }}
                yAxisProps={{ width: 44, domain: ['auto', 100], tickFormatter: (value: number) => format.percent(value / 100) }}
                lineProps={{ isAnimationActive: false }}
                lineChartProps={{ accessibilityLayer: false, margin: { top: 6, right: 14, bottom: 0, left: 0 } }}
                tooltipAnimationDuration={0}
              />
            </div>
          </Panel>
        </div>
      )}
    </>
  );
}
