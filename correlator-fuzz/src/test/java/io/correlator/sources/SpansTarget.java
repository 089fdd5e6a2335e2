package io.correlator.sources;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.correlator.api.LogRecord;
import io.correlator.api.source.RecordFormat;
import io.correlator.fuzz.Chance;
import io.correlator.fuzz.Claim;
import io.correlator.fuzz.Target;
import io.correlator.sources.format.AutoFormat;
import io.correlator.sources.format.MultilineFormat;
import io.correlator.sources.format.TimedFormat;
import java.util.regex.Pattern;

/**
 * Records of several lines in a file: however it is read, the same records are found, in their
 * order, and what is in none of them is nothing but what stands between records.
 */
public final class SpansTarget implements Target {
  private final RecordFormat format;
  private final Pattern between;

  private SpansTarget(RecordFormat format, String between) {
    this.format = format;
    this.between = Pattern.compile(between, Pattern.DOTALL);
  }

  /**
   * Attacks objects of JSON: besides blanks, what makes a list or an export of them is left out.
   */
  public static SpansTarget ofObjects() {
    return new SpansTarget(
        new AutoFormat(), "(?:[\\s,\\[\\]{}]++|\"[^\"\\n]*+\"|:|-?[0-9.eE+-]++|true|false|null)*+");
  }

  /** Attacks stack traces: nothing is left out but line ends. */
  public static SpansTarget ofTraces() {
    return new SpansTarget(MultilineFormat.traces(new TimedFormat()), "\\r?\\n|");
  }

  @Override
  public void attack(byte[] file) throws Exception {
    Chance chance = Chance.of(file);
    Reading reading = new Reading(format, chance.oneOf(8, 60, 4096));
    Received whole = reading.whole(file);
    accounted(file, whole, reading.longest());
    Claim.sameLists(whole.parts(), reading.byteByByte(file).parts(), "byte by byte");
    Claim.sameLists(whole.parts(), reading.cut(file, chance).parts(), "in pieces");
    // Who goes on within something broken does not know what the lines around it were taken for.
    Claim.sameLists(
        whole.readable(), reading.resumed(file, chance).readable(), "stopped and resumed");
  }

  private void accounted(byte[] file, Received found, int longest) {
    String text = new String(file, ISO_8859_1);
    int at = 0;
    int line = 1;
    int counted = 0;
    for (LogRecord record : found.records) {
      int from = (int) record.position();
      Claim.that(from >= at, "records do not overlap");
      between(text, at, from);
      for (; counted < from; counted++) {
        line += file[counted] == '\n' ? 1 : 0;
      }
      Claim.same((long) line, record.line(), "the number of a record's line");
      Claim.that(record.length() <= longest, "a record is not longer than allowed");
      byte[] raw = record.rawSlice().toByteArray();
      Claim.that(
          from + raw.length <= file.length
              && java.util.Arrays.equals(raw, 0, raw.length, file, from, from + raw.length),
          "a record has the bytes of its place");
      at = from + raw.length;
      if (record.is(LogRecord.Flag.TRUNCATED)) {
        while (at < file.length && file[at] != '\n') {
          at++;
        }
      }
    }
    between(text, at, file.length);
  }

  private void between(String text, int from, int to) {
    if (from < to && !between.matcher(text).region(from, to).matches()) {
      throw new AssertionError("nobody was told of: " + text.substring(from, to));
    }
  }
}
