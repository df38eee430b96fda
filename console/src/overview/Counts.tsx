import type { SolutionCounts } from '../api/types.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { useLanguage } from '../language/language.ts';
import classes from './Counts.module.css';

/** How much there is of everything, one band for each solution. */
export function Counts({ solutions }: { solutions: SolutionCounts[] }) {
  const { t, format, term } = useLanguage();
  if (solutions.length === 0) return <EmptyState title={t.overview.noSolutions} hint={t.overview.noSolutionsHint} />;
  return (
    <div className={classes.solutions}>
      {solutions.map(({ name, counts }) => (
        <section key={name} className={classes.solution} aria-label={term(name)}>
          <h2>{term(name)}</h2>
          <dl>
            {counts.map((count) => (
              <div key={count.name}>
                <dt>{term(count.name)}</dt>
                <dd>{format.whole(count.value)}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
