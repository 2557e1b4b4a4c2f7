/** The main job, whole: three people in three browsers, an observer at the door, one connection that breaks, a version, a way back. */
import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { canonicalText, hashText } from '#lib/domain/referentiel/canonical.ts'
import type { Referentiel } from '#lib/domain/referentiel/format.ts'
import { importBoard, invite, join, signIn } from './byHand.ts'
import { browserOf, cookieOf, dropFromTray, goOffline, layout, quickAdd, saved, tab, test } from './people.ts'
import { storedReferentiel, tryToWrite } from './raw.ts'

const inspector = (page: Page) => page.getByRole('complementary', { name: 'Fiche choisie' })

/** How many cards and arrows of each kind «Liste» holds, and the whole document that «Référentiel» shows. */
async function wholeText(page: Page): Promise<string> {
  await tab(page, 'Liste')
  const list = await page.getByRole('navigation', { name: 'Aller à' }).innerText()
  await tab(page, 'Référentiel')
  await tab(page, 'Aperçu')
  return `${list}\n${await page.locator('.document').textContent()}`
}

async function download(page: Page): Promise<Referentiel> {
  await tab(page, 'Référentiel')
  await tab(page, 'Aperçu')
  await page.getByLabel(/Inclure influence/).check()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /Données réutilisables/ }).click(),
  ])
  return JSON.parse(readFileSync(await file.path(), 'utf8')) as Referentiel
}

