import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { similarQuery, titleQuery } from '../api/queries.ts';
import { requestPath } from '../api/snippets.ts';
import type { SimilarTitles, TitleFacts } from '../api/types.ts';
import { CopyAs } from '../components/CopyAs.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { useLanguage } from '../language/language.ts';
import { DegradedBanner } from './DegradedBanner.tsx';
import { Poster } from './Poster.tsx';
import { TitleRow } from './TitleRow.tsx';
import classes from './TitlePage.module.css';
import { useWhy } from './useWhy.ts';
import { WhyDrawer } from './WhyDrawer.tsx';

/** A title: what is known of it, and what is near it. */
export function TitlePage() {
  const { id = '' } = useParams();
  const title = useQuery(titleQuery(id));
  const similar = useQuery(similarQuery(id));

  if (title.error && !title.data) return <ErrorState error={title.error} retry={() => void title.refetch()} />;
  return (
    <div className={classes.page}>
      {title.data ? <Facts title={title.data} /> : <Skeleton height={300} />}
      {similar.error && !similar.data && <ErrorState error={similar.error} retry={() => void similar.refetch()} />}
      {similar.data ? <Similar answer={similar.data} /> : !similar.error && <Skeleton height={320} />}
    </div>
  );
}

function Facts({ title }: { title: TitleFacts }) {
  const { t, format, term } = useLanguage();
  const figures = [
    [t.title.ratings, format.whole(title.ratings)],
    [t.title.averageRating, title.ratings === 0 ? '–' : format.rating(title.average_rating)],
    [t.title.views, format.whole(title.views)],
  ] as const;
  return (
    <div className={classes.title}>
      <div className={classes.poster}>
        <Poster name={title.name} genres={title.genres} />
      </div>
      <div>
        {title.year && <p className={classes.year}>{title.year}</p>}
        <PageTitle className={classes.name}>{title.name}</PageTitle>
        <ul className={classes.words} aria-label={t.title.genres}>
          {title.genres.map((genre) => (
            <li key={genre}>{term(genre)}</li>
          ))}
        </ul>
        <dl className={classes.figures}>
          {figures.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {title.tags.length > 0 && (
          <p className={classes.tags}>
            <span>{t.title.tags}</span> {title.tags.join(', ')}
          </p>
        )}
        <CopyAs path={`/v1/streaming/titles/${encodeURIComponent(title.id)}`} />
      </div>
    </div>
  );
}

function Similar({ answer }: { answer: SimilarTitles }) {
  const { t } = useLanguage();
  const why = useWhy();
  const path = requestPath(`/v1/streaming/titles/${encodeURIComponent(answer.title.id)}/similar`, { n: 20 });
  const explained = answer.titles.find((one) => one.id === why.id);
  return (
    <>
      <DegradedBanner degraded={answer.degraded} />
      {answer.titles.length === 0 ? (
        <EmptyState title={t.title.noSimilar} hint={t.title.noSimilarHint} />
      ) : (
        <TitleRow
          heading={t.title.similar}
          titles={answer.titles}
          aside={<CopyAs path={path} />}
          onWhy={(title) => why.open(title.id)}
        />
      )}
      <WhyDrawer
        explained={
          explained
            ? { title: explained, model: answer.model ?? undefined, timing: answer.timing_ms, path }
            : null
        }
        close={why.close}
      />
    </>
  );
}
