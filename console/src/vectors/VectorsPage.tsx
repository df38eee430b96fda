import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { vectorCollectionsQuery } from '../api/queries.ts';
import type { VectorCollection } from '../api/types.ts';
import { CopyAs } from '../components/CopyAs.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { Scrollable } from '../components/Scrollable.tsx';
import { StateBadge } from '../components/StateBadge.tsx';
import table from '../components/Table.module.css';
import { asCommand } from '../api/snippets.ts';
import { useLanguage } from '../language/language.ts';
import classes from './Vectors.module.css';
import { shape } from './words.ts';

/** The vector collections, with what each holds and how it does. */
export function VectorsPage() {
  const { t } = useLanguage();
  const { data, error, refetch } = useQuery(vectorCollectionsQuery());
  return (
    <>
      <div className={classes.head}>
        <div>
          <PageTitle>{t.vectors.title}</PageTitle>
          <p className={classes.lead}>{t.vectors.lead}</p>
        </div>
        <CopyAs path="/v1/vectors/collections" command={asCommand('vectors', 'list')} />
      </div>
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {!data && !error && (
        <div role="status" aria-label={t.app.loading}>
          <Skeleton height={240} />
        </div>
      )}
      {data?.length === 0 && <EmptyState title={t.vectors.none} hint={t.vectors.noneHint} />}
      {data && data.length > 0 && <CollectionTable collections={data} />}
    </>
  );
}

function CollectionTable({ collections }: { collections: VectorCollection[] }) {
  const language = useLanguage();
  const { t, format } = language;
  const { columns } = t.vectors;
  return (
    <Scrollable label={t.vectors.title} className={classes.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{columns.collection}</th>
            <th scope="col">{columns.vectors}</th>
            <th scope="col" data-number>
              {columns.records}
            </th>
            <th scope="col" data-number>
              {columns.indexed}
            </th>
            <th scope="col" data-number title={t.vectors.dead}>
              {columns.dead}
            </th>
            <th scope="col" data-number>
              {columns.memory}
            </th>
            <th scope="col" data-number>
              {columns.disk}
            </th>
            <th scope="col">{columns.health}</th>
            <th scope="col">{columns.madeBy}</th>
          </tr>
        </thead>
        <tbody>
          {collections.map(({ name, vectors, statistics, health, derived }) => (
            <tr key={name}>
              <th scope="row" className={table.strong}>
                <Link to={`/vectors/${encodeURIComponent(name)}`}>{name}</Link>
              </th>
              <td>
                {vectors.map((vector) => (
                  <div key={vector.name}>{shape(language, vector)}</div>
                ))}
              </td>
              <td data-number>{statistics && format.whole(statistics.records)}</td>
              <td data-number>
                {Object.entries(statistics?.indexed ?? {}).map(([vector, count]) => (
                  <div key={vector}>{format.whole(count)}</div>
                ))}
              </td>
              <td data-number>{statistics && format.whole(statistics.dead_records)}</td>
              <td data-number>{statistics && format.bytes(statistics.bytes_in_memory ?? 0)}</td>
              <td data-number>{statistics && format.bytes(statistics.bytes_on_disk ?? 0)}</td>
              <td>
                <StateBadge state={health.state} />
              </td>
              <td>{derived?.alias}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  );
}
