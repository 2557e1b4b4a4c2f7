/** Enumerations of DOMAIN §2.3, in their natural order. Values are the format's; the words are messages `enum_{name}_{value}`. */
export const DOCUMENT_STATUSES = ['draft', 'in_workshop', 'consolidated', 'validated', 'published'] as const
export const WORKSHOP_MODES = ['remote', 'in_person', 'hybrid'] as const
export const SCALES = ['quartier', 'commune', 'epci', 'bassin_de_vie', 'departement', 'region', 'national'] as const
export const CODE_SYSTEMS = ['COG', 'SIREN', 'QPV', 'libre'] as const
export const STAKEHOLDER_KINDS = ['person_group', 'organization', 'public_authority', 'nature'] as const
export const SIDES = ['internal', 'external'] as const
export const STAKEHOLDER_ROLES = ['beneficial', 'contributing', 'both'] as const
export const DIRECTNESSES = ['direct', 'indirect'] as const
export const CIRCLES = [1, 2, 3, 4] as const
export const ENGAGEMENT_LEVELS = ['inform', 'consult', 'involve', 'co_build', 'co_decide', 'represent'] as const
export const NORMS_ROLES = ['client', 'community', 'employee', 'planet', 'supplier'] as const
export const CATEGORIES = [
  'beneficiary',
  'client',
  'member',
  'employee',
  'volunteer',
  'resident',
  'funder',
  'public_authority',
  'partner',
  'supplier',
  'research',
  'environment',
] as const
export const VOICES = ['absent', 'heard'] as const
export const MISSION_ZONES = ['problem', 'publics', 'ambition', 'contribution', 'scope', 'use', 'sentence'] as const
export const FRAME_KINDS = [
  'note',
  'stakeholder',
  'activity',
  'output',
  'effect',
  'question',
  'assumption',
  'factor',
] as const
export const ATTITUDES = ['ally', 'neutral', 'opponent'] as const
export const RELATION_TYPES = [
  'funds',
  'governs',
  'employs',
  'supplies',
  'serves',
  'refers',
  'supports',
  'advises',
  'partners',
  'represents',
  'competes',
] as const
export const RELATION_DIRECTIONS = ['one_way', 'two_way'] as const
export const LEVELS = ['outcome', 'impact'] as const
export const HORIZONS = ['short', 'medium', 'long'] as const
export const POLARITIES = ['positive', 'negative', 'neutral'] as const
export const INTENTIONALITIES = ['expected', 'unexpected'] as const
export const DIMENSIONS = ['territorial', 'economic', 'social', 'political_societal', 'ecological'] as const
export const EFFECT_STATUSES = ['idea', 'retained', 'parked', 'rejected'] as const
export const LINK_KINDS = ['produces', 'contributes_to', 'leads_to', 'hinders', 'feedback'] as const
export const GRADES = ['low', 'medium', 'high'] as const
export const STRENGTHS = [1, 2, 3] as const
export const INDICATOR_TYPES = ['output', 'outcome', 'impact', 'context'] as const
export const NATURES = ['quantitative', 'qualitative'] as const
export const INDICATOR_DIRECTIONS = ['increase', 'decrease', 'maintain', 'describe'] as const
export const COLLECTION_METHODS = [
  'administrative_data',
  'survey',
  'interview',
  'focus_group',
  'observation',
  'measurement',
  'document_review',
] as const
export const FREQUENCIES = ['monthly', 'quarterly', 'semi_annual', 'annual', 'biennial', 'at_entry_and_exit'] as const
export const SOURCE_KINDS = [
  'internal_register',
  'administrative_data',
  'public_statistics',
  'survey',
  'interview',
  'focus_group',
  'observation',
  'measurement',
  'document',
] as const
export const AVAILABILITIES = ['available', 'to_negotiate', 'to_build'] as const
export const EVIDENCE_TYPES = ['verbatim', 'observation', 'document', 'figure'] as const
export const EVALUATION_CRITERIA = [
  'relevance',
  'coherence',
  'effectiveness',
  'efficiency',
  'impact',
  'sustainability',
] as const
export const PURPOSES = ['account', 'improve', 'steer', 'co_construct', 'federate', 'advocate'] as const
export const ORGANIZATION_ROLES = [
  'evaluated',
  'funder',
  'prescriber',
  'facilitator',
  'facilitator_of_approach',
  'implementer',
] as const
export const ORGANIZATION_KINDS = [
  'ptce',
  'local_authority',
  'support_organization',
  'association',
  'cooperative',
  'company',
  'research',
] as const
export const EXPERIENCES = ['benefits', 'affected', 'contributes'] as const
export const IMPORTANCES = ['high', 'moderate', 'neutral', 'low'] as const
export const DECISION_KINDS = ['dot_vote', 'consent', 'debate', 'validation'] as const
export const FACTOR_DIRECTIONS = ['favourable', 'unfavourable', 'uncertain'] as const
export const CONSENT_SCOPES = ['usage_interne', 'restitution', 'publication_anonymisee'] as const
export const VALENCES = ['positive', 'negative', 'neutral'] as const
export const ASSUMPTION_KINDS = ['causal', 'implementation', 'context'] as const
export const PEN_COLOURS = ['ink', 'blue', 'red'] as const
export const PEN_WIDTHS = ['fine', 'thick'] as const
