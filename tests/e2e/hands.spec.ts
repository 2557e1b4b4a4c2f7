/** What one has in hand while a colleague removes it: nothing that was typed is lost (USE §9); and what others made is asked about before it goes. */
import { expect, type Page } from '@playwright/test'
import { quickAdd, saved, tab, test, two } from './people.ts'

/** Removes a card by *Liste*, and says yes to the question about others' work. */
async function bin(page: Page, name: string): Promise<void> {
  await tab(page, 'Liste')
  const fold = page.locator('[data-row]').and(page.getByRole('button', { name, exact: true }))
  const row = page.locator('[data-id]', { has: fold })
  if ((await fold.getAttribute('aria-expanded')) !== 'true') await fold.click()
  await row.getByRole('button', { name: /^Mettre à la corbeille/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Mettre à la corbeille' }).click()
}

/** Two effects, and an arrow from the second to the first. */
async function tie(page: Page): Promise<void> {
  await tab(page, 'Arbre des effets')
  await quickAdd(page, 'Premier effet', 'Second effet')
  await page.getByRole('complementary').getByRole('button', { name: 'Relier à…' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Premier effet/ })
    .click()
}

test('an indicator removed while its cell or its form is written in comes back with what was typed', async ({
  browser,
}) => {
  const { lucie, nadia } = await two(browser, 'Sous les mains')
  await tab(lucie, 'Liste')
  await lucie.getByLabel('Type de fiche').selectOption('Indicateur')
  await lucie.getByLabel('Ajouter une fiche').fill('Part des trajets à vélo')
  await lucie.keyboard.press('Enter')
  await tab(lucie, 'Référentiel')
  await lucie.getByRole('tab', { name: 'Grille' }).click()
  await lucie.locator('[data-at$="/unit"]').click()
  await lucie.keyboard.type('% des dépla')
  await bin(nadia, 'Part des trajets à vélo')
  const asked = lucie.getByRole('dialog', { name: 'Cette fiche est à la corbeille' })
  await expect(asked).toContainText('Nadia a mis cette fiche à la corbeille')
  await expect(asked.getByLabel('Votre texte')).toHaveValue('% des dépla')
  await asked.getByRole('button', { name: 'Remettre la fiche' }).click()
  await expect(lucie.locator('[data-at$="/unit"]')).toHaveText('% des dépla')

  await lucie.getByRole('tab', { name: 'Construire' }).click()
  await lucie.getByRole('button', { name: /^Compléter\s: Part des trajets/ }).click()
  const form = lucie.getByRole('dialog', { name: /Un indicateur en six questions/ })
  await form.getByRole('radio', { name: /Chiffre/ }).check()
  await form.getByLabel('Unité').fill('% des habitants')
  await bin(nadia, 'Part des trajets à vélo')
  await expect(asked.getByLabel('Votre texte')).toHaveValue('% des habitants')
  await asked.getByRole('button', { name: 'Remettre la fiche' }).click()
  await expect(form.getByLabel('Unité')).toHaveValue('% des habitants')
})

test('an arrow that a colleague drew goes after a question only', async ({ browser }) => {
  const { lucie, nadia } = await two(browser, 'Flèches des autres')
  await tie(lucie)
  await saved(lucie)
  await tab(nadia, 'Liste')
  const cut = nadia.getByRole('button', { name: /^Retirer.*Second effet.*conduit/ }).last()
  await cut.click()
  const question = nadia.getByRole('dialog', { name: /Mettre 1 flèche à la corbeille/ })
  await expect(question).toContainText('Une autre personne l’a tracée.')
  await question.getByRole('button', { name: 'Garder la flèche' }).click()
  await expect(cut).toBeVisible()
  await cut.click()
  await question.getByRole('button', { name: 'Mettre à la corbeille' }).click()
  await expect(cut).toHaveCount(0)
})

test('a reason or a condition that is half written when its card goes is there again when the card comes back', async ({
  browser,
}) => {
  const { lucie, nadia } = await two(browser, 'À moitié écrit')
  await tie(lucie)
  const asked = lucie.getByRole('dialog', { name: 'Cette fiche est à la corbeille' })
  const back = asked.getByRole('button', { name: 'Remettre la fiche' })

  await tab(lucie, 'Liste')
  const arrow = lucie.locator('section[aria-labelledby="list-causal"] [data-id]')
  await arrow.locator('[data-row]').click()
  const condition = arrow.getByRole('textbox', { name: 'Ajouter une condition' })
  await condition.fill('si le bus passe')
  await bin(nadia, 'Premier effet')
  await expect(asked.getByLabel('Votre texte')).toHaveValue('si le bus passe')
  await back.click()
  await expect(condition).toHaveValue('si le bus passe')
  await condition.press('Enter')
  await expect(condition).toHaveValue('')
  await expect(arrow.getByRole('textbox', { name: 'À quelle condition ?' })).toHaveValue('si le bus passe')

  await tab(lucie, 'Arbre des effets')
  await lucie.locator('[data-canvas]').focus()
  await lucie.keyboard.press('PageDown')
  await lucie.getByRole('complementary').getByRole('button', { name: 'Premier effet', exact: true }).click()
  const reason = lucie.getByRole('complementary').getByLabel('Pourquoi, en une ligne')
  await reason.fill('trop tôt selon nous')
  await bin(nadia, 'Premier effet')
  await expect(asked.getByLabel('Votre texte')).toHaveValue('trop tôt selon nous')
  await back.click()
  await expect(reason).toHaveValue('trop tôt selon nous')
})

test('when the last look-alike is merged, the focus is on the board', async ({ browser }) => {
  const { lucie } = await two(browser, 'Deux fois la même')
  await tab(lucie, 'Parties prenantes')
  await quickAdd(lucie, 'Mairie de Montfleur', 'Mairie de Montfleurs')
  await lucie.getByRole('button', { name: /se ressemble/ }).click()
  await lucie.getByRole('dialog').getByRole('button', { name: 'Fusionner' }).click()
  await lucie.getByRole('dialog').getByRole('button', { name: 'Fusionner', exact: true }).click()
  await expect(lucie.locator('[data-canvas]')).toBeFocused()
})
