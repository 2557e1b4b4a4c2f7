/** Networks that block WebSockets: the board goes on by long polls, says so, and calls nothing saved that is not. */
import AxeBuilder from '@axe-core/playwright'
import { expect, type Browser, type Page } from '@playwright/test'
import { browserOf, createBoard, invite, join, ORIGIN, quickAdd, saved, signIn, test } from './people.ts'
import { restrictedNetwork } from './restricted.ts'

const SLOW = 'Réseau restreint : mise à jour toutes les 2 secondes.'
const badge = (page: Page) => page.locator('[data-save]')
const words = (text: string | null) => (text ?? '').replace(/\s/g, ' ')

for (const upgrades of ['refused', 'hanging'] as const)
  test(`two people, one on a network where sockets are ${upgrades}, write on one board`, async ({ browser }) => {
    const network = await restrictedNetwork(upgrades)
    try {
      const lucie = await browserOf(browser)
      await signIn(lucie)
      await createBoard(lucie, `Réseau restreint, ${upgrades}`)
      const nadia = await browserOf(browser, { baseURL: network.origin })
      await join(nadia, await invite(lucie, 'participant'), 'Nadia', 'Montfleur')
      expect(new URL(nadia.url()).origin).toBe(network.origin)
      await expect(badge(nadia)).toHaveAttribute('data-slow', 'true')
      expect(words(await badge(nadia).textContent())).toContain(SLOW)
      await expect(nadia.locator('.toast')).toContainText('Réseau restreint')
      await expect(badge(lucie)).not.toHaveAttribute('data-slow', 'true')

      await quickAdd(lucie, 'Écrite en direct')
      await expect(nadia.locator('.tray li')).toHaveText([/Écrite en direct/])
      await quickAdd(nadia, 'Écrite en mode ralenti')
      await expect(lucie.locator('.tray li')).toHaveCount(2)
      await expect(lucie.getByRole('button', { name: /Nadia/ }).or(lucie.getByText('Nadia')).first()).toBeAttached()

      // «Enregistré» is said once the server has it, and not before.
      await saved(nadia)
      const held = await browserOf(browser)
      await signIn(held)
      await held.goto(new URL(new URL(nadia.url()).pathname, ORIGIN).href)
      await saved(held)
      await expect(held.locator('.tray li', { hasText: 'Écrite en mode ralenti' })).toBeVisible()

      // The next page of this tab does not wait for a socket first.
      const sockets: string[] = []
      nadia.on('websocket', (socket) => sockets.push(new URL(socket.url()).pathname))
      await nadia.reload()
      await saved(nadia)
      await expect(badge(nadia)).toHaveAttribute('data-slow', 'true')
      await expect(nadia.locator('.tray li')).toHaveCount(2)
      expect(sockets.filter((path) => path !== '/sync/test')).toEqual([])

      // Nor does it stay slow on a better network.
      network.relax()
      await nadia.reload()
      await expect(badge(nadia)).not.toHaveAttribute('data-slow', 'true')
      await saved(nadia)
      await quickAdd(nadia, 'De nouveau en direct')
      await expect(lucie.locator('.tray li')).toHaveCount(3)
    } finally {
      await network.end()
    }
  })

test('what is written while the polls do not get through either is not called saved, and arrives', async ({
  browser,
}) => {
  const network = await restrictedNetwork('refused')
  try {
    const lucie = await browserOf(browser)
    await signIn(lucie)
    await createBoard(lucie, 'Ralenti puis coupé')
    const nadia = await browserOf(browser, { baseURL: network.origin })
    await join(nadia, await invite(lucie, 'participant'), 'Nadia', 'Montfleur')
    await expect(badge(nadia)).toHaveAttribute('data-slow', 'true')
    let cut = true
    await nadia.route(/\/poll\/[\w-]{22}\/up/, (route) => (cut ? route.abort() : route.continue()))
    await quickAdd(nadia, 'Pas encore arrivée')
    await expect(badge(nadia)).toHaveAttribute('data-save', /saving|offline|reconnecting/)
    await nadia.waitForTimeout(1_500)
    await expect(badge(nadia)).not.toHaveAttribute('data-save', /^(saved|back)$/)
    cut = false
    await saved(nadia)
    await expect(lucie.locator('.tray li')).toHaveText([/Pas encore arrivée/])
  } finally {
    await network.end()
  }
})

async function testedAt(browser: Browser, baseURL: string): Promise<Page> {
  const page = await browserOf(browser, {
    baseURL,
    viewport: { width: 683, height: 620 },
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  await page.goto('/connection')
  await expect(page.locator('[data-verdict]')).not.toHaveAttribute('data-verdict', 'running')
  return page
}

test('«Tester ma connexion» says that all is ready', async ({ browser }) => {
  const page = await testedAt(browser, ORIGIN)
  await expect(page.locator('[data-verdict]')).toHaveText('Tout est prêt.')
  await expect(page.locator('[data-check][data-works="true"]')).toHaveCount(5)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  }
})

for (const upgrades of ['refused', 'hanging'] as const)
  test(`«Tester ma connexion» tells where sockets are ${upgrades}, and copies it for the IT service`, async ({
    browser,
  }) => {
    const network = await restrictedNetwork(upgrades)
    try {
      const page = await testedAt(browser, network.origin)
      expect(words(await page.locator('[data-verdict]').textContent())).toBe(
        'Votre réseau bloque les échanges en direct. Vous participerez en mode ralenti : le tableau se met à jour toutes les 2 secondes. Rien d’autre ne change.',
      )
      await expect(page.locator('[data-check="socket"]')).toHaveAttribute('data-works', 'false')
      await expect(page.locator('[data-check][data-works="true"]')).toHaveCount(4)
      await page.getByRole('button', { name: 'Copier le résultat pour mon service informatique' }).focus()
      await page.keyboard.press('Enter')
      await expect(page.getByText('Résultat copié.')).toBeVisible()
      const copied = await page.evaluate(() => navigator.clipboard.readText())
      expect(copied).toContain(`${network.origin.replace('http', 'ws')}/sync`)
      expect(words(copied)).toMatch(/Échanges en direct : ne fonctionne pas/)
      expect(words(copied)).toMatch(/Échanges avec le serveur : fonctionne \(\d+ ms\)/)
    } finally {
      await network.end()
    }
  })

test('the way to the test is on the join page and in the help', async ({ browser }) => {
  const page = await browserOf(browser)
  for (const path of ['/join', '/help']) {
    await page.goto(path)
    await page.getByRole('link', { name: 'Tester ma connexion' }).click()
    await expect(page.getByRole('heading', { name: 'Tester ma connexion' })).toBeVisible()
  }
})

test('a tab too many says so, and goes on once there is room for it', async ({ browser }) => {
  const lucie = await browserOf(browser)
  await signIn(lucie)
  const board = await createBoard(lucie, 'Onze onglets')
  let crowded = true
  await lucie.routeWebSocket(/\/sync\//, (socket) =>
    crowded ? void socket.close({ code: 1013, reason: 'person' }) : void socket.connectToServer(),
  )
  await lucie.goto(`/b/${board}`)
  await expect(badge(lucie)).toHaveAttribute('data-save', 'crowded')
  expect(words(await badge(lucie).textContent())).toContain('trop d’onglets')
  crowded = false
  await saved(lucie)
})
