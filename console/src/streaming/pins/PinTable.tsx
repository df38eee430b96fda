import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { Pin } from '../../api/types.ts';
import { Scrollable } from '../../components/Scrollable.tsx';
import table from '../../components/Table.module.css';
import { useLanguage } from '../../language/language.ts';
import classes from './Pins.module.css';

interface PinTableProps {
  pins: Pin[];
  remove: (pin: Pin) => void;
}

/** By row and place, as the page has them. */
export function PinTable({ pins, remove }: PinTableProps) {
  const { t, format, term } = useLanguage();
  const sorted = [...pins].sort((a, b) => a.pin.row.localeCompare(b.pin.row) || a.pin.place - b.pin.place || a.id.localeCompare(b.id));
  const moment = (at: string) => format.dateTime(new Date(at));
  const when = ({ starts_at, ends_at }: Pin['pin']) =>
    [starts_at && t.pins.from(moment(starts_at)), ends_at && t.pins.until(moment(ends_at))].filter(Boolean).join(' ') || t.pins.always;
  return (
    <Scrollable label={t.pins.title} className={table.scroll}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t.pins.id}</th>
            <th scope="col">{t.pins.row}</th>
            <th scope="col" data-number>
              {t.pins.place}
            </th>
            <th scope="col">{t.pins.titleColumn}</th>
            <th scope="col">{t.pins.who}</th>
            <th scope="col">{t.pins.when}</th>
            <th scope="col">{t.pins.actions}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((one) => (
            <tr key={one.id}>
              <th scope="row" className={table.strong}>
                {one.id}
              </th>
              <td>{term(one.pin.row)}</td>
              <td data-number>{format.whole(one.pin.place)}</td>
              <td>
                <Link to={`/streaming/titles/${encodeURIComponent(one.pin.title)}`}>{one.pin.title}</Link>
              </td>
              <td>{[one.pin.country, one.pin.tier].filter(Boolean).join(', ') || <span className={classes.quiet}>{t.pins.everybody}</span>}</td>
              <td>{when(one.pin)}</td>
              <td>
                <Button size="compact-sm" variant="default" aria-label={t.pins.removeOf(one.id)} onClick={() => remove(one)}>
                  {t.pins.remove}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  );
}
