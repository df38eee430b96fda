import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { HomeRow, RecommendedTitle } from '../api/types.ts';
import { Genres } from '../components/Genres.tsx';
import { Panel } from '../components/Panel.tsx';
import { Scrollable } from '../components/Scrollable.tsx';
import table from '../components/Table.module.css';
import { useLanguage } from '../language/language.ts';
import classes from './Features.module.css';
import { basePart, scoreParts } from './scoreParts.ts';

const shownParts = 4;

interface FeatureRowProps {
  row: HomeRow;
  open: (title: RecommendedTitle) => void;
}

/** A row of the page as a table: what found each title, what its score is made of, and whether its place was drawn. */
export function FeatureRow({ row, open }: FeatureRowProps) {
  const { t, format, phrase } = useLanguage();
  const heading = phrase(row.title);
  return (
    <Panel
      title={heading}
      aside={typeof row.propensity === 'number' && <span className={classes.chosen}>{t.features.rowDrawn(format.share(row.propensity))}</span>}
    >
      <Scrollable label={heading} className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t.features.place}</th>
              <th scope="col">{t.features.titleColumn}</th>
              <th scope="col">{t.features.score}</th>
              <th scope="col">{t.features.foundBy}</th>
              <th scope="col">{t.features.parts}</th>
              <th scope="col" title={t.features.drawnHint}>
                {t.features.drawn}
              </th>
              <th scope="col">{t.features.openShort}</th>
            </tr>
          </thead>
          <tbody>
            {row.titles.map((title) => (
              <TitleLine key={title.id} title={title} open={() => open(title)} />
            ))}
          </tbody>
        </table>
      </Scrollable>
    </Panel>
  );
}

function TitleLine({ title, open }: { title: RecommendedTitle; open: () => void }) {
  const { t, format, term, phrase } = useLanguage();
  const sources = Object.entries(title.why.sources).sort((a, b) => b[1] - a[1]);
  return (
    <tr>
      <td data-number>{format.whole(title.rank)}</td>
      <th scope="row" className={classes.title}>
        <Link to={`/streaming/titles/${encodeURIComponent(title.id)}`}>{title.title}</Link>
        <p>
          <Genres year={title.year} genres={title.genres} limit={3} />
        </p>
        <div className={classes.reason}>{phrase(title.reason)}</div>
      </th>
      <td className={classes.score}>{format.score(title.score)}</td>
      <td>
        <ul className={classes.chips}>
          {sources.map(([name, score]) => (
            <li key={name}>
              {term(name)} <span>{format.score(score)}</span>
            </li>
          ))}
        </ul>
      </td>
      <td>
        <Parts features={title.why.features} />
      </td>
      <td>
        {typeof title.propensity === 'number' ? (
          <span className={classes.drawn}>{t.features.drawnWith(format.share(title.propensity))}</span>
        ) : (
          <span className={classes.ranked}>{t.features.notDrawn}</span>
        )}
      </td>
      <td>
        <Button size="compact-sm" variant="default" aria-label={t.features.open(title.title)} aria-haspopup="dialog" onClick={open}>
          {t.features.openShort}
        </Button>
      </td>
    </tr>
  );
}

/** The parts of a score as one bar, the greatest first, and in figures. */
function Parts({ features }: { features: Record<string, number> }) {
  const { t, format, term } = useLanguage();
  const parts = scoreParts(features);
  const whole = parts.reduce((sum, { value }) => sum + Math.abs(value), 0);
  return (
    <div className={classes.parts}>
      <div className={classes.stack} aria-hidden>
        {parts.map(({ name, value }) => (
          <i key={name} data-base={name === basePart || undefined} data-negative={value < 0 || undefined} style={{ width: `${(100 * Math.abs(value)) / whole}%` }} />
        ))}
      </div>
      <ul className={classes.list}>
        {parts.slice(0, shownParts).map(({ name, value }) => (
          <li key={name}>
            {format.signed(value)} <span>{term(name)}</span>
          </li>
        ))}
        {parts.length > shownParts && <li className={classes.ranked}>{t.features.more(format.whole(parts.length - shownParts))}</li>}
      </ul>
    </div>
  );
}
