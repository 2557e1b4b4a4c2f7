/** Two people on one board: what one does, the other sees; what one loses, nobody loses. */
import { expect, type Page } from '@playwright/test'
import {
  boardOf,
  browserOf,
  dropFromTray,
  goOffline,
  invite,
  join,
  layout,
  quickAdd,
  saved,
  tab,
  test,
  two,
} from './people.ts'

test('a card written by one is placed by the other, with the keyboard or the mouse', async ({ browser }) => {
  const { lucie, nadia } = await two(browser, 'Placer à deux')
  for (const page of [lucie, nadia]) await layout(page, 'Influence et intérêt')
  await quickAdd(lucie, 'Communauté de communes', 'Habitantes et habitants')
  await expect(nadia.locator('.tray li')).toHaveCount(2)
  await dropFromTray(nadia, 'Communauté de communes', [0.75, 0.35])
  await expect(lucie.locator('.tray li')).toHaveCount(1)
  await lucie.getByRole('button', { name: 'Placer dans… Habitantes' }).click()
  await lucie.getByRole('dialog').getByLabel('Influence').selectOption('1')
  await lucie.getByRole('dialog').getByLabel('Intérêt').selectOption('5')
  await lucie.getByRole('dialog').getByRole('button', { name: 'Placer', exact: true }).click()
  await expect(nadia.locator('.tray')).toHaveCount(0)
  await tab(nadia, 'Liste')
  const row = nadia.locator('[data-id]', { hasText: 'Communauté de communes' })
  // The card that was just placed is chosen: its fields are open.
  await expect(row.getByLabel('Influence')).toHaveValue(/[34]/)
  await expect(nadia.locator('[data-id]', { hasText: 'Habitantes' })).toContainText(/Influence\s: faible/)
})

test('two people write in one text at the same time and lose no letter', async ({ browser }) => {
  const { lucie, nadia } = await two(browser, 'Écrire à deux')
  await tab(lucie, 'Idées')
  await tab(nadia, 'Idées')
  await quickAdd(lucie, 'coopération')
  const [left, right] = [lucie.getByLabel('Texte', { exact: true }), nadia.getByLabel('Texte', { exact: true })]
  await nadia.locator('[data-canvas]').focus()
  // Chosen as soon as it has come.
  await expect(async () => {
    await nadia.keyboard.press('PageDown')
    await expect(right).toHaveValue('coopération', { timeout: 500 })
  }).toPass()
  await left.focus()
  await left.press('Control+Home')
  await right.focus()
  await right.press('Control+End')
  await Promise.all([
    left.pressSequentially('La ', { delay: 15 }),
    right.pressSequentially(' territoriale', { delay: 10 }),
  ])
  await expect(left).toHaveValue('La coopération territoriale')
  await expect(right).toHaveValue('La coopération territoriale')
  await nadia.locator('[data-canvas]').focus()
  await nadia.keyboard.press('Control+z')
  await expect(left).toHaveValue('La coopération')
})

test('what is written offline is counted, survives closing the page, and arrives', async ({ browser }) => {
  const { lucie, nadia } = await two(browser, 'Hors connexion')
  await goOffline(nadia)
  await expect(nadia.locator('[data-save="offline"]')).toContainText('Connexion coupée')
  await quickAdd(nadia, 'Écrite dans le train', 'Et celle-ci aussi')
  await expect(nadia.locator('[data-save="offline"]')).toContainText('2 modifications gardées sur cet appareil')
  await quickAdd(lucie, 'Écrite en ligne')
  const context = nadia.context()
  const url = nadia.url()
  await nadia.close()
  await context.setOffline(false)
  const again = await context.newPage()
  await again.goto(url)
  await expect(again.locator('.tray li')).toHaveCount(3)
  await saved(again)
  await expect(lucie.locator('.tray li')).toHaveCount(3)
})

