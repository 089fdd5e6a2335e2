package io.correlator.evtx;

import io.correlator.api.source.FileDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads EVTX files, in which Windows keeps its events since Vista, as lines of JSON: {@code
 * {"Event":{"System":{...},"EventData":{...}}}}. Oldest events come first.
 *
 * <p>Names and values are those of Windows' own XML, with these forms: times with microseconds,
 * GUIDs without braces, hexadecimal numbers as {@code 0x3e7}, bytes in hexadecimal digits. {@code
 * <Data Name="Image">} is the member {@code Image}; of members of the same name there is a list.
 *
 * <p>Checksums are not looked at: a file that was copied while it was in use has wrong ones, and
 * all its events. What cannot be read is told in lines that are no JSON, one for each event that is
 * known to be missing, and one for a chunk of which nothing is known. A log that has wrapped around
 * is read in two passes, so it cannot come through a pipe.
 *
 * <p>The format: <em>MS-EVEN6</em>, section 2.2.12, for the binary XML; the layout of file and
 * chunks is Microsoft's secret, and described by those who found it out (libevtx, <em>Windows XML
 * Event Log (EVTX) format</em>).
 */
public final class EvtxDecoder implements FileDecoder {
  @Override
  public String name() {
    return "evtx";
  }

  @Override
  public String description() {
    return "event logs of Windows, read as JSON";
  }

  @Override
  public boolean recognises(byte[] head) {
    return head.length >= EvtxInput.MAGIC.length
        && Arrays.equals(
            head, 0, EvtxInput.MAGIC.length, EvtxInput.MAGIC, 0, EvtxInput.MAGIC.length);
  }

  @Override
  public InputStream decode(InputStream file, Opener again) throws IOException {
    return new EvtxInput(file, again);
  }
}
