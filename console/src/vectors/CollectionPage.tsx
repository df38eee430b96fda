import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import { vectorCollectionQuery } from '../api/queries.ts';
import { asCommand } from '../api/snippets.ts';
import { CopyAs } from '../components/CopyAs.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { useLanguage } from '../language/language.ts';
import { RecallTab } from './RecallTab.tsx';
import { RecordsTab } from './RecordsTab.tsx';
import { SchemaTab } from './SchemaTab.tsx';
import { SearchTab } from './SearchTab.tsx';
import classes from './Vectors.module.css';

const tabs = ['records', 'search', 'recall', 'schema'] as const;
const panels = { records: RecordsTab, search: SearchTab, recall: RecallTab, schema: SchemaTab };

/** A collection: its records, searches, how well its index finds, and what it is made of. */
export function CollectionPage() {
  const { name = '' } = useParams();
  const { t } = useLanguage();
  const [params] = useSearchParams();
  const { data, error, refetch } = useQuery(vectorCollectionQuery(name));
  const tab = tabs.find((one) => one === params.get('tab')) ?? 'records';
  const Panel = panels[tab];

  return (
    <>
      <div className={classes.head}>
        <div>
          <PageTitle>{name}</PageTitle>
          {data?.derived && <p className={classes.lead}>{t.vectors.derived(data.derived.alias, data.derived.model)}</p>}
        </div>
        <CopyAs path={`/v1/vectors/collections/${encodeURIComponent(name)}`} command={asCommand('vectors', 'show', name)} />
      </div>
      <nav className={classes.tabs} aria-label={t.vectors.sections}>
        {tabs.map((one) => (
          <Link key={one} to={`?tab=${one}`} aria-current={one === tab ? 'page' : undefined} preventScrollReset>
            {t.vectors.tabs[one]}
          </Link>
        ))}
      </nav>
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {!data && !error && (
        <div role="status" aria-label={t.app.loading}>
          <Skeleton height={320} />
        </div>
      )}
      {data && <Panel key={data.name} collection={data} />}
    </>
  );
}
