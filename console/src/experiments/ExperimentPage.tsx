import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { asCommand } from '../api/snippets.ts';
import { experimentQuery, experimentResultsQuery } from '../api/streaming.ts';
import type { ExperimentInfo } from '../api/types.ts';
import { CopyAs } from '../components/CopyAs.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { StateBadge } from '../components/StateBadge.tsx';
import { Waiting } from '../components/Waiting.tsx';
import { When } from '../components/When.tsx';
import { useLanguage } from '../language/language.ts';
import { Exposures } from './Exposures.tsx';
import classes from './Experiments.module.css';
import { Guardrails } from './Guardrails.tsx';
import { Results } from './Results.tsx';
import { SampleRatio } from './SampleRatio.tsx';
import { isMismatch } from './verdicts.ts';

/** An experiment: who met it, whether they can be compared, what came of it, and what must not get worse. */
export function ExperimentPage() {
  const { name = '' } = useParams();
  const { t } = useLanguage();
  const { data: info, error, refetch } = useQuery(experimentQuery(name));
  const path = `/v1/experiments/${encodeURIComponent(name)}/results`;
  return (
    <>
      <Link className={classes.back} to="/experiments">
        ← {t.experiments.back}
      </Link>
      <PageHead title={name} lead={info?.experiment.description ?? undefined} aside={<CopyAs path={path} command={asCommand('experiments', 'results', name)} />} />
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {!info && !error && <Waiting height={320} />}
      {info && (
        <div className={classes.page}>
          <Facts info={info} />
          {info.state === 'draft' ? <EmptyState title={t.experiments.noResults} hint={t.experiments.noResultsHint} /> : <Outcome info={info} />}
        </div>
      )}
    </>
  );
}

function Facts({ info: { experiment, state, version, started_at, stopped_at } }: { info: ExperimentInfo }) {
  const { t, format } = useLanguage();
  return (
    <dl className={classes.facts}>
      <div>
        <dt>{t.experiments.state}</dt>
        <dd>
          <StateBadge state={state} />
        </dd>
      </div>
      <div>
        <dt>{t.experiments.version}</dt>
        <dd>{version}</dd>
      </div>
      <div>
        <dt>{t.experiments.layer}</dt>
        <dd>{experiment.layer}</dd>
      </div>
      <div>
        <dt>{t.experiments.traffic}</dt>
        <dd>{format.share(experiment.traffic ?? 1)}</dd>
      </div>
      {started_at && (
        <div>
          <dt>{t.experiments.started}</dt>
          <dd>
            <When at={started_at} />
          </dd>
        </div>
      )}
      {stopped_at && (
        <div>
          <dt>{t.experiments.stopped}</dt>
          <dd>
            <When at={stopped_at} />
          </dd>
        </div>
      )}
    </dl>
  );
}

/** What is known of an experiment that was started; the sample ratio first, because all else rests on it. */
function Outcome({ info }: { info: ExperimentInfo }) {
  const { data: results, error, refetch } = useQuery(experimentResultsQuery(info.experiment.name));
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!results) return <Waiting height={320} />;
  const mismatch = isMismatch(results);
  return (
    <>
      <SampleRatio banner={results.banner} mismatch={mismatch} />
      <Exposures info={info} results={results} />
      <Results info={info} results={results} trusted={!mismatch} />
      <Guardrails results={results} trusted={!mismatch} />
    </>
  );
}
