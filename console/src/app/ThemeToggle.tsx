import { ActionIcon, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import { useLanguage } from '../language/language.ts';

const next = { auto: 'light', light: 'dark', dark: 'auto' } as const;
const icons = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon };

/** As the system, light, dark, and round again. */
export function ThemeToggle() {
  const { t } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Icon = icons[colorScheme];
  const label = t.app.theme[colorScheme];
  return (
    <ActionIcon variant="subtle" color="gray" size={36} aria-label={label} title={label} onClick={() => setColorScheme(next[colorScheme])}>
      <Icon size={19} stroke={1.6} aria-hidden />
    </ActionIcon>
  );
}
