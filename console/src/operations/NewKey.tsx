import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { IssuedKey } from '../api/types.ts';
import { Panel } from '../components/Panel.tsx';
import { useCopy } from '../components/useCopy.ts';
import { useLanguage } from '../language/language.ts';
import classes from './Operations.module.css';

/** A key that was just made; its text is nowhere else. */
export function NewKey({ issued: { key, details }, close }: { issued: IssuedKey; close: () => void }) {
  const { t } = useLanguage();
  const copy = useCopy();
  const copyButton = useRef<HTMLButtonElement>(null);
  useEffect(() => copyButton.current?.focus(), [key]);
  return (
    <Panel title={t.keys.issued(details.name)}>
      <p>{t.keys.once}</p>
      <p className={classes.payload}>{key}</p>
      <div className={classes.actions}>
        <Button ref={copyButton} mt={12} onClick={() => void copy(key, t.keys.copied)}>
          {t.keys.copy}
        </Button>
        <Button mt={12} variant="default" onClick={close}>
          {t.keys.kept}
        </Button>
      </div>
    </Panel>
  );
}
