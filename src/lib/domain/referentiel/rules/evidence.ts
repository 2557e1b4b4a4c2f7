/** Words collected from people: with their consent, and without letting anyone recognise them. */
import { on, type Context, type Found, type Rule } from './rule.ts'

export const evidenceRules: readonly Rule[] = [
  /** params: problem: consent | profile. Neither the words nor the profile: a finding is read by more people than the card. */
  { code: 'EVD-01', severity: 'error', check: exposed },
]

function* exposed(context: Context): Generator<Found> {
  for (const evidence of context.all('evidence')) {
    const silent = { text: '' }
    if (evidence.type === 'verbatim' && evidence.consent?.given !== true)
      yield on(evidence, { ...silent, problem: 'consent' })
    if (namesSomeone(evidence.speakerProfile ?? '')) yield on(evidence, { ...silent, problem: 'profile' })
  }
}

const E_MAIL = /[^\s@]+@[^\s@]+\.[^\s@]+/
/** Ten figures or more, as French and international numbers are written. */
const PHONE = /(?:\+\d{1,3}|\b0)[\s.-]?(?:\(0\)[\s.-]?)?\d(?:[\s.-]?\d){7,}/
const TITLE = /(?:^|[^\p{L}])(?:M\.|MM\.|Mme|Mlle|Monsieur|Madame|Mademoiselle|Dr|Docteur|Me|Maître)\s+\p{Lu}/u
/** Two capitalised words side by side: «Prénom Nom», «Jean-Paul NOM». With «de» between them it is as often «Habitante de Lyon». */
const PAIR = /(?<!\p{L})(\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)*)\s+(\p{Lu}[\p{L}'’]+(?:-\p{Lu}[\p{L}'’]+)*)/gu
/** Capitalised words of a place, a body or a role, not of a person. */
const NOT_A_NAME =
  /^(?:Quartiers?|Maison|Ville|Villes?|Centre|Collège|Lycée|École|Mairie|Métropole|Agglomération|Région|Département|Commune|Communauté|Association|Ateliers?|Pôle|Place|Rue|Saint|Sainte|Mission|France|Emploi|Travail|Grande?|Val|Pays|Conseil|Nord|Sud|Est|Ouest|Habitante?s?|Salariée?s?|Bénévoles?|Cliente?s?|Élue?s?|Direct(?:eur|rice)s?|Responsables?|Agente?s?|Membres?|Usag(?:er|ère)s?|Encadrante?s?|Technicien(?:ne)?s?|Adhérente?s?|Présidente?s?|Maire|Conseill(?:er|ère)s?|(?:Anim|Coordin)at(?:eur|rice)s?|Stagiaires?|Retraitée?s?|Chargée?s?|Ancien(?:ne)?s?|Jeunes?|Femmes?|Hommes?|Familles?|Foyers?|Parents?|Mère|Père|Groupe|Équipe|Locataires?|Partenaires?)$/u

/** Whether a speaker's profile seems to hold a name, an e-mail address or a telephone number. */
export function namesSomeone(profile: string): boolean {
  if (E_MAIL.test(profile) || PHONE.test(profile) || TITLE.test(profile)) return true
  return [...profile.matchAll(PAIR)].some((words) => !words.slice(1).some((word) => NOT_A_NAME.test(word)))
}
