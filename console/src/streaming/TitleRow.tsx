import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useEffect, useId, useRef, useState, type FocusEvent, type KeyboardEvent, type ReactNode } from 'react';
import type { RecommendedTitle } from '../api/types.ts';
import { useLanguage } from '../language/language.ts';
import { TitleCard } from './TitleCard.tsx';
import classes from './TitleRow.module.css';
import { useHiddenSides } from './useHiddenSides.ts';

interface TitleRowProps {
  heading: string;
  titles: RecommendedTitle[];
  /** Beside the heading. */
  aside?: ReactNode;
  onWhy: (title: RecommendedTitle) => void;
  onWatched?: (title: RecommendedTitle) => void;
}

/**
 * A row of titles that scrolls sideways. It is one stop for Tab; inside it the arrow keys, Home and End move,
 * and the arrows up and down go to the row above and below.
 */
export function TitleRow({ heading, titles, aside, onWhy, onWatched }: TitleRowProps) {
  const { t, phrase } = useLanguage();
  const headingId = useId();
  const list = useRef<HTMLUListElement>(null);
  const hidden = useHiddenSides(list, titles.length);
  const buttons = useRef<(HTMLButtonElement | null)[]>([]);
  const [wanted, setWanted] = useState(0);
  const current = Math.min(wanted, titles.length - 1);
  const hadFocus = useRef(false);

  const focus = (index: number) => buttons.current[index]?.focus();

  // A watched title leaves the row and takes the focus with it: the title that came into its place gets it.
  useEffect(() => {
    if (hadFocus.current && document.activeElement === document.body) buttons.current[current]?.focus();
  }, [titles, current]);

  const focusOtherRow = (step: number) => {
    const rows = [...document.querySelectorAll<HTMLElement>('[data-title-row]')];
    const row = rows[rows.findIndex((one) => one === list.current) + step];
    row?.querySelector<HTMLElement>('[data-testid="why"][tabindex="0"]')?.focus();
  };

  const moves: Record<string, () => void> = {
    ArrowLeft: () => focus(Math.max(0, current - 1)),
    ArrowRight: () => focus(Math.min(titles.length - 1, current + 1)),
    Home: () => focus(0),
    End: () => focus(titles.length - 1),
    ArrowUp: () => focusOtherRow(-1),
    ArrowDown: () => focusOtherRow(1),
  };

  const press = (event: KeyboardEvent) => {
    const move = moves[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    move();
  };

  const enter = (event: FocusEvent<HTMLUListElement>) => {
    hadFocus.current = true;
    setWanted([...event.currentTarget.children].findIndex((item) => item.contains(event.target)));
  };

  const scroll = (direction: number) =>
    list.current?.scrollBy({ left: direction * list.current.clientWidth * 0.85, behavior: 'smooth' });

  return (
    <section className={classes.row} aria-labelledby={headingId}>
      <div className={classes.head}>
        <h2 id={headingId}>{phrase(heading)}</h2>
        {aside}
        {(hidden.before || hidden.after) && (
          <div className={classes.scrolls}>
            {/* For the mouse only: by keyboard the focus scrolls the row. */}
            <ActionIcon
              variant="transparent"
              color="gray"
              size={28}
              tabIndex={-1}
              disabled={!hidden.before}
              aria-label={t.person.scrollBack(phrase(heading))}
              onClick={() => scroll(-1)}
            >
              <IconChevronLeft size={18} aria-hidden />
            </ActionIcon>
            <ActionIcon
              variant="transparent"
              color="gray"
              size={28}
              tabIndex={-1}
              disabled={!hidden.after}
              aria-label={t.person.scrollOn(phrase(heading))}
              onClick={() => scroll(1)}
            >
              <IconChevronRight size={18} aria-hidden />
            </ActionIcon>
          </div>
        )}
      </div>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys come from the buttons inside */}
      <ul
        ref={list}
        className={classes.titles}
        data-title-row
        onKeyDown={press}
        onFocus={enter}
        onBlur={(event) => (hadFocus.current = event.relatedTarget === null)}
      >
        {titles.map((title, i) => (
          <li key={title.id}>
            <TitleCard
              title={title}
              inTabOrder={i === current}
              whyButton={(button) => {
                buttons.current[i] = button;
              }}
              onWhy={() => onWhy(title)}
              onWatched={onWatched && (() => onWatched(title))}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
