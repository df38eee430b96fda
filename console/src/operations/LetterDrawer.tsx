import { Button, Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { deadLetterQuery, discardLetter, replayLetter } from '../api/operations.ts';
import { Confirm } from '../components/Confirm.tsx';
import { CopyAs } from '../components/CopyAs.tsx';
import { DialogHead } from '../components/DialogHead.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { Refused } from '../components/Refused.tsx';
import { Scrollable } from '../components/Scrollable.tsx';
import { Waiting } from '../components/Waiting.tsx';
import { useLanguage } from '../language/language.ts';
import classes from './Operations.module.css';
import { useAction } from './useAction.ts';

/** A dead letter with its payload: to be tried again, or discarded. */
export function LetterDrawer({ id, close }: { id: string | null; close: () => void }) {
  const { t } = useLanguage();
  // While the drawer slides away it still shows what it showed.
  const [shown, setShown] = useState(id);
  if (id !== null && id !== shown) setShown(id);
  return (
    <Drawer.Root opened={id !== null} onClose={close} position="right" size={480} classNames={{ content: classes.drawer }}>
      <Drawer.Overlay backgroundOpacity={0.55} />
      <Drawer.Content>
        <DialogHead>
          <Drawer.Title>{t.outbox.letter}</Drawer.Title>
          <Drawer.CloseButton aria-label={t.app.close} />
        </DialogHead>
        <Drawer.Body>{id !== null && shown !== null && <Letter key={shown} id={shown} close={close} />}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Letter({ id, close }: { id: string; close: () => void }) {
  const { t, format } = useLanguage();
  const [asking, ask] = useDisclosure();
  const { data, error, refetch } = useQuery(deadLetterQuery(id));
  const replay = useAction(replayLetter, { changes: 'outbox', said: ({ replayed }) => t.outbox.replayed(format.whole(replayed)) });
  const discard = useAction(discardLetter, { changes: 'outbox', said: () => t.outbox.discarded });

  if (error) return <ErrorState error={error} retry={() => void refetch()} />;
  if (!data) return <Waiting />;
  return (
    <div className={classes.part}>
      <dl className={classes.facts}>
        <dt>{t.outbox.message}</dt>
        <dd className={classes.mono}>{data.id}</dd>
        <dt>{t.outbox.topic}</dt>
        <dd>{data.topic}</dd>
        {data.key && <dt>{t.outbox.key}</dt>}
        {data.key && <dd>{data.key}</dd>}
        <dt>{t.outbox.error}</dt>
        <dd>{data.error}</dd>
        <dt>{t.outbox.attempts}</dt>
        <dd>{format.whole(data.attempts)}</dd>
        <dt>{t.outbox.enqueued}</dt>
        <dd>{format.dateTime(new Date(data.enqueued_at))}</dd>
        <dt>{t.outbox.died}</dt>
        <dd>{format.dateTime(new Date(data.died_at))}</dd>
      </dl>
      <Scrollable label={t.outbox.payload} className={classes.payload}>
        {JSON.stringify(data.payload ?? null, null, 2)}
      </Scrollable>
      <div className={classes.actions}>
        <Button loading={replay.isPending} onClick={() => replay.mutate(id, { onSuccess: close })}>
          {t.outbox.replay}
        </Button>
        <Button variant="default" onClick={ask.open}>
          {t.outbox.discard}
        </Button>
      </div>
      <Refused error={replay.error} />
      <CopyAs path={`/v1/outbox/dead-letters/${encodeURIComponent(id)}`} />
      <Confirm
        opened={asking}
        close={ask.close}
        title={t.outbox.discardTitle}
        action={t.outbox.discard}
        confirm={() => discard.mutate(id, { onSuccess: close })}
        pending={discard.isPending}
        error={discard.error}
      >
        <p>{t.outbox.discardWarning}</p>
      </Confirm>
    </div>
  );
}
