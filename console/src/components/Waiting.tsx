import { Skeleton } from '@mantine/core';
import { useLanguage } from '../language/language.ts';

/** The place of an answer that is not there yet. */
export function Waiting({ height = 240 }: { height?: number }) {
  const { t } = useLanguage();
  return (
    <div role="status" aria-label={t.app.loading}>
      <Skeleton height={height} />
    </div>
  );
}
