import { useLanguage } from '../language/language.ts';
import classes from './StateBadge.module.css';

const tones: Record<string, string> = {
  live: 'good',
  ready: 'good',
  ok: 'good',
  done: 'good',
  active: 'good',
  up: 'good',
  running: 'busy',
  waiting: 'busy',
  purging: 'busy',
  candidate: 'busy',
  starting: 'busy',
  degraded: 'warn',
  paused: 'warn',
  interrupted: 'warn',
  refused: 'warn',
  probing: 'warn',
  failed: 'bad',
  failing: 'bad',
  down: 'bad',
  rejected: 'bad',
};

/** A state in a word; the colour only repeats it. */
export function StateBadge({ state }: { state: string }) {
  const { t, term } = useLanguage();
  return (
    <span className={classes.badge} data-tone={tones[state] ?? 'plain'}>
      {t.states[state] ?? term(state)}
    </span>
  );
}
