import sharp from 'sharp';
import { createBoundedQueue } from '../../runtime/bounded-queue.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { pictureFormatOf } from './profile-image.ts';

/** Twice the largest size in which the published components show a picture. */
const SIDE_PIXELS = 512;
/** Fifty megapixels: more than phones take, less than what a small file can be made to claim. */
const MAX_PIXELS = 50_000_000;
const TIMEOUT_SECONDS = 10;

/** What stored and served pictures are. */
export const STORED_TYPE = 'image/webp';

// Pictures come from strangers: only the decoders of the four formats run, on one thread, and keep nothing.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadNsgifBuffer',
    'VipsForeignLoadWebpBuffer',
  ],
});
sharp.cache(false);
sharp.concurrency(1);

const runOneByOne = createBoundedQueue({ running: 1, waiting: 10 });

/**
 * Draws an uploaded picture anew: upright, at most 512 pixels wide and high, without metadata (a photo may
 * say where it was taken) and without anything that came along behind the picture. Of an animation the first frame.
 * @returns WebP
 * @throws Refusal avatar_file_type_invalid for what is no whole picture (without `param_name`: the published
 * profile page has no field of that name and would show nothing), too_many_requests when too many wait
 */
export async function drawProfileImage(upload: Buffer): Promise<Buffer> {
  if (pictureFormatOf(upload) === null) throw new Refusal('avatar_file_type_invalid');
  return runOneByOne(async () => {
    try {
      return await sharp(upload, { failOn: 'error', limitInputPixels: MAX_PIXELS, sequentialRead: true })
        .timeout({ seconds: TIMEOUT_SECONDS })
        .autoOrient()
        .resize(SIDE_PIXELS, SIDE_PIXELS, { fit: 'inside', withoutEnlargement: true })
        .webp({ quality: 85 })
        .toBuffer();
    } catch {
      // The library's message describes bytes that a stranger chose; nobody is helped by it.
      throw new Refusal('avatar_file_type_invalid');
    }
  });
}
