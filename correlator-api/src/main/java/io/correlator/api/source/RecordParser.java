package io.correlator.api.source;

import io.correlator.api.RecordHeader;

/**
 * Finds the parts of one line after another. Belongs to the thread of one source, so it may
 * remember what speeds it up.
 */
@FunctionalInterface
public interface RecordParser {
  /**
   * Reads the line, or the lines of which the format makes one record, in {@code block} from {@code
   * from}, inclusive, to {@code to}, exclusive, and notes in {@code header}, which comes reset,
   * where its parts are. Total: whatever the bytes are, it does not throw, and it does not look
   * outside the line. A line it cannot read is noted as {@linkplain RecordHeader#failed failed}.
   * Nothing is allocated for an ordinary line.
   */
  void parse(byte[] block, int from, int to, RecordHeader header);
}
