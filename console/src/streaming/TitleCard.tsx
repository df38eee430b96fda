import { IconEyeCheck } from '@tabler/icons-react';
import type { ReactNode, Ref } from 'react';
import { Link } from 'react-router';
import type { RecommendedTitle } from '../api/types.ts';
import { Genres } from '../components/Genres.tsx';
import { useLanguage } from '../language/language.ts';
import { Poster } from './Poster.tsx';
import classes from './TitleCard.module.css';

interface TitleCardProps {
  title: RecommendedTitle;
  /** Whether Tab stops here: one card of each row (roving tabindex). */
  inTabOrder: boolean;
  whyButton: Ref<HTMLButtonElement>;
  onWhy: () => void;
  onWatched?: () => void;
}

/** A title in a row. All of the poster is the "Why this?" button. */
export function TitleCard({ title, inTabOrder, whyButton, onWhy, onWatched }: TitleCardProps): ReactNode {
  const { t, format, phrase } = useLanguage();
  const tabIndex = inTabOrder ? 0 : -1;
  return (
    <article className={classes.card} aria-label={title.title}>
      <div className={classes.sheet}>
        <Poster name={title.title} genres={title.genres} />
        <span className={classes.rank}>{format.whole(title.rank)}</span>
      </div>
      <h3 className={classes.name}>
        <Link to={`/streaming/titles/${encodeURIComponent(title.id)}`} tabIndex={tabIndex}>
          {title.title}
        </Link>
      </h3>
      <p className={classes.facts}>
        <Genres year={title.year} genres={title.genres} limit={2} />
      </p>
      <p className={classes.reason} title={phrase(title.reason)}>
        {phrase(title.reason)}
      </p>
      <div className={classes.actions}>
        <button
          ref={whyButton}
          type="button"
          className={classes.why}
          data-testid="why"
          aria-label={t.why.buttonFor(title.title)}
          aria-haspopup="dialog"
          tabIndex={tabIndex}
          onClick={onWhy}
        >
          {t.why.button}
        </button>
        {onWatched ? (
          <button
            type="button"
            className={classes.watched}
            data-testid="watched"
            aria-label={t.person.watchedTitle(title.title)}
            title={t.person.watched}
            tabIndex={tabIndex}
            onClick={onWatched}
          >
            <IconEyeCheck size={16} stroke={1.7} aria-hidden />
          </button>
        ) : null}
        <span className={classes.score}>{format.score(title.score)}</span>
      </div>
    </article>
  );
}
