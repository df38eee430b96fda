import { useRouteError } from 'react-router';
import { ErrorState } from '../components/ErrorState.tsx';

/** A page that threw while it was fetched or drawn. */
export function PageFailed() {
  const thrown = useRouteError();
  return <ErrorState error={thrown instanceof Error ? thrown : new Error(String(thrown))} retry={() => window.location.reload()} />;
}
