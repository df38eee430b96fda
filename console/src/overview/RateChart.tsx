import '@mantine/charts/styles.layer.css';
import { AreaChart } from '@mantine/charts';
import { ActionIcon } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChartLine, IconTable } from '@tabler/icons-react';
import type { RateSeries } from '../api/types.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { Panel } from '../components/Panel.tsx';
import { Scrollable } from '../components/Scrollable.tsx';
import table from '../components/Table.module.css';
import { useLanguage } from '../language/language.ts';
import classes from './RateChart.module.css';

/** One rate over time: a line, and the same figures as a table. */
export function RateChart({ series: { name, unit, points } }: { series: RateSeries }) {
  const { t, format, term } = useLanguage();
  const [asTable, { toggle }] = useDisclosure();
  const title = t.overview.series[name] ?? term(name);
  const values = points.map((point) => point.value);
  const last = values.at(-1);
  const data = points.map(({ at, value }) => ({ at: format.time(new Date(at)), value }));
  const Icon = asTable ? IconChartLine : IconTable;
  const label = asTable ? t.overview.asChart : t.overview.asTable;

  return (
    <Panel
      title={title}
      aside={
        last !== undefined && (
          <ActionIcon variant="subtle" color="gray" size={26} aria-label={`${label}: ${title}`} title={label} onClick={toggle}>
            <Icon size={16} stroke={1.7} aria-hidden />
          </ActionIcon>
        )
      }
    >
      {last === undefined ? (
        <EmptyState title={t.overview.noPoints} hint={t.overview.noPointsHint} />
      ) : (
        <>
          <p className={classes.now}>
            {format.measure(last)} <span>{t.overview.unitsShort[unit]}</span>
          </p>
          {asTable ? (
            <Scrollable label={title} className={classes.table}>
              <table className={table.table}>
                <thead>
                  <tr>
                    <th scope="col">{t.overview.time}</th>
                    <th scope="col" data-number>
                      {t.overview.units[unit]}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {data.toReversed().map((point) => (
                    <tr key={point.at}>
                      <th scope="row">{point.at}</th>
                      <td data-number>{format.measure(point.value)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scrollable>
          ) : (
            <div
              role="img"
              aria-label={t.overview.chartLabel(
                title,
                format.measure(Math.min(...values)),
                format.measure(Math.max(...values)),
                `${format.measure(last)} ${t.overview.units[unit]}`,
              )}
            >
              <AreaChart
                h={128}
                data={data}
                dataKey="at"
                series={[{ name: 'value', label: title, color: 'var(--p-accent-fill)' }]}
                valueFormatter={(value) => `${format.measure(value)} ${t.overview.unitsShort[unit]}`}
                curveType="monotone"
                strokeWidth={1.75}
                fillOpacity={0.16}
                withDots={false}
                gridAxis="x"
                tickLine="none"
                xAxisProps={{ minTickGap: 60, tickMargin: 6 }}
                yAxisProps={{ width: 34, tickCount: 3, interval: 0, tickFormatter: (value: number) => format.whole(value) }}
                areaProps={{ isAnimationActive: false }}
                areaChartProps={{ accessibilityLayer: false, margin: { top: 4, right: 2, bottom: 0, left: 0 } }}
                tooltipAnimationDuration={0}
              />
            </div>
          )}
        </>
      )}
    </Panel>
  );
}
