import type { Collection } from '../api/types.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { Panel } from '../components/Panel.tsx';
import { Scrollable } from '../components/Scrollable.tsx';
import { StateBadge } from '../components/StateBadge.tsx';
import table from '../components/Table.module.css';
import { useLanguage } from '../language/language.ts';

/** The vector collections. */
export function Collections({ collections }: { collections: Collection[] }) {
  const { t, format, term } = useLanguage();
  const { columns } = t.overview;
  return (
    <Panel title={t.overview.collections}>
      {collections.length === 0 ? (
        <EmptyState title={t.overview.noCollections} hint={t.overview.noCollectionsHint} />
      ) : (
        <Scrollable label={t.overview.collections} className={table.scroll}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{columns.collection}</th>
                <th scope="col">{columns.provider}</th>
                <th scope="col">{columns.state}</th>
                <th scope="col" data-number>
                  {columns.records}
                </th>
                <th scope="col" data-number>
                  {columns.dimension}
                </th>
                <th scope="col">{columns.metric}</th>
              </tr>
            </thead>
            <tbody>
              {collections.map(({ name, provider, records, dimension, metric, state }) => (
                <tr key={name}>
                  <th scope="row" className={table.strong}>
                    {name}
                  </th>
                  <td>{term(provider)}</td>
                  <td>
                    <StateBadge state={state} />
                  </td>
                  <td data-number>{format.whole(records)}</td>
                  <td data-number>{format.whole(dimension)}</td>
                  <td>{metric}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrollable>
      )}
    </Panel>
  );
}
