import type { VectorCollection } from '../api/types.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { Panel } from '../components/Panel.tsx';
import { Scrollable } from '../components/Scrollable.tsx';
import { StateBadge } from '../components/StateBadge.tsx';
import table from '../components/Table.module.css';
import { useLanguage } from '../language/language.ts';
import classes from './Vectors.module.css';

/** What a collection is made of, what it holds and how it does. */
export function SchemaTab({ collection }: { collection: VectorCollection }) {
  const { t, format, term } = useLanguage();
  const { vectors, payload, statistics, health } = collection;
  return (
    <div className={classes.columns}>
      <Panel title={t.vectors.columns.vectors}>
        <Scrollable label={t.vectors.columns.vectors} className={table.scroll}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t.vectors.field}</th>
                <th scope="col">{t.vectors.kind}</th>
                <th scope="col" data-number>
                  {t.vectors.dimension}
                </th>
                <th scope="col">{t.vectors.metric}</th>
                <th scope="col">{t.vectors.index}</th>
              </tr>
            </thead>
            <tbody>
              {vectors.map(({ name, kind, dimension, metric, index }) => (
                <tr key={name}>
                  <th scope="row" className={table.strong}>
                    {name}
                  </th>
                  <td>{kind}</td>
                  <td data-number>{kind === 'sparse' ? '' : format.whole(dimension ?? 0)}</td>
                  <td>{metric}</td>
                  <td>
                    {index &&
                      kind !== 'sparse' &&
                      t.vectors.indexOf(
                        term(index.codes ?? ''),
                        format.whole(index.links ?? 0),
                        format.whole(index.build_ef ?? 0),
                        format.whole(index.search_ef ?? 0),
                      )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrollable>
      </Panel>
      <Panel title={t.vectors.payloadFields}>
        {payload.length === 0 ? (
          <EmptyState title={t.vectors.noPayloadFields} hint={t.vectors.noPayloadFieldsHint} />
        ) : (
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t.vectors.field}</th>
                <th scope="col">{t.vectors.kind}</th>
              </tr>
            </thead>
            <tbody>
              {payload.map(({ name, kind }) => (
                <tr key={name}>
                  <th scope="row" className={table.strong}>
                    {name}
                  </th>
                  <td>{kind}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Panel>
      <Panel title={t.vectors.statistics} aside={<StateBadge state={health.state} />}>
        {health.reason && <p>{health.reason}</p>}
        <p className={classes.note}>{health.writable ? t.vectors.writable : t.vectors.notWritable}</p>
        {statistics && (
          <dl className={classes.facts}>
            <dt>{t.vectors.columns.records}</dt>
            <dd>{format.whole(statistics.records)}</dd>
            {Object.entries(statistics.vectors).map(([name, count]) => (
              <Fact key={name} name={t.vectors.withVector(name)} value={format.whole(count)} />
            ))}
            {Object.entries(statistics.indexed ?? {}).map(([name, count]) => (
              <Fact key={name} name={`${t.vectors.columns.indexed}: ${name}`} value={format.whole(count)} />
            ))}
            <dt title={t.vectors.dead}>{t.vectors.columns.dead}</dt>
            <dd>{format.whole(statistics.dead_records)}</dd>
            <dt>{t.vectors.segments}</dt>
            <dd>{format.whole(statistics.segments ?? 0)}</dd>
            <dt>{t.vectors.columns.memory}</dt>
            <dd>{format.bytes(statistics.bytes_in_memory ?? 0)}</dd>
            <dt>{t.vectors.columns.disk}</dt>
            <dd>{format.bytes(statistics.bytes_on_disk ?? 0)}</dd>
            <dt>{t.vectors.log}</dt>
            <dd>{format.bytes(statistics.log_bytes ?? 0)}</dd>
          </dl>
        )}
      </Panel>
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
