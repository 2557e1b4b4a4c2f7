/** The thresholds of the rules, in one place: proposals of ours, no source gives any (DOMAIN §0.5). */
export const THRESHOLDS = {
  /** Two wordings count as the same from this likeness on (0 to 1). */
  likeness: 0.85,
  /** Pairs that look alike which one is asked about at a time. */
  likenesses: 50,
  /** Indicators of one effect that each is compared with, and territories around one: far more than a board has. */
  compared: 50,
  levels: 50,
  /** Entries of the bank that watch one effect and are looked at. */
  entries: 50,
  /** Indicators on one effect, and in all, that a group can still collect. */
  indicatorsOfOneEffect: 3,
  indicatorsInAll: 25,
  /** Share of qualitative indicators, per cent; below `fewest` indicators a share says nothing. */
  qualitative: { least: 15, most: 85, fewest: 5 },
  /** A profile that fits fewer people than this lets them be recognised. */
  crowd: 5,
  /** Details in a profile (age, role, place…) from which it fits too few. */
  details: 4,
} as const
