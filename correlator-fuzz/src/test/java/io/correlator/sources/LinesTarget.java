package io.correlator.sources;

import io.correlator.api.LogRecord;
import io.correlator.fuzz.Chance;
import io.correlator.fuzz.Claim;
import io.correlator.fuzz.Target;
import io.correlator.sources.format.PlainFormat;
import java.util.Arrays;

/**
 * Lines of a file: those that a simple splitter finds, each in its place, however they are read.
 * Together with their ends they are all bytes of the file, less what a limit cuts off.
 */
public final class LinesTarget implements Target {
  /** Attacks it. */
  public LinesTarget() {}

  @Override
  public void attack(byte[] file) throws Exception {
    Chance chance = Chance.of(file);
    Reading reading = new Reading(new PlainFormat(), chance.oneOf(1, 8, 60, 4096));
    Received whole = reading.whole(file);
    asWritten(file, whole, reading.longest());
    Claim.sameLists(whole.parts(), reading.byteByByte(file).parts(), "byte by byte");
    Claim.sameLists(whole.parts(), reading.cut(file, chance).parts(), "in pieces");
    Claim.sameLists(whole.parts(), reading.resumed(file, chance).parts(), "stopped and resumed");
  }

  private static void asWritten(byte[] file, Received found, int longest) {
    int from = 0;
    int number = 0;
    while (from < file.length) {
      int newline = from;
      while (newline < file.length && file[newline] != '\n') {
        newline++;
      }
      boolean ended = newline < file.length;
      int to = ended && newline > from && file[newline - 1] == '\r' ? newline - 1 : newline;
      Claim.that(number < found.records.size(), "each line is a record");
      LogRecord record = found.records.get(number);
      Claim.sameBytes(
          Arrays.copyOfRange(file, from, Math.min(to, from + longest)),
          record.rawSlice().toByteArray(),
          "the bytes of a line");
      Claim.same((long) from, record.position(), "the place of a line");
      number++;
      Claim.same((long) number, record.line(), "the number of a line");
      Claim.same(
          to - from > longest, record.is(LogRecord.Flag.TRUNCATED), "what is cut off is told");
      from = newline + 1;
    }
    Claim.same(number, found.records.size(), "the number of lines");
  }
}