test('undo takes back one’s own gesture only, and says so when somebody changed the card since', async ({
  browser,
}) => {
  const { lucie, nadia } = await two(browser, 'Annuler')
  for (const page of [lucie, nadia]) await layout(page, 'Influence et intérêt')
  await quickAdd(lucie, 'Proposée par Lucie')
  await expect(nadia.locator('.tray li')).toHaveCount(1)
  await quickAdd(nadia, 'Proposée par Nadia')
  await expect(lucie.locator('.tray li')).toHaveCount(2)
  await lucie.getByRole('button', { name: 'Annuler mon geste' }).click()
  await expect(nadia.locator('.tray li')).toHaveText([/Proposée par Nadia/])
  await lucie.getByRole('button', { name: 'Rétablir' }).click()
  await expect(nadia.locator('.tray li')).toHaveCount(2)
  await nadia.getByRole('button', { name: 'Placer dans… Proposée par Lucie' }).click()
  await nadia.getByRole('dialog').getByLabel('Influence').selectOption('3')
  await nadia.getByRole('dialog').getByLabel('Intérêt').selectOption('3')
  await nadia.getByRole('dialog').getByRole('button', { name: 'Placer', exact: true }).click()
  await expect(lucie.locator('.tray li')).toHaveCount(1)
  await lucie.getByRole('button', { name: 'Annuler mon geste' }).click()
  await expect(lucie.locator('.toast', { hasText: 'Quelqu’un a modifié cette fiche depuis' })).toBeVisible()
  await expect(nadia.locator('.tray li')).toHaveCount(1)
})

test('an observer reads, is seen, and finds nothing to write with', async ({ browser }) => {
  const { lucie } = await two(browser, 'Regarder')
  await quickAdd(lucie, 'À lire')
  const odile = await browserOf(browser)
  await join(odile, await invite(lucie, 'observer'), 'Odile', 'Recherche')
  await expect(odile.getByText('À lire').first()).toBeVisible()
  await expect(odile.locator('form.quick')).toHaveCount(0)
  await expect(odile.getByText('Vous regardez')).toBeVisible()
  await expect(lucie.locator('.people')).toContainText('Odile')
  await odile.locator('[data-canvas]').focus()
  await odile.keyboard.press('Control+a')
  await odile.keyboard.press('Delete')
  await saved(odile)
  await expect(lucie.locator('.tray li')).toHaveCount(1)

  // The bin is for all: who, and when; putting back is for who writes.
  await lucie.locator('aside').getByRole('button', { name: 'Mettre à la corbeille' }).click()
  await expect(odile.locator('.tray li')).toHaveCount(0)
  const bin = odile.getByRole('dialog', { name: 'Corbeille' })
  for (const open of [
    () => odile.getByRole('toolbar', { name: 'Outils' }).getByRole('button', { name: 'Corbeille' }).click(),
    async () => {
      await odile.getByRole('button', { name: 'Menu', exact: true }).click()
      await odile.locator('.menu').getByRole('button', { name: 'Corbeille' }).click()
    },
    async () => {
      await tab(odile, 'Liste')
      await odile.getByRole('navigation').getByRole('button', { name: 'Corbeille 1' }).click()
    },
  ]) {
    await open()
    await expect(bin).toContainText('À lire')
    await expect(bin).toContainText('Lucie Morel')
    await expect(bin.getByRole('button', { name: /^Remettre/ })).toHaveCount(0)
    await odile.keyboard.press('Escape')
  }
})

test('the demonstration is one click, without an account, and one’s own', async ({ browser }) => {
  const [one, other] = [await browserOf(browser), await browserOf(browser)]
  const ids: string[] = []
  for (const page of [one, other]) {
    await page.goto('/')
    await page.getByRole('button', { name: 'Essayer la démonstration' }).click()
    ids.push(await boardOf(page))
    await expect(page.getByText('Exemple fictif')).toBeVisible()
  }
  expect(ids[0]).not.toBe(ids[1])
})

test('hostile text is shown as text', async ({ browser }) => {
  const { lucie, nadia } = await two(browser, '<script>alert(1)</script>')
  const evil = '<img src=x onerror="document.title=\'piraté\'"><b>gras</b>'
  await quickAdd(lucie, evil)
  await tab(nadia, 'Liste')
  await expect(nadia.getByText(evil)).toBeVisible()
  await quickAdd(lucie, 'x'.repeat(10_000))
  await saved(lucie)
  expect(await nadia.title()).not.toContain('piraté')
  expect(await nadia.locator('img[src="x"]').count()).toBe(0)
})

