/** What a group does on its own board in ateliers 1 and 2, two people at a time. */
import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { dropFromTray, paste, quickAdd, saved, tab, test, two } from './people.ts'

const zone = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const choice = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

test('a mission is written alone, brought together, and leaves in the référentiel', async ({ browser }) => {
  const { lucie, nadia } = await two(browser, 'Mission à deux')
  await tab(lucie, 'Mission')
  await tab(nadia, 'Mission')
  await expect(lucie.getByText('Écrivez d’abord de votre côté. Une idée par note.')).toBeVisible()
  const [mine, hers] = [zone(lucie, 'Le problème'), zone(nadia, 'Le problème')]
  await mine.getByLabel('Écrire une note : Le problème').fill('Les fermes ferment\nLes cantines jettent')
  await mine.getByLabel('Écrire une note : Le problème').press('Enter')
  await hers.getByLabel('Écrire une note : Le problème').fill('Les fermes disparaissent')
  await hers.getByLabel('Écrire une note : Le problème').press('Enter')
  await expect(mine.getByRole('listitem')).toHaveCount(3)

  // «Fusionner» keeps both wordings; undoing it is one step.
  await mine.getByRole('button', { name: 'Fusionner : Les fermes ferment' }).click()
  const dialog = lucie.getByRole('dialog')
  await dialog.getByRole('button', { name: /Les fermes disparaissent/ }).click()
  await dialog.getByRole('button', { name: 'Fusionner', exact: true }).click()
  await expect(hers.getByRole('listitem')).toHaveCount(2)
  await lucie.keyboard.press('Control+z')
  await expect(hers.getByRole('listitem')).toHaveCount(3)
  await lucie.keyboard.press('Control+y')
  await expect(hers.getByRole('listitem')).toHaveCount(2)

  // To another zone, then into the retained wording, which both write.
  await hers.getByLabel('Déplacer dans… : Les cantines jettent').selectOption('ambition')
  await expect(zone(lucie, 'L’ambition').getByRole('listitem')).toHaveCount(1)
  await mine.getByRole('button', { name: /^Reprendre dans la formulation/ }).click()
  const retained = (page: Page) => zone(page, 'Le problème').getByLabel(/^Formulation retenue/)
  await expect(retained(nadia)).toHaveValue('Les fermes ferment')
  await retained(nadia).press('Control+End')
  await retained(nadia).pressSequentially(' faute de relève')
  await expect(retained(lucie)).toHaveValue('Les fermes ferment faute de relève')
  await saved(nadia)
  await tab(lucie, 'Référentiel')
  await lucie.getByRole('tab', { name: 'Aperçu' }).click()
  const [file] = await Promise.all([
    lucie.waitForEvent('download'),
    lucie.getByRole('link', { name: /^Données réutilisables/ }).click(),
  ])
  const document = JSON.parse(readFileSync(await file.path(), 'utf8')) as { mission: { problem: string } }
  expect(document.mission.problem).toBe('Les fermes ferment faute de relève')
})

test('stakeholders keep a place in each layout, and circles have the group’s own names', async ({ browser }) => {
  const { lucie, nadia } = await two(browser, 'Cercles à deux')
  await choice(lucie, 'Cercles').click()
  await quickAdd(lucie, 'Mairie', 'Habitantes et habitants')
  await dropFromTray(lucie, 'Mairie', [0.5, 0.5])
  await choice(nadia, 'Cercles').click()
  await nadia.getByRole('button', { name: 'Placer dans… Habitantes' }).click()
  await nadia.getByRole('dialog').getByLabel('Cercles').selectOption('3')
  await nadia.getByRole('dialog').getByRole('button', { name: 'Placer', exact: true }).click()
  await expect(lucie.locator('.tray')).toHaveCount(0)

  await lucie.getByRole('button', { name: 'Nommer les cercles' }).click()
  await lucie.getByRole('dialog').getByRole('button', { name: 'PTCE', exact: true }).click()
  await lucie.getByRole('dialog').getByLabel('Cercle 4').fill('Le bassin')
  await lucie.getByRole('dialog').getByRole('button', { name: 'Enregistrer' }).click()
  await expect(lucie.getByRole('dialog')).toHaveCount(0)
  await expect(nadia.getByRole('button', { name: 'Nommer les cercles' })).toHaveCount(0)
  await nadia.locator('[data-canvas]').focus()
  await nadia.keyboard.press('PageDown')
  const rings = nadia.getByLabel('Cercle', { exact: true }).locator('option')
  await expect(rings).toContainText(['1 Cellule d’animation', '2 Membres', '3 Partenaires internes', '4 Le bassin'])
  await lucie.getByRole('button', { name: 'Nommer les cercles' }).click()
  await lucie.getByRole('dialog').getByRole('button', { name: 'Collectivité', exact: true }).click()
  await lucie.getByRole('dialog').getByRole('button', { name: 'Enregistrer' }).click()
  await expect(rings).toContainText([
    '1 Pilotage : élus et services',
    '2 Partenaires engagés',
    '3 Publics et structures concernés',
    '4 Territoire et environnement',
  ])

  // Another layout has places of its own: there they wait, and coming back they stand where they stood.
  await choice(lucie, 'Influence et intérêt').click()
  await expect(lucie.locator('.tray li')).toHaveCount(2)
  await choice(lucie, 'Libre').click()
  await choice(lucie, 'Ranger').click()
  await expect(lucie.locator('.tray')).toHaveCount(0)
  await choice(lucie, 'Cercles').click()
  await expect(lucie.locator('.tray')).toHaveCount(0)

  // «Voix absentes»
  await lucie.getByRole('button', { name: 'Voix absentes (0)' }).click()
  await lucie.getByLabel('Ajouter une voix absente').fill('Jeunes sans emploi')
  await lucie.keyboard.press('Enter')
  await nadia.getByRole('button', { name: 'Voix absentes (1)' }).click()
  await nadia.locator('.voices').getByLabel('À écouter avant l’atelier 2 par…').fill('la mission locale')
  await nadia.locator('.voices').getByLabel('Voix écoutée').check()
  await expect(lucie.getByRole('button', { name: 'Voix absentes (0)' })).toBeVisible()
})

