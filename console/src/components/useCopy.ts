import { useLanguage } from '../language/language.ts';
import { useNotice } from './useNotice.ts';

/** Browsers give `navigator.clipboard` only to secure origins; a server in the local network is often not one. */
function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else works there
  const done = document.execCommand('copy');
  area.remove();
  return done;
}

async function write(text: string): Promise<boolean> {
  if (!window.isSecureContext) return copyBySelection(text);
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** Copies a text and says so. */
export function useCopy() {
  const { t } = useLanguage();
  const notice = useNotice();
  return async (text: string, done: string) => {
    if (await write(text)) notice.done(done);
    else notice.failed(t.copy.failed);
  };
}
