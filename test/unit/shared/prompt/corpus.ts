/** Prompts as people write them who know how: nothing is to be said about any of them. The references that each goes with. */
export const good: readonly (readonly [prompt: string, ...kinds: readonly ('image' | 'video' | 'audio')[]])[] = [
  ['Waves at dusk'],
  [
    'The camera glides past [Image 1], slowly, and settles on [Image 2], the lighthouse, whose beam turns once.',
    'image',
    'image',
  ],
  ['Start at [Image 1]: mist lifts off the water and the little boat drifts to the left.', 'image'],
  [
    'A candle flame on a dark table. A breath of wind bends it; it recovers. Locked-off macro shot, warm light, black background.',
  ],
  [
    'Slow push-in on an old fisherman mending a net at first light, medium close-up to close-up, 85 mm look, soft window light.',
  ],
  ['The camera pushes in slowly as the balloon rises over the hills and the burner lights up.'],
  [
    'The camera tracks to the right beside a cyclist who circles the fountain, rises from the saddle and lifts one hand.',
  ],
  [
    'Static wide shot of a pan on a gas stove: the cook tilts the pan, butter slides across, and foam rises at the edge.',
  ],
  [
    'Slow orbit around a ceramic cup on a plinth; steam rises and drifts to the left. Grey seamless backdrop, soft key from above.',
  ],
  [
    'She tilts her head up, pulls back her hood and pushes in the heavy door. Handheld medium shot from behind, cold blue light.',
  ],
  ['A drone shot over a river delta at dawn. The camera descends evenly toward a heron that stands in the shallows.'],
  [
    'Shot 1: Wide shot of a harbour at dawn, the camera cranes up over the masts. Shot 2: Close-up of a rope on wet stone, slow push-in. ' +
      'Shot 3: The camera pulls back from the boat as it leaves.',
  ],
  [
    'The camera pans left across the empty stalls. Cut to a close-up of an apple, slow push-in. Overcast light, documentary.',
  ],
  ['A woman says: "Don’t move. The camera pans left and tilts up, no?" She laughs. Static medium shot in a café.'],
  ['他轻轻推开门，走进雨里。固定镜头，冷色调，电影感。'],
  ['镜头缓缓推近，老人抬起头，微笑。暖光，浅景深。'],
  ['Tracking shot: the camera follows a red kite over the dunes, sand lifts in the wind, late sun, 35 mm film look.'],
  ['A station clock jumps from 10:10 to 10:11; commuters cross the hall. Locked-off wide shot, time-lapse.'],
  ['A 5-10 second beat of silence, then rain begins on the tin roof. Close-up of drops. Static camera.'],
  [
    'The bottle stays exactly as in [Image 1]: keep label and shape, do not change or distort the logo. No text, no watermark.',
    'image',
  ],
  ['Use the motion of @Video1 and the voice of @Audio1; a paper bird crosses the desk.', 'video', 'audio'],
  ['Write to me@image1.example on the sign; neon flickers in the rain, static shot.'],
  ['A photograph slides across the table. Text on it reads “Image 3”. Locked-off overhead shot.'],
  ['{"scene": "market", "camera": "slow push-in", "subject": {"name": "old woman", "action": "weighs figs"}}'],
  ['Dolly zoom on a boy at the end of a corridor: he stays, the walls stretch away. Cold light.'],
  ['The camera holds on a doorway. A dog trots in, turns in a circle and lies down. Natural light, quiet.'],
  ['The camera pushes in and comes to rest on her hands; then the camera stays still. Soft light from the left.'],
  ['360-degree orbit around a dancer who spins the other way, one spotlight, dust in the beam, slow motion.'],
  ['Aerial shot: the camera rises straight up from a lone tree until the whole spiral of the field is seen.'],
  ['A tram pulls out of the depot and tracks away to the left. Static wide shot, wet rails, sodium light.'],
  ['The camera holds on a heron. It tilts its head, then it rises and circles the reeds.'],
  ['Pull back the curtain and lift the lamp; dust turns in the light. Static medium shot.'],
  ['The camera follows a boat as it pulls back from the pier and circles the buoy.'],
  ['The drone flies over, low and slow. A dog looks up. It then runs back to the porch.'],
  ['A child pans for gold in a stream; water pours out, a speck glints. Handheld close shot, noon sun.'],
];

/** Prompts with a fault, and what is to be said first. */
export const faulty: readonly (readonly [
  prompt: string,
  advice: string,
  ...kinds: readonly ('image' | 'video' | 'audio')[],
])[] = [
  ['The camera pans left, then tilts up and finally zooms in on the door.', 'moves: pans left, tilts up, zooms in'],
  ['The camera orbits the car and cranes up.', 'moves: orbits, cranes up'],
  ['Slow push-in on the cup, then a slow orbit around it.', 'moves: push-in, slow orbit'],
  ['The camera tracks right as she walks, then pushes in on her face.', 'moves: tracks, pushes in'],
  [
    'Shot 1: slow push-in. Shot 2: the camera pulls back and pans right over the roofs.',
    'moves: pulls back, pans right',
  ],
  ['We push in on the letter and pan left to the window.', 'moves: push in, pan left'],
  ['Drone shot: the drone descends and circles the tower.', 'moves: descends, circles'],
  ['Camera pans left. Then it tilts up and zooms in.', 'moves: pans left, tilts up, zooms in'],
  ['Pan left and crane up over the city', 'moves: Pan left, crane up'],
  ['The camera circles the car as it pushes in.', 'moves: circles, pushes in'],
  ['A drone flies over, pulls back and tilts down.', 'moves: flies, pulls back, tilts down'],
  ['The camera pushes in and pulls back, restless.', 'opposed: pushes in / pulls back'],
  ['Static camera. The camera pans right over the hills.', 'opposed: Static camera / pans right'],
  ['Locked-off shot with a slow push-in on the vase.', 'opposed: Locked-off shot / push-in'],
  ['The camera pushes in, then pulls out again.', 'moves: pushes in, pulls out'],
  ['A lake like [Image 2], mist over it.', 'token: [Image 2]', 'image'],
  ['A lake like [image 1].', 'token: [image 1]'],
  ['The walk of @Video1, slowly.', 'token: @Video1', 'image'],
  ['A lake like [Image 0].', 'token: [Image 0]', 'image'],
  ['{product} turns slowly. Locked-off camera.', 'placeholder: {product}'],
  ['{surface, e.g. dark slate}, wet.', 'placeholder: {surface, e.g. dark slate}'],
  ['0-3s: a hand opens the box. 3-6s: light comes out.', 'times: 0-3s'],
  ['[00:00] A door. [00:04] It opens.', 'times: [00:00]'],
  ['00:00-00:04 A door opens slowly', 'times: 00:00-00:04'],
  ['A man at a table. He does not move.', 'negation: does not move'],
  ['A portrait without blinking.', 'negation: without blinking'],
  ['word '.repeat(1001), 'words: 1001'],
  ['光'.repeat(501), 'characters: 501'],
];
