import { useQuery } from '@tanstack/react-query';
import { modelsQuery } from '../../api/streaming.ts';
import { CopyAs } from '../../components/CopyAs.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import { useLanguage } from '../../language/language.ts';
import { StreamingTabs } from '../StreamingTabs.tsx';
import classes from './Models.module.css';
import { Trainings } from './Trainings.tsx';
import { Versions } from './Versions.tsx';

/** The versions of all models: what each had to show, which is live, the way back, and the next training. */
export function ModelsPage() {
  const { t } = useLanguage();
  const { data, error, refetch } = useQuery(modelsQuery());
  const names = [...new Set(data?.map(({ name }) => name))];
  return (
    <>
      <PageHead title={t.models.title} lead={t.models.lead} aside={<CopyAs path="/v1/models" />} />
      <StreamingTabs />
      <div className={classes.page}>
        <Trainings />
        {error && <ErrorState error={error} retry={() => void refetch()} />}
        {!data && !error && <Waiting />}
        {data?.length === 0 && <EmptyState title={t.models.none} hint={t.models.noneHint} />}
        {names.map((name) => (
          <Versions key={name} name={name} versions={data?.filter((one) => one.name === name) ?? []} />
        ))}
      </div>
    </>
  );
}
