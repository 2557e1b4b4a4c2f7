/** Signs that a text names or lets one reach a person. */
import { streamSafe } from '#lib/domain/plain.ts'

const E_MAIL = /[^\s@]@[^\s@][^\s@.]*\.[^\s@]/
/** Ten figures or more, as French and international numbers are written. */
const PHONE = /(?:\+\d{1,3}|\b0)[\s.-]?(?:\(0\)[\s.-]?)?\d(?:[\s.-]?\d){7,}/
const TITLE = /(?:^|[^\p{L}])(?:M\.|MM\.|Mme|Mlle|Monsieur|Madame|Mademoiselle|Dr|Docteur|Me|Maître)\s+\p{Lu}/u
/** Two capitalised words side by side: «Prénom Nom», «Jean-Paul NOM». With «de» between them it is as often «Habitante de Lyon». */
const PAIR = /(?<!\p{L})(\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)*)\s+(\p{Lu}[\p{L}'’]+(?:-\p{Lu}[\p{L}'’]+)*)/gu
/** «Habitante Rose MARTIN»: capitals are a surname, whatever stands before the first name. */
const BEFORE_CAPITALS = /(?<!\p{L})(\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)*)(?=\s+(\p{Lu}[\p{Lu}'’-]+)(?!\p{L}))/gu
/** Capitalised words of a place, a body or a role, not of a person. */
const NOT_A_NAME =
  /^(?:Quartiers?|Maison|Ville|Villes?|Centre|Collège|Lycée|École|Mairie|Métropole|Agglomération|Région|Département|Commune|Communauté|Association|Ateliers?|Pôle|Place|Rue|Saint|Sainte|Mission|France|Emploi|Travail|Grande?|Val|Pays|Conseil|Nord|Sud|Est|Ouest|Habitante?s?|Salariée?s?|Bénévoles?|Cliente?s?|Élue?s?|Direct(?:eur|rice)s?|Responsables?|Agente?s?|Membres?|Usag(?:er|ère)s?|Encadrante?s?|Technicien(?:ne)?s?|Adhérente?s?|Présidente?s?|Maire|Conseill(?:er|ère)s?|(?:Anim|Coordin)at(?:eur|rice)s?|Stagiaires?|Retraitée?s?|Chargée?s?|Ancien(?:ne)?s?|Jeunes?|Femmes?|Hommes?|Familles?|Foyers?|Parents?|Mère|Père|Groupe|Équipe|Locataires?|Partenaires?)$/u

/** Whether a speaker's profile seems to hold a name, an e-mail address or a telephone number. */
export function namesSomeone(written: string): boolean {
  // An accent that stands for itself would end the word.
  const profile = streamSafe(written).normalize('NFC')
  if (E_MAIL.test(profile) || PHONE.test(profile) || TITLE.test(profile)) return true
  return [PAIR, BEFORE_CAPITALS].some((pairs) =>
    [...profile.matchAll(pairs)].some((words) => !words.slice(1).some((word) => NOT_A_NAME.test(word))),
  )
}

/** An e-mail address or a telephone number in a text, or a name that is known to be a participant's. */
export function leakIn(text: string, people: readonly string[] = []): 'email' | 'phone' | 'name' | null {
  if (text.includes('@') && E_MAIL.test(text)) return 'email'
  if (PHONE.test(text)) return 'phone'
  return people.some((name) => holds(text, name)) ? 'name' : null
}

/** Whole words, as they are written: «Rose» is not found in «la rose» nor in «Roseraie». */
function holds(text: string, name: string): boolean {
  for (let at = text.indexOf(name); name !== '' && at !== -1; at = text.indexOf(name, at + 1)) {
    if (!LETTER.test(text[at - 1] ?? ' ') && !LETTER.test(text[at + name.length] ?? ' ')) return true
  }
  return false
}
const LETTER = /[\p{L}\p{N}]/u

/** Words for one person only: «la maire», «directrice de la régie». In the plural they are a group. */
const UNIQUE =
  /(?<!\p{L})(?:maire|président|présidente|directeur|directrice|DGS|seul|seule|unique|fondateur|fondatrice)(?!\p{L})/iu

/** How many separate details a profile gives: «Femme, 42 ans, Tanneries, soudeuse» gives four. */
const detailsOf = (profile: string) =>
  profile.split(/[,;/·()]|\s[-–]\s|\set\s/).filter((part) => part.trim() !== '').length

/** Whether a profile, which names nobody, still fits one person or a handful. */
export const isNarrow = (profile: string, details: number): boolean =>
  UNIQUE.test(profile) || detailsOf(profile) >= details
