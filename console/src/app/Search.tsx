import { Combobox, Kbd, Loader, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState, type RefObject } from 'react';
import { useNavigate } from 'react-router';
import { searchQuery } from '../api/queries.ts';
import { Genres } from '../components/Genres.tsx';
import { useLanguage } from '../language/language.ts';
import classes from './Search.module.css';

interface SearchProps {
  input: RefObject<HTMLInputElement | null>;
  /** Show that `/` comes here. */
  hint: boolean;
}

/** Finds people and titles from anywhere, and goes to them. */
export function Search({ input, hint }: SearchProps) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [text, setText] = useState('');
  const [wanted] = useDebouncedValue(text.trim(), 120);
  const { data, isFetching, isError } = useQuery(searchQuery(wanted));
  const found = wanted === '' ? undefined : data;

  // Enter goes to the first find, so it is chosen as soon as the answer is there.
  const chooseFirst = useEffectEvent(() => combobox.selectFirstOption());
  useEffect(() => {
    if (found) chooseFirst();
  }, [found]);

  const open = (address: string) => {
    combobox.closeDropdown();
    setText('');
    input.current?.blur();
    void navigate(address);
  };

  return (
    <Combobox store={combobox} onOptionSubmit={open} shadow="md" withinPortal={false}>
      <Combobox.Target>
        <TextInput
          ref={input}
          aria-label={t.app.search}
          placeholder={t.app.search}
          leftSection={<IconSearch size={16} stroke={1.8} aria-hidden />}
          rightSection={isFetching ? <Loader size={14} /> : hint && text === '' && <Kbd size="xs">/</Kbd>}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
          }}
          onFocus={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!found || isError} className={classes.dropdown}>
        <Combobox.Options aria-label={t.app.search}>
          {found && found.people.length > 0 && (
            <Combobox.Group label={t.app.people}>
              {found.people.map(({ id }) => (
                <Combobox.Option key={id} value={`/streaming/people/${encodeURIComponent(id)}`}>
                  {t.person.title(id)}
                </Combobox.Option>
              ))}
            </Combobox.Group>
          )}
          {found && found.titles.length > 0 && (
            <Combobox.Group label={t.app.titles}>
              {found.titles.map((title) => (
                <Combobox.Option key={title.id} value={`/streaming/titles/${encodeURIComponent(title.id)}`}>
                  <span className={classes.title}>{title.name}</span>
                  <span className={classes.facts}>
                    <Genres year={title.year} genres={title.genres} />
                  </span>
                </Combobox.Option>
              ))}
            </Combobox.Group>
          )}
          {found && found.people.length + found.titles.length === 0 && (
            <Combobox.Empty>{t.app.nothingFound(wanted)}</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
