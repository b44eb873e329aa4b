import { creditsPerSecond } from './charge.ts';
import { aspectRatios, durationsOf, modelNames, models, resolutions } from './models.ts';

/** The `data` of `GET /models`. The envelope is documented, the shape of an item is this sandbox's guess. */
export function modelList(): readonly object[] {
  return models.map((id) => ({
    id,
    name: modelNames[id],
    durations: durationsOf(id),
    aspectRatios,
    resolutions,
    pricing: {
      unit: 'credits_per_second',
      textToVideo: Object.fromEntries(resolutions.map((each) => [each, creditsPerSecond(id, each, false)])),
      imageToVideo: Object.fromEntries(resolutions.map((each) => [each, creditsPerSecond(id, each, true)])),
    },
  }));
}
