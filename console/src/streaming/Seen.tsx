import { useLanguage } from '../language/language.ts';
import classes from './Features.module.css';
import type { SeenFeature } from './scoreParts.ts';

/** The features of a title, as the ranking saw them; those that are not known are counted and not listed. */
export function Seen({ features }: { features: SeenFeature[] }) {
  const { t, format, term } = useLanguage();
  const known = features.filter(({ value }) => value !== null);
  return (
    <section>
      <h3>{t.features.seen}</h3>
      <table className={classes.values} aria-label={t.features.seen}>
        <tbody>
          {known.map(({ name, value }) => (
            <tr key={name}>
              <th scope="row">{term(name)}</th>
              <td>{format.plain(value ?? 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {known.length < features.length && <p className={classes.ranked}>{t.features.unknownCount(format.whole(features.length - known.length))}</p>}
    </section>
  );
}
