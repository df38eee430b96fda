import { Button } from '@mantine/core';
import { useLanguage } from '../language/language.ts';

interface MoreProps {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

/** Asks for the next page of a list, while there is one. */
export function More({ hasNextPage, isFetchingNextPage, fetchNextPage }: MoreProps) {
  const { t } = useLanguage();
  if (!hasNextPage) return null;
  return (
    <Button mt={14} variant="default" loading={isFetchingNextPage} onClick={() => fetchNextPage()}>
      {t.people.more}
    </Button>
  );
}
