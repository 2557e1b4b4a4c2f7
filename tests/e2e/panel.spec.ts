/** The side panel: the fields of every kind, beside every view but *Liste*, which opens its cards where they stand. */
import { expect, type Page } from '@playwright/test'
import { fieldsOf, type ElementKind } from '../../src/lib/domain/schema/element.ts'
import { browserOf, importBoard, invite, join, saved, signIn, tab, test } from './people.ts'

const panelOf = (page: Page) => page.getByRole('complementary', { name: 'Fiche choisie' })
const opener = (page: Page, name: RegExp) => page.getByRole('button', { name, exact: true })

/** The panel shows a card of this kind, with every field that the kind has. */
async function shows(page: Page, kind: ElementKind, word: string): Promise<void> {
  const panel = panelOf(page)
  await expect(panel.locator('.kind')).toContainText(word)
  await expect(panel.locator('.fields > div')).toHaveCount(fieldsOf(kind).filter(({ hidden }) => !hidden).length)
}

test('a card of any kind opens its fields in the panel, by the keyboard, in the view that one is in', async ({
  browser,
}) => {
  const page = await browserOf(browser)
  await signIn(page)
  await importBoard(page)
  const open = async (name: RegExp, kind: ElementKind, word: string) => {
    await opener(page, name).first().press('Enter')
    await expect(panelOf(page)).toBeFocused()
    await shows(page, kind, word)
  }
  const leave = async (name: RegExp) => {
    await page.keyboard.press('Escape')
    await expect(panelOf(page)).toHaveCount(0)
    await expect(opener(page, name).first()).toBeFocused()
  }

  await tab(page, 'Mission')
  await expect(panelOf(page)).toHaveCount(0)
  await open(/^Ouvrir la fiche\s: Mission/, 'mission', 'Mission')
  await leave(/^Ouvrir la fiche\s: Mission/)
  await open(/^Ouvrir la fiche\s: PTCE Boucles Vives/, 'organization', 'Organisation')
  await open(/^Ouvrir la fiche\s: Bassin de vie/, 'territory', 'Territoire')
  await open(/^Ouvrir la fiche\s: Structures membres/, 'stakeholder', 'Partie prenante')

  await tab(page, 'Référentiel')
  await expect(panelOf(page)).toHaveCount(0)
  await open(/^Ouvrir la fiche\s: Dans quelle mesure le pôle réduit/, 'question', 'Question')
  await open(/^Ouvrir la fiche\s: Une part croissante/, 'criterion', 'Critère')
  await open(/^Ouvrir la fiche\s: Taux de réemploi/, 'indicator', 'Indicateur')
  await open(/^Ouvrir la fiche\s: E1 /, 'effect', 'Effet')
  await panelOf(page).locator('summary', { hasText: 'Plus de détails' }).press('Enter')
  await panelOf(page).getByLabel('Points', { exact: true }).fill('12')
  await panelOf(page).getByLabel('Créé à l’atelier').selectOption({ index: 2 })
  await tab(page, 'Preuves')
  await open(/^Ouvrir la fiche\s: Effets prioritaires/, 'decision', 'Décision')
  await page.locator('summary', { hasText: 'Avant, je disais' }).click()
  await open(/^Ouvrir la fiche\s: Avant, je disais/, 'evidence', 'Parole')

  await tab(page, 'Arbre des effets')
  await saved(page)
  const { effects, workshops } = await (
    await page.request.get(`${new URL(page.url()).pathname}/referentiel.json`)
  ).json()
  expect(effects[0]).toMatchObject({ ref: 'E1', votes: 12, createdInWorkshopId: workshops[1].id })

  // A dialog lies over the panel.
  await page.getByRole('button', { name: 'Menu', exact: true }).press('Enter')
  await page.getByRole('button', { name: 'Programme et ateliers' }).press('Enter')
  await expect(page.getByRole('dialog').locator('.chip')).toHaveText(/^Agence d'appui/)
  await expect(page.getByRole('dialog').getByRole('button', { name: /^Ouvrir la fiche/ })).toHaveCount(0)
  await page.keyboard.press('Escape')

  const arrow = async () => {
    await page.locator('[data-canvas]').focus()
    await page.keyboard.press('Control+f')
    await page.getByRole('searchbox', { name: 'Chercher sur le tableau' }).fill('E14')
    await page.getByRole('searchbox', { name: 'Chercher sur le tableau' }).press('Enter')
    await shows(page, 'effect', 'E14')
    await panelOf(page)
      .getByRole('button', { name: /^Préciser\s: E10 / })
      .press('Enter')
  }
  await arrow()
  await open(/^Ouvrir la fiche\s: Les structures acceptent de partager/, 'assumption', 'Hypothèse')
  await arrow()
  await open(/^Ouvrir la fiche\s: Évolution des barèmes/, 'factor', 'Facteur extérieur')
  await panelOf(page).getByRole('button', { name: 'Fermer' }).press('Enter')
  await expect(page.locator('[data-canvas]')).toBeFocused()
})

test('what is written in the panel is seen beside it and by others, and a card that a colleague removes takes the panel with it', async ({
  browser,
}) => {
  const [lucie, nadia] = [await browserOf(browser, { viewport: { width: 683, height: 620 } }), await browserOf(browser)]
  await signIn(lucie)
  await importBoard(lucie)
  await join(nadia, await invite(lucie, 'participant'), 'Nadia', 'Montfleur')
  for (const page of [lucie, nadia]) await tab(page, 'Référentiel')

  const name = /^Ouvrir la fiche\s: Une part croissante/
  await opener(lucie, name).press('Enter')
  await panelOf(lucie).getByLabel('On saura que c’est réussi si…').fill('Une part croissante est réparée')
  const box = nadia.getByLabel('On saura que c’est réussi si…').first()
  await expect(box).toHaveValue('Une part croissante est réparée')
  await expect(lucie.locator('.criterion textarea').first()).toHaveValue('Une part croissante est réparée')

  await nadia.getByRole('button', { name: /^Mettre à la corbeille\s: Une part croissante/ }).press('Enter')
  await expect(lucie.getByRole('dialog')).toContainText('Nadia a mis cette fiche à la corbeille')
  await expect(panelOf(lucie)).toHaveCount(0)
  await lucie.getByRole('dialog').getByRole('button', { name: 'Remettre la fiche' }).press('Enter')
  await expect(box).toHaveValue('Une part croissante est réparée')
  await expect(lucie.locator(':focus')).toHaveCount(1)
})

test('on a phone a card opens where it stands in the list, and in the panel over the canvas', async ({ browser }) => {
  const page = await browserOf(browser, { viewport: { width: 390, height: 844 } })
  await signIn(page)
  await importBoard(page)
  await tab(page, 'Arbre des effets')
  const row = page.locator('[data-id]', { has: page.getByRole('heading', { name: /^Des objets sont détournés/ }) })
  await row.locator('[data-row]').click()
  await expect(row.getByLabel('Terme')).toHaveValue('short')
  await expect(panelOf(page)).toHaveCount(0)
  await page.getByRole('button', { name: 'Tableau', exact: true }).click()
  await shows(page, 'effect', 'E1')
})
