import { notifications } from '@mantine/notifications';
import { useLanguage } from '../language/language.ts';

/** Says in the corner of the page, and to screen readers, that something was done or went wrong. */
export function useNotice() {
  const { t } = useLanguage();
  const closeButtonProps = { 'aria-label': t.app.close };
  return {
    done: (message: string) => void notifications.show({ message, color: 'ember', closeButtonProps }),
    failed: (message: string, title?: string) => void notifications.show({ message, title, color: 'red', closeButtonProps }),
  };
}
