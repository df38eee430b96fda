import { Button, Drawer, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { vectorRecordQuery } from '../api/queries.ts';
import type { VectorCollection } from '../api/types.ts';
import { CopyAs } from '../components/CopyAs.tsx';
import { DialogHead } from '../components/DialogHead.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { Scrollable } from '../components/Scrollable.tsx';
import { useLanguage } from '../language/language.ts';
import classes from './Vectors.module.css';

interface RecordDrawerProps {
  collection: VectorCollection;
  id: string | null;
  close: () => void;
  /** Searches where the drawer was opened; without it the search is a page of its own. */
  similar?: (id: string, field: string) => void;
}

/** A record with its payload and vectors, and the way to what is near it. */
export function RecordDrawer({ collection, id, close, similar }: RecordDrawerProps) {
  const { t } = useLanguage();
  // While the drawer slides away it still shows what it showed.
  const [shown, setShown] = useState(id);
  if (id !== null && id !== shown) setShown(id);

  return (
    <Drawer.Root opened={id !== null} onClose={close} position="right" size={460} classNames={{ content: classes.drawer }}>
      <Drawer.Overlay backgroundOpacity={0.55} />
      <Drawer.Content>
        <DialogHead>
          <Drawer.Title>{t.vectors.open(shown ?? '')}</Drawer.Title>
          <Drawer.CloseButton aria-label={t.app.close} />
        </DialogHead>
        <Drawer.Body>{shown !== null && <Record collection={collection} id={shown} similar={similar} />}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Record({ collection, id, similar }: { collection: VectorCollection; id: string; similar: RecordDrawerProps['similar'] }) {
  const { t, format } = useLanguage();
  const { data, error, refetch } = useQuery(vectorRecordQuery(collection.name, id));
  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton height={240} />;

  const payload = Object.entries((data.payload ?? {}));
  const vectors = Object.entries((data.vectors ?? {}));
  return (
    <div className={classes.record}>
      <section>
        <h3>{t.vectors.columns.payload}</h3>
        {payload.length === 0 ? (
          <p className={classes.note}>{t.vectors.noPayload}</p>
        ) : (
          <dl className={classes.facts}>
            {payload.map(([name, value]) => [
              <dt key={`${name} name`}>{name}</dt>,
              <dd key={`${name} value`}>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>,
            ])}
          </dl>
        )}
      </section>
      {data.expires_at && (
        <p>
          {t.vectors.expires} {format.dateTime(new Date(data.expires_at))}
        </p>
      )}
      {vectors.map(([name, value]) => (
        <section key={name}>
          <h3>
            {name}
            {Array.isArray(value) && ` · ${t.vectors.values(format.whole(value.length))}`}
          </h3>
          <Scrollable label={name} className={classes.values}>
            {Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : JSON.stringify(value)}
          </Scrollable>
          {similar ? (
            <Button size="compact-sm" mt={8} variant="default" onClick={() => similar(id, name)}>
              {`${t.vectors.similar}: ${name}`}
            </Button>
          ) : (
            <Button
              component={Link}
              to={`?${new URLSearchParams({ tab: 'search', id, field: name }).toString()}`}
              size="compact-sm"
              mt={8}
              variant="default"
            >
              {`${t.vectors.similar}: ${name}`}
            </Button>
          )}
        </section>
      ))}
      <CopyAs path={`/v1/vectors/collections/${encodeURIComponent(collection.name)}/records/${encodeURIComponent(id)}`} />
    </div>
  );
}
