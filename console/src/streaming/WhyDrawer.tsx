import { Drawer } from '@mantine/core';
import { useState } from 'react';
import type { RecommendedTitle } from '../api/types.ts';
import { Bars } from '../components/Bars.tsx';
import { CopyAs } from '../components/CopyAs.tsx';
import { DialogHead } from '../components/DialogHead.tsx';
import { Genres } from '../components/Genres.tsx';
import { useLanguage } from '../language/language.ts';
import { Poster } from './Poster.tsx';
import type { SeenFeature } from './scoreParts.ts';
import { Seen } from './Seen.tsx';
import { Waterfall } from './Waterfall.tsx';
import classes from './WhyDrawer.module.css';

/** A title of an answer, and the answer it is from. */
export interface Explained {
  title: RecommendedTitle;
  model: string | undefined;
  timing: Record<string, number>;
  /** The request that gave the answer. */
  path: string;
  /** The numbers that the ranking saw, where the answer has them. */
  features?: SeenFeature[];
}

interface WhyDrawerProps {
  explained: Explained | null;
  close: () => void;
}

/** Why a title is where it is: who found it, what the ranker saw, which rules spoke, and how long it all took. */
export function WhyDrawer({ explained, close }: WhyDrawerProps) {
  const { t } = useLanguage();
  // While the drawer slides away it still shows what it showed.
  const [shown, setShown] = useState(explained);
  if (explained && explained !== shown) setShown(explained);

  return (
    <Drawer.Root
      opened={explained !== null}
      onClose={close}
      position="right"
      size={460}
      classNames={{ content: classes.content }}
    >
      <Drawer.Overlay backgroundOpacity={0.55} />
      <Drawer.Content>
        <DialogHead>
          <Drawer.Title className={classes.heading}>{shown && t.why.heading(shown.title.title)}</Drawer.Title>
          <Drawer.CloseButton aria-label={t.app.close} />
        </DialogHead>
        <Drawer.Body>{shown && <Why explained={shown} />}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Why({ explained: { title, model, timing, path, features: seen } }: { explained: Explained }) {
  const { t, format, term, phrase } = useLanguage();
  const sources = Object.entries(title.why.sources).sort((a, b) => b[1] - a[1]);
  const features = Object.entries(title.why.features).sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]));
  const widest = (parts: [string, number][]) => Math.max(...parts.map(([, value]) => Math.abs(value)));
  const bars = (parts: [string, number][]) =>
    parts.map(([name, value]) => ({ name: term(name), value, shown: format.score(value) }));
  const columns: [string, string] = [t.why.name, t.why.value];

  return (
    <div className={classes.why}>
      <div className={classes.title}>
        <div>
          <Poster name={title.title} genres={title.genres} />
        </div>
        <div>
          <p className={classes.reason}>{phrase(title.reason)}</p>
          <p className={classes.quiet}>
            <Genres year={title.year} genres={title.genres} />
          </p>
          <p className={classes.quiet}>{t.why.rank(format.whole(title.rank))}</p>
          <p className={classes.score}>
            {format.score(title.score)} <span>{t.why.score}</span>
          </p>
        </div>
      </div>

      <section>
        <h3>{t.why.sources}</h3>
        {sources.length === 0 ? (
          <p className={classes.quiet}>{t.why.noSources}</p>
        ) : (
          <Bars caption={t.why.sources} columns={columns} bars={bars(sources)} full={Math.max(1, widest(sources))} />
        )}
      </section>

      <section>
        <h3>{t.why.features}</h3>
        {features.length === 0 ? (
          <p className={classes.quiet}>{t.why.noFeatures}</p>
        ) : (
          <Bars caption={t.why.features} columns={columns} bars={bars(features)} full={widest(features)} />
        )}
      </section>

      <section>
        <h3>{t.why.rules}</h3>
        {title.why.rules.length === 0 ? (
          <p className={classes.quiet}>{t.why.noRules}</p>
        ) : (
          <ul className={classes.rules}>
            {title.why.rules.map((rule) => (
              <li key={rule}>{rule}</li>
            ))}
          </ul>
        )}
      </section>

      {seen && <Seen features={seen} />}

      <section>
        <h3>{t.why.timing}</h3>
        <Waterfall timing={timing} />
      </section>

      <footer className={classes.foot}>
        <span>
          {model && (
            <>
              {t.why.model} <strong>{model}</strong>
            </>
          )}
        </span>
        <CopyAs path={path} />
      </footer>
    </div>
  );
}
