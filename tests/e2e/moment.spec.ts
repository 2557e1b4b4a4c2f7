/** An atelier in progress: what it shows, whether one writes, and its end (USE §1, §9). */
import { expect, type Page } from '@playwright/test'
import { browserOf, goOffline, invite, join, ORIGIN, quickAdd, saved, tab, test, two } from './people.ts'

const set = async (page: Page, board: string, data: unknown) => {
  const answer = await page.request.post(`/b/${board}/settings`, {
    data,
    headers: { accept: 'application/json', origin: ORIGIN },
  })
  expect(answer.status(), await answer.text()).toBe(204)
}
const FOUR = ['Cadrer', 'Arbre des effets', 'Référentiel', 'Valider']
const begin = {
  workshops: [{ do: 'begin', workshops: FOUR.map((title, at) => ({ id: `at-${at + 1}`, fields: { title } })) }],
}
const tabs = (page: Page) => page.getByRole('tab').allTextContents()
async function animation(page: Page) {
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('button', { name: 'Animation de l’atelier' }).click()
  return page.getByRole('dialog', { name: 'Animation de l’atelier' })
}
const closed = 'L’animation a fermé l’écriture. Vous pouvez lire et télécharger.'

test('an atelier shows its tabs and «Liste»; who comes during it lands in it, and who writes offline while it is closed loses nothing', async ({
  browser,
}) => {
  const { lucie, nadia, board } = await two(browser, 'Atelier en cours')
  await set(lucie, board, begin)
  const dialog = await animation(lucie)
  await dialog.getByLabel('Atelier en cours').selectOption('Arbre des effets')
  await dialog.getByRole('button', { name: 'Commencer' }).click()
  // Where somebody is stays until they leave it.
  await expect.poll(() => tabs(nadia)).toEqual(['Parties prenantes', 'Arbre des effets', 'Idées', 'Liste'])
  await tab(nadia, 'Arbre des effets')
  await expect.poll(() => tabs(nadia)).toEqual(['Arbre des effets', 'Idées', 'Liste'])
  await nadia.getByRole('tab', { name: 'Arbre des effets' }).press('ArrowLeft')
  await expect(nadia.getByRole('tab', { name: 'Liste' })).toBeFocused()
  await tab(nadia, 'Arbre des effets')
  expect(await tabs(lucie)).toHaveLength(6)

  const omar = await browserOf(browser)
  await join(omar, await invite(lucie, 'participant'), 'Omar', 'Valrive')
  await expect(omar.getByRole('tab', { name: 'Arbre des effets' })).toHaveAttribute('aria-selected', 'true')

  await dialog.getByLabel('Mission').check()
  await expect.poll(() => tabs(omar)).toEqual(['Mission', 'Arbre des effets', 'Idées', 'Liste'])

  // Nadia's line is cut, she goes on writing; meanwhile writing is closed.
  await goOffline(nadia)
  await quickAdd(nadia, 'osent pousser la porte')
  await dialog.getByLabel('Fermée : on lit et on télécharge').check()
  await expect(omar.getByRole('status').filter({ hasText: closed })).toBeVisible()
  await expect(omar.locator('form.quick')).toHaveCount(0)
  await nadia.context().setOffline(false)
  await expect(nadia.getByRole('status').filter({ hasText: closed })).toBeVisible()
  await saved(nadia)
  await expect(nadia.locator('form.quick')).toHaveCount(0)
  await dialog.getByRole('button', { name: 'Fermer', exact: true }).last().click()
  await tab(lucie, 'Liste')
  await expect(lucie.locator('section[aria-labelledby="list-effect"]')).toContainText('osent pousser la porte')
  // Whoever facilitates writes on, and opens it again.
  await expect(lucie.getByText('L’écriture est fermée. L’animation peut encore écrire.')).toBeVisible()
  await lucie.getByRole('button', { name: 'Rouvrir l’écriture' }).click()
  await expect(omar.locator('form.quick')).toBeVisible()
  await expect(omar.getByText(closed)).toHaveCount(0)
})

