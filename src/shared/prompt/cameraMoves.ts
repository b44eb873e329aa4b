/** A camera move that a shot asks for, in the words of the prompt. */
export interface CameraMove {
  readonly move: Move;
  readonly words: string;
}

export type Move =
  | 'in'
  | 'out'
  | 'pan left'
  | 'pan right'
  | 'pan'
  | 'tilt up'
  | 'tilt down'
  | 'tilt'
  | 'orbit'
  | 'rise'
  | 'descend'
  | 'travel'
  | 'dolly zoom'
  | 'still';

type Forms = readonly (readonly [Move, RegExp])[];

/** Names of moves, which mean the camera wherever they stand. The first that fits takes its words away from those below. */
const names: Forms = [
  ['dolly zoom', /\b(?:dolly|vertigo|contra)[- ]zoom\b/gi],
  [
    'still',
    /\b(?:static|locked(?:[- ]off)?|fixed|stationary|motionless)(?: \w+){0,2} (?:camera|shot|frame|tripod)\b/gi,
  ],
  ['still', /\bno camera (?:movement|motion|move)s?\b/gi],
  [
    'still',
    /\bcamera (?:is|stays|remains)(?: \w+ly)? (?:static|still|fixed|locked(?:[- ]off)?|stationary|motionless)\b/gi,
  ],
  ['in', /\b(?:push|dolly|zoom|track)(?:ing)?[- ]in\b/gi],
  ['out', /\b(?:pull|dolly|zoom|track)(?:ing)?[- ](?:out|back)\b(?! (?:the (?!camera)|(?:an?|his|her|its|their) ))/gi],
  ['pan left', /\bpan(?:ning)?[- ](?:to the )?left\b/gi],
  ['pan right', /\bpan(?:ning)?[- ](?:to the )?right\b/gi],
  ['pan', /\b(?:whip|slow|fast|smooth|gentle)[- ]pan\b/gi],
  ['tilt up', /\b(?:slow |gentle |camera )tilt(?:ing)?[- ]up\b|\btilt-up\b/gi],
  ['tilt down', /\b(?:slow |gentle |camera )tilt(?:ing)?[- ]down\b|\btilt-down\b/gi],
  [
    'orbit',
    /\b(?:orbit|orbital|arc) (?:shot|move|movement)\b|\b(?:slow|smooth|gentle|half|full|360(?:-degree)?|180(?:-degree)?) orbit\b/gi,
  ],
  ['rise', /\bcran(?:e|ing)[- ]up\b|\brising crane\b|\bpedestal[- ]up\b/gi],
  ['descend', /\bcran(?:e|ing)[- ]down\b|\bdescending crane\b|\bpedestal[- ]down\b/gi],
  ['travel', /\b(?:tracking|trucking|dolly|follow) shot\b|\btruck[- ](?:left|right)\b/gi],
];

const adverb = '(?: \\w+ly| back)?';
const verb = (stems: string, rest: string): RegExp => new RegExp(`\\b(?:${stems})${adverb} (?:${rest})\\b`, 'gi');

/** What a camera does, where the camera is said to do it. */
const deeds: Forms = [
  ['in', verb('push(?:es|ing)?|doll(?:y|ies|ying)|zoom(?:s|ing)?|track(?:s|ing)?', 'in|into|closer|forward|towards?')],
  [
    'in',
    verb(
      'moves?|moving|creep(?:s|ing)?|glid(?:e|es|ing)|drift(?:s|ing)?|inch(?:es|ing)?',
      'in on|closer|forward|towards?',
    ),
  ],
  [
    'out',
    verb(
      'pull(?:s|ing)?|doll(?:y|ies|ying)|zoom(?:s|ing)?|back(?:s|ing)?|mov(?:e|es|ing)|drift(?:s|ing)?',
      'out|away|backwards?',
    ),
  ],
  ['out', /\b(?:pull(?:s|ing)?|doll(?:y|ies|ying))(?: \w+ly)? back\b/gi],
  ['pan left', verb('pan(?:s|ning)?', '(?:to the )?left')],
  ['pan right', verb('pan(?:s|ning)?', '(?:to the )?right')],
  ['pan', /\bpan(?:s|ning)?\b/gi],
  ['tilt up', verb('tilt(?:s|ing)?', 'up(?:wards?)?')],
  ['tilt down', verb('tilt(?:s|ing)?', 'down(?:wards?)?')],
  ['tilt', /\btilt(?:s|ing)?\b/gi],
  ['orbit', /\b(?:orbit(?:s|ing)?|circl(?:e|es|ing)|arc(?:s|ing)?)\b/gi],
  ['rise', /\b(?:rises?|rising|ascend(?:s|ing)?|lift(?:s|ing)?)\b/gi],
  ['rise', verb('crane(?:s)?|craning|boom(?:s|ing)?', 'up(?:wards?)?')],
  ['descend', /\b(?:descend(?:s|ing)?|lower(?:s|ing)?)\b/gi],
  ['descend', verb('crane(?:s)?|craning|boom(?:s|ing)?', 'down(?:wards?)?')],
  [
    'travel',
    /\b(?:track(?:s|ing)?|truck(?:s|ing)?|follow(?:s|ing)?|glid(?:e|es|ing)|sweep(?:s|ing)?|fl(?:y|ies|ying))\b/gi,
  ],
];

