import { Button, Group } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { asCSharp, asCurl } from '../api/snippets.ts';
import { useLanguage } from '../language/language.ts';
import { useCopy } from './useCopy.ts';

interface CopyAsProps {
  path: string;
  /** What is posted; without it the request is a GET. */
  body?: unknown;
  /** The same on the command line. */
  command?: string;
}

/** The request behind an answer, to try again elsewhere. */
export function CopyAs({ path, body, command }: CopyAsProps) {
  const { t } = useLanguage();
  const copy = useCopy();
  const forms = [
    { name: 'curl', text: () => asCurl(window.location.origin, path, body) },
    { name: 'C#', text: () => asCSharp(window.location.origin, path, body) },
    ...(command === undefined ? [] : [{ name: 'CLI', text: () => command }]),
  ];
  return (
    <Group gap={6} wrap="nowrap">
      {forms.map(({ name, text }) => (
        <Button
          key={name}
          size="compact-xs"
          h={26}
          variant="default"
          leftSection={<IconCopy size={12} stroke={1.8} aria-hidden />}
          aria-label={t.copy.as(name)}
          title={t.copy.as(name)}
          onClick={() => void copy(text(), t.copy.done(name))}
        >
          {name}
        </Button>
      ))}
    </Group>
  );
}
