/**
 * People of the tests: a facilitator with an account, participants and observers who join by invitation, each in a browser of their own. They come in by
 * the shortest way; `byHand.ts` has the ways of people.
 */
import { readFileSync } from 'node:fs'
import { expect, test as base, type Browser, type BrowserContext, type Page } from '@playwright/test'

export const FACILITATOR = { name: 'Lucie Morel', email: 'lucie@exemple.fr', password: 'un mot de passe assez long' }
export const EXAMPLE = 'tests/fixtures/boucles-vives.referentiel.json'

export const ORIGIN = 'http://localhost:4199'

const opened: BrowserContext[] = []

/** Playwright's own test, after which every browser that it opened is closed: boards left open would go on working. */
export const test = base.extend<{ closing: void }>({
  closing: [
    // Playwright asks for the braces.
    async ({}, use) => {
      await use()
      for (const context of opened.splice(0)) await context.close()
    },
    { auto: true },
  ],
})

/** A fresh browser, for the length of a test; a page error in it fails the test. */
export async function browserOf(browser: Browser, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const context = await browser.newContext({ locale: 'fr-FR', ...options })
  opened.push(context)
  const page = await context.newPage()
  page.on('pageerror', (error) => {
    throw error
  })
  return page
}

/** In the session that was made before all tests: whoever ends it must sign in by hand. */
export async function signIn(page: Page): Promise<void> {
  await page.context().addCookies(JSON.parse(process.env.CANEVAS_FACILITATOR!))
}

export const createBoard = (page: Page, title: string): Promise<string> =>
  send(page, '/boards?/create', { form: { title } })

export function importBoard(page: Page, file = EXAMPLE): Promise<string> {
  const buffer = readFileSync(file)
  return send(page, '/boards?/import', { multipart: { file: { name: file, mimeType: 'application/json', buffer } } })
}

/** Sends a form as a browser without scripts does, and follows it to the board. */
async function send(page: Page, path: string, fields: Parameters<Page['request']['post']>[1]): Promise<string> {
  const headers = { accept: 'text/html', origin: ORIGIN }
  const answer = await page.request.post(path, { ...fields, headers, maxRedirects: 0 })
  expect(answer.status(), await answer.text()).toBe(303)
  await page.goto(answer.headers().location!)
  return boardOf(page)
}

/** Waits for the board to be open and saved; its id. */
export async function boardOf(page: Page): Promise<string> {
  await page.waitForURL(/\/b\/[\w-]+$/)
  await saved(page)
  return /\/b\/([\w-]+)/.exec(page.url())![1]!
}

export const saved = (page: Page) => expect(page.locator('[data-save]')).toHaveAttribute('data-save', /^(saved|back)$/)

/** What comes after the board is there too: nothing is missing when the network goes. */
export async function goOffline(page: Page): Promise<void> {
  await expect(page.getByRole('complementary', { name: 'Fiche choisie' })).toHaveAttribute('aria-busy', 'false')
  await page.context().setOffline(true)
  await expect(page.locator('[data-save="offline"]')).toBeVisible()
}

/** An invitation to the board that is open; its link. */
export async function invite(page: Page, role: 'participant' | 'observer'): Promise<string> {
  const board = /\/b\/[\w-]+/.exec(page.url())![0]
  const headers = { accept: 'application/json', origin: ORIGIN }
  const answer = await page.request.post(`${board}/invitations`, { data: { role, expiresAt: null }, headers })
  return `${ORIGIN}/join/${(await answer.json()).token}`
}

export async function join(page: Page, link: string, name: string, structure: string): Promise<void> {
  await send(page, `${new URL(link).pathname}?/enter`, { form: { name, structure } })
}

/** A facilitator and a participant on a new board. */
export async function two(browser: Browser, title: string): Promise<{ lucie: Page; nadia: Page; board: string }> {
  const [lucie, nadia] = [await browserOf(browser), await browserOf(browser)]
  await signIn(lucie)
  const board = await createBoard(lucie, title)
  await join(nadia, await invite(lucie, 'participant'), 'Nadia', 'Montfleur')
  return { lucie, nadia, board }
}

export const tab = (page: Page, name: string) => page.getByRole('tab', { name }).click()

/** Of *Parties prenantes*. */
export const layout = (page: Page, name: 'Cercles' | 'Influence et intérêt' | 'Libre') =>
  page.getByRole('button', { name, exact: true }).click()

/** Adds cards by the quick-add box of the present view: Enter chains. */
export async function quickAdd(page: Page, ...texts: string[]): Promise<void> {
  const box = page.locator('form.quick textarea')
  for (const text of texts) {
    await box.fill(text)
    await box.press('Enter')
    await expect(box).toHaveValue('')
  }
}

/** Drags a card of the tray to a point of the canvas, given as shares of its width and height. */
export async function dropFromTray(page: Page, name: string, share: readonly [number, number]): Promise<void> {
  const chip = (await page.locator('.tray li', { hasText: name }).boundingBox())!
  const canvas = (await page.locator('[data-canvas]').boundingBox())!
  await page.mouse.move(chip.x + 20, chip.y + 16)
  await page.mouse.down()
  await page.mouse.move(canvas.x + canvas.width * share[0], canvas.y + canvas.height * share[1], { steps: 6 })
  await page.mouse.up()
  await expect(page.locator('.tray li', { hasText: name })).toHaveCount(0)
}

export const cookieOf = async (context: BrowserContext): Promise<string> =>
  (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')

/** Pastes as a spreadsheet or a word processor would, where the focus is. */
export const paste = (page: Page, text: string) =>
  page.evaluate((words) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', words)
    document.activeElement!.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    )
  }, text)