/** Where a sentence begins to tell what the camera does, and where it turns to something else. */
const subject = /\b(?:camera|drone)\b|\bwe (?=(?:\w+ly )?(?:push|pull|dolly|track|pan|tilt|zoom|orbit|crane)\b)/gi;
/** The same at the start of a sentence: an order to the camera, and one that goes on with what the sentence before told of it. */
const order =
  /^\s*(?:pan|tilt|zoom|push|pull|dolly|crane) (?:in|out|back|left|right|up|down)\b(?! (?:the|an?|his|hers?|its|their|your)\b)/i;
const goesOn = /^\s*(?:then,?|next,?|after that,?) it\b|^\s*it then\b/i;
const turn =
  /\b(?:as|while|when|where|who|whose|which|that|because|so|until|past|through|revealing|showing|over(?!,)|of)\b/i;
/** What only a camera does; after a "then" the camera is still meant, and so it is by what zooms in meanwhile. */
const resumed =
  /\b(?:then|before|finally|followed by|(?:as|while) it(?= (?:zooms|dollies|pans|pushes in)\b))(?: \w+ly)? ((?:push|pull|doll|zoom|pan|tilt|orbit|crane|cran)\w* ?(?:in|out|back|left|right|up|down|around)?\b)/gi;

/** What stands further behind its camera is about something else. */
const longestClause = 300;

/** The moves that one shot asks for, each once, in their order. English words only; quoted speech is to be taken out before. */
export function cameraMoves(shot: string): CameraMove[] {
  const found = new Map<Move, { words: string; at: number }>();
  /** Notes the moves in a part of the shot that begins at `offset`, and returns it without them. */
  const take = (part: string, offset: number, forms: Forms): string =>
    forms.reduce((rest, [move, form]) => {
      for (const { 0: words, index } of rest.matchAll(form)) {
        if (!found.has(move)) found.set(move, { words, at: offset + index });
      }
      return rest.replace(form, (words) => ' '.repeat(words.length));
    }, part);
  let ofCamera = false;
  for (const { 0: sentence, index: begin } of shot.matchAll(/[^.!?;:\n]+/g)) {
    const rest = take(sentence, begin, names);
    const told = [...rest.matchAll(subject)].map(({ index }) => index);
    if (order.test(sentence) || (ofCamera && goesOn.test(sentence))) told.unshift(0);
    ofCamera = told.length > 0;
    for (const index of told) {
      const clause = rest.slice(index, index + longestClause);
      take(clause.slice(0, turn.exec(clause)?.index), begin + index, deeds);
      for (const { 0: all, 1: words = '', index: at } of clause.matchAll(resumed))
        take(words, begin + index + at + all.length - words.length, deeds);
    }
  }
  // "pans" beside "pans left" is the same one.
  for (const kind of ['pan', 'tilt'] as const)
    if ([...found.keys()].some((move) => move.startsWith(`${kind} `))) found.delete(kind);
  return [...found]
    .sort(([, one], [, other]) => one.at - other.at)
    .map(([move, { words }]) => ({ move, words: words.trim() }));
}

const opposites: readonly (readonly [Move, Move])[] = [
  ['in', 'out'],
  ['pan left', 'pan right'],
  ['tilt up', 'tilt down'],
  ['rise', 'descend'],
];

/** Two moves that cannot both be made at one time, or a move of a camera that is said to stand still. */
export function opposed(moves: readonly CameraMove[]): readonly [CameraMove, CameraMove] | undefined {
  const of = (wanted: Move): CameraMove | undefined => moves.find(({ move }) => move === wanted);
  const still = of('still');
  const moving = moves.find(({ move }) => move !== 'still');
  if (still !== undefined && moving !== undefined) return [still, moving];
  for (const [one, other] of opposites) {
    const [first, second] = [of(one), of(other)];
    if (first !== undefined && second !== undefined) return [first, second];
  }
  return undefined;
}
