import { ActionIcon } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useLanguage } from '../language/language.ts';
import classes from './Refreshing.module.css';

interface RefreshingProps {
  at: Date;
  /** Milliseconds. */
  every: number;
  paused: boolean;
  setPaused: (paused: boolean) => void;
}

/** When the page was last fresh, and a way to hold it still (WCAG 2.2.2). */
export function Refreshing({ at, every, paused, setPaused }: RefreshingProps) {
  const { t, format } = useLanguage();
  const label = paused ? t.overview.resume : t.overview.pause;
  const Icon = paused ? IconPlayerPlay : IconPlayerPause;
  return (
    <div className={classes.refreshing}>
      <span className={classes.dot} data-paused={paused || undefined} aria-hidden />
      <span>
        {t.overview.updated(format.time(at))}, {paused ? t.overview.paused : t.overview.every(format.whole(every / 1000))}
      </span>
      <ActionIcon variant="subtle" color="gray" size={28} aria-label={label} title={label} onClick={() => setPaused(!paused)}>
        <Icon size={15} stroke={1.8} aria-hidden />
      </ActionIcon>
    </div>
  );
}
