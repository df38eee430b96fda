import { ActionIcon } from '@mantine/core';
import { useLanguage } from '../language/language.ts';
import classes from './LanguageToggle.module.css';

export function LanguageToggle() {
  const { code, t, change } = useLanguage();
  const other = code === 'en' ? 'pt' : 'en';
  return (
    <ActionIcon variant="subtle" color="gray" size={36} title={t.other} aria-label={t.app.language} lang={other} onClick={() => change(other)}>
      <span className={classes.code} aria-hidden>
        {other}
      </span>
    </ActionIcon>
  );
}
