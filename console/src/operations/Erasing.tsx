import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { erase } from '../api/operations.ts';
import { Confirm } from '../components/Confirm.tsx';
import { Panel } from '../components/Panel.tsx';
import { useLanguage } from '../language/language.ts';
import classes from './Operations.module.css';
import { useAction } from './useAction.ts';

/** Starts the erasure of a person, whose id must be typed twice. */
export function Erasing() {
  const { t } = useLanguage();
  const [subject, setSubject] = useState('');
  const [typed, setTyped] = useState<string | null>(null);
  const start = useAction(erase, { changes: 'privacy', said: () => t.privacy.started });
  const close = () => setTyped(null);

  return (
    <Panel title={t.privacy.erase}>
      <form
        className={classes.line}
        onSubmit={(event) => {
          event.preventDefault();
          start.reset();
          setTyped('');
        }}
      >
        <TextInput label={t.privacy.subject} description={t.privacy.subjectHint} autoComplete="off" value={subject} onChange={(event) => setSubject(event.currentTarget.value)} />
        <Button type="submit" variant="default" disabled={subject === ''}>
          {t.privacy.eraseAsk}
        </Button>
      </form>
      <Confirm
        opened={typed !== null}
        close={close}
        title={t.privacy.eraseTitle(subject)}
        action={t.privacy.erase}
        disabled={typed !== subject}
        confirm={() =>
          start.mutate(subject, {
            onSuccess: () => {
              close();
              setSubject('');
            },
          })
        }
        pending={start.isPending}
        error={start.error}
      >
        <p>{t.privacy.eraseWarning}</p>
        <TextInput mt={14} label={t.privacy.typeAgain} autoComplete="off" value={typed ?? ''} onChange={(event) => setTyped(event.currentTarget.value)} />
      </Confirm>
    </Panel>
  );
}
