import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { preview, type PreviewServer } from 'vite';

/** The built console over sample data, and a browser to open it with. */
export interface RunningConsole extends AsyncDisposable {
  browser: Browser;
  /** Without a slash at its end. */
  address: string;
}

/** A Chromium of the machine: `PERTO_CHROMIUM`, or where Debian puts it. */
const executablePath = process.env.PERTO_CHROMIUM ?? '/usr/bin/chromium';

export const hasChromium = existsSync(executablePath);

/** What the console needs and no more: nothing from elsewhere, no inline scripts; Mantine writes inline styles. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export async function runConsole(): Promise<RunningConsole> {
  const server: PreviewServer = await preview({ mode: 'mock', preview: { port: 0, host: '127.0.0.1', headers: { 'Content-Security-Policy': contentSecurityPolicy } }, logLevel: 'error' });
  const address = server.resolvedUrls?.local[0]?.replace(/\/$/, '');
  if (!address) throw new Error('The preview server has no address');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  return {
    browser,
    address,
    async [Symbol.asyncDispose]() {
      await browser.close();
      await server.close();
    },
  };
}
