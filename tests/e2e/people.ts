/** People of the tests: a facilitator with an account, participants and observers who join by invitation, each in a browser of their own. */
import { expect, test as base, type Browser, type BrowserContext, type Page } from '@playwright/test'

export const FACILITATOR = { name: 'Lucie Morel', email: 'lucie@exemple.fr', password: 'un mot de passe assez long' }
export const EXAMPLE = 'tests/fixtures/boucles-vives.referentiel.json'

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

/** Signs the facilitator in. */
export async function signIn(page: Page): Promise<void> {
  await page.goto('/login')
  await page.getByLabel('Adresse e-mail').fill(FACILITATOR.email)
  await page.getByLabel('Mot de passe').fill(FACILITATOR.password)
  await page.getByRole('button', { name: 'Se connecter' }).click()
  await expect(page.getByRole('heading', { name: 'Mes tableaux' })).toBeVisible()
}

export async function createBoard(page: Page, title: string): Promise<string> {
  await page.goto('/boards')
  await page.getByLabel('Titre du tableau').fill(title)
  await page.getByRole('button', { name: 'Créer le tableau' }).click()
  return boardOf(page)
}

export async function importBoard(page: Page, file = EXAMPLE): Promise<string> {
  await page.goto('/boards')
  await page.getByLabel('Fichier du référentiel').setInputFiles(file)
  await page.getByRole('button', { name: 'Importer' }).click()
  return boardOf(page)
}

/** Waits for the board to be open and saved; its id. */
export async function boardOf(page: Page): Promise<string> {
  await page.waitForURL(/\/b\/[\w-]+$/)
  await saved(page)
  return /\/b\/([\w-]+)/.exec(page.url())![1]!
}

export const saved = (page: Page) => expect(page.locator('[data-save]')).toHaveAttribute('data-save', /^(saved|back)$/)

/** Makes an invitation by the board's own dialog; its link. */
export async function invite(page: Page, role: 'participant' | 'observer'): Promise<string> {
  await page.getByRole('button', { name: 'Inviter' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(role === 'participant' ? /Participer/ : /Regarder/).check()
  await dialog.getByRole('button', { name: /Créer l’invitation/ }).click()
  const link = await dialog.getByLabel('Lien d’invitation', { exact: true }).inputValue()
  await dialog.getByRole('button', { name: 'Fermer' }).first().click()
  return link
}

/** Three actions: the link, a first name and a structure, one button. */
export async function join(page: Page, link: string, name: string, structure: string): Promise<void> {
  await page.goto(new URL(link).pathname)
  await page.getByLabel('Votre prénom').fill(name)
  await page.getByLabel('Votre collectivité ou structure').fill(structure)
  await page.getByRole('button', { name: /^(Entrer|Regarder sans écrire)$/ }).click()
  await boardOf(page)
}

export const tab = (page: Page, name: string) => page.getByRole('tab', { name }).click()

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
  await page.mouse.move(chip.x + 20, chip.y + chip.height / 2)
  await page.mouse.down()
  await page.mouse.move(canvas.x + canvas.width * share[0], canvas.y + canvas.height * share[1], { steps: 6 })
  await page.mouse.up()
  await expect(page.locator('.tray li', { hasText: name })).toHaveCount(0)
}

export const cookieOf = async (context: BrowserContext): Promise<string> =>
  (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
