import { ActionIcon } from '@mantine/core';
import { useDisclosure, useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { IconKeyboard } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { NavLink, Outlet, ScrollRestoration, useLocation } from 'react-router';
import { useHeldKey } from '../access/heldKey.ts';
import { SignIn } from '../access/SignIn.tsx';
import { Who } from '../access/Who.tsx';
import { Mark } from '../components/Mark.tsx';
import { useLanguage } from '../language/language.ts';
import { LanguageToggle } from './LanguageToggle.tsx';
import { Search } from './Search.tsx';
import { Shortcuts } from './Shortcuts.tsx';
import { ThemeToggle } from './ThemeToggle.tsx';
import classes from './Shell.module.css';
import { useSingleKeys } from './useSingleKeys.ts';

/** The frame of every page: skip link, sections, search, settings. */
export function Shell() {
  const { t } = useLanguage();
  const { pathname } = useLocation();
  const { refused } = useHeldKey();
  const main = useRef<HTMLElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const [shortcutsOpen, shortcuts] = useDisclosure();
  const [singleKeys, setSingleKeys] = useLocalStorage({
    key: 'perto-single-keys',
    defaultValue: true,
    getInitialValueInEffect: false,
  });
  const hasKeyboard = useMediaQuery('(hover: hover)');

  useSingleKeys(singleKeys, { '/': () => search.current?.focus(), '?': shortcuts.open });

  // A new page begins at its start for people who cannot see that it changed.
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [pathname]);

  return (
    <>
      <a className={classes.skip} href="#main">
        {t.app.skip}
      </a>
      <header className={classes.header}>
        <NavLink to="/" className={classes.brand} aria-label="Perto">
          <Mark />
          <span>perto</span>
        </NavLink>
        <nav className={classes.sections} aria-label={t.app.sections}>
          <NavLink to="/" end>
            {t.app.overview}
          </NavLink>
          <NavLink to="/streaming">{t.app.streaming}</NavLink>
          <NavLink to="/vectors">{t.app.vectors}</NavLink>
          <NavLink to="/experiments">{t.app.experiments}</NavLink>
          <NavLink to="/operations">{t.app.operations}</NavLink>
        </nav>
        <div className={classes.search}>
          <Search input={search} hint={singleKeys && hasKeyboard} />
        </div>
        <div className={classes.settings}>
          <Who />
          <LanguageToggle />
          <ThemeToggle />
          <ActionIcon
            className={classes.keyboardOnly}
            variant="subtle"
            color="gray"
            size={36}
            aria-label={t.app.shortcuts}
            title={t.app.shortcuts}
            onClick={shortcuts.open}
          >
            <IconKeyboard size={20} stroke={1.6} aria-hidden />
          </ActionIcon>
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1} className={classes.main}>
        {refused ? <SignIn /> : <Outlet />}
      </main>
      <Shortcuts opened={shortcutsOpen} close={shortcuts.close} singleKeys={singleKeys} setSingleKeys={setSingleKeys} />
      <ScrollRestoration />
    </>
  );
}