test('an afternoon', async ({ browser }) => {
  test.setTimeout(240_000)
  const [lucie, nadia, karim, odile] = await Promise.all([0, 1, 2, 3].map(() => browserOf(browser)))
  if (!lucie || !nadia || !karim || !odile) throw new Error('four browsers')

  // Open: import the example, invite, join.
  await signIn(lucie)
  const board = await importBoard(lucie)
  const link = await invite(lucie, 'participant')
  await join(nadia, link, 'Nadia', 'Montfleur')
  await join(karim, link, 'Karim', 'CC du Bassin')
  await join(odile, await invite(lucie, 'observer'), 'Odile', 'Recherche')

  // Five stakeholders, placed by hand and in words.
  for (const page of [lucie, nadia, karim]) await layout(page, 'Influence et intérêt')
  const five = ['Lycée agricole', 'Club d’entreprises', 'Office de tourisme', 'Réseau de parents', 'Banque coopérative']
  await quickAdd(nadia, ...five.slice(0, 3))
  await quickAdd(karim, ...five.slice(3))
  // Others' cards wait folded where the list would lie over cards.
  await lucie.getByRole('button', { name: /^À placer/ }).click()
  await expect(lucie.locator('.tray li')).toHaveCount(5)
  await dropFromTray(nadia, 'Lycée agricole', [0.45, 0.4])
  await dropFromTray(nadia, 'Club d’entreprises', [0.6, 0.75])
  await dropFromTray(karim, 'Réseau de parents', [0.85, 0.85])
  for (const name of ['Office de tourisme', 'Banque coopérative']) {
    await lucie.getByRole('button', { name: `Placer dans… ${name}` }).click()
    await lucie.getByRole('dialog').getByLabel('Influence').selectOption('2')
    await lucie.getByRole('dialog').getByLabel('Intérêt').selectOption('4')
    await lucie.getByRole('dialog').getByRole('button', { name: 'Placer', exact: true }).click()
  }
  await expect(karim.locator('.tray')).toHaveCount(0)

  // Notes become effects, and effects are tied.
  await tab(nadia, 'Idées')
  for (const note of ['Les voisins se parlent davantage', 'Les vélos repartent']) {
    await quickAdd(nadia, note)
    await inspector(nadia).getByLabel('Transformer en…').selectOption('effect')
    await inspector(nadia).getByLabel('Terme').selectOption('medium')
    await inspector(nadia).getByLabel('Statut').selectOption('retained')
  }
  await inspector(nadia).getByRole('button', { name: 'Relier à…' }).click()
  await nadia.getByRole('dialog').getByLabel('Chercher une fiche').fill('voisins')
  await nadia
    .getByRole('dialog')
    .getByRole('button', { name: /Les voisins se parlent/ })
    .click()
  await tab(karim, 'Arbre des effets')
  await tab(karim, 'Liste')
  await expect(karim.locator('#list-causal')).toContainText('35')

  // An indicator, in «Liste».
  const add = karim.locator('form', { has: karim.getByRole('button', { name: 'Ajouter' }) }).first()
  await add.getByRole('combobox').selectOption('indicator')
  await add.getByRole('textbox').fill('Vélos remis en état')
  await add.getByRole('textbox').press('Enter')
  const row = karim.locator('[data-id]', { hasText: 'Vélos remis en état' })
  await row.locator('[data-row]').click()
  await row.getByLabel('Ce qu’il mesure').selectOption({ label: await optionWith(row, 'Les vélos repartent') })
  await row.getByLabel('Un chiffre ou un récit').selectOption('quantitative')
  await saved(karim)

  // One loses the connection, goes on, comes back.
  await goOffline(nadia)
  await tab(nadia, 'Idées')
  await quickAdd(nadia, 'Écrit pendant la coupure')
  await expect(nadia.locator('[data-save="offline"]')).toContainText('gardée')
  await nadia.context().setOffline(false)
  await expect(nadia.locator('[data-save="back"]')).toContainText('De retour')
  await tab(lucie, 'Idées')
  await tab(lucie, 'Liste')
  await expect(lucie.getByText('Écrit pendant la coupure').first()).toBeVisible()

  // An observer's raw socket changes nothing.
  const url = new URL(lucie.url())
  await tryToWrite(`ws://${url.host}/sync/${board}`, await cookieOf(odile.context()), url.origin)
  await expect(lucie.getByText('Piraté')).toHaveCount(0)

  // A version, and its référentiel.
  await lucie.getByRole('button', { name: 'Conserver une version' }).click()
  await lucie.getByRole('dialog').getByLabel('Nom de la version').fill('Fin d’après-midi')
  await lucie.getByRole('dialog').getByRole('button', { name: 'Conserver' }).click()
  await expect(lucie.getByText('Version conservée').first()).toBeVisible()
  const kept = await download(lucie)
  expect(kept.indicators.map(({ name }) => name)).toContain('Vélos remis en état')
  const before = await wholeText(lucie)
  expect(await wholeText(nadia)).toBe(before)

  // A participant removes a branch; another puts one card back; the facilitator goes back to the version.
  await tab(karim, 'Arbre des effets')
  await karim.locator('[data-canvas]').focus()
  await karim.keyboard.press('Control+a')
  await karim.keyboard.press('Delete')
  const question = karim.getByRole('dialog')
  await expect(question).toContainText('ont été écrites par d’autres')
  await question.getByRole('button', { name: 'Mettre à la corbeille' }).click()
  await tab(lucie, 'Liste')
  await expect(lucie.locator('#list-effect')).toHaveCount(0)
  await tab(nadia, 'Arbre des effets')
  await nadia.getByRole('button', { name: 'Corbeille' }).click()
  await nadia
    .getByRole('dialog')
    .getByRole('button', { name: /Remettre Les vélos repartent/ })
    .click()
  await nadia.keyboard.press('Escape')
  await expect(lucie.locator('#list-effect')).toContainText('1')
  await lucie.getByRole('button', { name: 'Versions' }).click()
  await lucie.getByRole('dialog').getByRole('button', { name: 'Revenir à cette version : Fin d’après-midi' }).click()
  await lucie.getByRole('dialog').getByRole('button', { name: 'Revenir à cette version' }).click()
  await expect(lucie.locator('#list-effect')).toContainText('18')
  await lucie.keyboard.press('Escape')

  // All browsers, the database and the download agree.
  await expect.poll(() => wholeText(lucie)).toBe(before)
  for (const page of [nadia, karim]) {
    await saved(page)
    await expect.poll(() => wholeText(page)).toBe(before)
  }
  const again = await download(lucie)
  expect(hashText(again)).toBe(hashText(kept))
  expect(hashText(await storedReferentiel(process.env.CANEVAS_DATA!, board))).toBe(hashText(kept))
  expect(canonicalText(again)).not.toContain('Nadia')
})

/** The whole label of the option that holds some words. */
async function optionWith(row: ReturnType<Page['locator']>, words: string): Promise<string> {
  return (await row.locator('option', { hasText: words }).first().textContent()) ?? ''
}
