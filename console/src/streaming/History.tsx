import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { historyQuery } from '../api/queries.ts';
import type { HistoryEntry } from '../api/types.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { Panel } from '../components/Panel.tsx';
import { useLanguage } from '../language/language.ts';
import classes from './History.module.css';
import { Poster } from './Poster.tsx';

/** What the person watched and rated last. */
export function History({ person }: { person: string }) {
  const { t } = useLanguage();
  const { data, error, refetch } = useQuery(historyQuery(person));
  return (
    <Panel title={t.person.history}>
      {error && !data && <ErrorState error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton height={320} />}
      {data?.items.length === 0 && <EmptyState title={t.person.noHistory} hint={t.person.noHistoryHint} />}
      {data && (
        <ol className={classes.entries}>
          {data.items.map((entry) => (
            <Entry key={`${entry.title.id} ${entry.at}`} entry={entry} />
          ))}
        </ol>
      )}
    </Panel>
  );
}

function Entry({ entry: { title, rating, progress, at } }: { entry: HistoryEntry }) {
  const { t, format } = useLanguage();
  const when = new Date(at);
  const done = [
    typeof rating === 'number' && t.person.rated(format.rating(rating)),
    typeof progress === 'number' && t.person.watchedPart(format.percent(progress)),
  ].filter((part) => part !== false);
  return (
    <li className={classes.entry}>
      <div className={classes.poster}>
        <Poster name={title.name} genres={title.genres} />
      </div>
      <div className={classes.words}>
        <Link to={`/streaming/titles/${encodeURIComponent(title.id)}`}>{title.name}</Link>
        <p>
          {done.join(', ')}
          {done.length > 0 && ' · '}
          <time dateTime={at} title={format.dateTime(when)}>
            {format.ago(when, new Date())}
          </time>
        </p>
        {typeof progress === 'number' && progress < 1 && (
          <div className={classes.progress} aria-hidden>
            <div style={{ width: `${100 * progress}%` }} />
          </div>
        )}
      </div>
    </li>
  );
}
