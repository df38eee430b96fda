import '@testing-library/jest-dom/vitest';
import { notifications } from '@mantine/notifications';
import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';
import { dropKey } from '../access/heldKey.ts';

// A busy machine is no failure.
configure({ asyncUtilTimeout: 20_000 });

// What jsdom does not have. Motion is reduced, so that drawers are there at once.
vi.stubGlobal('matchMedia', (media: string) => ({
  media,
  matches: media.includes('reduce'),
  addEventListener: vi.fn(),
  removeEventListener: vi.fn(),
}));
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe = vi.fn();
    unobserve = vi.fn();
    disconnect = vi.fn();
  },
);
// Every element has a size, or the charts would complain.
Element.prototype.getBoundingClientRect = () => new DOMRect(0, 0, 600, 200);
window.scrollTo = vi.fn();
Element.prototype.scrollIntoView = vi.fn();

beforeEach(() => {
  window.localStorage.clear();
  dropKey();
});
afterEach(() => {
  cleanup();
  notifications.clean();
});
