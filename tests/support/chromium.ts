/** Finds the Chromium that tests and benchmarks drive: Playwright's own, or Debian's package. */
import { existsSync } from 'node:fs'
import { chromium, type LaunchOptions } from '@playwright/test'

export function chromiumPath(): string | undefined {
  return [
    process.env.CHROMIUM_PATH,
    chromium.executablePath(),
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ].find((path) => path !== undefined && path !== '' && existsSync(path))
}

/**
 * What a window of the whole browser does beside the page. The last list of the command line wins, so this one names what matters of Playwright's own too.
 * The address bar's two menus are pages of their own, which in each window cost as much time as half a board.
 */
const UNUSED = [
  'AimEnabled',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxPopup',
]

export const launchOptions = (): LaunchOptions => ({
  executablePath: chromiumPath(),
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--disable-features=${UNUSED.join()}`,
  ],
})
