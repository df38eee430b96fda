import { IconAlertTriangle } from '@tabler/icons-react';
import type { Degradation } from '../api/types.ts';
import { useLanguage } from '../language/language.ts';
import classes from './DegradedBanner.module.css';

/** Says which sources an answer had to do without. */
export function DegradedBanner({ degraded }: { degraded: Degradation[] }) {
  const { t, term } = useLanguage();
  if (degraded.length === 0) return null;
  return (
    <div className={classes.banner} role="status">
      <IconAlertTriangle size={18} stroke={1.8} aria-hidden />
      <p>
        <strong>{t.person.degraded}:</strong>{' '}
        {degraded.map(({ source, reason }) => t.person.degradedPart(term(source), term(reason))).join('; ')}
      </p>
    </div>
  );
}
