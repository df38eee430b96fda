import { Button, Skeleton } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Problem } from '../api/problem.ts';
import { vectorRecordsQuery } from '../api/queries.ts';
import type { VectorCollection } from '../api/types.ts';
import { CopyAs } from '../components/CopyAs.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import table from '../components/Table.module.css';
import { useLanguage } from '../language/language.ts';
import { readFilter } from './filter.ts';
import { FilterEditor } from './FilterEditor.tsx';
import { RecordDrawer } from './RecordDrawer.tsx';
import classes from './Vectors.module.css';
import { payloadLine } from './words.ts';

/** The records of a collection in the order of their ids, those that match a filter. The filter and the open record stand in the address. */
export function RecordsTab({ collection }: { collection: VectorCollection }) {
  const { t } = useLanguage();
  const [params, setParams] = useSearchParams();
  const applied = params.get('filter') ?? '';
  const [text, setText] = useState(applied);
  const [asked, setAsked] = useState(applied);
  const { filter, fault } = readFilter(asked, t);
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    ...vectorRecordsQuery(collection.name, filter),
    enabled: fault === undefined,
  });
  const records = data?.pages.flatMap((page) => page.items) ?? [];
  // What the server says of the filter stands at the filter.
  const refused = error instanceof Problem && error.field?.startsWith('filter') ? error.message : undefined;

  const set = (name: string, value: string) =>
    setParams(
      (before) => {
        if (value === '') before.delete(name);
        else before.set(name, value);
        return before;
      },
      { replace: true, preventScrollReset: true },
    );

  const apply = (wanted: string) => {
    setText(wanted);
    setAsked(wanted);
    set('filter', wanted);
  };

  return (
    <>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          apply(text);
        }}
      >
        <FilterEditor text={text} change={setText} fault={fault ?? refused} fields={collection.payload} records={records} />
        <div className={classes.line}>
          <Button type="submit" size="xs">
            {t.vectors.apply}
          </Button>
          {asked !== '' && (
            <Button size="xs" variant="default" onClick={() => apply('')}>
              {t.vectors.clear}
            </Button>
          )}
          <CopyAs
            path={`/v1/vectors/collections/${encodeURIComponent(collection.name)}/records/scroll`}
            body={filter ? { limit: 40, filter } : { limit: 40 }}
          />
        </div>
      </form>
      {error && !refused && <ErrorState error={error} retry={() => void refetch()} />}
      {!data && !error && !fault && (
        <div role="status" aria-label={t.app.loading}>
          <Skeleton height={280} />
        </div>
      )}
      {data && records.length === 0 && (
        <EmptyState
          title={filter ? t.vectors.noMatch : t.vectors.noRecords}
          hint={filter ? t.vectors.noMatchHint : t.vectors.noRecordsHint}
        />
      )}
      {records.length > 0 && (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t.vectors.columns.id}</th>
              <th scope="col">{t.vectors.columns.payload}</th>
            </tr>
          </thead>
          <tbody>
            {records.map(({ id, payload }) => (
              <tr key={id}>
                <th scope="row">
                  <button type="button" className={classes.open} onClick={() => set('record', id)}>
                    {id}
                  </button>
                </th>
                <td className={classes.payload}>{payloadLine(payload)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {hasNextPage && (
        <Button mt={14} variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t.vectors.more}
        </Button>
      )}
      <RecordDrawer collection={collection} id={params.get('record')} close={() => set('record', '')} />
    </>
  );
}
