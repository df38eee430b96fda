import type { Model } from '../api/types.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { Panel } from '../components/Panel.tsx';
import { Scrollable } from '../components/Scrollable.tsx';
import { StateBadge } from '../components/StateBadge.tsx';
import table from '../components/Table.module.css';
import { useLanguage } from '../language/language.ts';
import classes from './Models.module.css';

/** The models of the registry and how good each was when it was measured. */
export function Models({ models }: { models: Model[] }) {
  const { t, format } = useLanguage();
  const { columns } = t.overview;
  return (
    <Panel title={t.overview.models}>
      {models.length === 0 ? (
        <EmptyState title={t.overview.noModels} hint={t.overview.noModelsHint} />
      ) : (
        <Scrollable label={t.overview.models} className={table.scroll}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{columns.model}</th>
                <th scope="col">{columns.kind}</th>
                <th scope="col">{columns.state}</th>
                <th scope="col">{columns.metrics}</th>
                <th scope="col">{columns.created}</th>
                <th scope="col" data-number>
                  {columns.size}
                </th>
              </tr>
            </thead>
            <tbody>
              {models.map(({ name, version, kind, state, metrics, created_at, sha256, size }) => (
                <tr key={`${name}@${version}`}>
                  <th scope="row">
                    <span className={table.strong}>{name}</span>
                    <span className={table.quiet}>@{version}</span>
                    <div className={`${table.code} ${table.quiet}`} title={sha256}>
                      {sha256.slice(0, 12)}
                    </div>
                  </th>
                  <td>{kind}</td>
                  <td>
                    <StateBadge state={state} />
                  </td>
                  <td>
                    <dl className={classes.metrics}>
                      {Object.entries(metrics).map(([metric, value]) => (
                        <div key={metric}>
                          <dt>{metric}</dt>
                          <dd>{format.score(value)}</dd>
                        </div>
                      ))}
                    </dl>
                  </td>
                  <td className={classes.created} title={format.dateTime(new Date(created_at))}>
                    {format.ago(new Date(created_at), new Date())}
                  </td>
                  <td data-number>{format.bytes(size)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrollable>
      )}
    </Panel>
  );
}
