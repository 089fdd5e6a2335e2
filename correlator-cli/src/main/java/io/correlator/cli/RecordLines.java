package io.correlator.cli;

import io.correlator.api.source.FileDecoder;
import io.correlator.api.source.RecordFormat;
import io.correlator.api.source.RecordSpan;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.zip.GZIPInputStream;

/**
 * The lines that make one record, by the span of its format. Immutable.
 *
 * @param text the lines, with line ends between them
 * @param line the first of them, counted from 1
 */
@SuppressWarnings("ArrayRecordComponent") // Made, read once and dropped.
record RecordLines(byte[] text, long line) {
  private static final int HEAD = 64;

  /** The record that a line of a file belongs to, be it the first of its lines or not. */
  static RecordLines at(Path file, long line, RecordFormat format, Collection<FileDecoder> decoders)
      throws IOException {
    try (InputStream in = decoded(() -> Files.newInputStream(file), decoders)) {
      RecordLines found = find(in, line, format.span());
      if (found == null) {
        throw new IOException(file + " has fewer than " + line + " lines");
      }
      return found;
    }
  }

  /** The text of a file, as sources read it: unpacked and decoded. */
  private static InputStream decoded(FileDecoder.Opener opener, Collection<FileDecoder> decoders)
      throws IOException {
    byte[] head = head(opener);
    if (head.length >= 2 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b) {
      return decoded(() -> new GZIPInputStream(opener.open()), decoders);
    }
    for (FileDecoder decoder : decoders) {
      if (decoder.recognises(head)) {
        return decoder.decode(opener.open(), opener);
      }
    }
    return opener.open();
  }

  private static byte[] head(FileDecoder.Opener opener) throws IOException {
    try (InputStream in = opener.open()) {
      return in.readNBytes(HEAD);
    }
  }

  /** The first record of a text. */
  static RecordLines first(InputStream in, RecordFormat format) throws IOException {
    RecordLines found = find(in, 1, format.span());
    if (found == null) {
      throw new IOException("there is no line");
    }
    return found;
  }

  private static @org.jspecify.annotations.Nullable RecordLines find(
      InputStream in, long wanted, RecordSpan span) throws IOException {
    // Latin 1 keeps all bytes as they are, whatever the log is written in.
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    long first = 0;
    long number = 0;
    boolean open = false;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
      RecordSpan.Step step = open ? span.next(bytes, 0, bytes.length) : RecordSpan.Step.BEGINS;
      if (step == RecordSpan.Step.BEGINS || step == RecordSpan.Step.CUTS) {
        if (number > wanted) {
          break;
        }
        record.reset();
        first = number;
        open = span.begin(bytes, 0, bytes.length);
      } else {
        record.write('\n');
        open = step == RecordSpan.Step.GOES_ON;
      }
      record.writeBytes(bytes);
      if (!open && number >= wanted) {
        break;
      }
    }
    return number < wanted ? null : new RecordLines(record.toByteArray(), first);
  }
}
