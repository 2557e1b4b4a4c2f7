/**
 * What a screen reader is given to read while somebody works with the keys: ten actions, alone and beside a colleague who types in the chosen card and
 * changes the board. The transcripts are golden: `UPDATE_TOLD=1` writes them anew, and whoever changes one reads it as a listener would.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, type Browser, type Page } from '@playwright/test'
import { browserOf, createBoard, invite, join, quickAdd, saved, signIn, test } from './people.ts'

const LOCALES = { fr: 'fr-FR', en: 'en-GB' } as const
type Locale = keyof typeof LOCALES
type Words = Readonly<Record<string, string>>

/** Every sentence that a live region takes up, in order: of a log what is added, of others what they say by now. */
function listen() {
  const LIVE = '[role="status"], [role="log"], [role="alert"], [aria-live]'
  const heard: string[] = []
  Object.assign(window, { heard })
  const regionOf = (node: Node) => (node instanceof Element ? node : node.parentElement)?.closest(LIVE) ?? null
  const wordsOf = (node: Node) => (node.textContent ?? '').replace(/\s+/g, ' ').trim()
  new MutationObserver((mutations) => {
    const said = new Set<string>()
    for (const { target, addedNodes } of mutations) {
      const region = regionOf(target)
      if (region?.getAttribute('role') === 'log') for (const node of addedNodes) said.add(wordsOf(node))
      else if (region) said.add(wordsOf(region))
    }
    heard.push(...[...said].filter((words) => words !== ''))
  }).observe(document, { subtree: true, childList: true, characterData: true })
}

type Listener = { readonly page: Page; readonly words: Words; readonly heard: () => Promise<string[]> }

async function listener(browser: Browser, locale: Locale): Promise<Listener> {
  const page = await browserOf(browser, { locale: LOCALES[locale] })
  await page.addInitScript(listen)
  const words = JSON.parse(readFileSync(`messages/${locale}.json`, 'utf8')) as Words
  return { page, words, heard: () => page.evaluate(() => (window as unknown as { heard: string[] }).heard) }
}

const canvas = (page: Page) => page.locator('[data-canvas]')
/** The card with these words, chosen by the search, and the focus on the canvas. */
async function choose(page: Page, text: string): Promise<void> {
  await canvas(page).focus()
  await page.keyboard.press('Escape')
  await page.keyboard.press('PageDown')
  for (let i = 0; i < 8 && (await chosen(page)) !== text; i++) await page.keyboard.press('PageDown')
  expect(await chosen(page)).toBe(text)
}
const chosen = (page: Page) =>
  page.evaluate(() => document.querySelector('aside h2, [role="complementary"] h2')?.textContent?.trim() ?? '')

/** By name, what each of the ten does. The board holds «coopèrent». */
const ACTIONS: Readonly<Record<string, (listener: Listener) => Promise<void>>> = {
  add: ({ page }) => quickAdd(page, 'osent entrer'),
  async place({ page, words }) {
    await canvas(page).focus()
    await page.keyboard.press('m')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('combobox').selectOption('short')
    await dialog.getByRole('button', { name: words.place_go!, exact: true }).click()
    await expect(dialog).toHaveCount(0)
  },
  async type({ page }) {
    await canvas(page).focus()
    await page.keyboard.press('Enter')
    await expect(page.locator('.place textarea')).toBeFocused()
    await page.keyboard.press('End')
    await page.keyboard.type(' enfin', { delay: 30 })
    await page.keyboard.press('Escape')
    await canvas(page).focus()
  },
  async move({ page }) {
    await canvas(page).focus()
    await page.keyboard.press('ArrowDown')
  },
  async connect({ page }) {
    await page.keyboard.press('l')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('searchbox').fill('zzz')
    await expect(dialog.locator('li button')).toHaveCount(0)
    await dialog.getByRole('searchbox').fill('coop')
    await page.keyboard.press('Enter')
    await expect(dialog).toHaveCount(0)
  },
  async duplicate({ page }) {
    await canvas(page).focus()
    await page.keyboard.press('Control+d')
  },
  async merge({ page, words }) {
    await canvas(page).focus()
    await page.keyboard.press('Shift+F10')
    await page.getByRole('menuitem', { name: words.action_merge! }).click()
    const dialog = page.getByRole('dialog')
    await dialog.locator('li button', { hasText: 'osent entrer' }).first().click()
    await dialog.getByRole('button', { name: words.action_merge!, exact: true }).click()
    await expect(dialog).toHaveCount(0)
  },
  async remove({ page }) {
    await canvas(page).focus()
    await page.keyboard.press('Delete')
  },
  async undo({ page }) {
    await canvas(page).focus()
    await page.keyboard.press('Control+z')
  },
  async search({ page }) {
    await canvas(page).focus()
    await page.keyboard.press('Control+f')
    await page.getByRole('search').getByRole('searchbox').fill('coop')
  },
}

/** What Nadia does before the action of that name, and the part of the sentence that tells it. */
const BESIDE: Readonly<Record<string, (nadia: Page) => Promise<void>>> = {
  async type(nadia) {
    await choose(nadia, 'coopèrent')
    await nadia.keyboard.press('Enter')
    await expect(nadia.locator('.place textarea')).toBeFocused()
    await nadia.keyboard.press('End')
    await nadia.keyboard.type(' mieux', { delay: 30 })
    await nadia.keyboard.press('Escape')
  },
  move: (nadia) => quickAdd(nadia, 'on se parle'),
  async merge(nadia) {
    await canvas(nadia).focus()
    await nadia.keyboard.press('Delete')
  },
}

for (const locale of ['fr', 'en'] as const)
  for (const company of ['alone', 'beside'] as const)
    test(`what is read out during ten actions: ${locale}, ${company}`, async ({ browser }) => {
      const lucie = await listener(browser, locale)
      const { page, words, heard } = lucie
      await signIn(page)
      await createBoard(page, 'Essai')
      await page.getByRole('tab', { name: words.tab_tree! }).click()
      await quickAdd(page, 'coopèrent')
      await ACTIONS.place!(lucie)
      await saved(page)
      const nadia = company === 'beside' ? await colleague(browser, page) : null
      // What is gathered of before.
      await page.waitForTimeout(700)
      const transcript: string[] = []
      for (const [name, act] of Object.entries(ACTIONS)) {
        const from = (await heard()).length
        if (nadia && BESIDE[name]) {
          const before = from
          await BESIDE[name](nadia)
          await expect.poll(async () => (await heard()).length, { timeout: 15_000 }).toBeGreaterThan(before)
        }
        await act(lucie)
        await saved(page)
        await quiet(page)
        const lines = (await heard()).slice(from)
        transcript.push(`${name}:`, ...lines.map((line) => `  ${line}`))
      }
      golden(`tests/e2e/told/${locale}-${company}.txt`, `${transcript.join('\n')}\n`)
    })

/** Nothing more is said for a while. */
async function quiet(page: Page): Promise<void> {
  const count = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard.length)
  for (let last = -1; last !== (await count()); await page.waitForTimeout(600)) last = await count()
}

async function colleague(browser: Browser, lucie: Page): Promise<Page> {
  const nadia = await browserOf(browser)
  await join(nadia, await invite(lucie, 'participant'), 'Nadia', 'Montfleur')
  await saved(nadia)
  await nadia.getByRole('tab', { name: 'Arbre des effets' }).click()
  return nadia
}

function golden(path: string, text: string): void {
  if (process.env.UPDATE_TOLD || !existsSync(path)) writeFileSync(path, text)
  expect(text).toBe(readFileSync(path, 'utf8'))
}
