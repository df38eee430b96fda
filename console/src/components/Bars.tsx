import classes from './Bars.module.css';

export interface Bar {
  name: string;
  value: number;
  /** Where the bar begins, in the unit of the value; 0 when left out. */
  from?: number;
  shown: string;
}

interface BarsProps {
  caption: string;
  /** Headings of the two columns, for those who hear the table. */
  columns: [string, string];
  bars: Bar[];
  /** The value of a full bar. */
  full: number;
}

/** A bar chart that is a table: the figures stand beside the bars. A negative value has a hatched bar. */
export function Bars({ caption, columns, bars, full }: BarsProps) {
  const part = (value: number) => `${Math.min(100, (100 * Math.abs(value)) / (full || 1))}%`;
  return (
    <table className={classes.bars}>
      <caption className={classes.hidden}>{caption}</caption>
      <thead className={classes.hidden}>
        <tr>
          <th scope="col">{columns[0]}</th>
          <th scope="col">{columns[1]}</th>
        </tr>
      </thead>
      <tbody>
        {bars.map(({ name, value, from = 0, shown }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>
              <span className={classes.track} aria-hidden>
                <span
                  className={classes.bar}
                  data-negative={value < 0 || undefined}
                  style={{ marginInlineStart: part(from), width: part(value) }}
                />
              </span>
              <span className={classes.value}>{shown}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
