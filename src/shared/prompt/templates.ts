import * as l10n from '@vscode/l10n';

/** A prompt with places to fill in, written `{product}`. */
export interface Template {
  /** For people, in their language. */
  readonly name: string;
  /** In English, as the model knows it best. */
  readonly text: string;
}

/**
 * Templates that come with us. Each says who, what happens, where and in which light, how the camera stands or moves (one move a shot)
 * and in which style, in this order: what comes first counts most.
 */
export function ownTemplates(): readonly Template[] {
  return [
    {
      name: l10n.t('Product: a turn in the studio'),
      text:
        '{product} stands on {surface, e.g. dark slate} before a seamless {colour} backdrop and turns slowly by a quarter, ' +
        'shape, label and colours exactly as in the picture. ' +
        'A large softbox from the left lays one long highlight along its edge; a thin rim light from behind sets it off. ' +
        'Locked-off camera at product height, 85 mm look, shallow depth of field. ' +
        'Clean studio commercial, true colours, crisp material detail.',
    },
    {
      name: l10n.t('Product: push in to a detail'),
      text:
        '{product} rests on {surface} in {place, e.g. a bright kitchen}; {detail, e.g. condensation runs down the glass}. ' +
        'One slow push-in from a medium shot to a close-up of {the detail}, which comes into focus as the rest falls soft. ' +
        'Warm side light through a window on the right, gentle shadow on the left. ' +
        'Macro look, natural colours, quiet premium commercial.',
    },
    {
      name: l10n.t('Product: in use'),
      text:
        'Close on the hands of {person, e.g. a barista in a linen apron}: they {action, e.g. pour milk into} {product}, unhurried, ' +
        'in one continuous motion from start to finish. {place, e.g. A small café} lies soft in the background. ' +
        'Steady tracking shot to the right at table height, at the pace of the hands. ' +
        'Soft morning light from a window behind, fine haze in the air. Documentary commercial, tactile detail, sound of the hands at work.',
    },
    {
      name: l10n.t('Portrait: a quiet moment'),
      text:
        '{person, e.g. a woman of sixty in a grey wool coat} in {place}. First a still gaze to the side; then the head turns and ' +
        '{small action, e.g. the eyes lift and a smile begins}. Hair and cloth stir in a light breeze. ' +
        'Slow push-in at eye level, from medium close-up to close-up, 85 mm look, background soft. ' +
        'Late sun from the left, soft shadow on the far cheek. Natural skin texture, restrained, cinematic.',
    },
    {
      name: l10n.t('Portrait: walking'),
      text:
        '{person} walks along {place, e.g. a harbour wall at dusk}, {how, e.g. hands in pockets, in no hurry}, and looks ahead. ' +
        'Tracking shot at chest height from the front, at walking pace, the distance kept; the background slides by out of focus. ' +
        '{light, e.g. Blue hour with warm lamps coming on}. ' +
        '35 mm film look, muted colours, footsteps and {ambient sound} in the air.',
    },
    {
      name: l10n.t('Landscape: rising aerial'),
      text:
        '{landscape, e.g. a terraced valley} at {time of day, e.g. sunrise}. ' +
        '{what moves, e.g. Mist drains from the fields and a lone bird crosses}. ' +
        'Aerial wide shot: the camera rises slowly and evenly until {what is revealed, e.g. the sea} shows on the horizon. ' +
        'Low sun rakes across the land, long shadows, clear air. Large-format nature documentary, deep focus, wind and far water.',
    },
    {
      name: l10n.t('Landscape: time passes'),
      text:
        'Time-lapse of {landscape} under {sky, e.g. fast broken clouds}: the light wanders from {first light, e.g. noon} ' +
        'to {last light, e.g. the last red of the evening}, shadows sweep across the ground, ' +
        '{what changes, e.g. windows light up one by one}. ' +
        'Locked-off wide shot on a tripod, horizon on the lower third, {foreground, e.g. a bare tree} sharp in the foreground. ' +
        'Fine-grained, natural colours, steady exposure.',
    },
    {
      name: l10n.t('Logo: a sweep of light'),
      text:
        'The logo stands centred on {background, e.g. matte black stone}, its shape, letters and proportions exactly as in the picture from ' +
        'first to last frame. A narrow band of light sweeps across it once, from left to right, and brings out {material, e.g. brushed brass}; ' +
        'then the glow ebbs and the logo rests. Locked-off camera, straight on. Dark, elegant, fine reflections, a soft low swell of sound.',
    },
    {
      name: l10n.t('Logo: it takes shape (last frame: the logo)'),
      text:
        'An empty {stage, e.g. dark space with a faint haze}. {matter, e.g. Golden dust} drifts in from the edges, gathers faster ' +
        'towards the centre and settles into the logo, exactly as in the last frame; in the final second it rests, sharp and complete. ' +
        'Locked-off camera, straight on, the centre kept free until the logo fills it. ' +
        '{light, e.g. One soft key from above}, clean edges, precise motion design.',
    },
    {
      name: l10n.t('Story: two shots'),
      text:
        'Shot 1: Wide shot of {place} at {time of day}. {person} {action, e.g. comes through the door and stops}. Locked-off camera. ' +
        'Shot 2: Close-up of {person}: {reaction, e.g. the eyes find something out of frame}. Slow push-in at eye level. ' +
        'Same person, clothes and light in both shots: {light, e.g. grey daylight from one tall window}. ' +
        '{style, e.g. Quiet drama, 35 mm film look}.',
    },
  ];
}