test('an effect says for whom from birth, an arrow on which condition, and nobody’s text is lost', async ({
  browser,
}) => {
  const { lucie, nadia } = await two(browser, 'Arbre à deux')
  await tab(lucie, 'Arbre des effets')
  await tab(nadia, 'Arbre des effets')
  await lucie.getByLabel('Pour qui ?').fill('Élèves')
  await expect(lucie.getByRole('button', { name: 'Ajouter « Élèves »' })).toBeVisible()
  await quickAdd(lucie, 'goûtent de tout', 'mangent local')
  await lucie.getByRole('combobox', { name: 'Pour qui ?' }).fill('Familles')
  await lucie.keyboard.press('Tab')
  await expect(lucie.getByRole('button', { name: 'Ajouter « Familles »' })).toBeFocused()
  await lucie.keyboard.press('Enter')
  await expect(lucie.locator('form.quick textarea')).toBeFocused()
  await expect(lucie.getByRole('button', { name: 'Ajouter « Familles »' })).toHaveCount(0)
  await quickAdd(lucie, 'cuisinent à la maison')
  await expect(nadia.locator('.tray li')).toHaveCount(3)
  await nadia.getByLabel('Ranger par').selectOption('pour qui')
  await expect(nadia.locator('.tray h3')).toHaveText(['Élèves', 'Familles'])
  await dropFromTray(lucie, 'goûtent de tout', [0.45, 0.3])
  await lucie.getByRole('button', { name: 'Placer dans… mangent local' }).click()
  await lucie.getByRole('dialog').getByRole('combobox').selectOption('long')
  await lucie.getByRole('dialog').getByRole('button', { name: 'Placer', exact: true }).click()
  await expect(lucie.locator('aside')).toContainText('Élèves')

  // A zone under the columns gives its value to what is written in it.
  await nadia.getByLabel('Type de fiche').selectOption('negative')
  await quickAdd(nadia, 'le prix du repas monte')
  await expect(nadia.getByLabel('Sens')).toHaveValue('negative')

  // The arrow, its condition and what does not depend on the group.
  await lucie.getByRole('button', { name: 'Relier à…' }).click()
  await lucie
    .getByRole('dialog')
    .getByRole('button', { name: /goûtent de tout/ })
    .click()
  await nadia.locator('[data-canvas]').focus()
  await tab(nadia, 'Liste')
  await nadia.locator('section[aria-labelledby="list-causal"] [data-row]').click()
  await tab(nadia, 'Arbre des effets')
  const panel = nadia.locator('aside')
  await panel.getByLabel('fragile').check()
  await panel.getByRole('textbox', { name: 'Ajouter une condition' }).fill('les parents suivent')
  await panel.getByRole('textbox', { name: 'Ajouter une condition' }).press('Enter')
  await panel.getByRole('textbox', { name: 'Ajouter un facteur extérieur' }).fill('le prix des denrées')
  await panel.getByRole('textbox', { name: 'Ajouter un facteur extérieur' }).press('Enter')
  await tab(lucie, 'Liste')
  await expect(lucie.locator('section[aria-labelledby="list-stakeholder"] h3')).toHaveText(['Élèves', 'Familles'])
  await expect(lucie.locator('section[aria-labelledby="list-assumption"]')).toContainText('les parents suivent')
  await expect(lucie.locator('section[aria-labelledby="list-factor"]')).toContainText('le prix des denrées')

  // The card goes to the bin while Nadia writes in it.
  await tab(nadia, 'Liste')
  await nadia.getByRole('button', { name: 'Modifier : goûtent de tout' }).click()
  await nadia.keyboard.type(' et en reprennent')
  await expect(lucie.locator('h3', { hasText: 'goûtent de tout et en reprennent' })).toBeVisible()
  await lucie.getByRole('button', { name: 'goûtent de tout et en reprennent', exact: true }).click()
  await lucie.getByRole('button', { name: 'Mettre à la corbeille : goûtent de tout et en reprennent' }).click()
  const told = nadia.getByRole('dialog')
  await expect(told).toContainText('Lucie Morel a mis cette fiche à la corbeille pendant que vous écriviez.')
  await told.getByRole('button', { name: 'Remettre la fiche' }).click()
  await expect(lucie.locator('h3', { hasText: 'goûtent de tout et en reprennent' })).toBeVisible()
})

