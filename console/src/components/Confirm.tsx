import { Button, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLanguage } from '../language/language.ts';
import { DialogHead } from './DialogHead.tsx';
import { Refused } from './Refused.tsx';

interface ConfirmProps {
  opened: boolean;
  close: () => void;
  title: string;
  /** What will be so afterwards. */
  children: ReactNode;
  /** The verb on the button. */
  action: string;
  confirm: () => void;
  pending: boolean;
  error: Error | null;
  /** Something must be typed first. */
  disabled?: boolean;
}

/** Asks before something that cannot be taken back. */
export function Confirm({ opened, close, title, children, action, confirm, pending, error, disabled }: ConfirmProps) {
  const { t } = useLanguage();
  return (
    <Modal.Root opened={opened} onClose={close} centered>
      <Modal.Overlay backgroundOpacity={0.55} />
      <Modal.Content>
        <DialogHead>
          <Modal.Title>{title}</Modal.Title>
          <Modal.CloseButton aria-label={t.app.close} />
        </DialogHead>
        <Modal.Body>
          {children}
          <Refused error={error} />
          <Group mt={18} gap={8} justify="flex-end">
            <Button variant="default" onClick={close}>
              {t.app.cancel}
            </Button>
            <Button color="red.9" autoContrast loading={pending} disabled={disabled} onClick={confirm}>
              {action}
            </Button>
          </Group>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
