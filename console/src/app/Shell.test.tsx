import { screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderConsole } from '../testing/renderConsole.tsx';

const searchBox = () => screen.getByRole('textbox', { name: /^(Search people|Buscar pessoas)/ });

// Without a layout the list counts as out of sight; the browser tests see it.
const findOption = (name: string | RegExp) => screen.findByRole('option', { name, hidden: true });

test('Slash_focuses_the_search_and_Enter_goes_to_the_first_find', async () => {
  const { router, user } = renderConsole('/');
  await screen.findByRole('region', { name: 'Models' });
  await user.keyboard('/heat');
  expect(searchBox()).toHaveFocus();
  expect(searchBox()).toHaveValue('heat');
  expect(await findOption(/^Heat/)).toBeInTheDocument();
  await user.keyboard('{Enter}');
  await waitFor(() => expect(router.state.location.pathname).toBe('/streaming/titles/6'));
});

test('The_search_finds_people_too', async () => {
  const { router, user } = renderConsole('/');
  await user.type(searchBox(), '15');
  await user.click(await findOption('Person 15'));
  await waitFor(() => expect(router.state.location.pathname).toBe('/streaming/people/15'));
});

test('A_search_without_finds_says_so', async () => {
  const { user } = renderConsole('/');
  await user.type(searchBox(), 'zzz');
  expect(await screen.findByText('Nothing found for “zzz”')).toBeInTheDocument();
});

test('A_question_mark_shows_the_shortcuts_and_Escape_closes_them', async () => {
  const { user } = renderConsole('/');
  await screen.findByRole('region', { name: 'Models' });
  await user.keyboard('?');
  const dialog = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
  expect(dialog).toHaveTextContent('Focus the search');
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
});

test('Single_key_shortcuts_can_be_turned_off_and_stay_off', async () => {
  const { user } = renderConsole('/');
  await screen.findByRole('region', { name: 'Models' });
  await user.keyboard('?');
  await user.click(within(await screen.findByRole('dialog')).getByRole('switch'));
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
  await user.keyboard('/');
  expect(searchBox()).not.toHaveFocus();
  expect(window.localStorage.getItem('perto-single-keys')).toBe('false');
});

test('The_language_changes_words_and_numbers_and_is_remembered', async () => {
  const { user } = renderConsole('/');
  await screen.findByRole('region', { name: 'Models' });
  await user.click(screen.getByRole('button', { name: 'PT: mudar para português' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'Visão geral' })).toBeVisible();
  expect(screen.getByRole('region', { name: 'streaming' })).toHaveTextContent('avaliações100.004');
  expect(document.documentElement.lang).toBe('pt-BR');
  expect(window.localStorage.getItem('perto-language')).toBe('pt');
});

test('Rows_and_reasons_of_the_server_are_said_in_Portuguese', async () => {
  window.localStorage.setItem('perto-language', 'pt');
  renderConsole('/streaming/people/15');
  expect(await screen.findByRole('region', { name: /^Porque você assistiu a / })).toBeVisible();
  expect(screen.getByRole('region', { name: 'Continue assistindo' })).toBeVisible();
});

test('The_theme_goes_from_the_systems_to_light_to_dark_and_is_remembered', async () => {
  const { user } = renderConsole('/');
  await user.click(screen.getByRole('button', { name: 'Theme: as the system' }));
  await user.click(screen.getByRole('button', { name: 'Theme: light' }));
  expect(screen.getByRole('button', { name: 'Theme: dark' })).toBeVisible();
  expect(document.documentElement).toHaveAttribute('data-mantine-color-scheme', 'dark');
  expect(window.localStorage.getItem('perto-theme')).toBe('dark');
});

test('A_new_page_takes_the_focus_and_names_the_tab', async () => {
  const { user } = renderConsole('/');
  await user.click(screen.getByRole('link', { name: 'Streaming' }));
  expect(await screen.findByRole('heading', { level: 1, name: 'People' })).toBeVisible();
  expect(screen.getByRole('main')).toHaveFocus();
  await waitFor(() => expect(document.title).toBe('People · Perto'));
});

test('The_first_stop_of_Tab_skips_to_the_content', async () => {
  const { user } = renderConsole('/');
  await user.tab();
  expect(screen.getByRole('link', { name: 'Skip to content' })).toHaveFocus();
});

test('An_address_that_does_not_exist_leads_back', async () => {
  renderConsole('/nowhere');
  expect(await screen.findByRole('heading', { name: 'There is no such page' })).toBeVisible();
  expect(screen.getByRole('link', { name: 'Go to the overview' })).toHaveAttribute('href', '/');
});