test('effects chosen on the tree or ticked in the list are retained, parked or set aside at once, and the reason is kept', async ({
  browser,
}) => {
  const { lucie, nadia } = await two(browser, 'Débat')
  await tab(nadia, 'Arbre des effets')
  await nadia.getByLabel('Type de fiche').selectOption('surprise')
  await quickAdd(nadia, 'cuisinent à la maison', 'mangent local')
  await nadia.locator('[data-canvas]').focus()
  await nadia.keyboard.press('Control+a')
  const panel = nadia.getByRole('complementary', { name: 'Fiche choisie' })
  await panel.getByLabel('Pourquoi, en une ligne').fill('Trop tôt pour le dire')
  await panel.getByRole('button', { name: 'En attente', exact: true }).click()
  await expect(panel.getByLabel('Pourquoi, en une ligne')).toHaveValue('')

  await tab(lucie, 'Liste')
  const effects = lucie.locator('section[aria-labelledby="list-effect"] li[data-id]')
  const decisions = lucie.locator('section[aria-labelledby="list-decision"]')
  for (const at of [0, 1]) await expect(effects.nth(at)).toContainText('En attente')
  await expect(decisions).toContainText('Trop tôt pour le dire')
  await nadia.locator('[data-canvas]').focus()
  await nadia.keyboard.press('Control+z')
  await expect(effects.filter({ hasText: 'En attente' })).toHaveCount(0)
  await expect(decisions).toHaveCount(0)

  for (const at of [0, 1]) await effects.nth(at).getByRole('checkbox').check()
  const bar = lucie.getByRole('region', { name: 'Fiches et flèches choisies' })
  await bar.getByLabel('Pourquoi, en une ligne').fill('Les deux se tiennent')
  await bar.getByRole('button', { name: 'Retenu', exact: true }).click()
  for (const at of [0, 1]) await expect(effects.nth(at)).toContainText('Retenu')
  await expect(decisions).toContainText('Les deux se tiennent')
  await saved(lucie)
  const answer = await lucie.request.get(`${new URL(lucie.url()).pathname}/referentiel.json`)
  expect((await answer.json()).decisions).toMatchObject([{ result: 'Retenu\u00a0: Les deux se tiennent' }])
})

test('look-alikes are offered, several cards are set at once, rows of a spreadsheet become cards', async ({
  browser,
}) => {
  const { lucie, nadia } = await two(browser, 'En nombre')
  await lucie.locator('form.quick textarea').focus()
  await paste(
    lucie,
    'Nom\tType\tRôle\nMairie de Montfleur\tAutorité publique\tContributrice\nLycée\tbizarre\tBénéficiaire\n',
  )
  const dialog = lucie.getByRole('dialog')
  await expect(dialog).toContainText(/Ligne 3, colonne «\sType\s»\s: «\sbizarre\s» n’est pas reconnu/)
  await expect(dialog.getByRole('button', { name: /sans cette valeur/ })).toBeVisible()
  await dialog.getByRole('button', { name: 'Corriger' }).press('Enter')
  await expect(dialog.getByLabel('Type : bizarre')).toBeFocused()
  await dialog.getByLabel('Type : bizarre').selectOption({ label: 'Organisation' })
  await dialog.getByRole('button', { name: 'Importer avec ces corrections' }).press('Enter')
  await expect(nadia.locator('.tray li')).toHaveCount(2)
  await quickAdd(nadia, 'La mairie de Montfleur')
  await lucie.getByRole('button', { name: /paire de fiches se ressemble/ }).click()
  await dialog.getByRole('button', { name: 'Garder les deux' }).click()
  await expect(dialog).toContainText('Aucune fiche ne se ressemble')
  await lucie.keyboard.press('Escape')
  await expect(nadia.getByRole('button', { name: /se ressemble/ })).toHaveCount(0)

  await choice(lucie, 'Libre').click()
  await choice(lucie, 'Ranger').click()
  await lucie.locator('[data-canvas]').focus()
  await lucie.keyboard.press('Control+a')
  await expect(lucie.locator('aside')).toContainText('3 fiches choisies')
  await lucie.locator('aside').getByLabel('Interne ou externe').selectOption('external')
  await tab(nadia, 'Liste')
  const row = nadia.locator('li[data-id]', { hasText: 'Lycée' })
  await row.getByRole('button', { name: 'Lycée', exact: true }).click()
  await expect(row.getByLabel('Interne ou externe')).toHaveValue('external')
  await lucie.locator('[data-canvas]').focus()
  await lucie.keyboard.press('Control+z')
  await expect(row.getByLabel('Interne ou externe')).toHaveValue('')
})

