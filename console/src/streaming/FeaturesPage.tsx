import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { previewParameters, previewQuery } from '../api/streaming.ts';
import { requestPath } from '../api/snippets.ts';
import type { HomePreview } from '../api/types.ts';
import { CopyAs } from '../components/CopyAs.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { Waiting } from '../components/Waiting.tsx';
import { useLanguage } from '../language/language.ts';
import { ContextControls } from './ContextControls.tsx';
import { DegradedBanner } from './DegradedBanner.tsx';
import { FeatureRow } from './FeatureRow.tsx';
import classes from './Features.module.css';
import page from './PersonPage.module.css';
import { PersonViews } from './PersonViews.tsx';
import { useVersions } from './useVersions.ts';
import { useWhy } from './useWhy.ts';
import { VersionChoice } from './VersionChoice.tsx';
import { useViewingContext } from './viewingContext.ts';
import { WhyDrawer, type Explained } from './WhyDrawer.tsx';

function explain(preview: HomePreview | undefined, id: string | null, path: string): Explained | null {
  for (const row of preview?.rows ?? []) {
    const title = row.titles.find((one) => one.id === id);
    if (!preview || !title) continue;
    const values = preview.features.find((seen) => seen.title === id)?.values;
    return {
      title,
      model: preview.ranker,
      timing: preview.timing_ms,
      path,
      features: values && preview.feature_names.map((name, i) => ({ name, value: values[i] ?? null })),
    };
  }
  return null;
}

/** A person's page with all numbers behind it: what found each title, what its score is made of, and what the ranking saw. */
export function FeaturesPage() {
  const { id = '' } = useParams();
  const { t } = useLanguage();
  const [context, changeContext] = useViewingContext();
  const [versions, changeVersions] = useVersions();
  const why = useWhy();
  const { data: preview, error, refetch, isPlaceholderData } = useQuery(previewQuery(id, context, versions));
  const path = requestPath(`/v1/streaming/users/${encodeURIComponent(id)}/preview`, previewParameters(context, versions));

  return (
    <>
      <div className={page.head}>
        <PageTitle>{t.features.title(id)}</PageTitle>
        <ContextControls context={context} change={changeContext} />
      </div>
      <PersonViews person={id} />
      <p className={classes.lead}>{t.features.lead}</p>
      <div className={classes.controls}>
        <VersionChoice versions={versions} change={changeVersions} />
        <CopyAs path={path} />
      </div>
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {!preview && !error && <Waiting height={420} />}
      {preview && !error && (
        <div className={classes.rows} aria-busy={isPlaceholderData}>
          <MadeWith preview={preview} />
          <DegradedBanner degraded={preview.degraded} />
          {preview.rows.length === 0 && <EmptyState title={t.person.noRows} hint={t.person.noRowsHint} />}
          {preview.rows.map((row) => (
            <FeatureRow key={row.name} row={row} open={(title) => why.open(title.id)} />
          ))}
        </div>
      )}
      <WhyDrawer explained={explain(preview, why.id, path)} close={why.close} />
    </>
  );
}

/** The versions that made the page. */
function MadeWith({ preview }: { preview: HomePreview }) {
  const { t } = useLanguage();
  return (
    <div>
      <dl className={classes.made}>
        <div>
          <dt>{t.features.foundWith}</dt>
          <dd>{preview.collaborative ?? t.features.nobody}</dd>
        </div>
        <div>
          <dt>{t.features.rankedBy}</dt>
          <dd>{preview.ranker === 'blend' ? t.features.blend : preview.ranker}</dd>
        </div>
      </dl>
      {preview.feature_names.length === 0 && preview.rows.length > 0 && <p className={classes.ranked}>{t.features.noFeatures}</p>}
    </div>
  );
}
