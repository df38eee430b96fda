import { createTheme, type CSSVariablesResolver } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'ember',
  primaryShade: 7,
  autoContrast: true,
  colors: {
    // Warm neutrals instead of Mantine's blue and black ones.
    gray: ['#f7f6f3', '#efede8', '#e4e1db', '#dedbd4', '#c9c5bc', '#a8a298', '#8d867b', '#625c53', '#3c3833', '#1a1815'],
    dark: ['#d6d0c7', '#b9b2a8', '#8f887e', '#5f5a53', '#46423d', '#322f2c', '#232120', '#1a1917', '#161513', '#0e0d0c'],
    ember: ['#fff3ec', '#ffe3d3', '#ffc6a6', '#ffa577', '#ff8b55', '#fb7339', '#e85a1f', '#b93f0c', '#9c360d', '#7a2b0c'],
  },
  fontFamily: "'Archivo', system-ui, sans-serif",
  fontFamilyMonospace: 'var(--p-mono)',
  defaultRadius: 'md',
  respectReducedMotion: true,
  cursorType: 'pointer',
});

/** Mantine's own names for the colours of tokens.css. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--p-ground)',
    '--mantine-color-text': 'var(--p-ink)',
    '--mantine-color-dimmed': 'var(--p-quiet)',
    '--mantine-color-placeholder': 'var(--p-quiet)',
    '--mantine-color-anchor': 'var(--p-accent)',
    '--mantine-color-default': 'var(--p-surface)',
    '--mantine-color-default-hover': 'var(--p-sunken)',
    '--mantine-color-default-color': 'var(--p-ink)',
    '--mantine-color-default-border': 'var(--p-line)',
    '--mantine-color-error': 'var(--p-bad)',
  };
  return { variables: {}, light: shared, dark: shared };
};