test('look-alikes are offered in the list too, and on a phone, where voices that are missing are asked about as well', async ({
  browser,
}) => {
  const { lucie, nadia } = await two(browser, 'Doublons en liste')
  await quickAdd(lucie, 'Mairie de Montfleur', 'La mairie de Montfleur')
  await tab(lucie, 'Liste')
  await expect(lucie.getByRole('button', { name: '1 paire de fiches se ressemble' })).toBeVisible()

  await nadia.setViewportSize({ width: 390, height: 844 })
  await tab(nadia, 'Parties prenantes')
  await nadia.getByRole('button', { name: 'Voix absentes (0)' }).click()
  await nadia.getByLabel('Ajouter une voix absente').fill('Jeunes sans emploi')
  await nadia.keyboard.press('Enter')
  await expect(lucie.locator('section[aria-labelledby="list-stakeholder"]')).toContainText('Jeunes sans emploi')
  await nadia.getByRole('button', { name: '1 paire de fiches se ressemble' }).click()
  await nadia.getByRole('dialog').getByRole('button', { name: 'Fusionner' }).click()
  await nadia.getByRole('dialog', { name: 'Fusionner' }).getByRole('button', { name: 'Fusionner' }).click()
  await expect(lucie.locator('section[aria-labelledby="list-stakeholder"] h3')).toHaveCount(2)
  await expect(lucie.getByRole('button', { name: /se ressemble/ })).toHaveCount(0)
})

test('what reads like an action is asked about in the tray and the panel, and answered once for everyone', async ({
  browser,
}) => {
  const { lucie, nadia } = await two(browser, 'Une action ?')
  await tab(lucie, 'Arbre des effets')
  await tab(nadia, 'Arbre des effets')
  await quickAdd(lucie, 'Organiser un forum', 'Créer du lien entre voisins', 'osent pousser la porte')
  const [hers, mine] = [nadia.locator('.tray li'), lucie.locator('.tray li')]
  const asked = 'On dirait une action.'
  await expect(hers).toHaveCount(3)
  await expect(hers.filter({ hasText: asked })).toHaveCount(2)

  // «C'est un effet»: nobody is asked any more, until it is undone or worded otherwise.
  await hers.getByRole('button', { name: 'C’est un effet : Créer du lien entre voisins' }).click()
  await expect(mine.filter({ hasText: asked })).toHaveText([/Organiser un forum/])
  await nadia.keyboard.press('Control+z')
  await expect(mine.filter({ hasText: asked })).toHaveCount(2)
  await nadia.keyboard.press('Control+y')
  await expect(mine.filter({ hasText: asked })).toHaveCount(1)

  // In the panel of the chosen card.
  await nadia.locator('[data-canvas]').focus()
  await dropFromTray(nadia, 'Organiser un forum', [0.45, 0.3])
  const panel = nadia.locator('aside')
  await expect(panel).toContainText(asked)
  await panel.getByRole('button', { name: 'Déplacer dans Actions : Organiser un forum' }).click()
  await expect(panel).not.toContainText(asked)
  await expect(panel.locator('.kind')).toHaveText('Action A1')
  await tab(lucie, 'Liste')
  await expect(lucie.locator('section[aria-labelledby="list-activity"]')).toContainText('Organiser un forum')

  await lucie.getByRole('button', { name: 'Créer du lien entre voisins', exact: true }).click()
  const row = lucie.getByRole('group', { name: 'Créer du lien entre voisins' })
  await row.getByRole('textbox', { name: 'Effet', exact: true }).fill('Créer une maison des voisins')
  await expect(hers.filter({ hasText: asked })).toHaveText([/Créer une maison des voisins/])
})
