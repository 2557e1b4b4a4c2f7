/** Without a network: a board that was opened here opens again from this device, and only for whom it was opened. */
import Database from 'better-sqlite3'
import { expect, type Browser, type Page } from '@playwright/test'
import {
  boardOf,
  browserOf,
  createBoard,
  goOffline,
  ORIGIN,
  quickAdd,
  saved,
  signIn,
  tab,
  test,
  two,
} from './people.ts'

test.use({ serviceWorkers: 'allow' })

const PAGES = 'canevas-pages-'

/** Nadia's board, once this device can open it by itself. */
async function onDevice(browser: Browser, title: string): Promise<{ lucie: Page; nadia: Page; id: string }> {
  const { lucie, nadia, board } = await two(browser, title)
  await kept(nadia, true)
  return { lucie, nadia, id: board }
}

const pagesKept = (page: Page) =>
  page.evaluate(async (start) => {
    const names = (await caches.keys()).filter((name) => name.startsWith(start))
    const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    return keys.flat().filter(({ url }) => url.includes('/b/')).length
  }, PAGES)

const kept = (page: Page, some: boolean) => expect.poll(() => pagesKept(page)).toBe(some ? 1 : 0)

const copiesKept = (page: Page, id: string) =>
  page.evaluate(
    async (board) => (await indexedDB.databases()).filter(({ name }) => name?.startsWith(`canevas:${board}:`)).length,
    id,
  )

test('a page that is reloaded without a network opens from this device, with what was written there', async ({
  browser,
}) => {
  const { lucie, nadia } = await onDevice(browser, 'Recharger sans réseau')
  await quickAdd(lucie, 'Écrite avant la coupure')
  await expect(nadia.locator('.tray li')).toHaveCount(1)
  await goOffline(nadia)
  await quickAdd(nadia, 'Écrite sans réseau')
  await expect(nadia.locator('[data-save="offline"]')).toContainText('1 modification gardée sur cet appareil')
  await nadia.reload()
  await expect(nadia.locator('[data-save="offline"]')).toContainText('Connexion coupée')
  await expect(nadia.locator('.tray li')).toHaveCount(2)
  // Views and dialogs that were never opened before are there too.
  for (const view of ['Arbre des effets', 'Référentiel', 'Mission', 'Idées']) await tab(nadia, view)
  await quickAdd(nadia, 'Écrite après le rechargement')
  await tab(nadia, 'Liste')
  await expect(nadia.getByText('Écrite après le rechargement').first()).toBeVisible()
  await nadia.context().setOffline(false)
  await saved(nadia)
  await tab(lucie, 'Liste')
  await expect(lucie.getByText('Écrite sans réseau').first()).toBeVisible()
  await expect(lucie.getByText('Écrite après le rechargement').first()).toBeVisible()
})