test('an atelier that opens later is read before, opens by itself, and ends with its results', async ({ browser }) => {
  const { lucie, nadia, board } = await two(browser, 'Atelier à l’heure')
  await set(lucie, board, { ...begin, moment: { do: 'begin', workshopId: 'at-1', tabs: ['mission', 'stakeholders'] } })
  await expect(nadia.locator('form.quick')).toBeVisible()
  const opensAt = new Date(Date.now() + 10_000).toISOString()
  await set(lucie, board, { moment: { do: 'set', workshopId: 'at-1', opensAt } })
  await expect(nadia.getByText(/L’atelier ouvre à \d\d:\d\d\. Vous pouvez déjà lire le tableau\./)).toBeVisible()
  await expect(nadia.locator('form.quick')).toHaveCount(0)
  await expect(nadia.locator('form.quick')).toBeVisible({ timeout: 30_000 })
  await expect(nadia.getByText('L’écriture est ouverte.').first()).toBeVisible()
  await quickAdd(nadia, 'Élèves')

  const dialog = await animation(lucie)
  await dialog.getByLabel('Fermée jusqu’à une heure donnée').check()
  const hour = dialog.getByLabel('Heure d’ouverture')
  await hour.fill('0 h')
  await hour.press('Enter')
  await expect(dialog.getByRole('alert')).toContainText('Cette heure est passée.')
  await dialog.getByRole('button', { name: 'Terminer l’atelier' }).click()
  await dialog.getByLabel('Laisser l’écriture ouverte').uncheck()
  await dialog.getByRole('alertdialog').getByRole('button', { name: 'Terminer l’atelier' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(nadia.getByText(`L’atelier est terminé. ${closed}`)).toBeVisible()
  await expect(nadia.getByRole('tab')).toHaveCount(6)
  await expect(nadia.locator('form.quick')).toHaveCount(0)
  await nadia.getByRole('link', { name: 'Voir la restitution' }).click()
  await expect(nadia.getByRole('heading', { level: 1 })).toHaveText('Fin de « Cadrer »')
  await expect(nadia.getByRole('tab', { name: 'Référentiel' })).toHaveAttribute('aria-selected', 'true')
  await expect(nadia.getByRole('region', { name: 'Parties prenantes' })).toContainText('Élèves')
  await nadia.getByRole('button', { name: 'Ce qui a changé' }).click()
  await expect(nadia.getByRole('dialog', { name: 'Ce qui a changé' })).toContainText('Première version')
})

test('who is in the middle of a sentence when writing is closed ends it first, and nothing else begins', async ({
  browser,
}) => {
  const { lucie, nadia, board } = await two(browser, 'Phrase en cours')
  const close = { moment: { do: 'set', workshopId: null, isWritingClosed: true } }
  await set(lucie, board, { moment: { do: 'begin', workshopId: null, tabs: ['stakeholders', 'framework'] } })
  await tab(nadia, 'Liste')
  await nadia.getByLabel('Ajouter une fiche').fill('Une voix à moitié')
  await set(lucie, board, close)
  await expect(nadia.getByText('Vous pouvez encore envoyer ce que vous aviez commencé.')).toBeVisible()
  await nadia.getByLabel('Ajouter une fiche').press('Enter')
  await expect(nadia.getByLabel('Ajouter une fiche')).toHaveCount(0)
  await expect(nadia.getByText('Une voix à moitié').first()).toBeVisible()
  await saved(nadia)
  await tab(lucie, 'Liste')
  await expect(lucie.getByText('Une voix à moitié').first()).toBeVisible()

  // What somebody asks for an atelier that is over by now is refused in words.
  await set(lucie, board, { moment: { do: 'begin', workshopId: 'at-9', tabs: [] } })
  const late = await lucie.request.post(`/b/${board}/settings`, {
    data: close,
    headers: { accept: 'application/json', origin: ORIGIN },
  })
  expect([late.status(), (await late.json()).message]).toEqual([
    409,
    'Un autre atelier est en cours depuis. Rien n’a changé.',
  ])
})
