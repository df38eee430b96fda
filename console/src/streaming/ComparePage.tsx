import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { previewQuery, type Versions } from '../api/streaming.ts';
import type { HomePreview } from '../api/types.ts';
import { ErrorState } from '../components/ErrorState.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { Panel } from '../components/Panel.tsx';
import { Waiting } from '../components/Waiting.tsx';
import { useLanguage } from '../language/language.ts';
import classes from './Compare.module.css';
import { compare, firstTitles, type ComparedTitle } from './comparison.ts';
import { ContextControls } from './ContextControls.tsx';
import { DegradedBanner } from './DegradedBanner.tsx';
import features from './Features.module.css';
import page from './PersonPage.module.css';
import { PersonViews } from './PersonViews.tsx';
import { Poster } from './Poster.tsx';
import { useVersions } from './useVersions.ts';
import { VersionChoice } from './VersionChoice.tsx';
import { useViewingContext } from './viewingContext.ts';

// What is on the server anyway: the learned ranker beside the blend that it took the place of.
const blend: Versions = { collaborative: 'live', ranker: 'blend' };

/** Two models for one person: both pages title by title, what only one has, and how far each title moved. */
export function ComparePage() {
  const { id = '' } = useParams();
  const { t } = useLanguage();
  const [context, changeContext] = useViewingContext();
  const [a, changeA] = useVersions('a_');
  const [b, changeB] = useVersions('b_', blend);
  // Of one moment, or draws would differ by chance.
  const [at, setAt] = useState(() => new Date().toISOString());
  const left = useQuery(previewQuery(id, context, a, at));
  const right = useQuery(previewQuery(id, context, b, at));
  const error = left.error ?? right.error;
  const again = () => {
    if (error) void Promise.all([left.refetch(), right.refetch()]);
    else setAt(new Date().toISOString());
  };

  return (
    <>
      <div className={page.head}>
        <PageTitle>{t.compare.title(id)}</PageTitle>
        <ContextControls context={context} change={changeContext} />
      </div>
      <PersonViews person={id} />
      <p className={features.lead}>{t.compare.lead}</p>
      <div className={classes.controls}>
        <div className={classes.side}>
          <VersionChoice side={t.compare.left} versions={a} change={changeA} />
        </div>
        <div className={classes.side}>
          <VersionChoice side={t.compare.right} versions={b} change={changeB} />
        </div>
      </div>
      {error && <ErrorState error={error} retry={again} />}
      {!error && !(left.data && right.data) && <Waiting height={420} />}
      {!error && left.data && right.data && (
        <div aria-busy={left.isPlaceholderData || right.isPlaceholderData}>
          <Compared left={left.data} right={right.data} again={again} />
        </div>
      )}
    </>
  );
}

function Compared({ left, right, again }: { left: HomePreview; right: HomePreview; again: () => void }) {
  const { t, format } = useLanguage();
  const [all, setAll] = useState(false);
  const compared = compare(left, right);
  const onlyIn = (titles: ComparedTitle[]) => titles.filter(({ other }) => other === null).length;
  const longest = Math.max(compared.left.length, compared.right.length);
  const same = compared.overlap === 1 && (compared.moved ?? 0) === 0;
  return (
    <>
      <dl className={classes.figures}>
        <Figure name={t.compare.overlap(format.whole(firstTitles))} value={format.share(compared.overlapFirst)} />
        <Figure name={t.compare.overlapAll} value={format.share(compared.overlap)} />
        <Figure name={t.compare.moved} value={compared.moved === null ? '–' : format.rating(compared.moved)} />
        <Figure name={t.compare.onlyCount('A')} value={format.whole(onlyIn(compared.left))} />
        <Figure name={t.compare.onlyCount('B')} value={format.whole(onlyIn(compared.right))} />
      </dl>
      {same && <p className={classes.same}>{t.compare.identical}</p>}
      <div className={classes.pages}>
        <Side side="A" other="B" preview={left} titles={all ? compared.left : compared.left.slice(0, firstTitles)} />
        <Side side="B" other="A" preview={right} titles={all ? compared.right : compared.right.slice(0, firstTitles)} />
      </div>
      <div className={`${classes.more} ${classes.side}`}>
        {longest > firstTitles && (
          <Button variant="default" onClick={() => setAll(!all)}>
            {all ? t.compare.showLess : t.compare.showAll(format.whole(longest))}
          </Button>
        )}
        <Button variant="default" onClick={again}>
          {t.compare.again}
        </Button>
      </div>
    </>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

interface SideProps {
  side: string;
  other: string;
  preview: HomePreview;
  titles: ComparedTitle[];
}

function Side({ side, other, preview, titles }: SideProps) {
  const { t, format, phrase } = useLanguage();
  const ranker = preview.ranker === 'blend' ? t.features.blend : preview.ranker;
  return (
    <Panel title={t.compare.pageOf(side, [preview.collaborative, ranker].filter(Boolean).join(' · '))}>
      <DegradedBanner degraded={preview.degraded} />
      <ol className={classes.titles}>
        {titles.map((one) => (
          <li key={one.title.id} data-only={one.other === null || undefined}>
            <span className={classes.place}>{format.whole(one.place)}</span>
            <div className={classes.poster}>
              <Poster name={one.title.title} genres={one.title.genres} />
            </div>
            <div className={classes.words}>
              <Link to={`/streaming/titles/${encodeURIComponent(one.title.id)}`}>{one.title.title}</Link>
              <p>
                {phrase(one.row)} · {format.score(one.title.score)}
              </p>
            </div>
            <Move of={one} side={side} other={other} />
          </li>
        ))}
      </ol>
    </Panel>
  );
}

/** How far a title stands from where the other page has it. */
function Move({ of: { place, other: there }, side, other }: { of: ComparedTitle; side: string; other: string }) {
  const { t, format } = useLanguage();
  if (there === null)
    return (
      <span className={classes.move} data-tone="only">
        {t.compare.only(side)}
      </span>
    );
  const up = there - place;
  if (up === 0)
    return (
      <span className={classes.move} title={t.compare.same} aria-label={t.compare.same} role="img">
        =
      </span>
    );
  const places = format.whole(Math.abs(up));
  const words = up > 0 ? t.compare.up(places, other) : t.compare.down(places, other);
  return (
    <span className={classes.move} data-tone={up > 0 ? 'up' : 'down'} title={words} aria-label={words} role="img">
      {up > 0 ? '▲' : '▼'} {places}
    </span>
  );
}
