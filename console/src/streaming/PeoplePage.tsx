import { Button, Skeleton, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { peopleQuery } from '../api/queries.ts';
import { requestPath } from '../api/snippets.ts';
import { CopyAs } from '../components/CopyAs.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import table from '../components/Table.module.css';
import { useLanguage } from '../language/language.ts';
import classes from './PeoplePage.module.css';
import { StreamingTabs } from './StreamingTabs.tsx';

/** The people of the service, to choose one. */
export function PeoplePage() {
  const { t, format } = useLanguage();
  const [params, setParams] = useSearchParams();
  const q = params.get('q') ?? '';
  const [wanted] = useDebouncedValue(q.trim(), 120);
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(peopleQuery(wanted));
  const people = data?.pages.flatMap((page) => page.items);

  const search = (text: string) =>
    setParams(text === '' ? {} : { q: text }, { replace: true, preventScrollReset: true });

  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <div>
          <PageTitle>{t.people.title}</PageTitle>
          <p className={classes.lead}>{t.people.lead}</p>
        </div>
        <CopyAs path={requestPath('/v1/streaming/users', { q: wanted || undefined, limit: 40 })} />
      </div>
      <StreamingTabs />
      <TextInput
        className={classes.search}
        aria-label={t.people.search}
        placeholder={t.people.search}
        leftSection={<IconSearch size={16} stroke={1.8} aria-hidden />}
        value={q}
        onChange={(event) => search(event.currentTarget.value)}
      />
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {!people && !error && <Skeleton height={480} />}
      {people?.length === 0 && <EmptyState title={t.people.none} hint={t.people.noneHint} />}
      {people && people.length > 0 && (
        <table className={`${table.table} ${classes.people}`}>
          <thead>
            <tr>
              <th scope="col">{t.people.person}</th>
              <th scope="col" data-number>
                {t.people.ratings}
              </th>
              <th scope="col" data-number>
                {t.people.views}
              </th>
              <th scope="col" data-number>
                {t.people.lastActive}
              </th>
            </tr>
          </thead>
          <tbody>
            {people.map(({ id, ratings, views, last_active }) => (
              <tr key={id}>
                <th scope="row">
                  <Link className={classes.link} to={`/streaming/people/${encodeURIComponent(id)}`}>
                    {t.person.title(id)}
                  </Link>
                </th>
                <td data-number>{format.whole(ratings)}</td>
                <td data-number>{format.whole(views)}</td>
                <td data-number>
                  {!last_active ? (
                    t.people.never
                  ) : (
                    <time dateTime={last_active} title={format.dateTime(new Date(last_active))}>
                      {format.ago(new Date(last_active), new Date())}
                    </time>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t.people.more}
        </Button>
      )}
    </div>
  );
}
