import classes from './Interval.module.css';

export interface Estimate {
  value: number;
  /** An end that is not known lies beyond the picture. */
  low: number | null | undefined;
  high: number | null | undefined;
}

interface IntervalProps extends Estimate {
  /** What the left and the right edge stand for. */
  scale: [number, number];
  /** Where the dashed line stands: no effect, or a target. */
  mark?: number;
  tone?: 'good' | 'bad' | 'plain';
}

/** An estimate with its interval, on a scale that its neighbours share. A picture of figures that stand beside it as text. */
export function Interval({ value, low, high, scale, mark, tone = 'plain' }: IntervalProps) {
  const [from, to] = scale;
  const place = (at: number) => Math.min(100, Math.max(0, (100 * (at - from)) / (to - from || 1)));
  const left = place(low ?? from);
  const right = place(high ?? to);
  const openLow = typeof low !== 'number' || low < from;
  const openHigh = typeof high !== 'number' || high > to;
  const open = openLow ? (openHigh ? 'both' : 'low') : openHigh ? 'high' : undefined;
  return (
    <span className={classes.interval} aria-hidden data-testid="interval">
      {mark !== undefined && <span className={classes.mark} style={{ insetInlineStart: `${place(mark)}%` }} />}
      <span
        className={classes.range}
        data-tone={tone}
        data-open={open}
        style={{ insetInlineStart: `${left}%`, width: `${Math.max(0.8, right - left)}%` }}
      />
      <span className={classes.point} style={{ insetInlineStart: `${place(value)}%` }} />
    </span>
  );
}