test('the programme and its ateliers are set by the facilitator with the keyboard, read by the participant as they come, and named by decisions', async ({
  browser,
}) => {
  const { lucie, nadia } = await two(browser, 'Boucles')
  const open = async (page: Page) => {
    await page.getByRole('button', { name: 'Menu', exact: true }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Programme et ateliers' }).focus()
    await page.keyboard.press('Enter')
    return page.getByRole('dialog', { name: 'Programme et ateliers' })
  }
  const [written, read] = [await open(lucie), await open(nadia)]
  await expect(read.getByRole('textbox')).toHaveCount(0)
  await expect(read).toContainText('Aucun atelier pour l’instant.')

  const title = written.getByLabel('Titre du tableau')
  await expect(title).toBeFocused()
  await title.fill('Boucles du Bassin')
  // Given up, then written.
  await lucie.keyboard.press('Escape')
  await expect(title).toHaveValue('Boucles')
  await title.fill('Boucles du Bassin')
  await lucie.keyboard.press('Tab')
  await expect(nadia.getByRole('heading', { level: 1, includeHidden: true })).toHaveText('Boucles du Bassin')
  await expect(nadia).toHaveTitle(/Boucles du Bassin · Canevas$/)

  await written.getByRole('button', { name: 'Ajouter les quatre ateliers' }).press('Enter')
  const ateliers = written.getByRole('listitem')
  await expect(ateliers).toHaveCount(4)
  await expect(ateliers.first().getByLabel('Titre de l’atelier')).toBeFocused()
  await expect(ateliers.first().getByLabel('Titre de l’atelier')).toHaveValue('Cadrer : mission et parties prenantes')
  await expect(ateliers.first().getByLabel('Date')).toHaveValue('')
  const first = read.getByRole('listitem').first()
  await expect(first).toContainText(/Date\s*à préciser\s*Mode\s*Distanciel\s*Durée \(minutes\)\s*150/)
  await lucie.keyboard.press('Tab')
  // The year comes one figure at a time: nobody sees an atelier of the year 2.
  await lucie.keyboard.type('03042026')
  await ateliers.first().getByLabel('Personnes').fill('quatorze')
  await lucie.keyboard.press('Tab')
  await expect(written.getByRole('alert')).toContainText('Écrivez un nombre entier')
  await ateliers.first().getByLabel('Personnes').fill('14')
  await lucie.keyboard.press('Tab')
  await expect(written.getByRole('alert')).toHaveCount(0)
  await expect(first).toContainText(/Date\s*4 mars 2026/)
  await expect(first).toContainText(/Personnes \(nombre\)\s*14/)

  await ateliers
    .first()
    .getByRole('button', { name: /^Descendre/ })
    .press('Enter')
  await expect(read.getByRole('heading', { level: 4 }).first()).toHaveText('1. Arbre des effets')
  await expect(ateliers.nth(1).getByRole('button', { name: /^Descendre : Cadrer/ })).toBeFocused()
  await lucie.keyboard.press('Escape')
  await expect(written).toHaveCount(0)
  await expect(lucie.getByRole('button', { name: 'Menu', exact: true })).toBeFocused()
  await nadia.keyboard.press('Escape')

  // A decision chooses among them, and an atelier that it names goes after a question only.
  await tab(nadia, 'Liste')
  await nadia.getByLabel('Type de fiche').selectOption('decision')
  await nadia.getByLabel('Ajouter une fiche').fill('Effets retenus')
  await nadia.keyboard.press('Enter')
  const decision = nadia.locator('[data-id]', { hasText: 'Effets retenus' })
  await decision.locator('[data-row]').press('Enter')
  const atelier = decision.getByLabel('Atelier', { exact: true })
  await expect(atelier.locator('option')).toHaveText([
    'à préciser',
    'Arbre des effets',
    'Cadrer : mission et parties prenantes',
    'Référentiel',
    'Valider et mettre en commun',
  ])
  await atelier.selectOption('Arbre des effets')
  await saved(nadia)
  await open(lucie)
  await ateliers.first().getByRole('button', { name: 'Retirer : Arbre des effets' }).press('Enter')
  const question = ateliers.first().getByRole('alertdialog')
  await expect(question).toContainText(/Retirer «\sArbre des effets\s»\s\?\s*1 fiche s’y rapporte/)
  await expect(question.getByRole('button', { name: 'Garder l’atelier' })).toBeFocused()
  await lucie.keyboard.press('Tab')
  await lucie.keyboard.press('Enter')
  await expect(ateliers).toHaveCount(3)
  await expect(ateliers.first().getByLabel('Titre de l’atelier')).toBeFocused()
  await expect(atelier).toHaveValue('')
  await expect(atelier.locator('option')).toHaveCount(4)
})
