import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { Problem } from '../api/problem.ts';
import { LanguageProvider } from '../language/LanguageProvider.tsx';
import { cssVariables, theme } from './theme.ts';

const colorScheme = localStorageColorSchemeManager({ key: 'perto-theme' });

const createQueries = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        // A refusal stays a refusal; a server that is just starting deserves a second knock.
        retry: (failures, problem) => failures < 1 && problem instanceof Problem && problem.unreachable,
      },
    },
  });

/** Everything a page needs above it: theme, language, queries and notices. */
export function App({ children }: { children: ReactNode }) {
  const [queries] = useState(createQueries);
  return (
    <LanguageProvider>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} colorSchemeManager={colorScheme} defaultColorScheme="auto">
        <QueryClientProvider client={queries}>
          {children}
          <Notifications position="bottom-right" autoClose={5000} limit={3} />
        </QueryClientProvider>
      </MantineProvider>
    </LanguageProvider>
  );
}
