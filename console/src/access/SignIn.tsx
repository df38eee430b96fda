import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { whoIs } from '../api/operations.ts';
import { PageTitle } from '../components/PageTitle.tsx';
import { useLanguage } from '../language/language.ts';
import classes from './Access.module.css';
import { keepKey } from './heldKey.ts';

/** Asks for an API key, in place of the page that the server refused. */
export function SignIn() {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [key, setKey] = useState('');
  const { mutate, isPending, error } = useMutation({
    mutationFn: whoIs,
    onSuccess: (_, good) => {
      // What was answered to nobody, or to another key, is not what this key sees.
      queries.clear();
      keepKey(good);
    },
  });
  const wanted = key.trim();

  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted !== '') mutate(wanted);
      }}
    >
      <PageTitle>{t.access.title}</PageTitle>
      <p className={classes.note}>{t.access.lead}</p>
      <PasswordInput
        label={t.access.key}
        description={t.access.keyHint}
        error={error?.message}
        aria-invalid={error !== null}
        value={key}
        onChange={(event) => setKey(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={false}
        visibilityToggleButtonProps={{ 'aria-label': t.access.show, tabIndex: 0 }}
      />
      <div>
        <Button type="submit" loading={isPending} disabled={wanted === ''}>
          {t.access.signIn}
        </Button>
      </div>
    </form>
  );
}
