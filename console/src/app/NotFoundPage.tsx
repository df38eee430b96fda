import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { EmptyState } from '../components/EmptyState.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { useLanguage } from '../language/language.ts';

export function NotFoundPage() {
  const { t } = useLanguage();
  return (
    <>
      <PageTitle>{t.app.notFound}</PageTitle>
      <EmptyState
        hint={t.app.notFoundHint}
        action={
          <Button component={Link} to="/" variant="default">
            {t.app.toOverview}
          </Button>
        }
      />
    </>
  );
}
