// The decoders of sound that a VS Code may lack, for WebAssembly: coded packets in, 16-bit stereo out.
//
// This file is free software; you can redistribute it and/or modify it under the terms of the GNU Lesser General Public
// License as published by the Free Software Foundation; either version 2.1 of the License, or (at your option) any later
// version. It is distributed WITHOUT ANY WARRANTY. See COPYING.LGPLv2.1.
#include <libavcodec/avcodec.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MAX_CHANNELS 64

typedef struct {
  AVCodecContext *codec;
  AVPacket *packet;
  AVFrame *frame;
  int16_t *samples;
  int room;
} Decoder;

void *sound_alloc(int size) { return malloc(size); }
void sound_free(void *memory) { free(memory); }

void sound_close(Decoder *decoder) {
  if (!decoder) return;
  avcodec_free_context(&decoder->codec);
  av_packet_free(&decoder->packet);
  av_frame_free(&decoder->frame);
  free(decoder->samples);
  free(decoder);
}

// `config` is what the container says of the codec (for AAC its AudioSpecificConfig). 0 where it cannot be decoded.
Decoder *sound_open(const char *name, int rate, int channels, const uint8_t *config, int size) {
  // Nobody reads what it has to say of damage.
  av_log_set_level(AV_LOG_QUIET);
  const AVCodec *codec = avcodec_find_decoder_by_name(name);
  Decoder *decoder = calloc(1, sizeof(Decoder));
  if (!codec || !decoder) return sound_close(decoder), NULL;
  decoder->codec = avcodec_alloc_context3(codec);
  decoder->packet = av_packet_alloc();
  decoder->frame = av_frame_alloc();
  if (!decoder->codec || !decoder->packet || !decoder->frame) return sound_close(decoder), NULL;
  decoder->codec->sample_rate = rate;
  av_channel_layout_default(&decoder->codec->ch_layout, channels);
  if (size > 0) {
    decoder->codec->extradata = av_mallocz(size + AV_INPUT_BUFFER_PADDING_SIZE);
    if (!decoder->codec->extradata) return sound_close(decoder), NULL;
    memcpy(decoder->codec->extradata, config, size);
    decoder->codec->extradata_size = size;
  }
  if (avcodec_open2(decoder->codec, codec, NULL) < 0) return sound_close(decoder), NULL;
  return decoder;
}

// Where the next packet's `size` bytes go, before `sound_send`. 0 where there is no memory.
uint8_t *sound_packet(Decoder *decoder, int size) {
  av_packet_unref(decoder->packet);
  return av_new_packet(decoder->packet, size) < 0 ? NULL : decoder->packet->data;
}

// Takes the packet; below 0 where it is damaged. Then `sound_receive` until it says 0.
int sound_send(Decoder *decoder) { return avcodec_send_packet(decoder->codec, decoder->packet); }

// How loud a channel is on the left and on the right: ITU-R BS.775, as ffmpeg's `-ac 2` has it.
static void weigh(enum AVChannel channel, float *left, float *right) {
  const float half = (float)M_SQRT1_2;
  *left = *right = 0;
  switch (channel) {
    case AV_CHAN_FRONT_LEFT: *left = 1; break;
    case AV_CHAN_FRONT_RIGHT: *right = 1; break;
    case AV_CHAN_FRONT_CENTER: *left = *right = half; break;
    case AV_CHAN_BACK_LEFT:
    case AV_CHAN_SIDE_LEFT: *left = half; break;
    case AV_CHAN_BACK_RIGHT:
    case AV_CHAN_SIDE_RIGHT: *right = half; break;
    case AV_CHAN_BACK_CENTER: *left = *right = half * half; break;
    default: break; // The deep effects are left out.
  }
}

static int16_t rounded(float sample) {
  const float value = sample * 32768.0f;
  if (!(value > -32768.0f)) return isnan(value) ? 0 : -32768;
  return value >= 32767.0f ? 32767 : (int16_t)lrintf(value);
}

// The number of samples per channel that came out, 0 where there is nothing more, below 0 on damage.
int sound_receive(Decoder *decoder) {
  const AVFrame *frame = decoder->frame;
  const int result = avcodec_receive_frame(decoder->codec, decoder->frame);
  if (result == AVERROR(EAGAIN) || result == AVERROR_EOF) return 0;
  if (result < 0) return result;
  const int channels = frame->ch_layout.nb_channels, count = frame->nb_samples;
  if (frame->format != AV_SAMPLE_FMT_FLTP || channels < 1 || channels > MAX_CHANNELS) return AVERROR_INVALIDDATA;
  if (count > decoder->room) {
    int16_t *more = realloc(decoder->samples, count * 2 * sizeof(int16_t));
    if (!more) return AVERROR(ENOMEM);
    decoder->samples = more;
    decoder->room = count;
  }
  const float *const *planes = (const float *const *)frame->extended_data;
  if (channels <= 2) {
    for (int i = 0; i < count; i++) {
      decoder->samples[2 * i] = rounded(planes[0][i]);
      decoder->samples[2 * i + 1] = rounded(planes[channels - 1][i]);
    }
    return count;
  }
  float left[MAX_CHANNELS], right[MAX_CHANNELS], on_left = 0, on_right = 0;
  for (int channel = 0; channel < channels; channel++) {
    weigh(av_channel_layout_channel_from_index(&frame->ch_layout, channel), &left[channel], &right[channel]);
    on_left += left[channel];
    on_right += right[channel];
  }
  // The loudest that can come together is as loud as can be told.
  const float most = fmaxf(1, fmaxf(on_left, on_right));
  for (int i = 0; i < count; i++) {
    float l = 0, r = 0;
    for (int channel = 0; channel < channels; channel++) {
      l += left[channel] * planes[channel][i];
      r += right[channel] * planes[channel][i];
    }
    decoder->samples[2 * i] = rounded(l / most);
    decoder->samples[2 * i + 1] = rounded(r / most);
  }
  return count;
}

// Of what came out last: samples per second and channel, and the samples, left and right in turn.
int sound_rate(Decoder *decoder) { return decoder->frame->sample_rate; }
const int16_t *sound_samples(Decoder *decoder) { return decoder->samples; }
