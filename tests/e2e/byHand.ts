/** What people do with their own hands to get in: forms, dialogs, links. */
import { expect, type Page } from '@playwright/test'
import { boardOf, EXAMPLE, FACILITATOR } from './people.ts'

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