test('with a network the page is always the server’s, and a board that is refused is not kept', async ({ browser }) => {
  const { nadia, id } = await onDevice(browser, 'Jamais l’ancienne page')
  // As if this page were of before a deploy.
  await nadia.evaluate(async (start) => {
    const name = (await caches.keys()).find((one) => one.startsWith(start))!
    await (await caches.open(name)).put(location.pathname, new Response('Application ancienne'))
  }, PAGES)
  const answer = await nadia.reload()
  expect(answer!.fromServiceWorker()).toBe(true)
  await saved(nadia)
  const fresh = await nadia.request.get(nadia.url())
  const nonce = (headers: Record<string, string>) => /nonce-([^']+)/.exec(headers['content-security-policy']!)![1]
  const shown = nonce(answer!.headers())
  expect(nonce((await nadia.reload())!.headers())).not.toBe(shown)
  expect(fresh.status()).toBe(200)
  const db = new Database(`${process.env.CANEVAS_DATA}/canevas.db`)
  db.pragma('busy_timeout = 5000')
  db.prepare("DELETE FROM membership WHERE board_id = ? AND role = 'participant'").run(id)
  db.close()
  expect((await nadia.reload())!.status()).toBe(404)
  await kept(nadia, false)
  // Signed in she still is.
  expect(await copiesKept(nadia, id)).toBe(1)
})

test('signing out takes the page and the copy from this device, unless something of it is unsaved', async ({
  browser,
}) => {
  const { nadia, id } = await onDevice(browser, 'Ordinateur partagé')
  await quickAdd(nadia, 'Enregistrée')
  await saved(nadia)
  expect(await copiesKept(nadia, id)).toBe(1)
  await nadia.goto('/boards')
  await nadia.getByRole('button', { name: 'Quitter' }).click()
  await nadia.waitForURL((url) => url.pathname === '/')
  await kept(nadia, false)
  await expect.poll(() => copiesKept(nadia, id)).toBe(0)

  const omar = await onDevice(browser, 'Ordinateur partagé, hors connexion')
  await goOffline(omar.nadia)
  await quickAdd(omar.nadia, 'Pas encore enregistrée')
  await expect(omar.nadia.locator('[data-save="offline"]')).toContainText('1 modification')
  const context = omar.nadia.context()
  await omar.nadia.close()
  await context.setOffline(false)
  const page = await context.newPage()
  await page.goto('/boards')
  await page.getByRole('button', { name: 'Quitter' }).click()
  await page.waitForURL((url) => url.pathname === '/')
  await kept(page, false)
  expect(await copiesKept(page, omar.id)).toBe(1)
})

test('edits made without a network before a backup was restored are offered again', async ({ browser }) => {
  const { lucie, nadia, id } = await onDevice(browser, 'Sauvegarde rétablie')
  await goOffline(nadia)
  await quickAdd(nadia, 'Orpheline de la sauvegarde')
  await expect(nadia.locator('[data-save="offline"]')).toContainText('1 modification')
  const [context, url] = [nadia.context(), nadia.url()]
  await nadia.close()
  const db = new Database(`${process.env.CANEVAS_DATA}/canevas.db`)
  db.pragma('busy_timeout = 5000')
  db.prepare('UPDATE board SET epoch = epoch + 1 WHERE id = ?').run(id)
  db.close()
  await context.setOffline(false)
  const again = await context.newPage()
  await again.goto(url)
  await boardOf(again)
  const dialog = again.getByRole('dialog')
  await expect(dialog.getByRole('heading')).toContainText('gardées sur cet appareil')
  await dialog.getByRole('button', { name: 'Les reprendre' }).click()
  await expect(lucie.locator('.tray li')).toHaveText([/Orpheline de la sauvegarde/])
  await saved(again)
  // Once only.
  await again.reload()
  await saved(again)
  await kept(again, true)
  await expect(dialog).toHaveCount(0)
  expect(await copiesKept(again, id)).toBe(1)
})

test('a copy that the browser takes away while the board is open loses no edit, and nothing is called kept any more', async ({
  browser,
}) => {
  const { lucie, nadia } = await two(browser, 'Copie retirée')
  await quickAdd(nadia, 'Écrite avant')
  await saved(nadia)
  // What a browser short of room does, or a person who clears the data of sites.
  const page = await nadia.context().newCDPSession(nadia)
  await page.send('Storage.clearDataForOrigin', { origin: ORIGIN, storageTypes: 'indexeddb' })
  await quickAdd(nadia, 'Écrite après')
  await expect(lucie.locator('.tray li')).toHaveCount(2)
  await goOffline(nadia)
  await quickAdd(nadia, 'Écrite sans réseau')
  await expect(nadia.locator('[data-save="offline"]')).not.toContainText('gardée sur cet appareil')
  await nadia.context().setOffline(false)
  await expect(lucie.locator('.tray li')).toHaveCount(3)
})

test('a page of before a deploy says that it has to be reloaded, where its files are gone', async ({ browser }) => {
  const page = await browserOf(browser, { serviceWorkers: 'block' })
  await signIn(page)
  await createBoard(page, 'Mis à jour entre-temps')
  // What comes by itself once the board is open is there by then.
  await page.waitForTimeout(6_000)
  await page.route('**/_app/immutable/**', (route) => route.fulfill({ status: 404 }))
  const versions = page.getByRole('button', { name: 'Versions', exact: true })
  await versions.click()
  await expect(page.locator('.toast').first()).toContainText('Le serveur ne répond pas')
  await page.route('**/_app/version.json', (route) => route.fulfill({ json: { version: 'next' } }))
  await versions.click()
  await expect(page.locator('.toast').last()).toContainText('Rechargez la page')
})
