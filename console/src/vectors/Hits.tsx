import { Button } from '@mantine/core';
import type { VectorHit } from '../api/types.ts';
import { Scrollable } from '../components/Scrollable.tsx';
import table from '../components/Table.module.css';
import { useLanguage } from '../language/language.ts';
import classes from './Vectors.module.css';
import { payloadLine } from './words.ts';

interface HitsProps {
  hits: VectorHit[];
  open: (id: string) => void;
  similar: (id: string) => void;
}

/** What a search found, best first. */
export function Hits({ hits, open, similar }: HitsProps) {
  const { t, format } = useLanguage();
  return (
    <Scrollable label={t.vectors.hits} className={table.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t.vectors.columns.id}</th>
            <th scope="col" data-number>
              {t.vectors.columns.score}
            </th>
            <th scope="col" data-number>
              {t.vectors.columns.distance}
            </th>
            <th scope="col">{t.vectors.columns.payload}</th>
            <th scope="col">{t.vectors.similar}</th>
          </tr>
        </thead>
        <tbody>
          {hits.map(({ id, score, distance, payload }) => (
            <tr key={id}>
              <th scope="row">
                <button type="button" className={classes.open} onClick={() => open(id)}>
                  {id}
                </button>
              </th>
              <td data-number>{format.score(score)}</td>
              <td data-number>{format.score(distance)}</td>
              <td className={classes.payload}>{payloadLine(payload)}</td>
              <td>
                <Button size="compact-xs" h={26} variant="default" aria-label={`${t.vectors.similar}: ${id}`} onClick={() => similar(id)}>
                  {t.vectors.similar}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  );
}
